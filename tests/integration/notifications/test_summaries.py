"""What digests and reviews say."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from shared.commands.tasks import complete_task, delete_task
from shared.domain.tasks import ReminderDraft
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.integration.notifications.conftest import due_event
from tests.integration.notifications.readers import (
    come_due,
    events_of,
    planned_digest,
    prefer,
    receipts_of,
    row_of,
    text_of,
)


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
    assert body.split("\n\nOpen Rondel")[0].splitlines()[2:] == [
        "Thursday, 26 November 2026",
        "",
        "Overdue",
        "- Call mum (was due Tuesday, 17:00)",
        "- Pay rent (was due yesterday)",
        "",
        "Due today",
        "- Water the plants",
        "- Submit report (23:30)",
    ]
    [receipt] = await receipts_of(world, user)
    assert (receipt.state, receipt.fire_at, receipt.attempts) == ("sent", fire_at, 1)
    row = await row_of(world, user)
    assert (row.state, row.version, row.fire_at) == ("scheduled", 2, after)
    assert await events_of(world, user) == ["digest.scheduled", "digest.scheduled", "digest.sent"]


async def test_the_digest_is_on_the_clock_of_its_reader(world):
    user = await planned_digest(world, tasks=False, time_format="12h")
    await make_task(world.db, user, title="Submit report", due="2026-11-26T23:30:00")
    await world.start_worker().process(await come_due(world, user))

    [mail] = world.server.mails
    assert "- Submit report (11:30 PM)" in text_of(mail)


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


async def archive(world, user, task_id):
    """The task is in a project that was archived."""
    project = uuid4()
    await world.change(
        "INSERT INTO projects (id, user_id, name, archived_at, created_at, updated_at) "
        "VALUES (:id, :user, 'Old', now(), now(), now())",
        id=project,
        user=user.user_id,
    )
    await world.change(
        "UPDATE tasks SET project_id = :project WHERE id = :id", project=project, id=task_id
    )


async def test_tasks_that_nobody_is_to_do_are_not_told(world):
    user = await planned_digest(world)
    due = date(2026, 11, 26)
    done = await make_task(world.db, user, title="Done", due=due)
    deleted = await make_task(world.db, user, title="Deleted", due=due)
    archived = await make_task(world.db, user, title="Archived", due=due)
    await complete_task(world.db, user, done.id, None)
    await delete_task(world.db, user, deleted.id, None)
    await archive(world, user, archived.id)
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
    assert told[heading + 1] == "- Call mum (planned for Wednesday, 18:00)"
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
    archived = await make_task(
        world.db, user, title="Archived", due="2026-11-30T18:00:00", rrule="FREQ=DAILY"
    )
    await archive(world, user, archived.id)
    await prefer(world, user, review_on=3, review_at=time(18))
    event = await come_due(world, user, "review")

    await world.start_worker().process(event)

    [mail] = world.server.mails
    assert mail.subject == "Your week: 2 done, 3 skipped, 2 missed"
    assert text_of(mail).split("\n\nOpen Rondel")[0].splitlines()[2:] == [
        "Since Thursday, 19 November 2026.",
        "",
        "Missed",
        "- Water the plants (missed 2 times)",
        "",
        "Overdue",
        "- Pay rent (was due Sunday)",
        "",
        "The next 7 days",
        "- Water the plants (Monday, 18:00)",
    ]
    row = await row_of(world, user, "review")
    assert row.fire_at == event.data.fire_at + timedelta(days=7)
    assert row.state == "scheduled"
