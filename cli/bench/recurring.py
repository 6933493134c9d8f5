"""Recurring tasks in bulk, and their completion in bulk, as the commands would have written it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from cli.bench.seed import ZONE
from cli.bench.staging import set_aside
from shared.commands.reminders import cancel_reminders
from shared.commands.snapshots import about, emit_change
from shared.core.ids import new_uuid7
from shared.db.repositories.reminders import ReminderRow, insert_reminders
from shared.db.repositories.series import LogEntry, log_slots
from shared.db.repositories.tasks import SeriesView, TaskView
from shared.db.session import Database, UnitOfWork
from shared.domain.recurrence import slot_text
from shared.domain.tasks import TaskStatus
from shared.domain.zones import to_instant, to_local
from shared.events.tasks import TaskCompleted

_RULE = "FREQ=DAILY"
_AT = time(9)

_SERIES = text(
    """
    INSERT INTO series (id, user_id, rrule, dtstart, all_day, anchor, created_at, updated_at)
    SELECT s.id, s.user_id, :rrule, :dtstart, false, 'schedule', :now, :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:user_ids AS uuid[])) AS s (id, user_id)
    """
)
_TASKS = text(
    """
    INSERT INTO tasks (id, user_id, title, status, due_at, due_local, series_id, slot, created_at,
                       updated_at)
    SELECT t.id, t.user_id, t.title, 'open', :due_at, :due_local, t.series_id, :slot, :now, :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:user_ids AS uuid[]), CAST(:series_ids AS uuid[]),
                CAST(:titles AS text[])) AS t (id, user_id, series_id, title)
    """
)
_COMPLETE = text(
    """
    UPDATE tasks SET status = 'done', completed_at = :now, version = version + 1, updated_at = :now
    WHERE id = ANY(CAST(:ids AS uuid[]))
    """
)
_COUNT = text(
    "UPDATE series SET completions = completions + 1 WHERE id = ANY(CAST(:ids AS uuid[]))"
)


async def add_recurring(db: Database, owners: Sequence[UUID]) -> list[TaskView]:
    """A daily task, due tomorrow at nine with a reminder then, for each owner; without events."""
    async with db.unit_of_work() as uow:
        tasks = [_new_task(owner, number, uow.now) for number, owner in enumerate(owners)]
        await uow.connection.execute(_SERIES, _series_columns(tasks, uow.now))
        await uow.connection.execute(_TASKS, _task_columns(tasks, uow.now))
        reminders = [_reminder(task, uow.now) for task in tasks]
        await insert_reminders(uow.connection, reminders, uow.now)
    return tasks


async def complete_all(db: Database, tasks: Sequence[TaskView]) -> None:
    """Every task is done in one transaction, with the rows and events of `complete_task`."""
    async with db.unit_of_work() as uow:
        await _complete(uow, tasks)


async def stage_completions(db: Database, tasks: Sequence[TaskView]) -> range:
    """Every task is done, and its events wait beside the outbox: nobody hears of them yet.

    The result numbers the tasks for `staging.RELEASE`, in their order.
    """
    async with db.unit_of_work() as uow:
        await _complete(uow, tasks)
        await uow.flush()
        return await set_aside(uow.connection, [task.id for task in tasks])


async def _complete(uow: UnitOfWork, tasks: Sequence[TaskView]) -> None:
    await uow.lock_users({task.user_id for task in tasks})
    done = [_completed(task, uow.now) for task in tasks]
    ids = [task.id for task in done]
    await uow.connection.execute(_COMPLETE, {"ids": ids, "now": uow.now})
    await uow.connection.execute(_COUNT, {"ids": [task.series_id for task in done]})
    await cancel_reminders(uow, ids, "task_done")
    await log_slots(uow.connection, [_log_entry(task) for task in done], uow.now)
    for task in done:
        event = TaskCompleted.model_construct(**about(task), completed_at=uow.now)
        emit_change(uow, task, "completed", event)


def _new_task(owner: UUID, number: int, now: datetime) -> TaskView:
    tomorrow = to_local(now, ZONE).date() + timedelta(days=1)
    due = datetime.combine(tomorrow, _AT)
    series = SeriesView(
        id=new_uuid7(now),
        rrule=_RULE,
        anchor="schedule",
        dtstart=due,
        all_day=False,
        zone=None,
        version=1,
    )
    return TaskView(
        id=new_uuid7(now),
        user_id=owner,
        title=f"Take pill {number}",
        notes="",
        priority=4,
        status=TaskStatus.OPEN,
        completed_at=None,
        due_on=None,
        due_at=to_instant(due, ZONE),
        due_local=due,
        zone=None,
        slot=slot_text(due),
        version=1,
        created_at=now,
        updated_at=now,
        series=series,
    )


def _completed(task: TaskView, now: datetime) -> TaskView:
    return replace(
        task, status=TaskStatus.DONE, completed_at=now, version=task.version + 1, updated_at=now
    )


def _reminder(task: TaskView, now: datetime) -> ReminderRow:
    return ReminderRow(
        id=new_uuid7(now),
        user_id=task.user_id,
        task_id=task.id,
        kind="relative",
        lead="PT0S",
        fire_at=task.due_at,
        channels=("email",),
        state="scheduled",
        reason=None,
    )


def _log_entry(task: TaskView) -> LogEntry:
    assert task.series_id is not None
    assert task.slot is not None
    return LogEntry(task.series_id, task.slot, task.user_id, "done", task.id)


def _series_columns(tasks: Sequence[TaskView], now: datetime) -> dict[str, Any]:
    return {
        "ids": [task.series_id for task in tasks],
        "user_ids": [task.user_id for task in tasks],
        "rrule": _RULE,
        "dtstart": tasks[0].due_local,
        "now": now,
    }


def _task_columns(tasks: Sequence[TaskView], now: datetime) -> dict[str, Any]:
    return {
        "ids": [task.id for task in tasks],
        "user_ids": [task.user_id for task in tasks],
        "series_ids": [task.series_id for task in tasks],
        "titles": [task.title for task in tasks],
        "due_at": tasks[0].due_at,
        "due_local": tasks[0].due_local,
        "slot": tasks[0].slot,
        "now": now,
    }
