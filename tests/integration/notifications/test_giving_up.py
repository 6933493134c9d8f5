"""When no try is left, the receipt says so; a redriven event may still send the message."""

import asyncio
from datetime import timedelta

import pytest
from typing_extensions import override

from tests.integration.notifications.nights import bundle_of, held_back, morning_of
from workers.notifications.messages import Links
from workers.runtime.handler import TransientError


async def given_back(world):
    """A reminder whose server would not take its mail."""
    event = await world.due_reminder()
    worker = world.start_worker()
    world.server.data_answers.append("451 try later")
    with pytest.raises(TransientError):
        await worker.process(event)
    return event, worker


async def test_what_was_tried_to_the_end_has_failed_and_says_why(world):
    event, worker = await given_back(world)
    assert (await world.reminder_of(event)).state == "scheduled"

    await worker.handler.give_up(event, "451 try later")
    await worker.handler.give_up(event, "451 try later")

    row, reminder = await world.delivery_of(event), await world.reminder_of(event)
    assert (row.state, row.reason) == ("failed", "gave up: 451 try later")
    assert (reminder.state, reminder.reason) == ("failed", "gave up: 451 try later")
    assert await world.events_of(event) == ["reminder.failed"]


async def test_a_redriven_event_sends_what_was_given_up(world):
    event, worker = await given_back(world)
    await worker.handler.give_up(event, "451 try later")

    await worker.process(event)
    await worker.process(event)

    assert len(world.server.mails) == 1
    assert (await world.delivery_of(event)).state == "sent"
    assert (await world.reminder_of(event)).state == "sent"


async def test_giving_up_changes_nothing_that_is_settled(world):
    event = await world.due_reminder()
    worker = world.start_worker()
    await worker.process(event)

    await worker.handler.give_up(event, "too late")

    assert (await world.delivery_of(event)).state == "sent"
    assert await world.events_of(event) == ["reminder.sent"]


async def test_what_is_in_doubt_after_the_last_try_has_failed(world):
    event = await world.due_reminder()
    worker = world.start_worker()
    world.server.data_answers.append("drop")
    with pytest.raises(TransientError):
        await worker.process(event)

    await worker.handler.give_up(event, "cut off")

    row, reminder = await world.delivery_of(event), await world.reminder_of(event)
    assert (row.state, row.reason, row.claimed_until) == ("failed", "gave up: cut off", None)
    assert row.resends == 1  # a redrive may bring a second copy
    assert reminder.state == "failed"
    assert await world.events_of(event) == ["reminder.failed"]


async def test_what_is_in_doubt_again_after_a_redrive_has_failed_again(world):
    event, worker = await given_back(world)
    await worker.handler.give_up(event, "451 try later")
    world.server.data_answers.append("drop")
    with pytest.raises(TransientError):
        await worker.process(event)

    await worker.handler.give_up(event, "cut off")

    row = await world.delivery_of(event)
    assert (row.state, row.reason) == ("failed", "gave up: cut off")


@pytest.mark.parametrize("is_redriven", [False, True])
async def test_what_is_under_way_is_not_given_up(world, is_redriven):
    event, worker = await given_back(world)
    if is_redriven:
        await worker.handler.give_up(event, "451 try later")
    world.server.gate.clear()
    sending = asyncio.create_task(worker.process(event))
    await world.server.arrived.get()

    await world.start_worker().handler.give_up(event, "too late")
    world.server.gate.set()
    await sending

    assert (await world.delivery_of(event)).state == "sent"


class BrokenLinks(Links):
    """A bug in what every message is made of."""

    @override
    def task(self, key, row):
        raise ZeroDivisionError


async def test_a_message_that_a_bug_kept_from_being_written_is_not_in_doubt(world):
    event = await world.due_reminder()
    worker = world.start_worker()
    worker.handler._links = BrokenLinks("https://rondel.example/")

    with pytest.raises(ZeroDivisionError):
        await worker.process(event)

    row = await world.delivery_of(event)
    assert (row.state, row.reason, row.claimed_until) == ("sending", "internal_error", None)


async def test_a_bundle_in_doubt_after_the_last_try_comes_again_in_an_hour(world):
    events = await held_back(world, 2)
    worker = world.start_worker()
    await worker.process(*events)
    morning = await morning_of(world, events[0])
    world.server.data_answers.append("drop")
    with pytest.raises(TransientError):
        await worker.process(morning)

    await worker.handler.give_up(morning, "cut off")

    bundle = await bundle_of(world, events[0])
    assert (bundle.state, bundle.fire_at - world.clock.now()) == ("scheduled", timedelta(hours=1))
