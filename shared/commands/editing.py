"""Edits of a task's fields: plain ones, and the parts that edits of a series share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.commands.archives import silence_archived, wake
from shared.commands.changing import (
    clean_labels,
    emit_updated,
    lock_task,
    reload_task,
    store_task,
)
from shared.commands.ending import log_occurrences, slots_of
from shared.commands.moving import is_moved, move_reminders, moved_to, same_delta, with_start
from shared.commands.placing import check_place, check_section
from shared.commands.planning import due_columns
from shared.commands.reminder_lists import give_defaults, set_reminders
from shared.commands.reminders import cancel_reminders
from shared.commands.series_fields import SeriesFields, encode_series_fields
from shared.commands.splitting import replace_rule
from shared.commands.undo_images import Change, SeriesImage, UndoKind, record_undo
from shared.core.principal import Principal
from shared.db.repositories import tasks as repository
from shared.db.repositories import undo
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork
from shared.domain.checklists import stored_checklist
from shared.domain.tasks import TaskPatch, TaskStatus, Unset


async def patch_task(
    db: Database, principal: Principal, task_id: UUID, patch: TaskPatch, expected: int | None
) -> TaskView:
    """The fields of `patch` are changed.

    Of an occurrence, a moved due time or start is of this one alone, a new rule counts from this
    one on, and the rest is of this one and those that will follow it.

    Raises:
        NotFound: no such task of this user.
        VersionMismatch: `expected` is not the stored version.
        TaskNotOpen: the rule of an occurrence that ended was to change.
        InvalidInput: a value cannot be meant; nothing was changed.
    """
    async with db.unit_of_work() as uow:
        user, before = await lock_task(uow, principal, task_id, expected)
        if not patch.changed:
            return before
        return await edit_task(uow, user, before, patch)


@dataclass(frozen=True, slots=True)
class Reached:
    """What an edit did to other occurrences, stored already; `kept` as `reminders_kept`."""

    others: tuple[Change, ...] = ()
    kept: tuple[UUID, ...] = ()


async def edit_task(uow: UnitOfWork, user: UserRow, before: TaskView, patch: TaskPatch) -> TaskView:
    """As `patch_task`, for a task whose owner is locked."""
    task = await patched(uow, user, before, patch)
    if before.series and not isinstance(patch.start, Unset) and isinstance(patch.recurrence, Unset):
        task = _started_alone(before, task)
    return await finish_plain_edit(uow, user, Edit(before, task, patch))


def _started_alone(before: TaskView, task: TaskView) -> TaskView:
    """The task, whose start is its own; those that follow it start as it did before."""
    start = encode_series_fields(SeriesFields(start=before.start_local or before.start_on)) or {}
    former = {**start, **(before.series_fields or {})}
    return replace(task, series_fields={**(task.series_fields or {}), "start": former["start"]})


async def finish_plain_edit(uow: UnitOfWork, user: UserRow, edit: "Edit") -> TaskView:
    """As `finish_edit`; a new rule counts from this task on."""
    if not isinstance(edit.patch.recurrence, Unset):
        split = await replace_rule(uow, user, edit.task, edit.patch.recurrence)
        edit = replace(edit, task=split.task, series=split.images)
    return await finish_edit(uow, user, edit)


@dataclass(frozen=True, slots=True)
class Edit:
    """A task before and after an edit that is not stored yet, and what happened to its series."""

    before: TaskView
    task: TaskView
    patch: TaskPatch
    kind: UndoKind = "edit"
    series: tuple[SeriesImage, ...] = ()
    reached: Reached = field(default_factory=Reached)


async def finish_edit(uow: UnitOfWork, user: UserRow, edit: Edit) -> TaskView:
    """The edit is stored with its reminders, its log, its undo entry and its events."""
    before, task, patch = edit.before, edit.task, edit.patch
    await store_task(uow, task)
    await log_moves(uow, [(before, task)])
    kept = await patch_reminders(uow, user, before, task, patch)
    if task.project_id != before.project_id:  # it may have left an archive
        await wake(uow, user, [task])
    await silence_archived(uow, [task.id])
    changes = [Change(before, task), *edit.reached.others]
    undo_id = await record_undo(uow, edit.kind, changes, series=edit.series)
    emit_updated(uow, task, patch.changed)
    await uow.flush()
    stored = await reload_task(uow, task)
    return replace(stored, undo_id=undo_id, reminders_kept=(*kept, *edit.reached.kept))


async def patched(uow: UnitOfWork, user: UserRow, before: TaskView, patch: TaskPatch) -> TaskView:
    """The task with the fields of the patch, but for its rule and reminders; labels are stored."""
    task = replace(before, version=before.version + 1, updated_at=uow.now)
    task = replace(task, **_plain(patch, uow.now))
    if not isinstance(patch.labels, Unset):
        task = replace(task, labels=clean_labels(patch.labels))
        await repository.set_labels(uow.connection, user.id, task.id, task.labels)
    if not isinstance(patch.due, Unset):
        task = moved_to(task, due_columns(patch.due, user.zone), user)
    if not isinstance(patch.start, Unset):
        task = with_start(task, patch.start, user)
    task = await _placed(uow, user, task, patch)
    return as_of_series(before, task, patch.changed)


def as_of_series(before: TaskView, task: TaskView, changed: Iterable[str]) -> TaskView:
    """The task, whose changed fields are also those of the occurrences that follow it."""
    gone = {*changed, *({"section_id"} if task.project_id != before.project_id else ())}
    left = {name: v for name, v in (task.series_fields or {}).items() if name not in gone}
    return replace(task, series_fields=left or None)


def _plain(patch: TaskPatch, now: datetime) -> dict[str, Any]:
    """The fields that depend on nothing else, as they are stored."""
    names = ("title", "notes", "priority", "checklist", "position")
    given = {name: value for name in names if not isinstance(value := getattr(patch, name), Unset)}
    if "title" in given:
        given["title"] = given["title"].strip()
    if "checklist" in given:
        given["checklist"] = stored_checklist(given["checklist"], now)
    return given


async def _placed(uow: UnitOfWork, user: UserRow, task: TaskView, patch: TaskPatch) -> TaskView:
    project = None if isinstance(patch.project_id, Unset) else patch.project_id
    parent = None if isinstance(patch.parent_id, Unset) else patch.parent_id
    await check_place(uow, user.id, task.id, project, parent)
    if not isinstance(patch.project_id, Unset):
        stays = task.project_id == patch.project_id
        section = task.section_id if stays else None  # a section is of one project
        task = replace(task, project_id=patch.project_id, section_id=section)
    if not isinstance(patch.section_id, Unset):
        await check_section(uow, user.id, patch.section_id, task.project_id)
        task = replace(task, section_id=patch.section_id)
    if not isinstance(patch.parent_id, Unset):
        task = replace(task, parent_id=patch.parent_id)
    return task


async def log_moves(uow: UnitOfWork, edits: Sequence[tuple[TaskView, TaskView]]) -> None:
    """The log tells of occurrences that are due at another time than their slots."""
    moves = [
        (before, task)
        for before, task in edits
        if task.status == TaskStatus.OPEN
        and (task.due_at, task.due_on) != (before.due_at, before.due_on)
    ]
    await log_occurrences(uow, [task for _, task in moves if is_moved(task)], "moved")
    back = [
        before
        for before, task in moves
        if is_moved(before) and not is_moved(task) and task.slot == before.slot
    ]
    await undo.unlog_slots(uow.connection, slots_of(back))


async def patch_reminders(
    uow: UnitOfWork, user: UserRow, before: TaskView, task: TaskView, patch: TaskPatch
) -> tuple[UUID, ...]:
    """The reminders are those of the patch, or fit the new times; answers those that stayed."""
    kept: tuple[UUID, ...] = ()
    if not isinstance(patch.reminders, Unset):
        await set_reminders(uow, user, task, patch.reminders)
        if times_of(task) != times_of(before):
            await move_reminders(uow, task, user, lambda _: None)  # the patch has their instants
    elif not await give_defaults(uow, user, before, task) and times_of(task) != times_of(before):
        kept = await move_reminders(uow, task, user, same_delta(before, task, user))
    if task.status != TaskStatus.OPEN:  # they wait for a reopening, not for their time
        reason = "task_done" if task.status == TaskStatus.DONE else "task_skipped"
        await cancel_reminders(uow, [task.id], reason)
    return kept


def times_of(task: TaskView) -> tuple[object, ...]:
    """All that a reminder's instant depends on."""
    return task.due_at, task.due_on, task.start_at, task.start_on, task.zone
