"""A delivery whose surroundings change while it is on its way."""

import asyncio

import pytest
from sqlalchemy import text
from typing_extensions import override

from shared.commands.tasks import complete_task
from shared.core.principal import Principal
from shared.db.repositories.deliveries import DeliveryKey, Settlement, settle
from tests.integration.notifications.conftest import due_event
from tests.waiting import eventually
from workers.notifications.channels.email import EmailChannel
from workers.runtime.handler import TransientError


async def test_cancelled_batch_ends_what_is_on_its_way_and_begins_nothing(world):
    events = [await world.due_reminder() for _ in range(3)]
    worker = world.start_worker(connections=1)
    world.server.gate.clear()
    processing = asyncio.create_task(worker.process(*events))
    mail = await world.server.arrived.get()

    processing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await processing
    world.server.gate.set()
    await worker.handler.close(5)

    assert [m.recipient for m in world.server.mails] == [mail.recipient]
    rows = [await world.delivery_of(event) for event in events]
    assert sorted(row.state for row in rows) == ["sending", "sending", "sent"]
    assert all(row.claimed_until is None for row in rows)


async def test_owner_who_left_while_the_mail_was_on_its_way_breaks_nothing(world):
    leaving, staying = await world.due_reminder(), await world.due_reminder()
    worker = world.start_worker()
    world.server.gate.clear()
    processing = asyncio.create_task(worker.process(leaving, staying))
    await world.server.arrived.get()
    await world.server.arrived.get()

    await world.change("DELETE FROM users WHERE id = :id", id=leaving.data.user_id)
    world.server.gate.set()
    await processing

    assert await world.deliveries_of(leaving) == []
    assert (await world.delivery_of(staying)).state == "sent"


async def test_zone_that_this_machine_does_not_know_falls_back_to_utc(world):
    event = await world.due_reminder()
    await world.change(
        "UPDATE users SET zone = 'Mars/Olympus' WHERE id = :id", id=event.data.user_id
    )

    await world.start_worker().process(event)

    [mail] = world.server.mails
    assert mail.subject == "Reminder: Submit report is due in 1 day (Friday 16:00)"


class SlowChannel(EmailChannel):
    """Takes its time before a delivery may begin; meanwhile something happens."""

    @override
    async def ready(self) -> None:
        await super().ready()
        await self.meanwhile()


async def test_task_done_while_the_mail_server_was_waited_for_brings_no_mail(world):
    event = await world.due_reminder()
    worker = world.start_worker(channel=SlowChannel)
    owner = Principal(event.data.user_id)
    worker.email.meanwhile = lambda: complete_task(world.db, owner, event.data.task_id, None)

    await worker.process(event)

    assert world.server.mails == []
    row = await world.delivery_of(event)
    assert (row.state, row.reason) == ("skipped", "task_done")


async def test_successor_sends_nothing_for_a_task_done_while_it_waited(world):
    event = await world.due_reminder()
    crashed, successor = world.start_worker(), world.start_worker(channel=SlowChannel)
    world.server.gate.clear()
    dying = asyncio.create_task(crashed.process(event))
    await world.server.arrived.get()

    async def claim_ends_as_the_task_is_done():
        await complete_task(world.db, Principal(event.data.user_id), event.data.task_id, None)
        await world.end_of_claim(event)

    successor.email.meanwhile = claim_ends_as_the_task_is_done
    await successor.process(event)
    world.server.gate.set()
    await dying

    assert len(world.server.mails) == 1


async def test_delivery_in_doubt_is_settled_though_its_task_was_done_meanwhile(world):
    event = await world.due_reminder()
    worker = world.start_worker()
    world.server.data_answers = ["drop"]
    with pytest.raises(TransientError):
        await worker.process(event)
    await complete_task(world.db, Principal(event.data.user_id), event.data.task_id, None)

    with pytest.raises(TransientError):
        await worker.process(event)
    await world.end_of_claim(event)
    await worker.process(event)

    row = await world.delivery_of(event)
    assert (row.state, row.reason) == ("skipped", "task_done")
    assert len(world.server.mails) == 1


