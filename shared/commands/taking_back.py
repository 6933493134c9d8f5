"""Occurrences that never were: what a completion or a skip brought goes when it is undone."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from shared.commands.reminders import cancel_reminders
from shared.commands.snapshots import about, emit_change
from shared.db.repositories import task_sets
from shared.db.repositories.subtasks import subtree_of
from shared.db.repositories.tasks import TaskView
from shared.db.session import UnitOfWork
from shared.events.tasks import TaskDeleted


async def take_back_next(uow: UnitOfWork, user_id: UUID, task_ids: Sequence[UUID]) -> None:
    """What the end of these brought is gone, if nobody touched it; its receipts stay."""
    ids = await task_sets.find_untouched_next(uow.connection, task_ids, uow.now)
    if not ids:
        return
    ids += await subtree_of(uow.connection, ids)
    gone = await task_sets.load_tasks(uow.connection, user_id, ids)
    await cancel_reminders(uow, ids, "taken_back")
    for task in gone.values():
        emit_deleted(uow, task)
    await task_sets.remove_tasks(uow.connection, ids, uow.now)


def emit_deleted(uow: UnitOfWork, task: TaskView) -> None:
    """Workers and browsers learn that this task is gone; it is as it was before."""
    gone = replace(task, version=task.version + 1)
    emit_change(uow, gone, "deleted", TaskDeleted.model_construct(**about(gone)))
