"""Plain words on the wire: a sentence, and the task that it means."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.common import (
    WHOLE,
    AnswerModel,
    DayOut,
    Instant,
    LocalTimeOut,
    PriorityOut,
    WireModel,
)
from shared.domain.words.understand import MOST_CHARACTERS

MOST_LITERAL = 100
_Place = Annotated[StrictInt, Field(ge=0, le=MOST_CHARACTERS), WHOLE]


class PlaceIn(WireModel):
    """Characters from `start` to `end`, the last one not included, in Unicode code points."""

    start: _Place
    end: _Place

    @model_validator(mode="after")
    def _is_forward(self) -> Self:
        if self.end <= self.start:
            raise PydanticCustomError("place_empty", "The end comes after the start.")
        return self


class ParseIn(WireModel):
    """A sentence; zone, clock and words are the account's."""

    text: str = Field(max_length=MOST_CHARACTERS, examples=["Pay rent every month on the 1st p1"])
    zone: str | None = Field(
        default=None, max_length=64, description="IANA zone; the account's if it is left out"
    )
    now: Instant | None = Field(
        default=None, description="When it is said; the server's clock if it is left out"
    )
    literal: list[PlaceIn] = Field(
        default_factory=list,
        max_length=MOST_LITERAL,
        description="Places that are title, whatever they say: highlights that were taken back",
    )


class ParsedDue(AnswerModel):
    """A day, or a wall time; with a zone if it does not follow the owner's."""

    date: DayOut | None = None
    datetime_local: LocalTimeOut | None = None
    zone: str | None = None


class ParsedRecurrence(AnswerModel):
    """How it comes back."""

    rrule: str
    anchor: Literal["schedule", "completion"]


class ParsedReminder(AnswerModel):
    """Either an offset from the due time, or an instant."""

    offset: str | None = None
    at: datetime | None = None


class ParsedTask(AnswerModel):
    """The body that `POST /api/tasks` takes as it is; what nobody said is left out."""

    title: str = Field(description="Empty if nothing is left, which is a problem, too")
    due: ParsedDue | None = None
    recurrence: ParsedRecurrence | None = None
    reminders: list[ParsedReminder] | None = None
    priority: PriorityOut | None = None
    labels: list[str] | None = None
    project_id: UUID | None = None


class HighlightOut(AnswerModel):
    """A place that was understood and is not in the title; in Unicode code points."""

    start: int
    end: int
    name: Literal["lead", "due", "repeat", "reminder", "project", "label", "priority", "literal"]
    text: str


class ChoiceOut(AnswerModel):
    """What a place may mean as well; what is there replaces that of the task."""

    start: int
    end: int
    due: ParsedDue | None = None
    rrule: str | None = None
    project: str | None = Field(default=None, description="A project that could be made")
    words: str = Field(description="What it would be then, in words")


class WordProblemOut(AnswerModel):
    """What could not be understood, or cannot be."""

    code: str = Field(
        description="impossible_date, impossible_time, contradiction, times_differ, end_not_kept, "
        "in_past, how_often, holidays_not_kept, month_in_days, "
        "rule_refused, reminder_refused, label_refused, project_unknown, title_too_long, empty"
    )
    start: int
    end: int
    message: str


class ParseOut(AnswerModel):
    """A task, and how the sentence was read."""

    task: ParsedTask
    title: str
    highlights: list[HighlightOut]
    choices: list[ChoiceOut] = Field(description="20 at most")
    problems: list[WordProblemOut] = Field(description="20 at most")
