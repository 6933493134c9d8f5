"""What an archived project does to the reminders of its tasks: they are silent until it is back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from shared.commands.reminders import announce, cancel_reminders, draft_rows
from shared.db.repositories import projects as repository
from shared.db.repositories import reminders as reminders_repository
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.tasks import TaskView
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.domain.tasks import ReminderDraft, TaskStatus

ARCHIVED = "project_archived"


async def silence_archived(uow: UnitOfWork, task_ids: Sequence[UUID]) -> bool:
    """Nothing waits of those of these tasks whose project is archived; whether there are any."""
    ids = await repository.archived_of(uow.connection, task_ids)
    if ids:
        await cancel_reminders(uow, ids, ARCHIVED)
    return bool(ids)


async def wake(uow: UnitOfWork, user: UserRow, tasks: Sequence[TaskView]) -> None:
    """The reminders of open tasks that the archive cancelled are planned anew."""
    by_id = {task.id: task for task in tasks if task.status == TaskStatus.OPEN}
    if not by_id:
        return
    rows = await reminders_repository.reminders_of(uow.connection, list(by_id))
    planned = [
        _planned(row, by_id[row.task_id], user, uow.now)
        for row in rows
        if row.state == "cancelled" and row.reason == ARCHIVED
    ]
    announce(uow, await reminders_repository.replan_reminders(uow.connection, planned, uow.now))


def _planned(row: ReminderRow, task: TaskView, user: UserRow, now: datetime) -> ReminderRow:
    """The reminder as it would be planned at `now`; one that nags goes on where it was."""
    is_fixed = row.lead is None or (row.nag_sent > 0 and row.fire_at is not None)
    draft = ReminderDraft(
        lead=None if is_fixed else row.lead,
        at=row.fire_at if is_fixed else None,
        relative_to="start" if row.relative_to == "start" else "due",
    )
    (fresh,) = draft_rows([draft], task, user, now)
    return replace(row, fire_at=fresh.fire_at, state=fresh.state, reason=fresh.reason)
