"""Occurrences that nobody does are skipped, kept or left, once, whoever else is at it."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from shared.commands.overdue import NotOwner, pass_overdue
from shared.commands.projects import archive_project, create_project
from shared.commands.tasks import complete_task
from shared.db.repositories import leases
from shared.db.repositories.overdue import Candidate, find_overdue
from shared.observability.metrics import Metrics
from tests.factories.series import events_of, log_of, roll, rows, set_series, set_task, tasks_of
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from workers.recurrence.overdue import LEASE, OverdueService

START = datetime(2026, 11, 24, 8, tzinfo=UTC)


async def daily(db, clock, *, policy, due="2026-11-24T09:00", zone="UTC", **columns):
    clock.set(START)
    owner = await make_user(db, zone=zone)
    task = await make_task(db, owner, due=due, rrule="FREQ=DAILY")
    await set_series(db, task, missed_policy=policy, **columns)
    return owner, task


async def go_away(db, owner, first, last, *, skips=True):
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            text("INSERT INTO vacations VALUES (:id, :u, :a, :b, :s, :now)"),
            {"id": uuid4(), "u": owner.user_id, "a": first, "b": last, "s": skips, "now": uow.now},
        )


async def open_slots(db, owner):
    return [task.slot for task in await tasks_of(db, owner)]


async def test_pain_10_an_overdue_occurrence_is_skipped_by_itself_after_its_grace(
    db, clock, service
):
    owner, _ = await daily(db, clock, policy="auto_skip", auto_skip_minutes=30)
    clock.set(datetime(2026, 11, 24, 9, 29, tzinfo=UTC))
    await service.look(asyncio.Event())
    assert await open_slots(db, owner) == ["2026-11-24T09:00:00"]
    clock.set(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    await service.look(asyncio.Event())
    assert await open_slots(db, owner) == ["2026-11-25T09:00:00"]
    assert await log_of(db, owner) == [("2026-11-24T09:00:00", "skipped", 1)]
    (said,) = await events_of(db, owner, "task.skipped")
    assert '"reason":"auto_skip"' in said


@pytest.mark.parametrize(
    ("due", "ends"),
    [
        (
            "2026-11-24T09:00",
            datetime(2026, 11, 25, 8, tzinfo=UTC),
        ),
        (
            date(2026, 11, 24),
            datetime(2026, 11, 24, 23, tzinfo=UTC),
        ),
    ],
)
async def test_without_a_grace_a_time_has_a_day_and_a_date_ends_with_its_day(
    db, clock, service, due, ends
):
    owner, task = await daily(db, clock, policy="auto_skip", due=due, zone="Europe/Berlin")
    clock.set(ends - timedelta(minutes=1))
    await service.look(asyncio.Event())
    assert await open_slots(db, owner) == [task.slot]
    clock.set(ends)
    await service.look(asyncio.Event())
    assert [row.slot for row in await tasks_of(db, owner, "skipped")] == [task.slot]


async def test_pain_22_what_falls_into_a_vacation_is_skipped_if_it_says_so(db, clock, service):
    owner, task = await daily(db, clock, policy="collapse")
    await go_away(db, owner, date(2026, 11, 24), date(2026, 11, 25), skips=False)
    clock.set(START + timedelta(hours=3))
    await service.look(asyncio.Event())
    assert await open_slots(db, owner) == [task.slot]
    await go_away(db, owner, date(2026, 11, 24), date(2026, 11, 25))
    await service.look(asyncio.Event())
    assert await open_slots(db, owner) == ["2026-11-25T09:00:00"]
    (said,) = await events_of(db, owner, "task.skipped")
    assert '"reason":"vacation"' in said


async def test_pain_11_each_slot_of_keep_each_comes_in_its_time_though_nobody_does_it(
    db, clock, service
):
    owner, _ = await daily(db, clock, policy="keep_each")
    clock.set(datetime(2026, 11, 26, 9, tzinfo=UTC))
    await service.look(asyncio.Event())
    await service.look(asyncio.Event())
    assert [slot[8:10] for slot in await open_slots(db, owner)] == ["24", "25", "26"]


async def test_skipping_yesterday_leaves_today_to_be_done(db, clock, service):
    owner, _ = await daily(db, clock, policy="auto_skip", due=date(2026, 11, 24))
    clock.set(datetime(2026, 11, 25, 0, 1, tzinfo=UTC))
    await service.look(asyncio.Event())
    assert await open_slots(db, owner) == ["2026-11-25"]
    clock.set(datetime(2026, 11, 27, 12, tzinfo=UTC))
    await service.look(asyncio.Event())
    assert await open_slots(db, owner) == ["2026-11-27"]
    assert await log_of(db, owner) == [
        ("2026-11-24", "skipped", 1),
        ("2026-11-25", "skipped", 1),
        ("2026-11-26", "missed", 1),
    ]


async def test_what_counts_from_completion_brings_nothing_before_it_is_done(db, clock, service):
    owner, task = await daily(db, clock, policy="keep_each", anchor="completion")
    clock.set(START + timedelta(days=9))
    await service.look(asyncio.Event())
    assert await open_slots(db, owner) == [task.slot]


async def test_what_is_silent_in_an_archive_is_left_alone(db, clock, service):
    owner, task = await daily(db, clock, policy="auto_skip", auto_skip_minutes=0)
    project = await create_project(db, owner, "Later", None)
    await set_task(db, task.id, project_id=project.id)
    await archive_project(db, owner, project.id, None)
    clock.set(START + timedelta(days=9))
    await service.look(asyncio.Event())
    assert await open_slots(db, owner) == [task.slot]
    await roll(db, await complete_task(db, owner, task.id, None))
    waiting = await rows(
        db,
        "SELECT id FROM reminders WHERE user_id = :u AND state = 'scheduled'",
        u=owner.user_id,
    )
    assert waiting == []


async def test_no_more_than_fifty_are_kept_however_long_nobody_looks(db, clock, service):
    owner, task = await daily(db, clock, policy="keep_each")
    clock.set(START + timedelta(days=10_000))
    for _ in range(3):
        await service.look(asyncio.Event())
    slots = await open_slots(db, owner)
    assert len(slots) == 50
    assert slots[0] == task.slot


async def test_collapse_leaves_an_overdue_occurrence_alone(db, clock, service):
    owner, task = await daily(db, clock, policy="collapse")
    clock.set(START + timedelta(days=30))
    await service.look(asyncio.Event())
    assert await open_slots(db, owner) == [task.slot]


async def test_a_completion_and_an_auto_skip_at_once_have_one_effect(db, clock):
    owner, task = await daily(db, clock, policy="auto_skip", auto_skip_minutes=0)
    clock.set(START + timedelta(hours=2))
    async with db.statement() as connection:
        held = await leases.acquire(connection, [LEASE], "race", 30)
        page = await find_overdue(connection, None, clock.now(), 100)
    mine = [each for each in page if each.task_id == task.id]
    done, passed = await asyncio.gather(
        complete_task(db, owner, task.id, None),
        pass_overdue(db, mine, held, clock.monotonic),
        return_exceptions=True,
    )
    assert not isinstance(passed, Exception)
    log = [row for row in await log_of(db, owner) if row[0] == task.slot]
    assert len(log) == 1
    skipped = await events_of(db, owner, "task.skipped")
    completed = await events_of(db, owner, "task.completed")
    assert len(skipped) + len(completed) >= 1
    if passed.counts.get("auto_skip"):
        assert await open_slots(db, owner) == ["2026-11-25T09:00:00"]
    else:
        assert done.status == "done"
        assert skipped == []
    async with db.statement() as connection:
        await leases.release(connection, held)


async def test_one_of_two_processes_works_and_a_replaced_one_changes_nothing(db, clock, service):
    owner, task = await daily(db, clock, policy="auto_skip", auto_skip_minutes=0)
    clock.set(START + timedelta(hours=2))
    other = OverdueService(db, clock, Metrics(), "two", every_seconds=60)
    async with db.statement() as connection:
        first = await leases.acquire(connection, [LEASE], "three", 30)
    await service.look(asyncio.Event())
    async with db.statement() as connection:
        second = await leases.acquire(connection, [LEASE], "four", 30, force=True)
    mine = [Candidate(task.series.id, task.id, owner.user_id)]
    with pytest.raises(NotOwner):
        await pass_overdue(db, mine, first, clock.monotonic)
    assert await open_slots(db, owner) == [task.slot]
    async with db.statement() as connection:
        await leases.release(connection, second)
    seen = await asyncio.gather(service.look(asyncio.Event()), other.look(asyncio.Event()))
    assert max(seen) >= 1
    assert len(await events_of(db, owner, "task.skipped")) == 1


async def test_a_series_that_cannot_be_read_keeps_no_other_from_being_looked_after(
    db, clock, service
):
    _, broken = await daily(db, clock, policy="auto_skip", auto_skip_minutes=0)
    await set_series(db, broken, rrule="FREQ=NONSENSE")
    owner, _ = await daily(db, clock, policy="auto_skip", auto_skip_minutes=0)
    clock.set(START + timedelta(hours=2))
    await service.look(asyncio.Event())
    assert await open_slots(db, owner) == ["2026-11-25T09:00:00"]


async def set_disabled(db, owner, value):
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            text(f"UPDATE users SET disabled_at = {value} WHERE id = :id"), {"id": owner.user_id}
        )


async def test_the_series_of_a_disabled_account_stands_still_and_catches_up(db, clock, service):
    owner, task = await daily(db, clock, policy="auto_skip", auto_skip_minutes=30)
    candidate = Candidate(task.series_id, task.id, owner.user_id)
    await set_disabled(db, owner, "now()")
    clock.set(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    await service.look(asyncio.Event())
    async with db.statement() as connection:
        held = await leases.acquire(connection, [LEASE], "test", 30)
    await pass_overdue(db, [candidate], held, clock.monotonic)  # found just before
    async with db.statement() as connection:
        await leases.release(connection, held)
    assert await open_slots(db, owner) == ["2026-11-24T09:00:00"]
    await set_disabled(db, owner, "NULL")
    await service.look(asyncio.Event())
    assert await open_slots(db, owner) == ["2026-11-25T09:00:00"]


async def test_what_was_done_before_an_account_was_disabled_comes_back_all_the_same(db, clock):
    owner, task = await daily(db, clock, policy="collapse")
    done = await complete_task(db, owner, task.id, None)
    await set_disabled(db, owner, "now()")
    await roll(db, done)
    assert "2026-11-25T09:00:00" in await open_slots(db, owner)
