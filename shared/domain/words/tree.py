"""What phrases mean, before anybody knows which day it is."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.domain.words.vocabulary import Edge, Period, Unit

Which = Literal["bare", "this", "next", "last"]
Fault = Literal["impossible_date", "impossible_time", "contradiction"]
Amount = tuple[int, Unit]


@dataclass(frozen=True, slots=True)
class FromToday:
    """So many days from today."""

    days: int


@dataclass(frozen=True, slots=True)
class OnWeekday:
    """A weekday, 0 is Monday; `weeks` later than the one it names."""

    weekday: int
    which: Which = "bare"
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class OnDate:
    """A day of a month, of a year if one is said. Either may not exist."""

    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class OnNumeric:
    """A date in numbers, whose first may be the day or the month."""

    first: int
    second: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class OnDayOfMonth:
    """A day of this month, or the next to come; -1 is the last one."""

    day: int
    months: int | None = None


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The nth such weekday of a month (None: of the one to come)."""

    nth: int
    weekday: int
    month: int | None = None
    months: int = 0


@dataclass(frozen=True, slots=True)
class OnPeriod:
    """The day that a week, month, quarter, weekend or year begins or ends on."""

    period: Period
    offset: int
    edge: Edge = "start"


@dataclass(frozen=True, slots=True)
class OnIso:
    """A date as ISO 8601 writes it, with a time if one is said."""

    at: date | datetime


@dataclass(frozen=True, slots=True)
class Later:
    """Amounts of time after a day (None: from now); negative ones before it."""

    amounts: tuple[Amount, ...]
    base: "Day | None" = None


@dataclass(frozen=True, slots=True)
class Impossible:
    """It is written as a date or a time, and there is none such."""

    code: Fault


CalendarDay: TypeAlias = FromToday | OnDate | OnNumeric | OnDayOfMonth | NthWeekday | OnPeriod
Day: TypeAlias = CalendarDay | OnWeekday | OnIso | Later | Impossible


@dataclass(frozen=True, slots=True)
class At:
    """A time of day. Unsure: an hour from 1 to 11 that may be before or after noon."""

    hour: int
    minute: int = 0
    second: int = 0
    is_sure: bool = True
    is_clock: bool = False
    """Written with minutes, so that only those who count to 12 may mean the other half."""
    is_fragile: bool = False
    """It counts only if nothing of the title follows."""
    has_end: bool = False
    """An end was said as well: from 2 to 3 pm."""
    is_other: bool = False
    """It may be this time instead of the one before it: or 6pm."""
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A day, a time of day, or both."""

    day: Day | None = None
    at: At | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """How something comes back. `nth_days` are (nth, weekday), nth 0 for every one."""

    unit: Unit
    interval: int = 1
    nth_days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    workdays: tuple[int, ...] = ()
    """The nth working day of a month, -1 the last."""
    numeric: tuple[int, int] | None = None
    """A day and a month in numbers, in the order of the speaker."""
    at: At | None = None
    is_after_completion: bool = False
    is_fragile: bool = False
    """It counts only if nothing of the title follows: a daily report."""
    often: int = 1
    """So many times in each unit: twice a day."""
    is_also_interval: bool = False
    """Every 2nd Tuesday: of a month, or every two weeks."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Where a repetition begins or ends."""

    start: When | None = None
    until: When | None = None
    length: Amount | None = None
    count: int | None = None
    is_after_completion: bool = False
    has_holidays_off: bool = False
    """Except on holidays, which nobody knows here."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, and how sure it is that a day was meant.

    Strong: a preposition says so. Fragile: only where nothing of the title follows.
    """

    day: Day
    is_strong: bool = False
    is_fragile: bool = False
    part: At | None = None
    """The part of the day that the word says as well: tonight."""
    is_before: bool = False
    """Before Friday: the day before, perhaps."""
    has_end: bool = False
    """The last of several days was said as well."""
    is_other: bool = False
    """It may be this day instead of the one before it: or saturday."""
    weekday: int | None = None
    """The weekday that was said beside a date, which may be another one's."""


@dataclass(frozen=True, slots=True)
class Remind:
    """A reminder: amounts before the due time, with a time of day if one is said, or a moment."""

    before: tuple[Amount, ...] = ()
    after: tuple[Amount, ...] = ()
    when: When | None = None
    at: At | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A project, a label or a priority."""

    kind: Literal["project", "label", "priority"]
    text: str = field(default="")
    number: int = 0
