"""Tasks on the wire."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.common import (
    AnswerModel,
    AnyInstant,
    Day,
    DayOut,
    DueBoundIn,
    FieldProblem,
    LocalTime,
    LocalTimeOut,
    OneLine,
    PriorityIn,
    PriorityOut,
    SlotIn,
    Version,
    WireModel,
)
from api.schemas.reminders import ReminderIn, ReminderOut
from api.schemas.sparse import Fields, FieldsOf
from shared.domain.checklists import ITEM_TITLE_MAX, ITEMS_MAX
from shared.domain.ordering import KEY_MAX
from shared.domain.task_orders import SORTS
from shared.domain.tasks import (
    LABEL_MAX,
    LABELS_MAX,
    NOTES_MAX,
    REMINDERS_MAX,
    TITLE_MAX,
)

LONGEST_PATTERN = 20_000
"""Long rules are refused by the domain, with its own reason; this only bounds the work."""

MOST_DATES = 500
MOST_MINUTES = 366 * 24 * 60


class DueIn(WireModel):
    """A day, or a wall time. Without a zone the time follows its owner's zone."""

    date: Day | None = None
    datetime_local: LocalTime | None = None
    zone: str | None = Field(default=None, max_length=64, description="IANA zone, fixed")

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if (self.date is None) == (self.datetime_local is None):
            raise PydanticCustomError("due_kind", "Give either date or datetime_local.")
        return self


class RuleIn(WireModel):
    """A rule in one of the two ways to write it."""

    rrule: str | None = Field(default=None, max_length=LONGEST_PATTERN)
    pattern: str | None = Field(
        default=None,
        max_length=LONGEST_PATTERN,
        description="daily, weekly, monthly, yearly, or an RRULE",
    )

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if (self.rrule is None) == (self.pattern is None):
            raise PydanticCustomError("recurrence_kind", "Give either rrule or pattern.")
        return self


class RecurrenceIn(RuleIn):
    """How a task comes back: an RRULE (RFC 5545) or a plain pattern, and what it counts from."""

    anchor: Literal["schedule", "completion"] = Field(
        default="schedule", description="Count from the schedule, or from the completion"
    )
    missed_policy: Literal["collapse", "keep_each", "auto_skip"] = "collapse"
    reset_subtasks: bool = True
    auto_skip_minutes: int | None = Field(default=None, ge=0, le=MOST_MINUTES)
    exdates: list[SlotIn] = Field(
        default_factory=list, max_length=MOST_DATES, description="Slots that do not occur"
    )
    rdates: list[SlotIn] = Field(
        default_factory=list, max_length=MOST_DATES, description="Slots besides those of the rule"
    )


class ChecklistItemIn(WireModel):
    """A step of a task; without an id it is a new one."""

    id: UUID | None = None
    title: str = Field(min_length=1, max_length=ITEM_TITLE_MAX, examples=["Buy soap"])
    is_done: bool = False


class TickIn(WireModel):
    """Whether a step is done."""

    is_done: bool = Field(examples=[True])


class MoveIn(WireModel):
    """Where a task is to stand: before or after another, or behind all others of a place.

    What is missing of the place is as that of the other task, without one as it was.
    """

    before: UUID | None = Field(default=None, examples=["01932f00-0000-7000-8000-0000000000bb"])
    after: UUID | None = None
    project_id: UUID | None = None
    section_id: UUID | None = None
    parent_id: UUID | None = None

    @model_validator(mode="after")
    def _is_one_side(self) -> Self:
        if self.before is not None and self.after is not None:
            raise PydanticCustomError("move_sides", "Give either before or after.")
        return self


class _TaskFields(WireModel):
    """What create and change have in common."""

    most_values: ClassVar[int | None] = 2 * MOST_DATES + 4 * ITEMS_MAX + 250

    notes: str | None = Field(default=None, max_length=NOTES_MAX)
    priority: PriorityIn | None = None
    labels: list[Annotated[str, Field(max_length=LABEL_MAX)]] | None = Field(
        default=None, max_length=LABELS_MAX
    )
    due: DueIn | None = None
    start: DueIn | None = Field(
        default=None, description="When it can be begun, in the zone of the due time"
    )
    project_id: UUID | None = None
    parent_id: UUID | None = Field(default=None, description="The task that this is a part of")
    section_id: UUID | None = Field(
        default=None, description="A section of the project; another project clears it"
    )
    checklist: list[ChecklistItemIn] | None = Field(default=None, max_length=ITEMS_MAX)
    position: str | None = Field(
        default=None,
        max_length=KEY_MAX,
        description="Key of the manual order, as it was read; to move a task there is a verb",
    )
    recurrence: RecurrenceIn | None = None
    recurring_pattern: str | None = Field(
        default=None,
        max_length=LONGEST_PATTERN,
        description="daily, weekly, monthly, yearly, or an RRULE; the older form of recurrence",
    )
    reminders: list[ReminderIn] | None = Field(default=None, max_length=REMINDERS_MAX)
    reminder_at: AnyInstant | None = Field(
        default=None, description="One reminder at this instant; the older form of reminders"
    )

    @model_validator(mode="after")
    def _forms_do_not_mix(self) -> Self:
        given = self.model_fields_set
        if {"recurrence", "recurring_pattern"} <= given:
            raise PydanticCustomError(
                "recurrence_twice", "Give recurrence or recurring_pattern, not both."
            )
        if {"reminders", "reminder_at"} <= given:
            raise PydanticCustomError("reminders_twice", "Give reminders or reminder_at, not both.")
        return self


