"""One change of many tasks: one transaction, one event a task, one undo entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from shared.commands.archives import silence_archived, wake
from shared.commands.changing import (
    TaskNotOpen,
    TaskNotRecurring,
    clean_labels,
    emit_updated,
    lock_owner,
)
from shared.commands.editing import as_of_series
from shared.commands.ending import complete_all, delete_all, reopen_all
from shared.commands.placing import check_place, check_section
from shared.commands.postponing import Postponement, new_due, postpone_all
from shared.commands.skipping import skip_all
from shared.commands.undo_images import Change, deletion_of, record_undo
from shared.core.errors import DomainError, NotFound, VersionMismatch
from shared.core.principal import Principal
from shared.db.repositories import places, task_sets
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork
from shared.domain.tasks import UNSET, Priority, TaskStatus, Unset, check_labels

Action = Literal["complete", "reopen", "skip", "delete", "postpone", "edit"]


@dataclass(frozen=True, slots=True)
class BulkSet:
    """What every task gets besides the action."""

    priority: Priority | Unset
    project_id: UUID | Unset | None
    add_labels: Sequence[str] = ()
    remove_labels: Sequence[str] = ()
    section_id: UUID | Unset | None = UNSET
    """A section also puts the tasks into its project, if no project is said."""

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of the fields that are to change, sorted."""
        names = [
            name
            for name in ("priority", "project_id", "section_id")
            if not isinstance(getattr(self, name), Unset)
        ]
        has_labels = self.add_labels or self.remove_labels
        return tuple(sorted([*names, *(["labels"] if has_labels else [])]))


@dataclass(frozen=True, slots=True)
class BulkItem:
    """What became of one task; `refusal` None: it is as was asked."""

    task_id: UUID
    refusal: DomainError | None = None


@dataclass(frozen=True, slots=True)
class BulkResult:
    """An item for each task asked for, in that order; `undo_id` None: nothing was changed."""

    items: tuple[BulkItem, ...]
    undo_id: UUID | None


async def change_many(
    db: Database,
    principal: Principal,
    ids: Sequence[UUID],
    action: Action,
    fields: BulkSet,
    *,
    postponement: Postponement | None = None,
    expected: Mapping[UUID, int] | None = None,
) -> BulkResult:
    """Each task that can be is changed; the others have a refusal each and stay as they are.

    One whose version is not the `expected` one, if there is such, cannot be. A task that is done,
    open or skipped already, as the action asks, is fine and stays.

    Raises:
        InvalidInput: labels or project cannot be meant; nothing was changed.
        Unauthenticated: the account is gone.
    """
    check_labels(fields.add_labels)
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        fields = await _placed(uow, user, fields)
        found = await task_sets.load_tasks(uow.connection, user.id, ids)
        refusals = {i: _refusal(i, found.get(i), action, user, postponement) for i in ids}
        refusals.update(_conflicts(found, expected or {}))
        before = [found[i] for i in dict.fromkeys(ids) if i in found and refusals[i] is None]
        after = await _set(uow, user, before, fields, action)
        if action == "delete":
            originals = {task.id: task for task in before}
            deleted = await delete_all(uow, after)
            changes = [deletion_of(originals.get(task.id, task), task) for task in deleted]
        else:
            after = await _act(uow, user, after, action, postponement)
            changes = _changes(before, after)
        undo_id = None
        if changes:
            undo_id = await record_undo(uow, "bulk", changes, action=action)
        return BulkResult(tuple(BulkItem(i, refusals[i]) for i in ids), undo_id)


async def _placed(uow: UnitOfWork, user: UserRow, fields: BulkSet) -> BulkSet:
    """The fields, whose project and section go together."""
    section_id = None if isinstance(fields.section_id, Unset) else fields.section_id
    if section_id is not None and isinstance(fields.project_id, Unset):
        found = await places.project_of_section(uow.connection, user.id, section_id)
        fields = replace(fields, project_id=found)
    if not isinstance(fields.project_id, Unset):
        await check_place(uow, user.id, None, fields.project_id, None)
        await check_section(uow, user.id, section_id, fields.project_id)
    return fields


