"""Changes of tasks: each function is one transaction that changes rows and appends their events."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from shared.commands.planning import DueColumns, due_columns, start_series
from shared.commands.reminder_lists import change_reminders, make_reminders
from shared.commands.reminders import cancel_reminders, replan_reminders, view_of
from shared.commands.snapshots import about, change_events, emit_change
from shared.commands.zones import fitted
from shared.core.errors import NotFound, Unauthenticated, VersionMismatch
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.db.repositories import series as series_repository
from shared.db.repositories import tasks as repository
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.series import LogEntry
from shared.db.repositories.subtasks import subtree_of
from shared.db.repositories.tasks import ReminderView, TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork
from shared.domain.tasks import TaskDraft, TaskPatch, TaskStatus, Unset
from shared.events.tasks import (
    TaskCompleted,
    TaskCreated,
    TaskDeleted,
    TaskReopened,
    TaskUpdated,
)

Alongside = Callable[[UnitOfWork], Awaitable[None]]
"""What else belongs to the transaction, once the owner is locked; it may refuse."""

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
        raise _account_gone()
    return task


async def add_task(uow: UnitOfWork, user: UserRow, draft: TaskDraft) -> TaskView:
    """As `create_task`, inside a transaction that has locked `user`."""
    task = _new_task(user.id, draft, due_columns(draft.due, user.zone), uow.now)
    if draft.recurrence is not None:
        row, task = start_series(draft.recurrence, task, user, uow.now)
        await series_repository.insert_series(uow.connection, row, uow.now)
    await repository.insert_task(uow.connection, task)
    if task.labels:
        await repository.set_labels(uow.connection, user.id, task.id, task.labels)
    emit_change(uow, task, "created", TaskCreated.model_construct(**about(task)))
    reminders = await make_reminders(uow, user, task, draft.reminders)
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
        labels=_clean(draft.labels),
    )


async def patch_task(
    db: Database, principal: Principal, task_id: UUID, patch: TaskPatch, expected: int | None
) -> TaskView:
    """The fields of `patch` are changed; a moved due time moves this occurrence only.

    Raises:
        NotFound: no such task of this user.
        VersionMismatch: `expected` is not the stored version.
        InvalidInput: a value cannot be meant; nothing was changed.
    """
    async with db.unit_of_work() as uow:
        user, before = await _lock_task(uow, principal, task_id, expected)
        if not patch.changed:
            return before
        task = await _patched(uow, user, before, patch)
        await _store(uow, task)
        await _patch_reminders(uow, user, task, before, patch)
        event = TaskUpdated.model_construct(**about(task), changed=patch.changed)
        emit_change(uow, task, "updated", event)
        await uow.flush()
        return await _reload(uow, task)


async def _patched(uow: UnitOfWork, user: UserRow, before: TaskView, patch: TaskPatch) -> TaskView:
    task = replace(before, version=before.version + 1, updated_at=uow.now)
    if not isinstance(patch.title, Unset):
        task = replace(task, title=patch.title.strip())
    if not isinstance(patch.notes, Unset):
        task = replace(task, notes=patch.notes)
    if not isinstance(patch.priority, Unset):
        task = replace(task, priority=patch.priority)
    if not isinstance(patch.labels, Unset):
        task = replace(task, labels=_clean(patch.labels))
        await repository.set_labels(uow.connection, user.id, task.id, task.labels)
    if not isinstance(patch.due, Unset):
        columns = due_columns(patch.due, user.zone)
        task = replace(
            task,
            due_on=columns.due_on,
            due_at=columns.due_at,
            due_local=columns.due_local,
            zone=columns.zone,
        )
    return await _patch_recurrence(uow, user, task, patch)


async def _patch_recurrence(
    uow: UnitOfWork, user: UserRow, task: TaskView, patch: TaskPatch
) -> TaskView:
    if isinstance(patch.recurrence, Unset):
        return task
    if patch.recurrence is None:
        return replace(task, series=None, slot=None)
    row, task = start_series(patch.recurrence, task, user, uow.now)
    await series_repository.insert_series(uow.connection, row, uow.now)
    return task


async def _patch_reminders(
    uow: UnitOfWork, user: UserRow, task: TaskView, before: TaskView, patch: TaskPatch
) -> None:
    drafts = None if isinstance(patch.reminders, Unset) else patch.reminders
    await change_reminders(uow, user, before, task, drafts)
    if task.status == TaskStatus.DONE:  # they wait for a reopening, not for their time
        await cancel_reminders(uow, [task.id], "task_done")


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
        VersionMismatch: `expected` is not the stored version.
    """
    async with db.unit_of_work() as uow:
        _, before = await _lock_task(uow, principal, task_id, None)
        if alongside is not None:
            await alongside(uow)
        if before.status == TaskStatus.DONE:
            return before
        _check_version(before, expected)
        task = replace(
            before,
            status=TaskStatus.DONE,
            completed_at=uow.now,
            version=before.version + 1,
            updated_at=uow.now,
        )
        await _store(uow, task)
        if before.reminders:
            await cancel_reminders(uow, [task.id], "task_done")
        if task.series and task.slot:
            entry = LogEntry(task.series.id, task.slot, task.user_id, "done", task.id)
            await series_repository.log_slots(uow.connection, [entry], uow.now)
            await series_repository.count_completion(uow.connection, task.series.id, 1)
        event = TaskCompleted.model_construct(**about(task), completed_at=uow.now)
        emit_change(uow, task, "completed", event)
        return await _reload(uow, task) if before.reminders else task


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
        user, before = await _lock_task(uow, principal, task_id, None)
        if alongside is not None:
            await alongside(uow)
        if before.completed_at is None:
            return before
        _check_version(before, expected)
        task = replace(
            fitted(before, user),  # its owner may have moved to another zone meanwhile
            status=TaskStatus.OPEN,
            completed_at=None,
            version=before.version + 1,
            updated_at=uow.now,
        )
        await _store(uow, task)
        if task.series and task.slot:
            await _take_back_next(uow, before)
            await series_repository.unlog_slot(uow.connection, task.series.id, task.slot)
            await series_repository.count_completion(uow.connection, task.series.id, -1)
        await replan_reminders(uow, task, user, past_reason="undone_past")
        emit_change(uow, task, "reopened", TaskReopened.model_construct(**about(task)))
        await uow.flush()
        return await _reload(uow, task)


