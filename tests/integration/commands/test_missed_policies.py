"""What becomes of slots that nobody did: collapsed, kept, or logged, and never brought twice."""

from datetime import UTC, date, datetime

import orjson

from shared.commands.tasks import complete_task, patch_task, reopen_task
from shared.domain.tasks import ReminderDraft, TaskPatch
from tests.factories.series import events_of, log_of, roll, rows, set_series, set_task, tasks_of
from tests.factories.tasks import make_task
from tests.factories.users import make_user


async def late(db, clock, owner, *, policy, begun, now, due=None, **fields):
    """A daily task, done late under this policy."""
    clock.set(begun)
    due = due or begun.replace(tzinfo=None).isoformat()
    task = await make_task(db, owner, due=due, rrule="FREQ=DAILY", **fields)
    await set_series(db, task, missed_policy=policy)
    clock.set(now)
    return await complete_task(db, owner, task.id, None)


async def test_each_missed_slot_is_kept_as_its_own_task_and_its_past_reminder_is_skipped(db, clock):
    owner = await make_user(db, zone="UTC")
    begun, now = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC)
    done = await late(db, clock, owner, policy="keep_each", begun=begun, now=now)
    assert (await roll(db, done)).created == 4
    slots = [task.slot[8:10] for task in await tasks_of(db, owner)]
    assert slots == ["21", "22", "23", "24"]
    assert await log_of(db, owner) == [("2026-11-20T09:00:00", "done", 1)]
    reminders = await rows(
        db,
        "SELECT r.state, r.reason FROM reminders r JOIN tasks t ON t.id = r.task_id "
        "WHERE r.user_id = :u AND t.status = 'open' ORDER BY r.fire_at",
        u=owner.user_id,
    )
    assert [tuple(row) for row in reminders] == [
        *[("skipped", "past")] * 3,
        ("scheduled", None),
    ]


async def test_doing_a_kept_occurrence_later_brings_nothing(db, clock):
    owner = await make_user(db, zone="UTC")
    begun, now = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC)
    done = await late(db, clock, owner, policy="keep_each", begun=begun, now=now)
    await roll(db, done)
    kept, *_, head = await tasks_of(db, owner)
    assert (await roll(db, await complete_task(db, owner, kept.id, None))).created == 0
    assert (await roll(db, await complete_task(db, owner, head.id, None))).created == 1
    assert (await tasks_of(db, owner))[-1].slot == "2026-11-25T09:00:00"


async def test_ten_thousand_missed_slots_keep_fifty_and_summarise_the_rest(db, clock):
    owner = await make_user(db, zone="UTC")
    begun, now = datetime(1990, 1, 1, 9, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC)
    done = await late(db, clock, owner, policy="keep_each", begun=begun, now=now)
    assert (await roll(db, done)).created == 51
    first, summary = await log_of(db, owner)
    assert first[1] == "done"
    assert summary == ("1990-02-21T09:00:00", "missed", 10_000 - 50)
    (said,) = await events_of(db, owner, "task.missed")
    assert "9950" in said
    assert (await roll(db, done)).created == 0
    assert len(await events_of(db, owner, "task.missed")) == 1


async def test_what_was_missed_is_said_once_beside_the_next_occurrence(db, clock):
    owner = await make_user(db, zone="UTC")
    begun, now = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC)
    done = await late(db, clock, owner, policy="collapse", begun=begun, now=now)
    await roll(db, done)
    await roll(db, done)
    (said,) = await events_of(db, owner, "task.missed")
    assert "2026-11-22T09:00:00" in said


async def test_an_overdue_day_done_today_counts_for_today_too_and_reopening_undoes_both(db, clock):
    owner = await make_user(db, zone="UTC")
    begun, now = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 22, 10, tzinfo=UTC)
    done = await late(
        db, clock, owner, policy="collapse", begun=begun, now=now, due=date(2026, 11, 20)
    )
    await roll(db, done)
    assert await log_of(db, owner) == [
        ("2026-11-20", "done", 1),
        ("2026-11-21", "missed", 1),
        ("2026-11-22", "done", 1),
    ]
    await reopen_task(db, owner, done.id, None)
    assert await log_of(db, owner) == []


