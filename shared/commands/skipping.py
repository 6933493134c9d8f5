"""Occurrences that will not be done: one of them, or all that were missed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
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
from shared.commands.moving import start_moved_by_days, with_due
from shared.commands.planning import columns_of_slot, shift_local_days
from shared.commands.recurrences import Completion, roll_completions
from shared.commands.reminders import cancel_reminders, plan, replanned, store_plans
from shared.commands.series_fields import SeriesFields, decode_series_fields, encode_series_fields
from shared.commands.snapshots import about, emit_change
from shared.commands.subtasks import drafts_from, drafts_of, moved_by_days
from shared.commands.undo_images import Change, record_undo, undo_id_of
from shared.core.principal import Principal
from shared.db.repositories import reminders as reminders_repository
from shared.db.repositories import series as series_repository
from shared.db.repositories import series_edits, task_sets
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.series import LogEntry
from shared.db.repositories.series_edits import StoredSeries
from shared.db.repositories.subtasks import find_branches
from shared.db.repositories.tasks import SeriesView, TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork
from shared.domain.recurrence import Roll, Slot, days_between, parse_slot, roll, slot_text
from shared.domain.stored_series import series_of
from shared.domain.tasks import TaskStatus, Unset
from shared.domain.zones import to_local
from shared.events.tasks import TaskSkipped

_DATES = ("due_on", "due_at", "due_local", "start_on", "start_at", "start_local")


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
        check_version(before.version, expected)
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

    It stays the same task, and reminds as a next one does; its open subtasks go along. One that is
    not overdue is left as it is. When no slot is left, it is skipped and the series is over.

    Raises:
        NotFound, TaskNotRecurring, TaskNotOpen, VersionMismatch: as `skip_task`.
    """
    async with db.unit_of_work() as uow:
        user, before = await lock_task(uow, principal, task_id, None)
        series = _series_of(before)
        check_open(before)
        check_version(before.version, expected)
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

    def moved(at: datetime) -> datetime:
        return shift_local_days(at, task.zone or user.zone, old, new)

    fields = await _fields_at(uow, task, moved)
    task = replace(task, slot=new, series_fields=fields)
    task = replace(task, version=before.version + 1, updated_at=uow.now)
    await store_task(uow, task)
    logged = await _log_passed(uow, before, passed)
    below = await _move_subtasks(uow, user, task.id, days_between(old, new))
    changes = [Change(before, task), *below]
    await _remind_at(uow, [each.after for each in changes], user, (old, new))
    await silence_archived(uow, [each.after.id for each in changes])
    undo_id = await record_undo(uow, "skip", changes, logged=sorted(logged))
    emit_updated(uow, task, ["due", "slot"])
    await uow.flush()
    stored = replace(await reload_task(uow, task), undo_id=undo_id)
    return Skipped(stored, stored)


async def _move_subtasks(
    uow: UnitOfWork, user: UserRow, root_id: UUID, days: timedelta
) -> list[Change]:
    """Those that a next occurrence would have are due, and begin, as many days later if open."""
    changes = []
    for branch in await find_branches(uow.connection, [root_id]):
        task = moved_by_days(branch.task, days, user)
        if task != branch.task and task.status == TaskStatus.OPEN:
            task = replace(task, version=task.version + 1, updated_at=uow.now)
            changes.append(Change(branch.task, task))
    rows = [
        (each.after.id, {name: getattr(each.after, name) for name in _DATES}) for each in changes
    ]
    await task_sets.change_rows(uow.connection, rows, uow.now)
    for each in changes:
        emit_updated(uow, each.after, ["due", "start"])
    return changes


async def _fields_at(
    uow: UnitOfWork, task: TaskView, moved: Callable[[datetime], datetime]
) -> dict[str, Any] | None:
    """What the next one has instead; its absolute reminders go along with the slot."""
    fields = task.series_fields
    if not fields or "reminders" not in fields:
        return fields
    drafts = decode_series_fields(fields).reminders
    if isinstance(drafts, Unset):  # ids of rows
        drafts = tuple((await drafts_of(uow, [task.id])).get(task.id, ()))
    drafts = tuple(replace(each, at=moved(each.at)) if each.at else each for each in drafts)
    return {**fields, **(encode_series_fields(SeriesFields(reminders=drafts)) or {})}


async def _remind_at(
    uow: UnitOfWork, tasks: Sequence[TaskView], user: UserRow, slots: tuple[str, str]
) -> None:
    """The reminders are those of a next occurrence (5.8), whatever became of them; snoozes end."""
    by_id = {task.id: task for task in tasks}
    rows = await reminders_repository.reminders_of(uow.connection, list(by_id))
    drafts = await drafts_from(uow, rows)
    changed: list[ReminderRow] = []
    for row, draft in zip(rows, drafts, strict=True):
        task = by_id[row.task_id]
        at = None
        if draft.at and row.snooze_of is None:
            at = shift_local_days(draft.at, task.zone or user.zone, *slots)
        if at is None or at == draft.at:  # relative, a snooze, or within its day
            new = replanned(row, task, user, uow.now, snooze_reason="postponed")
        else:
            fire_at, state, reason = plan(None, at, task, user, uow.now)
            new = replace(row, fire_at=fire_at, state=state, reason=reason, nag_sent=0)
        if new != row:
            changed.append(new)
    await store_plans(uow, changed)


async def _log_passed(uow: UnitOfWork, task: TaskView, passed: Roll) -> set[tuple[UUID, str]]:
    """The log calls its slot skipped, and of those passed over what no task has and it has not.

    A row a slot; the last one stands for all that exceed the cap of the domain. Answers the slots
    of which it says something new.
    """
    series_id = _series_of(task).id
    missed = [slot_text(slot) for slot in passed.missed]
    others = await series_edits.taken_slots(uow.connection, series_id, missed, [task.id])
    slots = [task.slot or "", *(slot for slot in missed if slot not in others)]
    entries = [LogEntry(series_id, slot, task.user_id, "skipped") for slot in slots]
    beyond = passed.missed_total - len(passed.missed)
    entries[-1] = replace(entries[-1], count=1 + beyond)
    own = await series_repository.log_slots(uow.connection, entries[:1], uow.now)
    return own | await series_repository.log_slots(uow.connection, entries[1:], uow.now, keeps=True)


def _is_overdue(task: TaskView, user: UserRow, now: datetime) -> bool:
    """Its time has passed; a day is over at its end, in the zone of the task."""
    if task.due_at is not None:
        return task.due_at <= now
    return task.due_on is not None and task.due_on < to_local(now, task.zone or user.zone).date()
