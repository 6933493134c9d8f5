"""A person moves: what floats goes with them, in one transaction, by a known number of statements.

Pain 23: moved country, wrong reminder time.
"""

import asyncio
import inspect
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import text

from shared.commands import zones
from shared.commands.changing import lock_owner
from shared.commands.preferences import change_preferences
from shared.commands.reminders import cancel_reminders
from shared.commands.tasks import complete_task, delete_task, reopen_task
from shared.commands.zones import move_to_zone
from shared.core.errors import InvalidInput
from shared.db.connection import Connection
from shared.db.repositories.users import update_preferences
from shared.domain.preferences import PreferencesPatch
from shared.domain.tasks import Due, ReminderDraft
from tests.factories.reminders import add_snooze, reminder_rows, set_reminder
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.integration.commands.test_tasks import outbox_types, stored
from tests.waiting import eventually

NEW_YORK = PreferencesPatch(zone="America/New_York")


async def move(db, owner, patch=NEW_YORK):
    return (await change_preferences(db, owner, patch)).moved


async def test_a_floating_task_keeps_its_wall_time_and_a_fixed_one_its_instant(db):
    owner = await make_user(db)
    floating = await make_task(db, owner, title="Stretch", due="2026-12-01T09:00")
    fixed = await make_task(
        db, owner, due=Due(local=datetime(2026, 12, 1, 9), zone="Europe/Berlin")
    )
    moved = await move(db, owner)
    after = await stored(db, owner, floating.id)
    nine_there = datetime(2026, 12, 1, 14, tzinfo=UTC)
    assert (after.due_local, after.due_at, after.version) == (floating.due_local, nine_there, 2)
    assert [r.fire_at for r in after.reminders] == [nine_there]
    assert await stored(db, owner, fixed.id) == fixed
    assert (moved.tasks, moved.reminders, moved.fixed_tasks) == (1, 1, 1)
    (example,) = moved.examples
    assert (example.title, example.before, example.after) == (
        "Stretch",
        floating.due_at,
        nine_there,
    )


async def test_workers_and_browsers_learn_what_moved_in_order(db):
    owner = await make_user(db)
    await make_task(db, owner, due="2026-12-01T09:00")
    seen = len(await outbox_types(db, owner))
    await move(db, owner)
    assert (await outbox_types(db, owner))[seen:] == [
        "task.updated", "task.changed", "reminder.scheduled", "user.timezone.changed",
    ]  # fmt: skip


async def test_the_same_zone_again_moves_nothing(db):
    owner = await make_user(db)
    await make_task(db, owner, due="2026-12-01T09:00")
    seen = len(await outbox_types(db, owner))
    assert await move(db, owner, PreferencesPatch(zone="Europe/Berlin")) is None
    assert (await outbox_types(db, owner))[seen:] == []


