"""What became of slots, on the wire."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.common import AnswerModel, Day, DayOut, WireModel
from shared.events.base import Instant

OutcomeName = Literal["open", "done", "skipped", "missed", "moved"]


class OccurrenceQuery(WireModel):
    """Which slots to list."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=False)

    status: OutcomeName | None = None
    first: Day | None = Field(default=None, alias="from", description="First local day of a slot")
    last: Day | None = Field(default=None, alias="to", description="Last local day of a slot")
    cursor: str | None = Field(default=None, max_length=400, description="next_cursor of a page")
    limit: int = Field(default=50, ge=1, le=200)


class OccurrenceOut(AnswerModel):
    """One slot of a series, or `count` slots from this one on."""

    series_id: UUID
    slot: str = Field(description="Its original local time, or date")
    status: OutcomeName
    count: int = Field(ge=1, description="More than 1: missed slots that were summed up")
    task_id: UUID | None = Field(description="The occurrence, if there is one still")
    latest_task_id: UUID | None = Field(
        description="The latest occurrence of its series, if any is left"
    )
    title: str | None = Field(description="Its own, else that of the latest occurrence")
    ended_at: Instant | None = Field(description="When it was done or skipped")
    logged_at: Instant | None
    reason: Literal["asked", "auto_skip", "vacation"] | None = Field(
        description="Why it was skipped; null if it was not, or that is not known any more"
    )


class OccurrencePageOut(AnswerModel):
    """A page of slots, the latest first."""

    items: list[OccurrenceOut]
    next_cursor: str | None


class StreakOut(AnswerModel):
    """Slots done in a row. Skips and vacations neither count nor break."""

    current: int
    longest: int


class HeatmapDayOut(AnswerModel):
    """How many slots of one day ended so."""

    date: DayOut
    outcome: OutcomeName
    count: int


class HistoryOut(AnswerModel):
    """How regularly a series is done."""

    slots_done: int
    skipped: int
    missed: int
    moved: int
    streak: StreakOut
    rate_30d: float | None = Field(description="Done of done and missed; null: neither yet")
    rate_90d: float | None
    heatmap: list[HeatmapDayOut] = Field(description="53 weeks, ascending; days with slots alone")
    first_slot: str | None
    slot_number: str | None = Field(description="Which of how many, like 4 of 10; null if endless")
