"""Digests and reviews: what they say, once each, and that the next one follows."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from shared.commands.digests import replan_digests
from shared.commands.tasks import complete_task, delete_task
from shared.db.repositories.digests import digest_id
from shared.domain.tasks import ReminderDraft
from shared.events.catalog import CATALOG
from shared.events.digests import DigestDue
from shared.events.envelope import Event
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.integration.notifications.conftest import due_event
from workers.runtime.handler import PermanentError, TransientError

LATE = timedelta(milliseconds=12)


async def prefer(world, user, **values):
    """As the settings are saved."""
    assignments = ", ".join(f"{name} = :{name}" for name in values)
    async with world.db.unit_of_work() as uow:
        await uow.connection.execute(
            text(f"UPDATE users SET {assignments} WHERE id = :id"), values | {"id": user.user_id}
        )
        users = await uow.lock_users([user.user_id])
        await replan_digests(uow, users[user.user_id])


async def row_of(world, user, kind="digest"):
    identifier = digest_id(user.user_id, kind)
    [row] = await world.rows("SELECT * FROM reminders WHERE id = :id", id=identifier)
    return row


async def come_due(world, user, kind="digest"):
    """The digest that is planned, when its instant has come, as the scheduler says it."""
    row = await row_of(world, user, kind)
    if world.clock.now() < row.fire_at:
        world.clock.set(row.fire_at + LATE)
    data = DigestDue(
        user_id=user.user_id,
        digest_id=row.id,
        digest_version=row.version,
        kind=kind,
        fire_at=row.fire_at,
    )
    return Event(uuid4(), CATALOG["digest.due"], row.fire_at, None, data)


async def receipts_of(world, user):
    return await world.rows(
        "SELECT * FROM deliveries WHERE user_id = :id AND task_id IS NULL ORDER BY fire_at",
        id=user.user_id,
    )


async def events_of(world, user, kind="digest"):
    rows = await world.rows(
        "SELECT event_type FROM outbox WHERE subject = :id ORDER BY id",
        id=str(digest_id(user.user_id, kind)),
    )
    return [row.event_type for row in rows]


def text_of(mail):
    return mail.parsed.get_body(("plain",)).get_content().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("zone", "fire_at", "after"),
    [
        (
            "Europe/Berlin",
            datetime(2026, 11, 26, 6, tzinfo=UTC),
            datetime(2026, 11, 27, 6, tzinfo=UTC),
        ),
        (
            "America/New_York",
            datetime(2026, 11, 26, 12, tzinfo=UTC),
            datetime(2026, 11, 27, 12, tzinfo=UTC),
        ),
    ],
)
async def test_the_digest_says_what_is_overdue_and_due_today(world, zone, fire_at, after):
    user = await make_user(world.db, zone=zone)
    await make_task(world.db, user, title="Water the plants", due=date(2026, 11, 26))
    await make_task(world.db, user, title="Submit report", due="2026-11-26T23:30:00")
    await make_task(world.db, user, title="Pay rent", due=date(2026, 11, 25))
    await make_task(world.db, user, title="Call mum", due="2026-11-24T17:00:00")
    await make_task(world.db, user, title="Not yet", due="2026-11-27T00:00:00")
    await make_task(world.db, user, title="Not yet either", due=date(2026, 11, 27))
    await make_task(world.db, user, title="No time at all")
    await prefer(world, user, digest_at=time(7))
    event = await come_due(world, user)
    assert event.data.fire_at == fire_at

    await world.start_worker().process(event)

    [mail] = world.server.mails
    assert mail.subject == "Today: 2 due, 2 overdue"
    body = text_of(mail)
    assert body.split("\n\nSee all of it")[0].splitlines() == [
        "Thursday, 26 November 2026",
        "",
        "Overdue",
        "- Call mum (was due Tuesday, 5 PM)",
        "- Pay rent (was due yesterday)",
        "",
        "Due today",
        "- Water the plants",
        "- Submit report (11:30 PM)",
    ]
    [receipt] = await receipts_of(world, user)
    assert (receipt.state, receipt.fire_at, receipt.attempts) == ("sent", fire_at, 1)
    row = await row_of(world, user)
    assert (row.state, row.version, row.fire_at) == ("scheduled", 2, after)
    assert await events_of(world, user) == ["digest.scheduled", "digest.scheduled", "digest.sent"]


async def planned_digest(world, *, tasks=True, **values):
    """Somebody with a digest at seven, and what it would say."""
    user = await make_user(world.db)
    if tasks:
        await make_task(world.db, user, title="Water the plants", due=date(2026, 11, 26))
    await prefer(world, user, digest_at=time(7), **values)
    return user


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
    planned = "planned for Thursday, 26 November 2026, 7 AM (Europe/Berlin)."
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


async def test_what_is_given_up_is_followed_all_the_same(world):
    user = await planned_digest(world)
    event = await come_due(world, user)
    worker = world.start_worker()
    world.server.data_answers.append("451 try later")
    with pytest.raises(TransientError):
        await worker.process(event)

    await worker.handler.give_up(event, "451 try later")
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
    await world.change(
        "INSERT INTO vacations (id, user_id, starts_on, ends_on, skips_occurrences, created_at) "
        "VALUES (:id, :user, '2026-11-26', '2026-11-26', false, now())",
        id=uuid4(),
        user=user.user_id,
    )

    await world.start_worker().process(event)

    [receipt] = await receipts_of(world, user)
    assert (receipt.state, receipt.reason) == ("skipped", "vacation")
    assert (await row_of(world, user)).version == 2


async def test_a_kind_that_is_told_elsewhere_is_refused_for_good(world):
    user = await planned_digest(world)
    event = await come_due(world, user)
    data = event.data.model_copy(update={"kind": "bundle"})

    with pytest.raises(PermanentError, match="of kind bundle"):
        await world.start_worker().process(replace(event, data=data))

    assert await receipts_of(world, user) == []


async def test_long_lists_end_with_how_many_more_there_are(world):
    user = await planned_digest(world, tasks=False)
    await world.change(
        "INSERT INTO tasks (id, user_id, title, due_on, created_at, updated_at) "
        "SELECT gen_random_uuid(), :user, 'Task ' || n, '2026-11-26', now(), now() "
        "FROM generate_series(1, 200) AS n",
        user=user.user_id,
    )

    await world.start_worker().process(await come_due(world, user))

    [mail] = world.server.mails
    assert mail.subject == "Today: 200 due"
    lines = text_of(mail).splitlines()
    assert sum(line.startswith("- Task ") for line in lines) == 50
    assert "and 150 more" in lines


async def test_tasks_that_nobody_is_to_do_are_not_told(world):
    user = await planned_digest(world)
    due = date(2026, 11, 26)
    done = await make_task(world.db, user, title="Done", due=due)
    deleted = await make_task(world.db, user, title="Deleted", due=due)
    archived = await make_task(world.db, user, title="Archived", due=due)
    await complete_task(world.db, user, done.id, None)
    await delete_task(world.db, user, deleted.id, None)
    project = uuid4()
    await world.change(
        "INSERT INTO projects (id, user_id, name, archived_at, created_at, updated_at) "
        "VALUES (:id, :user, 'Old', now(), now(), now())",
        id=project,
        user=user.user_id,
    )
    await world.change(
        "UPDATE tasks SET project_id = :project WHERE id = :id", project=project, id=archived.id
    )
    stranger = await make_user(world.db)
    await make_task(world.db, stranger, title="Of somebody else", due=due)

    await world.start_worker().process(await come_due(world, user))

    [mail] = world.server.mails
    assert mail.subject == "Today: 1 due"
    assert "Water the plants" in text_of(mail)


async def test_a_missed_reminder_is_told_in_the_next_digest_and_then_no_more(world):
    user = await make_user(world.db)
    at = datetime(2026, 11, 25, 17, tzinfo=UTC)
    reminders = [ReminderDraft(at=at, channels=("email",))]
    task = await make_task(world.db, user, title="Call mum", reminders=reminders)
    await prefer(world, user, digest_at=time(7))
    world.clock.set(at + timedelta(hours=25))  # nobody was there for it, nor for the digest
    reminder, worker = task.reminders[0], world.start_worker()
    await worker.process(
        due_event(
            user_id=user.user_id,
            task_id=task.id,
            reminder_id=reminder.id,
            reminder_version=reminder.version,
            fire_at=at,
        )
    )
    world.clock.advance(minutes=2)
    await worker.process(await come_due(world, user))
    await worker.process(await come_due(world, user))

    [mail] = world.server.mails
    assert mail.subject == "Today (late by 12 h 2 min): 1 reminder missed"
    told = text_of(mail).splitlines()
    heading = told.index("Reminders that were missed")
    assert told[heading + 1] == "- Call mum (planned for Wednesday, 6 PM)"
    assert [row.reason for row in await receipts_of(world, user)] == [None, "nothing_to_say"]


async def test_the_review_counts_the_week_and_looks_ahead(world):
    user = await make_user(world.db)
    for title in ("One", "Two"):
        task = await make_task(world.db, user, title=title)
        await complete_task(world.db, user, task.id, None)
    before = await make_task(world.db, user, title="Long ago")
    await complete_task(world.db, user, before.id, None)
    await world.change(
        "UPDATE tasks SET completed_at = :at WHERE id = :id",
        at=datetime(2026, 11, 18, 9, tzinfo=UTC),
        id=before.id,
    )
    plants = await make_task(
        world.db, user, title="Water the plants", due="2026-11-30T18:00:00", rrule="FREQ=DAILY"
    )
    for slot, outcome, count in (("20261120", "missed", 2), ("20261122", "skipped", 3)):
        await world.change(
            "INSERT INTO occurrence_log (series_id, slot, user_id, outcome, count, logged_at) "
            "VALUES (:series, :slot, :user, :outcome, :count, :at)",
            series=plants.series_id,
            slot=slot,
            user=user.user_id,
            outcome=outcome,
            count=count,
            at=datetime(2026, 11, 22, 9, tzinfo=UTC),
        )
    await make_task(world.db, user, title="Pay rent", due=date(2026, 11, 22))
    await make_task(world.db, user, title="In a week", due=date(2026, 12, 3))
    await prefer(world, user, review_on=3, review_at=time(18))
    event = await come_due(world, user, "review")

    await world.start_worker().process(event)

    [mail] = world.server.mails
    assert mail.subject == "Your week: 2 done, 3 skipped, 2 missed"
    assert text_of(mail).split("\n\nSee all of it")[0].splitlines() == [
        "In the last 7 days: 2 done, 3 skipped, 2 missed.",
        "",
        "Missed",
        "- Water the plants (missed 2 times)",
        "",
        "Overdue",
        "- Pay rent (was due Sunday)",
        "",
        "The next 7 days",
        "- Water the plants (Monday, 6 PM)",
    ]
    row = await row_of(world, user, "review")
    assert row.fire_at == event.data.fire_at + timedelta(days=7)
    assert row.state == "scheduled"