def _changes(before: Sequence[TaskView], after: Sequence[TaskView]) -> list[Change]:
    pairs = zip(before, after, strict=True)
    return [Change(old, new) for old, new in pairs if new.version != old.version]


def _conflicts(
    found: Mapping[UUID, TaskView], expected: Mapping[UUID, int]
) -> dict[UUID, DomainError]:
    return {
        task_id: VersionMismatch(version, found[task_id].version)
        for task_id, version in expected.items()
        if task_id in found and found[task_id].version != version
    }


def _refusal(
    task_id: UUID,
    task: TaskView | None,
    action: Action,
    user: UserRow,
    postponement: Postponement | None,
) -> DomainError | None:
    """Why this task cannot be changed so; None if it can, or is so already."""
    if task is None:
        return NotFound("task", task_id)
    ends = {"complete": TaskStatus.DONE, "skip": TaskStatus.SKIPPED}
    needs_open = action in {"complete", "skip", "postpone"}
    if needs_open and task.status not in {TaskStatus.OPEN, ends.get(action)}:
        return TaskNotOpen(f"Task {task_id} is {task.status}; open it again first.")
    if action == "skip" and task.series is None:
        return TaskNotRecurring(f"Task {task_id} belongs to no series; delete it instead.")
    if action == "postpone" and postponement is not None:
        try:
            new_due(task, postponement, user)
        except DomainError as error:
            return error
    return None


async def _set(
    uow: UnitOfWork,
    user: UserRow,
    tasks: Sequence[TaskView],
    fields: BulkSet,
    action: Action,
) -> list[TaskView]:
    """The tasks with these fields; the event of the action, where it applies, tells of both."""
    if not fields.changed or not tasks:
        return list(tasks)
    row: dict[str, Any] = {
        name: getattr(fields, name) for name in fields.changed if name != "labels"
    }
    removed = set(clean_labels(fields.remove_labels))
    rows, changed = [], []
    for task in tasks:
        own = _row(task, row)
        kept = clean_labels([*(set(task.labels) - removed), *fields.add_labels])
        new = replace(task, **own, version=task.version + 1, labels=kept)
        new = as_of_series(task, new, fields.changed)
        rows.append((task.id, own | {"series_fields": new.series_fields}))
        changed.append(new)
    await task_sets.change_rows(uow.connection, rows, uow.now)
    for task in changed:
        check_labels(task.labels)
        if not _is_meant(task, action):
            emit_updated(uow, task, fields.changed)
    if "labels" in fields.changed:
        labels = {task.id: task.labels for task in changed}
        await task_sets.set_labels(uow.connection, user.id, labels)
    if "project_id" in row:  # they may have left an archive, or gone into one
        await wake(uow, user, changed)
        await silence_archived(uow, [task.id for task in changed])
    return changed


def _row(task: TaskView, row: dict[str, Any]) -> dict[str, Any]:
    """What is set of this task: in another project it has no section, unless one is said."""
    if "section_id" in row or row.get("project_id", task.project_id) == task.project_id:
        return row
    return {**row, "section_id": None}


async def _act(
    uow: UnitOfWork,
    user: UserRow,
    tasks: list[TaskView],
    action: Action,
    postponement: Postponement | None,
) -> list[TaskView]:
    """The tasks after the action; those that are so already stay."""
    due = [task for task in tasks if _is_meant(task, action)]
    if not due:
        return tasks
    match action:
        case "complete":
            changed = await complete_all(uow, due)
        case "skip":
            changed = await skip_all(uow, due)
        case "reopen":
            changed = await reopen_all(uow, user, due)
        case "postpone" if postponement is not None:
            changed = await postpone_all(uow, user, due, postponement)
        case _:
            return tasks
    by_id = {task.id: task for task in changed}
    return [by_id.get(task.id, task) for task in tasks]


def _is_meant(task: TaskView, action: Action) -> bool:
    """Whether the action does something to this task."""
    if action in {"edit", "delete"}:
        return action == "delete"
    if action in {"complete", "skip", "postpone"}:
        return task.status == TaskStatus.OPEN
    return task.status != TaskStatus.OPEN
