"""What a calendar says of tasks, before it is iCalendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from shared.domain.recurrence import Anchor, Slot

Component = Literal["events", "todos"]
"""VEVENT, for calendars, or VTODO, for applications that keep tasks (RFC 5545 §3.6.1, §3.6.2)."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A reminder: `lead` after the due time (before it if negative) or the start, or an instant."""

    lead: timedelta | None = None
    of_start: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CalendarSeries:
    """A rule with what was taken out of it, and what the next occurrence is called."""

    id: UUID
    rrule: str
    dtstart: Slot
    zone: str | None
    anchor: Anchor
    owner_zone: str
    """Where floating times hold now; an UNTIL in UTC needs it."""
    exdates: Sequence[Slot] = ()
    rdates: Sequence[Slot] = ()
    skipped: Sequence[Slot] = ()
    ends_before: Slot | None = None
    title: str | None = None
    """None: as the open occurrence, which was not renamed for itself alone."""
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarTask:
    """A task, or one occurrence. Due and start are dates, or wall times in `zone` or floating."""

    id: UUID
    title: str
    notes: str
    priority: int
    created_at: datetime
    updated_at: datetime
    version: int
    due: Slot | None
    start: Slot | None = None
    zone: str | None = None
    completed_at: datetime | None = None
    labels: Sequence[str] = ()
    parent_id: UUID | None = None
    alarms: Sequence[Alarm] = ()
    series: CalendarSeries | None = None
    slot: Slot | None = None
    leads: bool = False
    """Whether the rule of its series is written from it: the last of its open occurrences."""
