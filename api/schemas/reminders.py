"""Reminders on the wire."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.common import WHOLE, AnswerModel, Instant, WireModel
from shared.domain.reminders import MOST_CHANNELS, MOST_NAGS

LONGEST_DURATION = 40


class NagIn(WireModel):
    """The reminder comes again until the task is done."""

    every: str = Field(
        max_length=LONGEST_DURATION,
        description="ISO 8601 duration from one message to the next: PT5M to P1D",
    )
    max: Annotated[StrictInt, Field(ge=1, le=MOST_NAGS), WHOLE] = Field(
        default=MOST_NAGS, description="Messages in all, the first included"
    )


class ReminderIn(WireModel):
    """A reminder relative to the due or start time, or at an instant."""

    type: Literal["relative", "absolute"] | None = Field(
        default=None, description="May be left out: offset makes it relative, at absolute"
    )
    offset: str | None = Field(
        default=None,
        max_length=LONGEST_DURATION,
        description="ISO 8601 duration: -PT30M is half an hour before",
    )
    at: Instant | None = None
    relative_to: Literal["due", "start"] | None = Field(
        default=None, description="What offset counts from; due if left out"
    )
    channels: list[Annotated[str, Field(max_length=LONGEST_DURATION)]] | None = Field(
        default=None,
        min_length=1,
        max_length=MOST_CHANNELS,
        description="email, or ids of channels; those of the account if left out",
    )
    nag: NagIn | None = None
    urgent: StrictBool = Field(default=False, description="Quiet hours do not hold it up")

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if (self.offset is None) == (self.at is None):
            raise PydanticCustomError("reminder_kind", "Give either offset or at.")
        if self.type is not None and (self.type == "relative") != (self.offset is not None):
            raise PydanticCustomError("reminder_kind", "relative has offset, absolute has at.")
        if self.at is not None and self.relative_to is not None:
            raise PydanticCustomError("reminder_kind", "relative_to belongs to offset.")
        return self


class NagOut(AnswerModel):
    """How a reminder comes again, and how often it has."""

    every: str
    max: int
    sent: int = Field(description="Messages so far")


class ReminderOut(AnswerModel):
    """A reminder and what became of it."""

    id: UUID
    type: Literal["relative", "absolute"]
    offset: str | None
    at: datetime | None = Field(description="The instant asked for, if absolute")
    relative_to: Literal["due", "start"] | None = Field(description="null if absolute")
    fire_at: datetime | None = Field(description="When it fires or fired")
    channels: list[str]
    nag: NagOut | None
    urgent: bool
    snooze_of: UUID | None = Field(description="The reminder that was put off until this one")
    state: Literal["idle", "scheduled", "deferred", "sent", "failed", "skipped", "cancelled"]
    reason: str | None
