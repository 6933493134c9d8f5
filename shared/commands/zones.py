"""Plans follow the zone: of a person who moved, and of zone data that changed.

Tasks are read, computed and written back in pages; four statements each, however many there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from shared.commands.reminders import replanned, row_of, store_plans
from shared.commands.snapshots import about, emit_change
from shared.core.errors import InvalidInput
from shared.db.repositories import plans
from shared.db.repositories.plans import MovedTask, Scope
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.zones import to_instant
from shared.events.tasks import TaskUpdated
from shared.events.users import UserTimezoneChanged

PAGE_TASKS = 250
"""So many that statements are few, so few that others get their turn of the process in between."""
MOST_EXAMPLES = 10
_BEFORE_ALL = UUID(int=0)
_MOVED_PAST = "moved_past"
"""What passed by one change of the zone comes back with the next one that puts it ahead again."""


@dataclass(frozen=True, slots=True)
class Example:
    """One task that moved: the same wall time, another instant."""

    task_id: UUID
    title: str
    local: datetime | None
    before: datetime | None
    after: datetime | None


@dataclass(slots=True)
class Moved:
    """How many tasks and reminders have another instant; `fixed_tasks` have a zone of their own."""

    tasks: int = 0
    reminders: int = 0
    fixed_tasks: int = 0
    examples: list[Example] = field(default_factory=list)


async def move_to_zone(uow: UnitOfWork, old_zone: str, user: UserRow) -> Moved:
    """Everything open of `user` that floats stands at its wall time in the new zone.

    Reminders whose new instant has passed are skipped, until a zone puts them ahead again; those
    that were sent stay so. A floating series needs no change: its times are wall times. `user` is
    locked and has the new zone.
    """
    moved = await replan_tasks(uow, user, Scope(floating=True))
    moved.fixed_tasks = await plans.count_fixed(uow.connection, user.id)
    uow.emit(
        UserTimezoneChanged.model_construct(
            user_id=user.id,
            old_zone=old_zone,
            new_zone=user.zone,
            tasks_moved=moved.tasks,
            reminders_moved=moved.reminders,
        )
    )
    return moved


async def replan_all_day(uow: UnitOfWork, user: UserRow) -> int:
    """Waiting reminders of dates are at the owner's present time for them; how many moved."""
    return (await replan_tasks(uow, user, Scope(all_day=True))).reminders


async def replan_tasks(
    uow: UnitOfWork, user: UserRow, scope: Scope, *, after_now: bool = False
) -> Moved:
    """The open tasks in `scope` and what waits of their reminders fit the zones as they are now.

    With `after_now`, instants that are past before and after stay. A task in a zone that this
    server does not know stays as it is. `user` is locked.
    """
    moved = Moved()
    after = _BEFORE_ALL
    while page := await plans.read_open_tasks(uow.connection, user.id, scope, after, PAGE_TASKS):
        after = page[-1].id
        since = uow.now if after_now else None
        changes = [each for task in page if (each := _known_change(task, user, uow.now, since))]
        await _store(uow, [change for change in changes if change.is_moved])
        reminders = [row for change in changes for row in change.reminders]
        await store_plans(uow, reminders)
        await uow.flush()
        _count(moved, changes)
    return moved


@dataclass(frozen=True, slots=True)
class Change:
    """What is different for one task: its own instants, and the reminders that are elsewhere."""

    before: TaskView
    task: TaskView
    reminders: tuple[ReminderRow, ...]

    @property
    def is_moved(self) -> bool:
        """Whether the task itself has another instant."""
        return self.task is not self.before

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields that differ, sorted."""
        names = (("due", self.before.due_at, self.task.due_at),
                 ("start", self.before.start_at, self.task.start_at))  # fmt: skip
        return tuple(name for name, old, new in names if old != new)


def _known_change(
    task: TaskView, user: UserRow, now: datetime, since: datetime | None
) -> Change | None:
    try:
        return change_of(task, user, now, since)
    except (InvalidInput, OverflowError):  # an unknown zone, or beyond the calendar: it stays
        return None


def change_of(
    task: TaskView, user: UserRow, now: datetime, since: datetime | None = None
) -> Change | None:
    """What is to change so that `task` fits the zones; None for nothing.

    With `since`, what lies before it both ways is left.

    Raises:
        InvalidInput: `zone_unknown`, or a reminder lies beyond the calendar.
        OverflowError: the task itself does.
    """
    fitting = fitted(task, user)
    rows = [row_of(each, task) for each in task.reminders]
    planned = [
        (row, replanned(row, fitting, user, now, past_reason=_MOVED_PAST))
        for row in rows
        if row.kind == "relative" and (row.state == "scheduled" or row.reason == _MOVED_PAST)
    ]
    reminders = tuple(
        new for old, new in planned if new != old and _matters(old.fire_at, new.fire_at, since)
    )
    if (fitting.due_at, fitting.start_at) == (task.due_at, task.start_at) or not (
        _matters(task.due_at, fitting.due_at, since)
        or _matters(task.start_at, fitting.start_at, since)
    ):
        fitting = task
    return Change(task, fitting, reminders) if reminders or fitting is not task else None


def fitted(task: TaskView, user: UserRow) -> TaskView:
    """The task with the instants that its wall times mean today; for one that slept meanwhile.

    Raises:
        InvalidInput: `zone_unknown`.
        OverflowError: it is beyond the calendar there.
    """
    zone = task.zone or user.zone
    return replace(
        task,
        due_at=to_instant(task.due_local, zone) if task.due_local else None,
        start_at=to_instant(task.start_local, zone) if task.start_local else None,
    )


def _matters(before: datetime | None, after: datetime | None, since: datetime | None) -> bool:
    if since is None:
        return True
    return any(instant is not None and instant > since for instant in (before, after))


async def _store(uow: UnitOfWork, changes: Sequence[Change]) -> None:
    rows = [MovedTask(each.task.id, each.task.due_at, each.task.start_at) for each in changes]
    await plans.move_tasks(uow.connection, rows, uow.now)
    for change in changes:
        task = replace(change.task, version=change.task.version + 1, updated_at=uow.now)
        event = TaskUpdated.model_construct(**about(task), changed=change.fields)
        emit_change(uow, task, "updated", event)


def _count(moved: Moved, changes: Sequence[Change]) -> None:
    moved.reminders += sum(len(each.reminders) for each in changes)
    for each in changes:
        if not each.is_moved:
            continue
        moved.tasks += 1
        if len(moved.examples) < MOST_EXAMPLES:
            moved.examples.append(_example(each))


def _example(change: Change) -> Example:
    before, after = change.before, change.task
    if before.due_at != after.due_at:
        return Example(after.id, after.title, after.due_local, before.due_at, after.due_at)
    return Example(after.id, after.title, after.start_local, before.start_at, after.start_at)