async def test_what_an_attempt_says_after_another_took_over_counts_only_if_it_was_sent(world):
    event = await world.due_reminder()
    crashed, successor = world.start_worker(), world.start_worker()
    world.server.gate.clear()
    attempts = [asyncio.create_task(crashed.process(event))]
    await world.server.arrived.get()
    await world.end_of_claim(event)
    attempts.append(asyncio.create_task(successor.process(event)))
    await world.server.arrived.get()

    row = await world.delivery_of(event)
    key = DeliveryKey(row.reminder_id, row.fire_at, row.channel)
    for state in ("failed", "sending"):
        async with world.db.unit_of_work() as uow:
            assert await settle(uow.connection, [Settlement(key, 1, state, "refused")]) == set()
    assert await world.delivery_of(event) == row
    async with world.db.unit_of_work() as uow:
        said = Settlement(key, 1, "sent", sent_at=uow.now, lateness_ms=0)
        assert await settle(uow.connection, [said]) == {key}
    world.server.gate.set()
    await asyncio.gather(*attempts)


async def test_delivery_of_a_dead_worker_is_settled_though_its_task_was_done_meanwhile(world):
    event = await world.due_reminder()
    crashed, successor = world.start_worker(), world.start_worker()
    world.server.gate.clear()
    dying = asyncio.create_task(crashed.process(event))
    await world.server.arrived.get()
    await complete_task(world.db, Principal(event.data.user_id), event.data.task_id, None)

    with pytest.raises(TransientError) as held:
        await successor.process(event)
    assert 0 < held.value.retry_after_seconds <= 10
    await world.end_of_claim(event)
    await successor.process(event)

    row = await world.delivery_of(event)
    assert (row.state, row.reason) == ("skipped", "task_done")
    world.server.gate.set()
    await dying


async def test_reminder_that_is_being_deleted_fails_no_other(world):
    going, staying = await world.due_reminder(), await world.due_reminder()
    for event in (going, staying):
        owner = Principal(event.data.user_id)
        await complete_task(world.db, owner, event.data.task_id, None)
    worker = world.start_worker()

    async def somebody_waits():
        return await world.rows(
            "SELECT 1 FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )

    async with world.db.unit_of_work() as uow:
        delete = text("DELETE FROM tasks WHERE id = :id")
        await uow.connection.execute(delete, {"id": going.data.task_id})
        processing = asyncio.create_task(worker.process(going, staying))
        await eventually(somebody_waits)
    await processing

    assert await world.deliveries_of(going) == []
    assert (await world.delivery_of(staying)).state == "skipped"


async def test_reminder_planned_again_while_its_mail_left_is_sent_all_the_same(world):
    """Done and reopened before its instant, which one clock had seen too early."""
    event = await world.due_reminder()
    worker = world.start_worker()
    world.server.gate.clear()
    sending = asyncio.create_task(worker.process(event))
    await world.server.arrived.get()
    async with world.db.statement() as connection:
        await connection.execute(text("UPDATE reminders SET version = 3"))
    world.server.gate.set()
    await sending
    assert (await world.reminder_of(event)).state == "scheduled"  # that was version 1

    again = due_event(**(dict(event.data) | {"reminder_version": 3}))
    await worker.process(again)

    assert len(world.server.mails) == 1
    assert (await world.reminder_of(event)).state == "sent"
    assert await world.events_of(event) == ["reminder.sent"]


async def test_a_record_that_was_cancelled_is_written_again_and_the_mail_leaves_once(world):
    event, worker = await world.due_reminder(), world.start_worker()
    world.server.gate.clear()
    sending = asyncio.create_task(worker.process(event))
    await world.server.arrived.get()
    await world.cut_off_a_write_to("deliveries", world.server.gate.set)
    await sending
    assert (await world.delivery_of(event)).state == "sent"
    assert len(world.server.mails) == 1