async def _take_back_next(uow: UnitOfWork, done: TaskView) -> None:
    if done.series is None:
        return
    ids = await repository.find_untouched_next(uow.connection, done.series.id, done.id)
    ids += await subtree_of(uow.connection, ids)
    await cancel_reminders(uow, ids, "taken_back")
    for identifier in ids:
        gone = await repository.load_task(uow.connection, done.user_id, identifier)
        if gone is not None:
            _emit_deleted(uow, gone)
    await repository.remove_tasks(uow.connection, ids)


async def delete_task(
    db: Database, principal: Principal, task_id: UUID, expected: int | None
) -> None:
    """The task is in the trash and nothing of it fires; its series ends with it.

    Raises:
        NotFound: no such task of this user.
        VersionMismatch: `expected` is not the stored version.
    """
    async with db.unit_of_work() as uow:
        _, task = await _lock_task(uow, principal, task_id, expected)
        await cancel_reminders(uow, [task.id], "task_deleted")
        await repository.mark_deleted(uow.connection, [task.id], uow.now)
        _emit_deleted(uow, task)


def _emit_deleted(uow: UnitOfWork, task: TaskView) -> None:
    gone = replace(task, version=task.version + 1)
    emit_change(uow, gone, "deleted", TaskDeleted.model_construct(**about(gone)))


async def lock_owner(uow: UnitOfWork, principal: Principal) -> UserRow:
    """The user of this principal, locked: its events now follow commit order.

    Raises:
        Unauthenticated: the account is gone.
    """
    users = await uow.lock_users([principal.user_id])
    if principal.user_id not in users:
        raise _account_gone()
    return users[principal.user_id]


def _account_gone() -> Unauthenticated:
    return Unauthenticated("This account does not exist any more.")


async def _lock_task(
    uow: UnitOfWork, principal: Principal, task_id: UUID, expected: int | None
) -> tuple[UserRow, TaskView]:
    """Owner and task; safe to change, since every change of a task locks its owner first."""
    user = await lock_owner(uow, principal)
    task = await repository.load_task(uow.connection, user.id, task_id)
    if task is None:
        raise NotFound("task", task_id)
    _check_version(task, expected)
    return user, task


def _check_version(task: TaskView, expected: int | None) -> None:
    if expected is not None and task.version != expected:
        raise VersionMismatch(expected, task.version)


async def _store(uow: UnitOfWork, task: TaskView) -> None:
    if not await repository.update_task(uow.connection, task):
        raise RuntimeError(f"task {task.id} changed although its owner was locked")


async def _reload(uow: UnitOfWork, task: TaskView) -> TaskView:
    stored = await repository.load_task(uow.connection, task.user_id, task.id)
    if stored is None:
        raise NotFound("task", task.id)
    return stored


def _clean(labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({label.strip() for label in labels}))
