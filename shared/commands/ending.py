"""Tasks that are done, opened again or deleted, however many, in a handful of statements.

Each takes tasks of one locked owner, in the state that it says, and answers them afterwards.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from shared.commands.archives import silence_archived
from shared.commands.moving import is_moved
from shared.commands.reminders import cancel_reminders, replan_many
from shared.commands.snapshots import about, emit_change
from shared.commands.taking_back import emit_deleted, take_back_next
from shared.commands.zones import fitted
from shared.db.repositories import series as series_repository
from shared.db.repositories import task_sets, undo
from shared.db.repositories import tasks as repository
from shared.db.repositories.series import LogEntry
from shared.db.repositories.subtasks import subtree_of
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.tasks import TaskStatus
from shared.events.tasks import TaskCompleted, TaskReopened


async def complete_all(uow: UnitOfWork, tasks: Sequence[TaskView]) -> list[TaskView]:
    """These open tasks are done; the recurrence worker brings what follows them."""
    marks = {"status": TaskStatus.DONE, "completed_at": uow.now}
    done = [
        replace(
            task,
            status=TaskStatus.DONE,
            completed_at=uow.now,
            version=task.version + 1,
            updated_at=uow.now,
        )
        for task in tasks
    ]
    await task_sets.change_rows(uow.connection, [(task.id, marks) for task in tasks], uow.now)
    await cancel_reminders(uow, [task.id for task in tasks], "task_done")
    await log_occurrences(uow, done, "done")
    await undo.count_completions(uow.connection, _occurrences(done, 1))
    for task in done:
        event = TaskCompleted.model_construct(**about(task), completed_at=uow.now)
        emit_change(uow, task, "completed", event)
    return done


_REOPENED = ("status", "completed_at", "skipped_at", "due_at", "start_at")


async def reopen_all(uow: UnitOfWork, user: UserRow, tasks: Sequence[TaskView]) -> list[TaskView]:
    """These done or skipped tasks are open; what their end brought is taken back if untouched.

    Reminders whose time passed meanwhile are not sent (`undone_past`).
    """
    opened = [
        replace(
            fitted(task, user),  # its owner may have moved to another zone meanwhile
            status=TaskStatus.OPEN,
            completed_at=None,
            skipped_at=None,
            version=task.version + 1,
            updated_at=uow.now,
        )
        for task in tasks
    ]
    rows = [(task.id, {name: getattr(task, name) for name in _REOPENED}) for task in opened]
    await task_sets.change_rows(uow.connection, rows, uow.now)
    await forget_end(uow, user.id, tasks)
    await replan_many(uow, opened, user, past_reason="undone_past")
    await silence_archived(uow, [task.id for task in opened])
    for before, task in zip(tasks, opened, strict=True):
        emit_reopened(uow, task, was_skipped=before.status == TaskStatus.SKIPPED)
    return opened


async def forget_end(uow: UnitOfWork, user_id: UUID, tasks: Sequence[TaskView]) -> None:
    """The series of these done or skipped occurrences are as before their end."""
    occurrences = [task for task in tasks if task.series and task.slot]
    if not occurrences:
        return
    await take_back_next(uow, user_id, [task.id for task in occurrences])
    await undo.unlog_slots(uow.connection, slots_of(occurrences))
    await log_occurrences(uow, [task for task in occurrences if is_moved(task)], "moved")
    done = [task for task in occurrences if task.status == TaskStatus.DONE]
    await undo.count_completions(uow.connection, _occurrences(done, -1))


def emit_reopened(uow: UnitOfWork, task: TaskView, *, was_skipped: bool) -> None:
    """Workers and browsers learn that the task is open; browsers had lost a skipped one."""
    event = TaskReopened.model_construct(**about(task))
    emit_change(uow, task, "created" if was_skipped else "reopened", event)


async def delete_all(uow: UnitOfWork, tasks: Sequence[TaskView]) -> list[TaskView]:
    """These tasks are in the trash with all below them; answers each as it was.

    Nothing of them fires, and their series end with them.
    """
    ids = [task.id for task in tasks]
    below = await subtree_of(uow.connection, ids)
    if below:
        found = await task_sets.load_tasks(uow.connection, tasks[0].user_id, below)
        tasks = [*tasks, *found.values()]
        ids += below
    await cancel_reminders(uow, ids, "task_deleted")
    await repository.mark_deleted(uow.connection, ids, uow.now)
    for task in tasks:
        emit_deleted(uow, task)
    return list(tasks)


async def log_occurrences(uow: UnitOfWork, tasks: Sequence[TaskView], outcome: str) -> None:
    """The log says this of the slots of those that are occurrences."""
    entries = [
        LogEntry(task.series.id, task.slot, task.user_id, outcome, task.id)
        for task in tasks
        if task.series and task.slot
    ]
    await series_repository.log_slots(uow.connection, entries, uow.now)


def slots_of(tasks: Sequence[TaskView]) -> list[tuple[UUID, str]]:
    """Series and slot of those that are occurrences."""
    return [(task.series.id, task.slot) for task in tasks if task.series and task.slot]


def _occurrences(tasks: Sequence[TaskView], change: int) -> dict[UUID, int]:
    found = Counter(series_id for series_id, _ in slots_of(tasks))
    return {series_id: change * count for series_id, count in found.items()}
