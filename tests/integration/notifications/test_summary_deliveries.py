"""Digests are sent once each, or a receipt says why not, and the next one follows."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.integration.notifications.readers import (
    come_due,
    events_of,
    planned_digest,
    prefer,
    receipts_of,
    row_of,
    text_of,
)
from workers.runtime.handler import TransientError


async def test_the_same_event_many_times_brings_one_mail_and_one_next(world):
    user = await planned_digest(world)
    event = await come_due(world, user)
    first, second = world.start_worker(), world.start_worker()

    await asyncio.gather(first.process(event, event), second.process(event))
    await first.process(event)

    assert len(world.server.mails) == 1
    assert (await row_of(world, user)).version == 2
    assert (await events_of(world, user)).count("digest.scheduled") == 2
    assert [row.state for row in await receipts_of(world, user)] == ["sent"]


async def test_with_nothing_to_say_there_is_no_mail_but_a_receipt_and_a_next(world):
    user = await planned_digest(world, tasks=False)
    event = await come_due(world, user)
    worker = world.start_worker()

    await worker.process(event)
    await worker.process(event)

    assert world.server.mails == []
    [receipt] = await receipts_of(world, user)
    assert (receipt.state, receipt.reason) == ("skipped", "nothing_to_say")
    row = await row_of(world, user)
    assert (row.state, row.version) == ("scheduled", 2)
    assert row.fire_at == event.data.fire_at + timedelta(days=1)
    assert (await events_of(world, user)).count("digest.skipped") == 1


async def test_day_after_day_each_digest_follows_the_one_before(world):
    user = await planned_digest(world)
    worker = world.start_worker()
    for _ in range(3):
        await worker.process(await come_due(world, user))
    subjects = [mail.subject for mail in world.server.mails]
    assert subjects == ["Today: 1 due", "Today: 1 overdue", "Today: 1 overdue"]
    assert (await row_of(world, user)).version == 4


async def test_what_comes_too_late_is_missed_and_the_next_is_of_the_future(world):
    user = await planned_digest(world)
    event = await come_due(world, user)
    world.clock.set(event.data.fire_at + timedelta(days=2, hours=1))

    await world.start_worker().process(event)

    [receipt] = await receipts_of(world, user)
    assert (receipt.state, receipt.reason) == ("skipped", "missed")
    assert (await row_of(world, user)).fire_at == event.data.fire_at + timedelta(days=3)
    assert world.server.mails == []


async def test_a_late_digest_says_so(world):
    user = await planned_digest(world)
    event = await come_due(world, user)
    world.clock.set(event.data.fire_at + timedelta(hours=2))

    await world.start_worker().process(event)

    [mail] = world.server.mails
    assert mail.subject == "Today (late by 2 h): 1 due"
    planned = "planned for Thursday, 26 November 2026, 07:00 (Europe/Berlin)."
    assert planned in text_of(mail)
    assert (await row_of(world, user)).fire_at == event.data.fire_at + timedelta(days=1)


async def test_one_switched_off_after_it_came_due_is_not_sent(world):
    user = await planned_digest(world)
    event = await come_due(world, user)
    await prefer(world, user, digest_at=None)

    await world.start_worker().process(event)

    assert world.server.mails == []
    [receipt] = await receipts_of(world, user)
    assert (receipt.state, receipt.reason) == ("skipped", "switched_off")
    assert (await row_of(world, user)).state == "cancelled"


async def test_one_switched_off_while_its_mail_leaves_is_sent_and_not_followed(world):
    user = await planned_digest(world)
    event = await come_due(world, user)
    worker = world.start_worker()
    world.server.gate.clear()
    sending = asyncio.create_task(worker.process(event))
    await world.server.arrived.get()
    await prefer(world, user, digest_at=None)
    world.server.gate.set()
    await sending

    assert [row.state for row in await receipts_of(world, user)] == ["sent"]
    row = await row_of(world, user)
    assert (row.state, row.fire_at) == ("cancelled", event.data.fire_at)


async def test_a_stale_version_is_dropped(world):
    user = await planned_digest(world)
    event = await come_due(world, user)
    await prefer(world, user, digest_at=time(6, 30))
    worker = world.start_worker()

    await worker.process(event)

    assert world.server.mails == []
    assert worker.count("stale_events_total", group="notifications") == 1
    row = await row_of(world, user)
    assert (row.state, row.version) == ("scheduled", 2)


async def test_on_the_day_that_clocks_change_it_comes_at_the_same_wall_time(world):
    world.clock.set(datetime(2026, 10, 23, 12, tzinfo=UTC))
    user = await make_user(world.db, zone="Europe/Berlin")
    await make_task(world.db, user, due=date(2026, 10, 20))
    await prefer(world, user, digest_at=time(7))
    worker = world.start_worker()
    instants = []
    for _ in range(3):
        event = await come_due(world, user)
        instants.append(event.data.fire_at)
        await worker.process(event)
    assert instants == [
        datetime(2026, 10, 24, 5, tzinfo=UTC),
        datetime(2026, 10, 25, 6, tzinfo=UTC),
        datetime(2026, 10, 26, 6, tzinfo=UTC),
    ]
    assert len(world.server.mails) == 3


async def test_a_worker_that_died_after_the_mail_left_is_the_counted_window(world):
    user = await planned_digest(world)
    event = await come_due(world, user)
    crashed, successor = world.start_worker(), world.start_worker()
    world.server.gate.clear()
    dying = asyncio.create_task(crashed.process(event))
    await world.server.arrived.get()
    await world.change(
        "UPDATE deliveries SET claimed_until = clock_timestamp() - interval '1 second' "
        "WHERE reminder_id = :id",
        id=event.data.digest_id,
    )
    taking_over = asyncio.create_task(successor.process(event))
    await world.server.arrived.get()
    world.server.gate.set()
    await asyncio.gather(dying, taking_over)

    first, again = world.server.mails
    assert first.parsed["Message-ID"] == again.parsed["Message-ID"]
    assert successor.count("deliveries_resent_total", channel="email") == 1
    [receipt] = await receipts_of(world, user)
    assert (receipt.state, receipt.resends) == ("sent", 1)
    assert (await row_of(world, user)).version == 2


async def test_the_next_is_planned_when_all_channels_are_settled(world):
    user = await planned_digest(world, default_channels=["email", "gone"])
    event = await come_due(world, user)
    worker = world.start_worker()
    world.server.data_answers.append("451 try later")

    with pytest.raises(TransientError):
        await worker.process(event)
    assert (await row_of(world, user)).version == 1
    await worker.process(event)

    states = {row.channel: row.state for row in await receipts_of(world, user)}
    assert states == {"email": "sent", "gone": "skipped"}
    assert (await row_of(world, user)).version == 2


@pytest.mark.parametrize("answer", ["451 try later", "drop"])
async def test_what_is_given_up_is_followed_all_the_same(world, answer):
    user = await planned_digest(world)
    event = await come_due(world, user)
    worker = world.start_worker()
    await give_up(world, worker, event, answer)
    await worker.handler.give_up(event, "451 try later")

    [receipt] = await receipts_of(world, user)
    assert (receipt.state, receipt.reason) == ("failed", "gave up: 451 try later")
    assert (await row_of(world, user)).version == 2
    assert (await events_of(world, user)).count("digest.failed") == 1


async def test_one_that_was_never_written_is_followed_all_the_same(world):
    user = await planned_digest(world)
    event = await come_due(world, user)

    await world.start_worker().handler.give_up(event, "a bug")

    [receipt] = await receipts_of(world, user)
    assert (receipt.state, receipt.reason) == ("skipped", "not_written")
    assert (await row_of(world, user)).version == 2


async def test_a_reader_in_a_zone_that_this_machine_does_not_know_is_told_in_utc(world):
    user = await planned_digest(world)
    event = await come_due(world, user)
    await world.change("UPDATE users SET zone = 'Mars/Olympus' WHERE id = :id", id=user.user_id)

    await world.start_worker().process(event)

    [mail] = world.server.mails
    assert mail.subject == "Today: 1 due"
    assert (await row_of(world, user)).fire_at == datetime(2026, 11, 26, 7, tzinfo=UTC)


async def test_on_vacation_nothing_is_sent_but_the_next_follows(world):
    user = await planned_digest(world)
    event = await come_due(world, user)
    await vacation(world, user)

    await world.start_worker().process(event)

    [receipt] = await receipts_of(world, user)
    assert (receipt.state, receipt.reason) == ("skipped", "vacation")
    assert (await row_of(world, user)).version == 2


async def test_one_that_was_given_up_is_sent_when_it_is_redriven_and_the_chain_stays_one(world):
    user = await planned_digest(world)
    event = await come_due(world, user)
    worker = world.start_worker()
    await give_up(world, worker, event)
    world.server.data_answers.append("451 still not")

    with pytest.raises(TransientError):
        await worker.process(event)
    await worker.process(event)
    await worker.process(event)

    [mail] = world.server.mails
    assert mail.subject == "Today: 1 due"
    [receipt] = await receipts_of(world, user)
    assert (receipt.state, receipt.reason) == ("sent", None)
    row = await row_of(world, user)
    assert (row.state, row.version) == ("scheduled", 2)
    assert row.fire_at == event.data.fire_at + timedelta(days=1)


async def test_a_redriven_one_and_that_of_today_are_two_mails_in_one_batch(world):
    user = await planned_digest(world)
    first = await come_due(world, user)
    worker = world.start_worker()
    await give_up(world, worker, first)
    await prefer(world, user, digest_at=time(6, 30))
    second = await come_due(world, user)

    await worker.process(first, second)

    assert sorted(mail.subject for mail in world.server.mails) == [
        "Today (late by 23 h 30 min): 1 overdue",
        "Today: 1 overdue",
    ]
    assert [row.state for row in await receipts_of(world, user)] == ["sent", "sent"]
    assert (await row_of(world, user)).version == 4


async def test_one_that_was_given_up_is_still_missed_when_it_is_redriven_too_late(world):
    user = await planned_digest(world)
    event = await come_due(world, user)
    worker = world.start_worker()
    await give_up(world, worker, event)
    world.clock.advance(days=3)

    await worker.process(event)

    assert world.server.mails == []
    [receipt] = await receipts_of(world, user)
    assert (receipt.state, receipt.reason) == ("failed", "gave up: 451 try later")


async def test_one_planned_anew_for_its_instant_while_its_mail_leaves_is_followed(world):
    user = await planned_digest(world)
    event = await come_due(world, user)
    worker = world.start_worker()
    world.server.gate.clear()
    leaving = asyncio.create_task(worker.process(event))
    await world.server.arrived.get()
    await world.change(
        "UPDATE reminders SET version = version + 1 WHERE id = :id", id=event.data.digest_id
    )
    again = asyncio.create_task(worker.process(await come_due(world, user)))
    world.server.gate.set()
    await asyncio.gather(leaving, again)

    assert len(world.server.mails) == 1
    row = await row_of(world, user)
    assert (row.state, row.version) == ("scheduled", 3)
    assert row.fire_at == event.data.fire_at + timedelta(days=1)


async def test_one_planned_anew_after_its_mail_left_is_followed_on_vacation_too(world):
    user = await planned_digest(world)
    event = await come_due(world, user)
    worker = world.start_worker()
    await worker.process(event)
    await world.change(
        "UPDATE reminders SET fire_at = :at, version = 7 WHERE id = :id",
        at=event.data.fire_at,
        id=event.data.digest_id,
    )
    await vacation(world, user)

    await worker.process(await come_due(world, user))

    row = await row_of(world, user)
    assert (row.state, row.version) == ("scheduled", 8)


async def give_up(world, worker, event, answer="451 try later"):
    world.server.data_answers.append(answer)
    with pytest.raises(TransientError):
        await worker.process(event)
    await worker.handler.give_up(event, "451 try later")


async def vacation(world, user):
    await world.change(
        "INSERT INTO vacations (id, user_id, starts_on, ends_on, skips_occurrences, created_at) "
        "VALUES (:id, :user, '2026-11-26', '2026-11-26', false, now())",
        id=uuid4(),
        user=user.user_id,
    )
