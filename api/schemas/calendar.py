"""What a calendar shows ahead, on the wire."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.common import AnswerModel, Day, WireModel
from api.schemas.tasks import DueOut


class CalendarQuery(WireModel):
    """Which days a calendar shows."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=False)

    first: Day = Field(alias="from", description="First day, in the zone of the account")
    last: Day = Field(alias="to", description="Last day, included; at most 62 days in all")


class SlotAheadOut(AnswerModel):
    """A slot of a series that has no task yet."""

    task_id: UUID = Field(description="The latest open task of the series")
    series_id: UUID
    title: str
    priority: Literal["high", "medium", "low", "none"]
    project_id: UUID | None
    slot: str = Field(description="Its local time, or date")
    due: DueOut
    is_certain: bool = Field(
        description="false: the series counts from completions; then this is what comes if each "
        "is done when it is due"
    )


class CalendarOut(AnswerModel):
    """What series bring in these days, the earliest first."""

    items: list[SlotAheadOut]
    is_complete: bool = Field(
        description="false: there is more than 2,000 slots, 200 of a series or 500 series, or a "
        "series whose zone this server does not know"
    )