async def test_a_reminder_whose_new_instant_has_passed_is_skipped(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 12, 1, 7, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-12-01T09:00")
    await move(db, owner, PreferencesPatch(zone="Asia/Tokyo"))
    (reminder,) = (await stored(db, owner, task.id)).reminders
    assert (reminder.state, reminder.reason) == ("skipped", "moved_past")
    assert (await outbox_types(db, owner))[-2:] == ["reminder.cancelled", "user.timezone.changed"]


async def test_a_wrong_zone_that_is_put_right_in_time_loses_no_reminder(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 12, 1, 7, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-12-01T09:00")
    before = task.reminders[0].fire_at
    await move(db, owner, PreferencesPatch(zone="Asia/Tokyo"))
    await move(db, owner, PreferencesPatch(zone="Asia/Kolkata"))
    await move(db, owner, PreferencesPatch(zone="Europe/Berlin"))
    (reminder,) = (await stored(db, owner, task.id)).reminders
    assert (reminder.state, reminder.reason, reminder.fire_at) == ("scheduled", None, before)
    assert (await outbox_types(db, owner))[-2:] == ["reminder.scheduled", "user.timezone.changed"]


async def test_what_had_passed_when_it_was_made_does_not_come_by_a_journey(db, clock):
    owner = await make_user(db)
    clock.set(datetime(2026, 12, 1, 8, 30, tzinfo=UTC))
    task = await make_task(db, owner, due="2026-12-01T09:00")
    await move(db, owner, PreferencesPatch(zone="America/New_York"))
    (reminder,) = (await stored(db, owner, task.id)).reminders
    assert (reminder.state, reminder.reason) == ("skipped", "past")


async def test_what_was_sent_is_not_sent_again_after_a_journey(db, clock):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-12-01T09:00")
    await set_reminder(db, task.reminders[0].id, state="sent")
    clock.set(datetime(2026, 12, 1, 8, 5, tzinfo=UTC))
    moved = await move(db, owner)
    assert [r.state for r in (await stored(db, owner, task.id)).reminders] == ["sent"]
    assert (moved.tasks, moved.reminders) == (1, 0)


async def test_instants_and_snoozes_stay_where_they_are(db):
    owner = await make_user(db)
    at = datetime(2026, 12, 1, 7, tzinfo=UTC)
    task = await make_task(db, owner, due="2026-12-01T09:00", reminders=[ReminderDraft(at=at)])
    await add_snooze(db, owner, task, task.reminders[0], at)
    before = await reminder_rows(db, task.id)
    assert (await move(db, owner)).reminders == 0
    assert await reminder_rows(db, task.id) == before


async def test_a_date_reminds_in_the_morning_of_the_new_zone(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due=date(2026, 12, 1))
    moved = await move(db, owner)
    (reminder,) = (await stored(db, owner, task.id)).reminders
    assert reminder.fire_at == datetime(2026, 12, 1, 14, tzinfo=UTC)
    assert (moved.tasks, moved.reminders) == (0, 1)


async def test_another_time_for_dates_moves_their_waiting_reminders_alone(db):
    owner = await make_user(db)
    dated = await make_task(db, owner, due=date(2026, 12, 1))
    zoned = await make_task(db, owner, due=Due(on=date(2026, 12, 1), zone="Asia/Tokyo"))
    timed = await make_task(db, owner, due="2026-12-01T09:00")
    await move(db, owner, PreferencesPatch(all_day_reminder_time=time(7, 30)))
    fires = [(await stored(db, owner, t.id)).reminders[0].fire_at for t in (dated, zoned, timed)]
    assert fires == [
        datetime(2026, 12, 1, 6, 30, tzinfo=UTC),
        datetime(2026, 11, 30, 22, 30, tzinfo=UTC),
        datetime(2026, 12, 1, 8, tzinfo=UTC),
    ]


async def test_a_task_that_was_done_meanwhile_reopens_in_the_new_zone(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-12-01T09:00")
    await complete_task(db, owner, task.id, None)
    assert (await move(db, owner)).tasks == 0
    opened = await reopen_task(db, owner, task.id, None)
    there = datetime(2026, 12, 1, 14, tzinfo=UTC)
    assert (opened.due_at, opened.reminders[0].fire_at) == (there, there)


async def test_a_floating_series_goes_on_at_its_wall_time(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-12-01T09:00", rrule="FREQ=DAILY")
    await move(db, owner)
    after = await stored(db, owner, task.id)
    assert (after.slot, after.due_at) == (task.slot, datetime(2026, 12, 1, 14, tzinfo=UTC))
    assert (after.series.dtstart, after.series.zone) == (datetime(2026, 12, 1, 9), None)


@pytest.mark.parametrize(
    ("zone", "due", "instant"),
    [
        ("Europe/Berlin", "2027-03-28T02:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("Europe/Berlin", "2027-10-31T02:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("America/New_York", "2027-03-14T02:30", datetime(2027, 3, 14, 7, 30, tzinfo=UTC)),
        ("America/New_York", "2027-11-07T01:30", datetime(2027, 11, 7, 5, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2027-10-03T02:15", datetime(2027, 10, 2, 15, 45, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2027-04-04T01:45", datetime(2027, 4, 3, 14, 45, tzinfo=UTC)),
    ],
)
async def test_a_journey_into_a_gap_or_a_fold_takes_the_first_valid_instant(db, zone, due, instant):
    owner = await make_user(db, zone="UTC")
    task = await make_task(db, owner, due=due)
    await move(db, owner, PreferencesPatch(zone=zone))
    after = await stored(db, owner, task.id)
    assert [after.due_at, after.reminders[0].fire_at] == [instant, instant]
    await move(db, owner, PreferencesPatch(zone="UTC"))
    assert (await stored(db, owner, task.id)).due_at == task.due_at


async def test_a_zone_that_nobody_knows_changes_nothing(db):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-12-01T09:00")
    with pytest.raises(InvalidInput) as refused:
        await move(db, owner, PreferencesPatch(zone="Mars/Olympus"))
    assert (refused.value.pointer, refused.value.reason_code) == ("/zone", "zone_unknown")
    assert await stored(db, owner, task.id) == task


_TASKS = text(
    """
    WITH made AS (
        INSERT INTO series (id, user_id, rrule, dtstart, all_day, created_at, updated_at)
        SELECT gen_random_uuid(), :user_id, 'FREQ=DAILY', '2026-12-01 09:00', false, :now, :now
        FROM generate_series(1, :series) RETURNING id
    ), tasked AS (
        INSERT INTO tasks (id, user_id, title, due_at, due_local, series_id, slot, created_at,
                           updated_at)
        SELECT gen_random_uuid(), :user_id, 'Stretch', :due_at, '2026-12-01 09:00', id,
               '2026-12-01T09:00:00', :now, :now
        FROM made RETURNING id
    )
    INSERT INTO reminders (id, user_id, task_id, kind, lead, fire_at, state, created_at, updated_at)
    SELECT gen_random_uuid(), :user_id, tasked.id, 'relative', 'PT' || n || 'M',
           :due_at + make_interval(mins => n), 'scheduled', :now, :now
    FROM tasked, generate_series(1, :each) AS n
    """
)


async def stock(db, owner, *, series, each):
    """That many open occurrences with that many waiting reminders each."""
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            _TASKS,
            {
                "user_id": owner.user_id,
                "series": series,
                "each": each,
                "due_at": datetime(2026, 12, 1, 8, tzinfo=UTC),
                "now": uow.now,
            },
        )


@pytest.fixture
def statements(monkeypatch):
    """The statements that ran, in order."""
    seen = []
    execute = Connection.execute

    async def counted(self, statement, parameters=None):
        seen.append(str(statement))
        return await execute(self, statement, parameters)

    assert inspect.iscoroutinefunction(execute)
    monkeypatch.setattr(Connection, "execute", counted)
    return seen


async def test_a_journey_of_20000_reminders_takes_as_many_statements_as_pages(db, statements):
    owner = await make_user(db)
    await stock(db, owner, series=2_000, each=10)
    statements.clear()
    moved = await move(db, owner)
    assert (moved.tasks, moved.reminders, len(moved.examples)) == (2_000, 20_000, 10)
    # lock, update the account; each page: read, move, plan, outbox; an empty page; count what is
    # fixed; digests; the last events.
    pages = 2_000 // zones.PAGE_TASKS
    assert len(statements) == 2 + 4 * pages + 4
    assert (await outbox_types(db, owner)).count("reminder.scheduled") == 20_000
    async with db.read() as connection:
        left = await connection.execute(
            text("SELECT count(*) FROM reminders WHERE user_id = :u AND fire_at < :at"),
            {"u": owner.user_id, "at": datetime(2026, 12, 1, 14, tzinfo=UTC)},
        )
        assert left.scalar_one() == 0


@pytest.mark.parametrize(
    ("verb", "most"),
    # lock, load, store or log, cancel, count, undo, reload, events: never one a reminder or series
    [pytest.param(complete_task, 9, id="complete"), pytest.param(delete_task, 7, id="delete")],
)
async def test_a_verb_among_20000_reminders_takes_few_statements(db, statements, verb, most):
    owner = await make_user(db)
    await stock(db, owner, series=2_000, each=10)
    async with db.read() as connection:
        first = await connection.execute(
            text("SELECT id FROM tasks WHERE user_id = :u LIMIT 1"), {"u": owner.user_id}
        )
        task_id = first.scalar_one()
    statements.clear()
    await verb(db, owner, task_id, None)
    assert len(statements) <= most
    assert (await outbox_types(db, owner)).count("reminder.cancelled") == 10


async def test_cancelling_20000_reminders_takes_three_statements(db, statements):
    owner = await make_user(db)
    await stock(db, owner, series=2_000, each=10)
    async with db.read() as connection:
        found = await connection.execute(
            text("SELECT id FROM tasks WHERE user_id = :u"), {"u": owner.user_id}
        )
        ids = list(found.scalars())
    statements.clear()
    async with db.unit_of_work() as uow:
        await uow.lock_users([owner.user_id])
        await cancel_reminders(uow, ids, "task_done")
    assert len(statements) == 3  # lock, cancel, events
    assert (await outbox_types(db, owner)).count("reminder.cancelled") == 20_000


@pytest.mark.parametrize("verb", [complete_task, delete_task])
async def test_one_verb_takes_as_many_statements_with_many_reminders(db, statements, verb):
    owner = await make_user(db)
    counts = []
    for number in (1, 20):
        drafts = [ReminderDraft(lead=f"PT{n}M") for n in range(number)]
        task = await make_task(db, owner, due="2026-12-01T09:00", reminders=drafts)
        statements.clear()
        await verb(db, owner, task.id, None)
        counts.append(len(statements))
    assert counts[0] == counts[1]


async def test_a_journey_that_moves_no_clock_drops_nothing_that_is_on_its_way(db, clock):
    owner = await make_user(db)
    task = await make_task(db, owner, due="2026-12-01T09:00")
    clock.set(datetime(2026, 12, 1, 8, 0, 1, tzinfo=UTC))
    moved = await move(db, owner, PreferencesPatch(zone="Europe/Paris"))
    assert (moved.tasks, moved.reminders) == (0, 0)
    assert [r.state for r in (await stored(db, owner, task.id)).reminders] == ["scheduled"]


async def test_a_task_made_during_the_journey_is_made_in_the_new_zone(db):
    owner = await make_user(db)
    before = await make_task(db, owner, title="before", due="2026-12-01T09:00")
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, owner)
        there = replace(user, zone="America/New_York")
        later = asyncio.create_task(make_task(db, owner, title="after", due="2026-12-01T09:00"))
        await eventually(lambda: waits_for_a_lock(db), what="the second task waits")
        await update_preferences(uow.connection, there)
        await move_to_zone(uow, user.zone, there)
    after = await later
    assert after.due_at == (await stored(db, owner, before.id)).due_at
    async with db.read() as connection:
        rows = await connection.execute(
            text("SELECT event_type, subject FROM outbox WHERE user_id = :u ORDER BY id"),
            {"u": owner.user_id},
        )
        order = [tuple(row.values()) for row in rows]
    moved = order.index(("user.timezone.changed", str(owner.user_id)))
    assert order.index(("task.created", str(after.id))) > moved


async def waits_for_a_lock(db):
    async with db.read() as connection:
        waiting = await connection.execute(
            text(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
                "AND wait_event_type = 'Lock' AND query LIKE '%FOR NO KEY UPDATE%'"
            )
        )
        return bool(waiting.rows)
