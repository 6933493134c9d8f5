"""Vacations on the wire."""

from datetime import datetime
from uuid import UUID

from pydantic import Field, StrictBool

from api.schemas.common import AnswerModel, Day, DayOut, WireModel


class VacationIn(WireModel):
    """Days without reminders, the first and the last included."""

    starts_on: Day
    ends_on: Day
    skips_occurrences: StrictBool = Field(
        default=False, description="Occurrences that fall into it are skipped by themselves"
    )


class VacationOut(AnswerModel):
    """Days without reminders, the first and the last included."""

    id: UUID
    starts_on: DayOut
    ends_on: DayOut
    skips_occurrences: bool
    created_at: datetime


class VacationListOut(AnswerModel):
    """All vacations of an account, the earliest first."""

    items: list[VacationOut]
