"""Changes that can be taken back, on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.schemas.common import AnswerModel, WireModel
from api.schemas.tasks import TaskOut


class UndoQuery(WireModel):
    """Which page of changes."""

    cursor: UUID | None = Field(default=None, description="next_cursor of a page")
    limit: int = Field(default=50, ge=1, le=200)


class UndoOut(AnswerModel):
    """A change, and whether it can be taken back."""

    id: UUID
    kind: Literal["complete", "skip", "postpone", "edit", "snooze", "delete", "bulk"]
    text: str = Field(description="What it was, in words")
    task_ids: list[UUID]
    at: datetime
    undone_at: datetime | None
    possible: bool
    reason: Literal["undone", "changed", "gone", "expired"] | None


class UndoPageOut(AnswerModel):
    """A page of changes."""

    items: list[UndoOut]
    next_cursor: UUID | None = Field(description="Ask for the next page with it; null at the end")


class UndoneOut(AnswerModel):
    """The tasks of a change as they are after it was taken back."""

    tasks: list[TaskOut]
