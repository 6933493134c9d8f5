"""One occurrence, or a task, at another time; the series stays where it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from shared.commands.archives import silence_archived
from shared.commands.changing import check_open, emit_updated, lock_task
from shared.commands.editing import Edit, finish_edit, log_moves, patched, times_of
from shared.commands.moving import move_all_reminders, moved_to, same_delta
from shared.commands.planning import due_columns
from shared.commands.reminder_lists import give_all_defaults
from shared.core.errors import InvalidInput
from shared.core.principal import Principal
from shared.db.repositories import task_sets
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork
from shared.domain.recurrence.slots import kept_after
from shared.domain.reminders import Offset
from shared.domain.tasks import Due, TaskPatch
from shared.domain.zones import to_instant, to_local

_TIMES = ("due_on", "due_at", "due_local", "zone", "start_on", "start_at", "start_local")


@dataclass(frozen=True, slots=True)
class Postponement:
    """When instead; with `by` so much later than the task is due now, days on the wall clock.

    With `keeps_time` a task that has a time of day keeps it on another day.
    """

    to: Due | None = None
    by: Offset | None = None
    keeps_time: bool = False


async def postpone_task(
    db: Database,
    principal: Principal,
    task_id: UUID,
    postponement: Postponement,
    expected: int | None,
) -> TaskView:
    """The task is due then; of a series this occurrence alone, which keeps its slot.

    Relative reminders are planned anew. Absolute ones move along if they were on or after the old
    day; the others stay, and `reminders_kept` names them. Snoozes are over (product 5.8).

    Raises:
        NotFound: no such task of this user.
        TaskNotOpen: it was done or skipped.
        VersionMismatch: `expected` is not the stored version.
        InvalidInput: there is no such time, or nothing to count from.
    """
    async with db.unit_of_work() as uow:
        user, before = await lock_task(uow, principal, task_id, expected)
        check_open(before)
        patch = TaskPatch(due=new_due(before, postponement, user))
        task = await patched(uow, user, before, patch)
        return await finish_edit(uow, user, Edit(before, task, patch, "postpone"))


def new_due(task: TaskView, postponement: Postponement, user: UserRow) -> Due:
    """When the task is due after it was postponed.

    Raises:
        InvalidInput: nothing to count from, hours of a task without a time, or too far away.
    """
    if postponement.to is not None:
        to = postponement.to
        if postponement.keeps_time and to.on is not None and task.due_local is not None:
            local = datetime.combine(to.on, task.due_local.time())
            return Due(local=local, zone=to.zone or task.zone)
        return replace(to, zone=to.zone or task.zone)
    by = postponement.by
    if by is None:
        raise InvalidInput("", "postpone_kind", "Give either to or by.")
    days = timedelta(days=by.days)
    if task.due_on is not None:
        if by.elapsed:
            raise InvalidInput("/by", "by_needs_time", "The task is due on a day: say days.")
        return Due(on=kept_after(task.due_on, days, "/by"), zone=task.zone)
    if task.due_local is None:
        raise InvalidInput("/by", "by_needs_due", "The task has no due time to count from.")
    local = _later(kept_after(task.due_local, days, "/by"), by.elapsed, task, user)
    return Due(local=kept_after(local, timedelta(), "/by"), zone=task.zone)


def _later(local: datetime, elapsed: timedelta, task: TaskView, user: UserRow) -> datetime:
    if not elapsed:
        return local
    zone = task.zone or user.zone
    return to_local(to_instant(local, zone) + elapsed, zone).replace(tzinfo=None, fold=0)


async def postpone_all(
    uow: UnitOfWork, user: UserRow, tasks: Sequence[TaskView], postponement: Postponement
) -> list[TaskView]:
    """These open tasks of a locked owner are due then; each answers to `new_due`."""
    moved = [
        replace(
            moved_to(task, due_columns(new_due(task, postponement, user), user.zone), user),
            version=task.version + 1,
            updated_at=uow.now,
        )
        for task in tasks
    ]
    rows = [(task.id, {name: getattr(task, name) for name in _TIMES}) for task in moved]
    await task_sets.change_rows(uow.connection, rows, uow.now)
    edits = list(zip(tasks, moved, strict=True))
    await log_moves(uow, edits)
    given = await give_all_defaults(uow, user, edits)
    moves = [
        (new, same_delta(old, new, user))
        for old, new in edits
        if new.id not in given and times_of(new) != times_of(old)
    ]
    await move_all_reminders(uow, user, moves)
    await silence_archived(uow, [task.id for task in moved])
    for task in moved:
        emit_updated(uow, task, ["due"])
    return moved
