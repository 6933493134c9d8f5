"""The next occurrence comes once, with reminders and labels, and the missed slots are logged."""

from datetime import UTC, date, datetime

from sqlalchemy import text

from shared.commands.recurrences import Completion, roll_completions
from shared.commands.tasks import complete_task, patch_task, reopen_task
from shared.domain.tasks import ReminderDraft, TaskPatch
from tests.factories.tasks import make_task
from tests.factories.users import make_user


async def roll(db, *tasks):
    completions = [Completion(t.user_id, t.id, t.completed_at) for t in tasks]
    async with db.unit_of_work() as uow:
        return await roll_completions(uow, completions, db.clock.monotonic)


async def open_tasks(db, principal):
    async with db.read() as connection:
        rows = await connection.execute(
            text(
                "SELECT id, slot, due_on, due_at, title FROM tasks "
                "WHERE user_id = :u AND status = 'open' ORDER BY slot"
            ),
            {"u": principal.user_id},
        )
        return rows.all()


async def log_of(db, principal):
    async with db.read() as connection:
        rows = await connection.execute(
            text(
                "SELECT slot, outcome, count FROM occurrence_log WHERE user_id = :u ORDER BY slot"
            ),
            {"u": principal.user_id},
        )
        return [tuple(row) for row in rows]


async def test_completing_brings_the_next_occurrence_at_the_same_wall_time(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 3, 28, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-03-28T09:00", rrule="FREQ=DAILY", labels=["a"])
    done = await complete_task(db, owner, task.id, None)
    assert (await roll(db, done)).created == 1
    (following,) = await open_tasks(db, owner)
    assert following.slot == "2026-03-29T09:00:00"
    assert following.due_at == datetime(2026, 3, 29, 7, tzinfo=UTC)  # summer time began


async def test_the_same_event_twice_brings_one_occurrence(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    done = await complete_task(db, owner, task.id, None)
    assert (await roll(db, done)).created == 1
    assert (await roll(db, done)).created == 0
    assert len(await open_tasks(db, owner)) == 1


async def test_a_task_that_was_edited_after_its_completion_comes_back(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    done = await complete_task(db, owner, task.id, None)
    await patch_task(db, owner, task.id, TaskPatch(title="Renamed"), None)
    assert (await roll(db, done)).created == 1


async def test_an_earlier_completion_of_a_task_is_stale(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    first = await complete_task(db, owner, task.id, None)
    await reopen_task(db, owner, task.id, None)
    clock.advance(1)
    second = await complete_task(db, owner, task.id, None)
    assert (await roll(db, first)).stale == 1
    assert (await roll(db, second)).created == 1


async def test_reopening_takes_back_only_what_that_completion_brought(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    first = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    await roll(db, await complete_task(db, owner, first.id, None))
    (second,) = await open_tasks(db, owner)
    await roll(db, await complete_task(db, owner, second.id, None))
    (third,) = await open_tasks(db, owner)
    await reopen_task(db, owner, first.id, None)
    assert [task.id for task in await open_tasks(db, owner)] == [first.id, third.id]
    assert (await roll(db, await complete_task(db, owner, first.id, None))).created == 0
    assert [task.id for task in await open_tasks(db, owner)] == [third.id]


async def test_a_reopened_task_takes_its_untouched_next_occurrence_back(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    done = await complete_task(db, owner, task.id, None)
    await roll(db, done)
    await reopen_task(db, owner, task.id, None)
    assert [row.id for row in await open_tasks(db, owner)] == [task.id]
    assert await log_of(db, owner) == []
    again = await complete_task(db, owner, task.id, None)
    assert (await roll(db, again)).created == 1


async def test_a_completion_that_was_undone_before_it_was_handled_does_nothing(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
    done = await complete_task(db, owner, task.id, None)
    await reopen_task(db, owner, task.id, None)
    assert (await roll(db, done)).created == 0
    assert [row.id for row in await open_tasks(db, owner)] == [task.id]


async def test_late_completion_skips_to_the_future_and_logs_what_was_missed(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 20, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-20T09:00", rrule="FREQ=DAILY")
    clock.set(datetime(2026, 11, 24, 10, tzinfo=UTC))
    done = await complete_task(db, owner, task.id, None)
    await roll(db, done)
    (following,) = await open_tasks(db, owner)
    assert following.slot == "2026-11-25T09:00:00"
    assert await log_of(db, owner) == [
        ("2026-11-20T09:00:00", "done", 1),
        ("2026-11-21T09:00:00", "missed", 1),
        ("2026-11-22T09:00:00", "missed", 1),
        ("2026-11-23T09:00:00", "missed", 1),
        ("2026-11-24T09:00:00", "missed", 1),
    ]


async def test_years_of_missed_slots_are_summarised_in_the_last_row(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2024, 1, 1, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2024-01-01T09:00", rrule="FREQ=DAILY")
    clock.set(datetime(2026, 11, 24, 10, tzinfo=UTC))
    done = await complete_task(db, owner, task.id, None)
    await roll(db, done)
    log = await log_of(db, owner)
    missed = [row for row in log if row[1] == "missed"]
    assert len(missed) == 500
    slots = (date(2026, 11, 24) - date(2024, 1, 1)).days
    assert sum(row[2] for row in missed) == slots


async def test_the_next_occurrence_has_the_reminders_and_labels_of_the_last(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(
        db,
        owner,
        due="2026-11-24T09:00",
        rrule="FREQ=WEEKLY;BYDAY=TU",
        labels=["work"],
        reminders=[
            ReminderDraft(lead="-PT30M"),
            ReminderDraft(at=datetime(2026, 11, 24, 12, tzinfo=UTC)),
        ],
    )
    done = await complete_task(db, owner, task.id, None)
    await roll(db, done)
    (following,) = await open_tasks(db, owner)
    async with db.read() as connection:
        rows = await connection.execute(
            text("SELECT fire_at, state FROM reminders WHERE task_id = :t ORDER BY fire_at"),
            {"t": following.id},
        )
        assert [tuple(row) for row in rows] == [
            (datetime(2026, 12, 1, 7, 30, tzinfo=UTC), "scheduled"),
            (datetime(2026, 12, 1, 12, tzinfo=UTC), "scheduled"),
        ]
        labels = await connection.execute(
            text(
                "SELECT l.name FROM labels l JOIN task_labels t ON t.label_id = l.id "
                "WHERE t.task_id = :t"
            ),
            {"t": following.id},
        )
        assert labels.scalars() == ["work"]


async def test_a_batch_of_many_users_rolls_each_series_once(db, clock):
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    owners = [await make_user(db) for _ in range(5)]
    done = []
    for owner in owners:
        for _ in range(3):
            task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY")
            done.append(await complete_task(db, owner, task.id, None))
    assert (await roll(db, *done)).created == 15


async def test_a_finished_rule_brings_nothing(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY;COUNT=1")
    done = await complete_task(db, owner, task.id, None)
    assert (await roll(db, done)).created == 0


async def test_after_completion_counts_from_the_day_it_was_done(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 11, 24, 6, tzinfo=UTC))
    task = await make_task(
        db, owner, due="2026-11-24T09:00", rrule="FREQ=DAILY;INTERVAL=3", anchor="completion"
    )
    clock.set(datetime(2026, 11, 26, 22, 30, tzinfo=UTC))
    done = await complete_task(db, owner, task.id, None)
    await roll(db, done)
    (following,) = await open_tasks(db, owner)
    assert following.slot == "2026-11-29T09:00:00"
