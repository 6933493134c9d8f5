"""What a sentence means as a task."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from shared.domain.moments import Clock
from shared.domain.recurrence.patterns import Anchor
from shared.domain.recurrence.slots import Slot
from shared.domain.words.tokens import Span

PieceName = Literal["lead", "due", "repeat", "reminder", "project", "label", "priority", "literal"]


@dataclass(frozen=True, slots=True)
class Context:
    """Who says it, when and where: `now` is an instant, `projects` are names they have."""

    now: datetime
    zone: str
    time_format: Clock = "24h"
    week_start: str = "MO"
    day_first: bool = True
    projects: tuple[str, ...] = ()
    literal: tuple[Span, ...] = ()
    """Places that are title, whatever they say."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A place of the text that was understood, and as what."""

    span: Span
    name: PieceName


@dataclass(frozen=True, slots=True)
class RepeatDraft:
    """How the task comes back."""

    rrule: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class ReminderDraft:
    """A reminder: an offset from the due time (ISO 8601), or a local time."""

    offset: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What may have been meant as well, in one place: another due time, or another rule."""

    span: Span
    due: Slot | None = None
    rrule: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be understood or cannot be done, in one place."""

    code: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The task, and how the text was read."""

    title: str
    due: Slot | None = None
    """A date, or a local time."""
    zone: str | None = None
    """The zone that was said; without one the time follows its owner's zone."""
    recurrence: RepeatDraft | None = None
    reminders: tuple[ReminderDraft, ...] = ()
    priority: int | None = None
    """1 is the highest."""
    labels: tuple[str, ...] = ()
    project: str | None = None
    highlights: tuple[Highlight, ...] = ()
    choices: tuple[Choice, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def day_of(due: Slot) -> date:
    """The day of a due time."""
    return due.date() if isinstance(due, datetime) else due
