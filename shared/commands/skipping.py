"""Occurrences that will not be done: one of them, or all that were missed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from shared.commands.archives import silence_archived
from shared.commands.changing import (
    TaskNotRecurring,
    check_open,
    check_version,
    emit_updated,
    lock_task,
    reload_task,
    store_task,
)
from shared.commands.moving import move_reminders, start_moved_by_days, with_due
from shared.commands.planning import columns_of_slot, shift_local_days
from shared.commands.recurrences import Completion, roll_completions
from shared.commands.reminders import cancel_reminders
from shared.commands.snapshots import about, emit_change
from shared.commands.undo_images import Change, record_undo, undo_id_of
from shared.core.principal import Principal
from shared.db.repositories import series as series_repository
from shared.db.repositories import series_edits, task_sets
from shared.db.repositories.series import LogEntry
from shared.db.repositories.series_edits import StoredSeries
from shared.db.repositories.tasks import SeriesView, TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork
from shared.domain.recurrence import Roll, Slot, parse_slot, roll, slot_text
from shared.domain.stored_series import series_of
from shared.domain.tasks import TaskStatus
from shared.domain.zones import to_local
from shared.events.tasks import TaskSkipped


@dataclass(frozen=True, slots=True)
class Skipped:
    """The task after it, and what is open of its series now."""

    task: TaskView
    next: TaskView | None


async def skip_task(
    db: Database, principal: Principal, task_id: UUID, expected: int | None
) -> Skipped:
    """The occurrence is skipped and the next one exists, in one transaction.

    Skipping it again changes nothing. With the schedule anchor a skip uses up a slot; with the
    completion anchor the next is today plus the interval, and the skip is not counted.

    Raises:
        NotFound: no such task of this user.
        TaskNotRecurring: it belongs to no series.
        TaskNotOpen: it was done.
        VersionMismatch: `expected` is not the stored version.
    """
    async with db.unit_of_work() as uow:
        _, before = await lock_task(uow, principal, task_id, None)
        series = _series_of(before)
        if before.status == TaskStatus.SKIPPED:
            task = replace(before, undo_id=await undo_id_of(uow, before, "skip"))
            return Skipped(task, await _next_of(uow, series.id))
        check_open(before)
        check_version(before, expected)
        return await _skip_one(uow, before, series)


async def _skip_one(uow: UnitOfWork, before: TaskView, series: SeriesView) -> Skipped:
    (task,) = await skip_all(uow, [before])
    undo_id = await record_undo(uow, "skip", [Change(before, task)])
    await uow.flush()
    stored = replace(await reload_task(uow, task), undo_id=undo_id)
    return Skipped(stored, await _next_of(uow, series.id))


async def skip_all(uow: UnitOfWork, tasks: Sequence[TaskView]) -> list[TaskView]:
    """These open occurrences, of a locked owner, are skipped and their series go on."""
    skipped = [
        replace(
            task,
            status=TaskStatus.SKIPPED,
            skipped_at=uow.now,
            version=task.version + 1,
            updated_at=uow.now,
        )
        for task in tasks
    ]
    marks = {"status": TaskStatus.SKIPPED, "skipped_at": uow.now}
    await task_sets.change_rows(uow.connection, [(task.id, marks) for task in tasks], uow.now)
    await cancel_reminders(uow, [task.id for task in tasks], "task_skipped")
    entries = [
        LogEntry(task.series.id, task.slot, task.user_id, "skipped", task.id)
        for task in tasks
        if task.series and task.slot
    ]
    await series_repository.log_slots(uow.connection, entries, uow.now)
    for task in skipped:
        event = TaskSkipped.model_construct(**about(task), skipped_at=uow.now, reason="asked")
        emit_change(uow, task, "deleted", event)
    completions = [Completion(task.user_id, task.id, uow.now) for task in skipped]
    await roll_completions(uow, completions, _no_stopwatch)
    return skipped


def _no_stopwatch() -> float:
    """The worker measures how long rules take; here nobody asks."""
    return 0.0


def _series_of(task: TaskView) -> SeriesView:
    if task.series is None:
        raise TaskNotRecurring(f"Task {task.id} belongs to no series; delete it instead.")
    return task.series


async def _next_of(uow: UnitOfWork, series_id: UUID) -> TaskView | None:
    found = await task_sets.open_occurrences(uow.connection, series_id, 1)
    return found[0] if found else None


async def skip_missed(
    db: Database, principal: Principal, task_id: UUID, expected: int | None
) -> Skipped:
    """The overdue occurrence is at the first slot that is not past; those before are skipped.

    It stays the same task. One that is not overdue is left as it is. When no slot is left, the
    occurrence is skipped and the series is over.

    Raises:
        NotFound, TaskNotRecurring, TaskNotOpen, VersionMismatch: as `skip_task`.
    """
    async with db.unit_of_work() as uow:
        user, before = await lock_task(uow, principal, task_id, None)
        series = _series_of(before)
        check_open(before)
        check_version(before, expected)
        if not _is_overdue(before, user, uow.now):
            return Skipped(before, before)
        stored = await series_edits.load_series(uow.connection, series.id)
        passed = _pass_missed(before, stored, user, uow.now)
        target = passed.also_done or passed.next_slot
        if target is None or await _is_taken(uow, before, slot_text(target)):
            return await _skip_one(uow, before, series)
        return await _move_on(uow, user, before, passed, target)


def _pass_missed(task: TaskView, stored: StoredSeries, user: UserRow, now: datetime) -> Roll:
    zone = stored.zone or user.zone
    return roll(
        series_of(stored, zone, stored.ends_before),
        parse_slot(task.slot or ""),
        completed_at=now,
        now=now,
        zone=zone,
        completions=stored.completions,
    )


async def _is_taken(uow: UnitOfWork, task: TaskView, slot: str) -> bool:
    series_id = _series_of(task).id
    return bool(await series_edits.taken_slots(uow.connection, series_id, [slot], [task.id]))


async def _move_on(
    uow: UnitOfWork, user: UserRow, before: TaskView, passed: Roll, target: Slot
) -> Skipped:
    old, new = before.slot or "", slot_text(target)
    task = with_due(before, columns_of_slot(target, before.zone, user.zone))
    task = start_moved_by_days(task, old, new, user)
    task = replace(task, slot=new, version=before.version + 1, updated_at=uow.now)
    await store_task(uow, task)
    entries = _log_of(before, passed)
    await series_repository.log_slots(uow.connection, entries, uow.now)
    zone = task.zone or user.zone
    await move_reminders(uow, task, user, lambda at: shift_local_days(at, zone, old, new))
    await silence_archived(uow, [task.id])
    logged = [(entry.series_id, entry.slot) for entry in entries]
    undo_id = await record_undo(uow, "skip", [Change(before, task)], logged=logged)
    emit_updated(uow, task, ["due", "slot"])
    await uow.flush()
    stored = replace(await reload_task(uow, task), undo_id=undo_id)
    return Skipped(stored, stored)


def _log_of(task: TaskView, passed: Roll) -> list[LogEntry]:
    """A row a slot; the last one stands for all that exceed the cap of the domain."""
    series_id = _series_of(task).id
    slots = [task.slot or "", *(slot_text(slot) for slot in passed.missed)]
    beyond = passed.missed_total - len(passed.missed)
    counts = [1] * (len(slots) - 1) + [1 + beyond]
    return [
        LogEntry(series_id, slot, task.user_id, "skipped", count=count)
        for slot, count in zip(slots, counts, strict=True)
    ]


def _is_overdue(task: TaskView, user: UserRow, now: datetime) -> bool:
    """Its time has passed; a day is over at its end, in the zone of the task."""
    if task.due_at is not None:
        return task.due_at <= now
    return task.due_on is not None and task.due_on < to_local(now, task.zone or user.zone).date()
