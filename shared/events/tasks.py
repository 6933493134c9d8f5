"""Events about tasks and series. Every one carries the task's version after the change."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from shared.events.base import EventData, Instant, LocalTime


class TaskEvent(EventData):
    """Something happened to one task; `task_version` is its version afterwards."""

    task_id: UUID
    task_version: int = Field(ge=1)
    series_id: UUID | None = None
    slot: str | None = Field(default=None, description="Original local time of the occurrence")

    @property
    @override
    def subject(self) -> str:
        return str(self.task_id)


class TaskCreated(TaskEvent):
    """A task, or the next occurrence of a series, exists.

    Emitted when a task is created, and when the recurrence worker brings the next occurrence.
    """


class TaskUpdated(TaskEvent):
    """Fields of a task changed.

    Emitted when an edit changed at least one field; not for completing and reopening.
    """

    changed: tuple[str, ...] = Field(description="Names of the fields that changed, sorted")


class TaskCompleted(TaskEvent):
    """A task was done.

    Emitted when an open task is completed; for a task of a series the recurrence worker answers
    with the next occurrence.
    """

    completed_at: Instant


class TaskReopened(TaskEvent):
    """A done task is open again.

    Emitted when a completed task is reopened. The occurrence that its completion brought, if nobody
    touched it, is deleted in the same transaction.
    """


class TaskSkipped(TaskEvent):
    """An occurrence will not be done, and the series goes on without it.

    Emitted when its owner skips it, and when the policy of its series, or a vacation, does.
    """

    skipped_at: Instant
    reason: Literal["asked", "auto_skip", "vacation"]


class TaskMissed(TaskEvent):
    """Slots of a series passed without anybody doing them.

    Emitted beside the next occurrence, about the occurrence that was done or skipped late.
    """

    slots: tuple[str, ...] = Field(description="Local times, ascending, at most 500")
    total: int = Field(ge=1, description="All of them, also beyond those that are named")


class TaskRestored(TaskEvent):
    """A deleted task is back.

    Emitted when a deletion is undone.
    """


class SeriesUpdated(EventData):
    """The rule of a series, or what its coming occurrences look like, was changed.

    Emitted with the edit, beside `task.updated` of each open occurrence that shows another rule or
    moves. What was done and skipped shows the rule of its series as well, without an event of its
    own. `followed_by` is the series that goes on from it, if the edit began one.
    """

    series_id: UUID
    series_version: int = Field(ge=1)
    changed: tuple[str, ...] = Field(description="Names of the fields that changed, sorted")
    followed_by: UUID | None = None

    @property
    @override
    def subject(self) -> str:
        return str(self.series_id)


class TaskDeleted(TaskEvent):
    """A task is gone for its owner.

    Emitted when a task is deleted, and for an occurrence that a reopened task takes back.
    """


class TaskSnapshot(EventData):
    """A task as lists show it; no notes, which may be long."""

    id: UUID
    title: str
    priority: int = Field(ge=1, le=4)
    status: Literal["open", "done"]
    labels: tuple[str, ...]
    due_on: date | None
    due_at: Instant | None
    due_local: LocalTime | None
    zone: str | None
    completed_at: Instant | None
    series_id: UUID | None
    slot: str | None
    version: int
    start_on: date | None = None
    start_local: LocalTime | None = None
    project_id: UUID | None = None
    parent_id: UUID | None = None
    section_id: UUID | None = None
    position: str | None = Field(
        default=None, description="Key of the manual order; null stands where the id would"
    )


class TaskChanged(TaskEvent):
    """What browsers need to stay current: the change and the task after it.

    Emitted beside each of the other task events, in the same transaction.
    """

    change: Literal["created", "updated", "completed", "reopened", "deleted"]
    task: TaskSnapshot | None = Field(description="None when the task is gone")
