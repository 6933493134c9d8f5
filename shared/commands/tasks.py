"""Changes of tasks: each function is one transaction that changes rows and appends their events."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from shared.commands.archives import silence_archived
from shared.commands.changing import (
    Alongside,
    account_gone,
    check_open,
    check_version,
    clean_labels,
    lock_owner,
    lock_task,
    reload_task,
    store_task,
)
from shared.commands.editing import patch_task
from shared.commands.ending import delete_all, reopen_all
from shared.commands.moving import with_start
from shared.commands.placing import check_place, check_section
from shared.commands.planning import DueColumns, due_columns, start_series
from shared.commands.reminder_lists import make_reminders
from shared.commands.reminders import cancel_reminders, view_of
from shared.commands.snapshots import about, change_events, emit_change
from shared.commands.undo_images import Change, deletion_of, record_undo, undo_id_of
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.db.repositories import reminders as reminders_repository
from shared.db.repositories import series as series_repository
from shared.db.repositories import tasks as repository
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.series import LogEntry
from shared.db.repositories.tasks import ReminderView, TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork
from shared.domain.checklists import stored_checklist
from shared.domain.tasks import TaskDraft, TaskStatus
from shared.events.tasks import TaskCompleted, TaskCreated

__all__ = [
    "add_task",
    "complete_task",
    "create_task",
    "delete_task",
    "patch_task",
    "reopen_task",
]

_LATEST = datetime.max.replace(tzinfo=UTC)


async def create_task(db: Database, principal: Principal, draft: TaskDraft) -> TaskView:
    """The task exists; with a recurrence it is the first occurrence of its series.

    Raises:
        InvalidInput: zone, rule or reminder cannot be meant; nothing was written.
        Unauthenticated: the account is gone.
    """
    if draft.is_plain:
        return await _create_alone(db, principal, draft)
    async with db.unit_of_work() as uow:
        return await add_task(uow, await lock_owner(uow, principal), draft)


async def _create_alone(db: Database, principal: Principal, draft: TaskDraft) -> TaskView:
    """A task of words alone, the most frequent kind, in one statement instead of five."""
    now = db.clock.now()
    task = _new_task(principal.user_id, draft, DueColumns(), now)
    events = change_events(task, "created", TaskCreated.model_construct(**about(task)))
    if not await db.write_alone(repository.insert_alone(task), events, now):
        raise account_gone()
    return task


async def add_task(uow: UnitOfWork, user: UserRow, draft: TaskDraft) -> TaskView:
    """As `create_task`, inside a transaction that has locked `user`."""
    await check_place(uow, user.id, None, draft.project_id, draft.parent_id)
    await check_section(uow, user.id, draft.section_id, draft.project_id)
    task = _new_task(user.id, draft, due_columns(draft.due, user.zone), uow.now)
    task = with_start(task, draft.start, user)
    if draft.recurrence is not None:
        row, task = start_series(draft.recurrence, task, user, uow.now)
        await series_repository.insert_series(uow.connection, row, uow.now)
    await repository.insert_task(uow.connection, task)
    if task.labels:
        await repository.set_labels(uow.connection, user.id, task.id, task.labels)
    emit_change(uow, task, "created", TaskCreated.model_construct(**about(task)))
    reminders = await make_reminders(uow, user, task, draft.reminders)
    if draft.project_id and await silence_archived(uow, [task.id]):
        reminders = await reminders_repository.reminders_of(uow.connection, [task.id])
    return replace(task, reminders=_views(reminders))


def _views(reminders: Sequence[ReminderRow]) -> tuple[ReminderView, ...]:
    """In the order in which they are read back: the next first, those without a time last."""
    in_order = sorted(reminders, key=lambda row: (row.fire_at or _LATEST, row.id))
    return tuple(view_of(row) for row in in_order)


def _new_task(user_id: UUID, draft: TaskDraft, columns: DueColumns, now: datetime) -> TaskView:
    return TaskView(
        id=new_uuid7(now),
        user_id=user_id,
        title=draft.title.strip(),
        notes=draft.notes,
        priority=draft.priority,
        status=TaskStatus.OPEN,
        completed_at=None,
        due_on=columns.due_on,
        due_at=columns.due_at,
        due_local=columns.due_local,
        zone=columns.zone,
        slot=None,
        version=1,
        created_at=now,
        updated_at=now,
        project_id=draft.project_id,
        parent_id=draft.parent_id,
        section_id=draft.section_id,
        position=draft.position,
        checklist=stored_checklist(draft.checklist, now),
        labels=clean_labels(draft.labels),
    )


async def complete_task(
    db: Database,
    principal: Principal,
    task_id: UUID,
    expected: int | None,
    *,
    alongside: Alongside | None = None,
) -> TaskView:
    """The task is done and its reminders are cancelled; doing it again changes nothing.

    The next occurrence of a series is made by the recurrence worker.

    Raises:
        NotFound: no such task of this user.
        TaskNotOpen: it was skipped.
        VersionMismatch: `expected` is not the stored version.
    """
    async with db.unit_of_work() as uow:
        _, before = await lock_task(uow, principal, task_id, None)
        if alongside is not None:
            await alongside(uow)
        if before.status == TaskStatus.DONE:
            return replace(before, undo_id=await undo_id_of(uow, before, "complete"))
        check_open(before)
        check_version(before.version, expected)
        task = replace(
            before,
            status=TaskStatus.DONE,
            completed_at=uow.now,
            version=before.version + 1,
            updated_at=uow.now,
        )
        await store_task(uow, task)
        if before.reminders:
            await cancel_reminders(uow, [task.id], "task_done")
        if task.series and task.slot:
            entry = LogEntry(task.series.id, task.slot, task.user_id, "done", task.id)
            await series_repository.log_slots(uow.connection, [entry], uow.now)
            await series_repository.count_completion(uow.connection, task.series.id, 1)
        undo_id = await record_undo(uow, "complete", [Change(before, task)])
        event = TaskCompleted.model_construct(**about(task), completed_at=uow.now)
        emit_change(uow, task, "completed", event)
        return replace(await reload_task(uow, task) if before.reminders else task, undo_id=undo_id)


async def reopen_task(
    db: Database,
    principal: Principal,
    task_id: UUID,
    expected: int | None,
    *,
    alongside: Alongside | None = None,
) -> TaskView:
    """The task is open again; a next occurrence that nobody has touched is taken back.

    Reminders whose time passed meanwhile are not sent (`undone_past`).

    Raises:
        NotFound: no such task of this user.
        VersionMismatch: `expected` is not the stored version.
    """
    async with db.unit_of_work() as uow:
        user, before = await lock_task(uow, principal, task_id, None)
        if alongside is not None:
            await alongside(uow)
        if before.status == TaskStatus.OPEN:
            return before
        check_version(before.version, expected)
        (task,) = await reopen_all(uow, user, [before])
        await uow.flush()
        return await reload_task(uow, task)


async def delete_task(
    db: Database, principal: Principal, task_id: UUID, expected: int | None
) -> UUID:
    """The task is in the trash and nothing of it fires; its series ends with it.

    Answers the undo entry that brings it back.

    Raises:
        NotFound: no such task of this user.
        VersionMismatch: `expected` is not the stored version.
    """
    async with db.unit_of_work() as uow:
        _, task = await lock_task(uow, principal, task_id, expected)
        deleted = await delete_all(uow, [task])
        return await record_undo(uow, "delete", [deletion_of(each) for each in deleted])