async def test_a_series_that_was_split_ends_before_its_end(db, clock):
    owner = await make_user(db, zone="UTC")
    clock.set(datetime(2026, 11, 20, 8, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-20T09:00", rrule="FREQ=DAILY")
    await set_series(db, task, ends_before="2026-11-21T09:00:00")
    done = await complete_task(db, owner, task.id, None)
    assert (await roll(db, done)).created == 0


async def test_what_was_edited_for_one_occurrence_alone_does_not_come_back(db, clock):
    owner = await make_user(db, zone="UTC")
    clock.set(datetime(2026, 11, 24, 8, tzinfo=UTC))
    task = await make_task(
        db,
        owner,
        title="Only today",
        due="2026-11-24T09:00",
        rrule="FREQ=DAILY",
        labels=["today"],
        reminders=[ReminderDraft(lead="PT0S")],
    )
    fields = (
        '{"title": "Usual", "priority": 2, "labels": ["usual"], '
        '"reminders": [{"offset": "-PT1H", "urgent": true}]}'
    )
    await set_task(db, task.id, series_fields=fields)
    await roll(db, await complete_task(db, owner, task.id, None))
    (following,) = await tasks_of(db, owner)
    assert (following.title, following.priority) == ("Usual", 2)
    found = await rows(
        db,
        "SELECT l.name, r.lead, r.urgent FROM task_labels tl JOIN labels l ON l.id = tl.label_id "
        "JOIN reminders r ON r.task_id = tl.task_id WHERE tl.task_id = :t",
        t=following.id,
    )
    assert [tuple(row) for row in found] == [("usual", "-PT1H", True)]


async def test_reminders_that_were_edited_away_for_one_occurrence_come_back_by_their_ids(db, clock):
    owner = await make_user(db, zone="UTC")
    clock.set(datetime(2026, 11, 24, 8, tzinfo=UTC))
    first = [ReminderDraft(lead="-PT2H"), ReminderDraft(lead="-PT5M", nag_every="PT5M", nag_max=3)]
    task = await make_task(db, owner, due="2026-11-24T12:00", rrule="FREQ=DAILY", reminders=first)
    usual = [str(each.id) for each in task.reminders]
    patch = TaskPatch(reminders=[ReminderDraft(lead="PT0S")])
    await patch_task(db, owner, task.id, patch, None)
    await set_task(db, task.id, series_fields=orjson.dumps({"reminders": usual}).decode())
    await roll(db, await complete_task(db, owner, task.id, None))
    (following,) = await tasks_of(db, owner)
    found = await rows(
        db,
        "SELECT lead, state, nag_max, nag_sent FROM reminders WHERE task_id = :t ORDER BY fire_at",
        t=following.id,
    )
    assert [tuple(row) for row in found] == [
        ("-PT2H", "scheduled", None, 0),
        ("-PT5M", "scheduled", 3, 0),
    ]


async def test_a_zone_of_one_occurrence_alone_stays_behind(db, clock):
    owner = await make_user(db, zone="UTC")
    clock.set(datetime(2026, 11, 24, 8, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    await set_task(db, task.id, zone="Asia/Tokyo")
    await roll(db, await complete_task(db, owner, task.id, None))
    (following,) = await tasks_of(db, owner)
    assert following.due_at == datetime(2026, 11, 25, 9, tzinfo=UTC)


async def test_the_start_moves_with_the_slot_at_its_wall_time(db, clock):
    owner = await make_user(db, zone="Europe/Berlin")
    clock.set(datetime(2026, 3, 28, 5, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-03-28T09:00", rrule="FREQ=DAILY")
    local = datetime(2026, 3, 28, 8)
    await set_task(db, task.id, start_local=local, start_at=datetime(2026, 3, 28, 7, tzinfo=UTC))
    await roll(db, await complete_task(db, owner, task.id, None))
    (following,) = await tasks_of(db, owner)
    assert following.start_at == datetime(2026, 3, 29, 6, tzinfo=UTC)  # summer time began
