"""Putting reminders off, on the wire."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.common import AnswerModel, Instant, WireModel
from shared.commands.snoozing import MOST_AT_ONCE
from shared.domain.snooze import Preset, Snooze


class SnoozeIn(WireModel):
    """Until when: exactly one of for, until and preset."""

    length: Annotated[str, Field(max_length=40)] | None = Field(
        default=None, alias="for", description="ISO 8601 duration: PT10M; days are calendar days"
    )
    until: Instant | None = Field(default=None, description="An instant ahead, by 366 days at most")
    preset: Preset | None = Field(
        default=None,
        description="In the zone of the account: this_evening is the next 19:00; tomorrow, and "
        "next_week's Monday, at the time of day at which it is told of whole days",
    )

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if sum(each is not None for each in (self.length, self.until, self.preset)) != 1:
            raise PydanticCustomError("snooze_kind", "Give exactly one of for, until and preset.")
        return self

    @property
    def wish(self) -> Snooze:
        """What the command takes."""
        return Snooze(self.length, self.until, self.preset)


class SnoozeManyIn(SnoozeIn):
    """Which reminders, and until when."""

    ids: list[UUID] = Field(min_length=1, max_length=MOST_AT_ONCE)


class SnoozeOut(AnswerModel):
    """The reminder that comes instead of one that was put off."""

    id: UUID
    snooze_of: UUID | None = Field(description="The reminder that was put off; null for itself")
    task_id: UUID
    fire_at: datetime | None
    channels: list[str]
    state: Literal["idle", "scheduled", "deferred", "sent", "failed", "skipped", "cancelled"]
    reason: str | None
    urgent: bool
    nag_every: str | None
    nag_max: int | None
    nag_sent: int = Field(description="Messages so far, those of the original included")


class SnoozesOut(AnswerModel):
    """One a chain: ids of the same original give one."""

    items: list[SnoozeOut]
