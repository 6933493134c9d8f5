"""An occurrence at another time, and what that does to its reminders (product 5.8)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from shared.commands.archives import ARCHIVED
from shared.commands.planning import DueColumns, due_columns
from shared.commands.reminders import WAITING, plan, replanned, store_plans
from shared.core.errors import InvalidInput
from shared.db.repositories import reminders as repository
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.recurrence import days_between, days_later, parse_slot, slot_text
from shared.domain.recurrence.slots import day_of, later_by
from shared.domain.tasks import Due
from shared.domain.zones import to_instant, to_local

Shift = Callable[[datetime], datetime | None]
"""Where an absolute reminder goes; None where it stays."""


def with_due(task: TaskView, columns: DueColumns) -> TaskView:
    """The task, due then."""
    return replace(
        task,
        due_on=columns.due_on,
        due_at=columns.due_at,
        due_local=columns.due_local,
        zone=columns.zone,
    )


def moved_to(task: TaskView, columns: DueColumns, user: UserRow) -> TaskView:
    """The task, due then; in another zone it starts at the same wall time."""
    moved = with_due(task, columns)
    if task.start_local is None or moved.zone == task.zone:
        return moved
    return with_start(moved, Due(local=task.start_local), user)


def with_start(task: TaskView, start: Due | None, user: UserRow) -> TaskView:
    """The task, starting then, in the zone of its due time; in its own if nothing is due.

    Raises:
        InvalidInput: it names another zone than the due time has, or cannot be meant.
    """
    zone = start.zone if start else None
    if zone is not None and zone != task.zone:
        if task.due_on is not None or task.due_local is not None:
            message = "A task starts in the zone in which it is due."
            raise InvalidInput("/start/zone", "start_zone", message)
        task = replace(task, zone=zone)
    wanted = replace(start, zone=task.zone) if start else None
    columns = due_columns(wanted, user.zone, pointer="/start")
    return replace(
        task,
        start_on=columns.due_on,
        start_at=columns.due_at,
        start_local=columns.due_local,
    )


def start_moved_by_days(task: TaskView, old_slot: str, new_slot: str, user: UserRow) -> TaskView:
    """The task whose start is moved by the days between two slots, at the same wall time.

    So is that which it has kept for the next one.
    """
    days = days_between(old_slot, new_slot)
    usual = (task.series_fields or {}).get("start")
    if usual is not None:
        start = slot_text(days_later(parse_slot(usual), days))
        task = replace(task, series_fields={**(task.series_fields or {}), "start": start})
    if task.start_on is not None:
        return replace(task, start_on=days_later(task.start_on, days))
    if task.start_local is not None:
        return with_start(task, Due(local=days_later(task.start_local, days)), user)
    return task


def is_moved(task: TaskView) -> bool:
    """Whether this occurrence is due at another time than its series says."""
    if task.slot is None:
        return False
    return (task.due_local or task.due_on) != parse_slot(task.slot)


def same_delta(before: TaskView, after: TaskView, user: UserRow) -> Shift:
    """Absolute reminders on or after the old day move as the task did, on the wall clock."""
    old, new = before.due_local or before.due_on, after.due_local or after.due_on
    zone = after.zone or user.zone

    def shift(at: datetime) -> datetime | None:
        local = to_local(at, zone)
        if old is None or new is None or local.date() < day_of(old):
            return None
        is_timed = isinstance(old, datetime) and isinstance(new, datetime)
        delta = new - old if is_timed else day_of(new) - day_of(old)
        later = later_by(local, delta)
        return None if later is None else to_instant(later, zone)

    return shift


async def move_reminders(
    uow: UnitOfWork, task: TaskView, user: UserRow, shift: Shift
) -> tuple[UUID, ...]:
    """The reminders fit the moved task; answers the absolute ones that wait where they were.

    Relative ones whose time moved are planned anew, also those that were sent; snoozes are over.
    """
    return await move_all_reminders(uow, user, [(task, shift)])


async def move_all_reminders(
    uow: UnitOfWork, user: UserRow, moves: Sequence[tuple[TaskView, Shift]]
) -> tuple[UUID, ...]:
    """As `move_reminders`, for several tasks of one owner."""
    by_id = {task.id: (task, shift) for task, shift in moves}
    rows = await repository.reminders_of(uow.connection, list(by_id))
    planned = [
        _moved(row, task, user, uow.now, shift)
        for row in rows
        for task, shift in [by_id[row.task_id]]
    ]
    changed = [new for new, old in zip(planned, rows, strict=True) if new != old]
    await store_plans(uow, changed)
    return tuple(
        new.id
        for new, old in zip(planned, rows, strict=True)
        if new == old and _is_absolute(new) and new.state in WAITING
    )


def _moved(
    row: ReminderRow, task: TaskView, user: UserRow, now: datetime, shift: Shift
) -> ReminderRow:
    if not _is_absolute(row):
        return replanned(row, task, user, now, snooze_reason="postponed")
    waits = row.state in WAITING or (row.state, row.reason) == ("cancelled", ARCHIVED)
    is_ahead = waits and row.fire_at is not None and row.fire_at > now
    at = shift(row.fire_at) if is_ahead and row.fire_at else None
    if at is None:  # also what is on its way at this moment
        return row
    fire_at, state, reason = plan(None, at, task, user, now)
    return replace(row, fire_at=fire_at, state=state, reason=reason, nag_sent=0)


def _is_absolute(row: ReminderRow) -> bool:
    return row.kind == "absolute" and row.snooze_of is None
