"""The trash on the wire."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.schemas.common import AnswerModel, WireModel
from api.schemas.tasks import TaskOut


class TrashQuery(WireModel):
    """Which page of deleted tasks."""

    cursor: str | None = Field(default=None, max_length=200, description="next_cursor of a page")
    limit: int = Field(default=50, ge=1, le=200)


class TrashedOut(AnswerModel):
    """A deleted task; those that were deleted with it are not listed."""

    task: TaskOut
    deleted_at: datetime


class TrashPageOut(AnswerModel):
    """A page of deleted tasks, the newest deletion first."""

    items: list[TrashedOut]
    next_cursor: str | None


class RestoredOut(AnswerModel):
    """The task that is back, with those that were deleted with it behind."""

    tasks: list[TaskOut]
    lost: list[Literal["parent_id", "project_id", "section_id"]] = Field(
        description="Where the first one stood before and does not any more: that is gone",
        examples=[["project_id"]],
    )
