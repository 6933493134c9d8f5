"""Reminders on the wire."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.common import AnswerModel, Instant, WireModel


class ReminderIn(WireModel):
    """A reminder relative to the due time, or at an instant."""

    offset: str | None = Field(
        default=None, max_length=40, description="ISO 8601 duration: -PT30M is half an hour before"
    )
    at: Instant | None = None

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if (self.offset is None) == (self.at is None):
            raise PydanticCustomError("reminder_kind", "Give either offset or at.")
        return self


class ReminderOut(AnswerModel):
    """A reminder and what became of it."""

    id: UUID
    type: Literal["relative", "absolute"]
    offset: str | None
    at: datetime | None = Field(description="The instant asked for, if absolute")
    fire_at: datetime | None = Field(description="When it fires or fired")
    channels: list[str]
    state: Literal["idle", "scheduled", "sent", "failed", "skipped", "cancelled"]
    reason: str | None