class TaskCreate(_TaskFields):
    """A task to be. Without reminders it gets those that its project or its owner chose."""

    title: str = Field(min_length=1, max_length=TITLE_MAX)


class TaskChange(_TaskFields):
    """Fields to change (RFC 7396): what is missing stays, null clears.

    `due` and `recurrence` are replaced whole.
    """

    title: str = Field(default="", min_length=1, max_length=TITLE_MAX)
    version: Version | None = Field(
        default=None, description="Refuse unless this is the stored version"
    )


class ExportQuery(WireModel):
    """How to export."""

    format: Literal["json"] = "json"


class DueOut(AnswerModel):
    """When a task is due: `date`, or `datetime_local` with the instant `at` that it means."""

    date: DayOut | None
    datetime_local: LocalTimeOut | None
    zone: str | None = Field(description="null: follows the owner's zone")
    at: datetime | None


class RecurrenceOut(AnswerModel):
    """How a task comes back."""

    rrule: str
    anchor: Literal["schedule", "completion"]
    missed_policy: Literal["collapse", "keep_each", "auto_skip"]
    reset_subtasks: bool
    auto_skip_minutes: int | None
    exdates: list[str]
    rdates: list[str]


class ChecklistItemOut(AnswerModel):
    """A step of a task."""

    id: UUID
    title: str = Field(examples=["Buy soap"])
    is_done: bool


class TaskOut(AnswerModel):
    """A task, or one occurrence of a series."""

    id: UUID
    title: str
    notes: str
    priority: PriorityOut
    status: Literal["open", "done", "skipped"]
    completed: bool
    completed_at: datetime | None
    skipped_at: datetime | None
    labels: list[str]
    due: DueOut | None
    start: DueOut | None
    project_id: UUID | None
    parent_id: UUID | None
    section_id: UUID | None
    position: str = Field(description="Key of the manual order, compared byte by byte")
    checklist: list[ChecklistItemOut]
    recurrence: RecurrenceOut | None
    recurring_pattern: str | None = Field(description="recurrence.rrule, for older clients")
    reminders: list[ReminderOut]
    series_id: UUID | None
    slot: str | None = Field(description="Which occurrence of the series: its original local time")
    version: int
    created_at: datetime
    updated_at: datetime


_SORTS = ", ".join(f"{name} ({meaning})" for name, meaning in SORTS.items())


class TaskView(WireModel):
    """Which members of a task to read."""

    fields: Annotated[Fields, FieldsOf(TaskOut)] = None


class TaskQuery(TaskView):
    """Which tasks to list, and in which order."""

    priority: PriorityIn | None = None
    completed: bool | None = None
    search: Annotated[str, Field(max_length=200), OneLine] | None = Field(
        default=None, description="Found in title or notes, in any case"
    )
    label: Annotated[str, Field(max_length=LABEL_MAX), OneLine] | None = None
    filter: str | None = Field(
        default=None,
        max_length=4_000,
        description="As in docs/filters.md: done = false && due < now/d+1d, or: today & p1",
    )
    filter_id: UUID | None = Field(default=None, description="A saved filter, with its order")
    due_before: DueBoundIn | None = None
    due_after: DueBoundIn | None = Field(default=None, description="Due then or later")
    q: Annotated[str, Field(max_length=200), OneLine] | None = Field(
        default=None,
        description='Words, the last perhaps unfinished; "a phrase", -without, or; best first',
    )
    sort: str | None = Field(
        default=None,
        max_length=200,
        description=f"Keys, each once, a minus turns it round: {_SORTS}; unset comes last",
        examples=["priority,-due"],
    )
    cursor: str | None = Field(default=None, max_length=4_000, description="next_cursor of a page")
    with_total: bool = Field(default=False, description="Count the whole list, too")
    limit: int = Field(default=50, ge=1, le=200)

    @field_validator("search", "q")
    @classmethod
    def _blank_is_nothing(cls, value: str | None) -> str | None:
        return value.strip() or None if value else None


class ChangedTaskOut(TaskOut):
    """A task after a change, and how to take the change back."""

    undo_id: UUID | None = Field(description="For POST /api/undo/{id}; null if nothing changed")
    reminders_kept: list[UUID] = Field(
        description="Reminders at an instant that did not move with the due time"
    )


class SkippedOut(AnswerModel):
    """A skipped occurrence, and what is open of its series now."""

    task: ChangedTaskOut
    next: TaskOut | None


class ScopeQuery(WireModel):
    """Which occurrences an edit means."""

    scope: Literal["this", "following", "all"] = Field(
        description="this one alone, this and the following ones, or all that are not done"
    )


class PostponeIn(WireModel):
    """When instead: a time, or how much later than it is due now."""

    to: DueIn | None = None
    by: str | None = Field(
        default=None, max_length=40, description="ISO 8601 duration: P1D is a day, PT1H an hour"
    )

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if (self.to is None) == (self.by is None):
            raise PydanticCustomError("postpone_kind", "Give either to or by.")
        return self


class TaskPageOut(AnswerModel):
    """A page of tasks."""

    items: list[TaskOut]
    next_cursor: str | None = Field(description="Ask for the next page with it; null at the end")
    total: int | None = Field(default=None, description="Of the whole list; only with_total")
    warnings: list[FieldProblem] | None = Field(
        default=None, description="Labels that the filter names and that are not there, if any"
    )


class ExportOut(AnswerModel):
    """All tasks of an account, the newest first."""

    format: Literal["rondel.tasks.v1"]
    exported_at: datetime
    tasks: list[TaskOut]
