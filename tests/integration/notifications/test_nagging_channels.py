"""A chain with several channels: each brings each message, whichever is slower or away."""

from datetime import timedelta
from uuid import uuid4

import pytest

from shared.commands.tasks import complete_task
from shared.core.principal import Principal
from tests.integration.notifications.conftest import FIRE_AT
from tests.integration.notifications.test_channel_rows import (
    desk,
    due_through,
    receiver,
)
from tests.integration.notifications.test_nagging import next_of
from tests.services.receiver import Said
from workers.runtime.handler import TransientError

__all__ = ["desk", "receiver"]  # fixtures

NEXT = FIRE_AT + timedelta(minutes=15)


@pytest.fixture
async def chain(world, receiver):
    """A due reminder that nags by webhook and mail; the event and the name of the webhook."""
    event, _, row = await due_through(world, receiver, others=["email"])
    await world.change(
        "UPDATE reminders SET nag_every = 'PT15M', nag_max = 3 WHERE id = :id",
        id=event.data.reminder_id,
    )
    return event, str(row.id)


async def receipts(world, event):
    rows = await world.deliveries_of(event)
    return {(row.fire_at, row.channel): (row.state, row.reason) for row in rows}


async def test_both_channels_bring_each_message(world, desk, receiver, chain):
    event, hook = chain
    await desk.process([event])
    await desk.process([await next_of(world, event)])

    assert len(world.server.mails) == len(receiver.requests) == 2
    found = await receipts(world, event)
    assert set(found.values()) == {("sent", None)}
    assert set(found) == {(at, each) for at in (FIRE_AT, NEXT) for each in (hook, "email")}
    assert (await world.reminder_of(event)).nag_sent == 2


async def test_what_one_channel_could_not_take_it_gets_later(world, desk, receiver, chain):
    event, hook = chain
    receiver.says += [Said(503), Said(503)]
    for _ in range(2):
        with pytest.raises(TransientError):
            await desk.process([event])
    await desk.process([event])
    await desk.process([event])

    assert len(world.server.mails) == 1
    assert (await receipts(world, event))[FIRE_AT, hook] == ("sent", None)
    row = await world.reminder_of(event)
    assert (row.version, row.nag_sent, row.fire_at) == (2, 1, NEXT)


async def test_what_another_process_holds_is_brought_though_the_chain_went_on(
    world, desk, receiver, chain
):
    event, hook = chain
    await world.change(
        "INSERT INTO deliveries (id, reminder_id, task_id, user_id, channel, fire_at, state, "
        "attempts, claimed_at, claimed_until) VALUES (:id, :reminder, :task, :user, :channel, "
        ":at, 'sending', 1, now(), clock_timestamp() + interval '0.5 seconds')",
        id=uuid4(),
        reminder=event.data.reminder_id,
        task=event.data.task_id,
        user=event.data.user_id,
        channel=hook,
        at=FIRE_AT,
    )

    await desk.process([event])

    assert len(receiver.requests) == 1
    assert (await receipts(world, event))[FIRE_AT, hook] == ("sent", None)


async def test_one_whose_process_died_in_between_is_brought_by_the_next(
    world, desk, receiver, chain
):
    event, hook = chain
    await desk.process([event])
    await world.change(
        "UPDATE deliveries SET state = 'sending', attempts = 0, sent_at = NULL, lateness_ms = NULL "
        "WHERE channel = :hook",
        hook=hook,
    )

    await desk.process([event])

    assert len(receiver.requests) == 2
    assert len(world.server.mails) == 1


async def test_the_night_holds_back_both(world, desk, chain):
    event, hook = chain
    await world.change(
        "UPDATE users SET zone = 'UTC', quiet_from = '15:00', quiet_until = '20:00' WHERE id = :id",
        id=event.data.user_id,
    )
    await desk.process([event])

    found = await receipts(world, event)
    assert found == {(FIRE_AT, each): ("deferred", "quiet_hours") for each in (hook, "email")}
    assert (await world.reminder_of(event)).nag_sent == 1


async def test_a_channel_that_comes_late_brings_nothing_of_a_task_that_is_done(
    world, desk, receiver, chain
):
    event, hook = chain
    receiver.says.append(Said(503))
    with pytest.raises(TransientError):
        await desk.process([event])
    await complete_task(world.db, Principal(event.data.user_id), event.data.task_id, None)

    await desk.process([event])

    assert len(receiver.requests) == 1
    assert (await receipts(world, event))[FIRE_AT, hook] == ("skipped", "task_done")


async def test_a_chain_whose_message_was_given_up_comes_again(world):
    event = await world.due_reminder()
    await world.change(
        "UPDATE reminders SET nag_every = 'PT15M', nag_max = 3 WHERE id = :id",
        id=event.data.reminder_id,
    )
    worker = world.start_worker()
    world.server.data_answers.append("451 try later")
    with pytest.raises(TransientError):
        await worker.process(event)

    await worker.handler.give_up(event, "451 try later")
    await worker.handler.give_up(event, "451 try later")

    row = await world.reminder_of(event)
    assert (row.state, row.version, row.nag_sent, row.fire_at) == ("scheduled", 2, 1, NEXT)
    await worker.process(await next_of(world, event))
    assert len(world.server.mails) == 1
