"""What the events of a task say about it."""

from typing import Any, Literal

from shared.db.repositories.tasks import TaskView
from shared.db.session import UnitOfWork
from shared.domain.tasks import TaskStatus
from shared.events.tasks import TaskChanged, TaskEvent, TaskSnapshot

Change = Literal["created", "updated", "completed", "reopened", "deleted"]


def snapshot_of(task: TaskView) -> TaskSnapshot:
    """The task as lists show it."""
    return TaskSnapshot.model_construct(
        user_id=task.user_id,
        id=task.id,
        title=task.title,
        priority=task.priority,
        status="done" if task.status == TaskStatus.DONE else "open",
        labels=task.labels,
        due_on=task.due_on,
        due_at=task.due_at,
        due_local=task.due_local,
        zone=task.zone,
        completed_at=task.completed_at,
        series_id=task.series_id,
        slot=task.slot,
        version=task.version,
        start_on=task.start_on,
        start_local=task.start_local,
        project_id=task.project_id,
        parent_id=task.parent_id,
        section_id=task.section_id,
        position=task.position,
    )


def about(task: TaskView) -> dict[str, Any]:
    """The fields that every event of this task has (`TaskEvent`)."""
    return {
        "user_id": task.user_id,
        "task_id": task.id,
        "task_version": task.version,
        "series_id": task.series_id,
        "slot": task.slot,
    }


def emit_change(uow: UnitOfWork, task: TaskView, change: Change, event: TaskEvent) -> None:
    """Workers learn of `event`, and browsers of the task after it."""
    for each in change_events(task, change, event):
        uow.emit(each)


def change_events(
    task: TaskView, change: Change, event: TaskEvent
) -> tuple[TaskEvent, TaskChanged]:
    """`event` for workers, and for browsers the task after it."""
    snapshot = None if change == "deleted" else snapshot_of(task)
    return event, TaskChanged.model_construct(**about(task), change=change, task=snapshot)
