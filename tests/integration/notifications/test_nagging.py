"""Reminders that come again until their task is done, and vacations, on which none come."""

import asyncio
from datetime import date, timedelta
from uuid import uuid4

import pytest

from shared.commands.tasks import complete_task
from shared.core.principal import Principal
from tests.integration.notifications.conftest import FIRE_AT, due_event


async def nagging(world, every="PT15M", most=3, **task):
    event = await world.due_reminder(**task)
    await world.change(
        "UPDATE reminders SET nag_every = :every, nag_max = :most WHERE id = :id",
        every=every,
        most=most,
        id=event.data.reminder_id,
    )
    return event


async def next_of(world, event):
    """The reminder as it is planned now, when it has come due."""
    row = await world.reminder_of(event)
    world.clock.set(row.fire_at + timedelta(milliseconds=12))
    data = event.data.model_dump() | {"reminder_version": row.version, "fire_at": row.fire_at}
    return due_event(**data)


async def planned(world, event):
    rows = await world.rows(
        "SELECT event_type FROM outbox WHERE subject = :id AND event_type = 'reminder.scheduled'",
        id=str(event.data.reminder_id),
    )
    return len(rows)


async def away(world, event, first, last):
    await world.change(
        "INSERT INTO vacations (id, user_id, starts_on, ends_on, skips_occurrences, created_at) "
        "VALUES (:id, :user, :first, :last, false, now())",
        id=uuid4(),
        user=event.data.user_id,
        first=first,
        last=last,
    )


async def test_a_nagging_reminder_comes_again_until_all_its_messages_are_sent(world):
    event = await nagging(world)
    worker = world.start_worker()

    await worker.process(event)
    again = await world.reminder_of(event)
    assert (again.state, again.version, again.nag_sent) == ("scheduled", 2, 1)
    assert again.fire_at == FIRE_AT + timedelta(minutes=15)
    await worker.process(await next_of(world, event))
    await worker.process(await next_of(world, event))

    last = await world.reminder_of(event)
    assert (last.state, last.version, last.nag_sent) == ("sent", 3, 3)
    assert len(world.server.mails) == 3
    assert await planned(world, event) == 3


async def test_the_event_twice_makes_one_chain(world):
    event = await nagging(world)
    first, second = world.start_worker(), world.start_worker()

    await asyncio.gather(first.process(event, event), second.process(event))
    await first.process(event)

    row = await world.reminder_of(event)
    assert (row.version, row.nag_sent) == (2, 1)
    assert len(world.server.mails) == 1


async def test_after_downtime_there_is_one_message_and_the_next_is_in_phase(world):
    event = await nagging(world, late_seconds=3 * 3600 + 60)

    await world.start_worker().process(event)

    row = await world.reminder_of(event)
    assert len(world.server.mails) == 1
    assert row.fire_at == FIRE_AT + timedelta(hours=3, minutes=15)


async def test_nagging_ends_when_the_task_is_done(world):
    event = await nagging(world)
    worker = world.start_worker()
    await worker.process(event)
    again = await next_of(world, event)

    await complete_task(world.db, Principal(event.data.user_id), event.data.task_id, None)
    await worker.process(again)

    assert len(world.server.mails) == 1
    assert (await world.reminder_of(event)).state == "cancelled"


async def test_nothing_follows_a_message_whose_task_is_done_while_it_leaves(world):
    event = await nagging(world)
    world.server.gate.clear()
    sending = asyncio.create_task(world.start_worker().process(event))
    await world.server.arrived.get()

    await complete_task(world.db, Principal(event.data.user_id), event.data.task_id, None)
    world.server.gate.set()
    await sending

    assert (await world.reminder_of(event)).state == "cancelled"


@pytest.mark.parametrize(
    ("first", "last", "state", "reason"),
    [
        (date(2026, 11, 26), date(2026, 11, 26), "skipped", "vacation"),
        (date(2026, 11, 1), date(2026, 12, 24), "skipped", "vacation"),
        (date(2026, 11, 27), date(2026, 12, 24), "sent", None),
        (date(2026, 11, 1), date(2026, 11, 25), "sent", None),
    ],
)
async def test_on_vacation_nothing_is_sent_by_the_readers_calendar(
    world, first, last, state, reason
):
    event = await world.due_reminder()
    await away(world, event, first, last)

    await world.start_worker().process(event)

    row = await world.delivery_of(event)
    assert (row.state, row.reason) == (state, reason)


async def test_a_vacation_begins_with_the_day_of_the_readers_zone(world):
    event = await world.due_reminder()  # 17:00 in Berlin, the next day in Auckland
    await world.change(
        "UPDATE users SET zone = 'Pacific/Auckland' WHERE id = :id", id=event.data.user_id
    )
    await away(world, event, date(2026, 11, 27), date(2026, 11, 27))

    await world.start_worker().process(event)

    assert (await world.delivery_of(event)).reason == "vacation"
