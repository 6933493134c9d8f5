"""What a reminder says about its task, in English, in the reader's zone. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from shared.core.plain import isolated, one_line, shortened
from shared.domain.moments import Clock, clock_text
from shared.domain.recurrence.terms import DAY_NAMES, MONTH_NAMES
from shared.domain.zones import to_local

LATE_FROM: Final = timedelta(minutes=1)
"""A reminder that comes later than this says so."""

_SUBJECT_TITLE_CHARS = 120
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_WEEK_DAYS = 7
_HALF_A_DAY_HOURS = 12


@dataclass(frozen=True, slots=True)
class Occasion:
    """A reminder as it leaves. The task has `due_on` or `due_at` or neither, never both.

    `zone` and `clock` are the reader's; `task_zone` is that of a task that does not float with its
    owner.
    """

    title: str
    due_on: date | None
    due_at: datetime | None
    zone: str
    task_zone: str | None
    fire_at: datetime
    now: datetime
    clock: Clock

    @property
    def is_late(self) -> bool:
        """Whether it leaves noticeably after its instant."""
        return self.now - self.fire_at >= LATE_FROM

    @property
    def seen_at(self) -> datetime:
        """The instant that distances count from: the planned one, unless that is long past."""
        return self.now if self.is_late else self.fire_at


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one reminder, each one line; empty where there is nothing to say."""

    subject: str
    """Reminder: Submit report is due in 1 day (Friday 5 PM)"""
    title: str
    due: str
    """Due in 1 day"""
    moment: str
    """Friday, 27 November 2026, 5 PM (Europe/Berlin)"""
    elsewhere: str
    """The same instant in the task's own zone, if that is another one."""
    late: str
    """late by 12 min"""
    planned: str
    """Thursday, 26 November 2026, 5 PM (Europe/Berlin)"""

    @property
    def is_past(self) -> bool:
        """Whether the due time has passed as it is read."""
        return self.due.startswith("Was ")


def words_for(occasion: Occasion) -> Wording:
    """The words for this occasion."""
    distance, moment = _due_words(occasion)
    late = late_words(occasion.now - occasion.fire_at) if occasion.is_late else ""
    title = one_line(occasion.title)
    subject = [
        f"Reminder ({late}):" if late else "Reminder:",
        isolated(shortened(title, _SUBJECT_TITLE_CHARS)),
        distance,
        f"({moment})" if moment else "",
    ]
    return Wording(
        subject=" ".join(part for part in subject if part),
        title=title,
        due=_as_sentence(distance),
        moment=_moment_in_full(occasion),
        elsewhere=_moment_elsewhere(occasion),
        late=late,
        planned=instant_in_full(occasion.fire_at, occasion.zone, occasion.clock),
    )


def detail_for(occasion: Occasion) -> str:
    """When the task is due, short enough for one line of many: due in 1 day, Friday 5 PM."""
    return ", ".join(part.removeprefix("is ") for part in _due_words(occasion) if part)


def late_words(lateness: timedelta) -> str:
    """How late, in the two largest units, rounded down to minutes.

    >>> late_words(timedelta(minutes=12, seconds=40)), late_words(timedelta(hours=23, minutes=5))
    ('late by 12 min', 'late by 23 h 5 min')
    """
    hours, minutes = divmod(lateness // _MINUTE, 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes or not hours else ""]
    return f"late by {' '.join(part for part in parts if part)}"


def span_words(span: timedelta) -> str:
    """A length of time as people say it, rounded to minutes; from a week on, to days.

    >>> span_words(timedelta(days=1)), span_words(timedelta(minutes=90)), span_words(14 * _DAY)
    ('1 day', '1 hour 30 minutes', '2 weeks')
    """
    days, rest = divmod((span + _MINUTE / 2) // _MINUTE, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days >= _WEEK_DAYS:
        return _days_words(days + (hours >= _HALF_A_DAY_HOURS))
    if days:
        return _two(_count(days, "day"), hours, "hour")
    if hours:
        return _two(_count(hours, "hour"), minutes, "minute")
    return _count(minutes, "minute")


def _due_words(occasion: Occasion) -> tuple[str, str]:
    """How far the due time is, and when, e.g. `is due in 1 day` and `Friday 5 PM`."""
    seen = to_local(occasion.seen_at, occasion.zone)
    if occasion.due_at is not None:
        due = to_local(occasion.due_at, occasion.zone)
        words = _distance(occasion.due_at - occasion.seen_at, due - seen)
        day, time_of_day = (
            day_words(due.date(), seen.date()),
            clock_text(due.time(), occasion.clock),
        )
        return words, f"{day} {time_of_day}".strip()
    if occasion.due_on is not None:
        days = (occasion.due_on - seen.date()).days
        return _days_distance(days), day_words(occasion.due_on, seen.date())
    return "", ""


def _distance(elapsed: timedelta, wall: timedelta) -> str:
    """From a day on the wall clock counts: the same time tomorrow is one day, whatever DST does."""
    if abs(elapsed) < _MINUTE:
        return "is due now"
    span = span_words(abs(wall) if abs(wall) >= _DAY else abs(elapsed))
    return f"is due in {span}" if elapsed > timedelta() else f"was due {span} ago"


def _days_distance(days: int) -> str:
    match days:
        case 0:
            return "is due today"
        case 1:
            return "is due tomorrow"
        case -1:
            return "was due yesterday"
        case _ if days > 0:
            return f"is due in {_days_words(days)}"
        case _:
            return f"was due {_days_words(-days)} ago"


def day_words(day: date, today: date) -> str:
    """The shortest name of the day that cannot be mistaken; nothing for today."""
    if day == today:
        return ""
    if abs((day - today).days) < _WEEK_DAYS:
        return DAY_NAMES[day.weekday()]
    month = MONTH_NAMES[day.month][:3]
    if day.year == today.year:
        return f"{DAY_NAMES[day.weekday()][:3]} {day.day} {month}"
    return f"{day.day} {month} {day.year}"


def _moment_in_full(occasion: Occasion) -> str:
    if occasion.due_at is None:
        return date_in_full(occasion.due_on) if occasion.due_on is not None else ""
    return instant_in_full(occasion.due_at, occasion.zone, occasion.clock)


def _moment_elsewhere(occasion: Occasion) -> str:
    zone = occasion.task_zone
    if occasion.due_at is None or zone is None or zone == occasion.zone:
        return ""
    return instant_in_full(occasion.due_at, zone, occasion.clock)


def instant_in_full(instant: datetime, zone: str, clock: Clock) -> str:
    """`Friday, 27 November 2026, 5 PM (Europe/Berlin)`."""
    local = to_local(instant, zone)
    return f"{date_in_full(local)}, {clock_text(local.time(), clock)} ({zone})"


def date_in_full(day: date) -> str:
    """`Friday, 27 November 2026`."""
    return f"{DAY_NAMES[day.weekday()]}, {day.day} {MONTH_NAMES[day.month]} {day.year}"


def _days_words(days: int) -> str:
    if days % _WEEK_DAYS == 0:
        return _count(days // _WEEK_DAYS, "week")
    return _count(days, "day")


def _two(first: str, number: int, unit: str) -> str:
    return f"{first} {_count(number, unit)}" if number else first


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _as_sentence(distance: str) -> str:
    words = distance.removeprefix("is ")
    return words[:1].upper() + words[1:]
