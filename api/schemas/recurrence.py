"""Recurrence rules on the wire: what one means, before it is kept."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.schemas.common import AnswerModel, DayOut, SlotIn
from api.schemas.tasks import RuleIn

MOST_DATES_SHOWN = 100
MOST_EXTRA_DATES = 100


class PreviewIn(RuleIn):
    """A rule with its start; what is left out is as it would be for a new task of the account."""

    dtstart: SlotIn | None = Field(
        default=None, description="A day, or a wall time; today if it is left out"
    )
    zone: str | None = Field(
        default=None, max_length=64, description="IANA zone; the account's if it is left out"
    )
    anchor: Literal["schedule", "completion"] = "schedule"
    n: int = Field(default=10, ge=1, le=MOST_DATES_SHOWN, description="How many dates at most")
    exdates: list[SlotIn] = Field(
        default_factory=list, max_length=MOST_EXTRA_DATES, description="Slots that do not occur"
    )
    rdates: list[SlotIn] = Field(
        default_factory=list, max_length=MOST_EXTRA_DATES, description="Slots besides the rule's"
    )
    week_start: Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"] | None = Field(
        default=None, description="For weekly; the account's if it is left out"
    )


class DstNoteOut(AnswerModel):
    """What a change of the clocks does to a slot, or to the slots of a day."""

    code: Literal["gap", "overlap_first", "overlap_second", "day_length"]
    date: DayOut
    at: datetime
    text: str


class PreviewDateOut(AnswerModel):
    """A date to come."""

    slot: str = Field(description="Its local time, or date")
    at: datetime = Field(description="Its instant; of a date the start of that day")
    number: int | None = Field(description="Its place in a rule that ends: slot 4 of 10")
    note: DstNoteOut | None


class WarningOut(AnswerModel):
    """What is worth knowing before the rule is kept."""

    code: str = Field(description="skips_short_months, dtstart_not_slot, has_ended, cut_short, …")
    text: str
    rrule: str | None = Field(description="A rule without the problem, where there is one")


class PreviewOut(AnswerModel):
    """What a rule means."""

    rrule: str = Field(description="As it would be stored")
    text: str = Field(description="In words, in English")
    of: int | None = Field(description="How many slots, or completions, it has in all")
    dates: list[PreviewDateOut]
    dst_notes: list[DstNoteOut] = Field(
        description="What clocks do to it in the year from its first date on"
    )
    warnings: list[WarningOut]
