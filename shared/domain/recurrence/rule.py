"""A recurrence rule (RFC 5545 §3.3.10) as data, and the limits that every rule keeps."""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from enum import StrEnum

from typing_extensions import override

from shared.core.errors import InvalidInput

POINTER = "/recurrence/rrule"

LONGEST_RULE = 512
LARGEST_COUNT = 10_000
LARGEST_INTERVAL = 1_000_000
SHORTEST_GAP_SECONDS = 300
FIRST_YEAR = 1900
LAST_YEAR = 2199
# Far enough from the ends that weeks, zones, intervals and reminders need no check for overflow.
FIRST_DAY = date(MINYEAR + 9, 1, 1)
LAST_DAY = date(MAXYEAR - 9, 12, 31)


class Freq(StrEnum):
    """The unit of a rule. SECONDLY is refused, see `parse_rule`."""

    YEARLY = "YEARLY"
    MONTHLY = "MONTHLY"
    WEEKLY = "WEEKLY"
    DAILY = "DAILY"
    HOURLY = "HOURLY"
    MINUTELY = "MINUTELY"


WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class NthDay:
    """A BYDAY entry: `weekday` 0 is Monday; `nth` 0 means each one, -1 the last, 2 the second."""

    nth: int
    weekday: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A validated rule; an empty tuple is a part that was not given.

    `until` is a date, a naive local datetime or an aware UTC datetime, as it was written.
    """

    text: str
    freq: Freq
    interval: int = 1
    count: int | None = None
    until: date | None = None
    week_start: int = 0
    by_month: tuple[int, ...] = ()
    by_week_no: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_day: tuple[NthDay, ...] = ()
    by_hour: tuple[int, ...] = ()
    by_minute: tuple[int, ...] = ()
    by_second: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()

    @override
    def __hash__(self) -> int:
        """Cheap, as plans are looked up by rule for each task; equality looks at every part."""
        return hash((self.text, self.interval))

    @property
    def is_sub_daily(self) -> bool:
        """Whether the rule counts elapsed hours or minutes instead of calendar days."""
        return self.freq in (Freq.HOURLY, Freq.MINUTELY)

    @property
    def last_day(self) -> date:
        """A day after which nothing is hit: that of UNTIL in any zone, or the calendar's end."""
        if self.until is None:
            return LAST_DAY
        until = date.fromordinal(self.until.toordinal())
        return LAST_DAY if until >= LAST_DAY else until + timedelta(days=1)

    @property
    def picks_days(self) -> bool:
        """Whether some part other than FREQ and INTERVAL decides which days are hit."""
        parts = (self.by_month, self.by_week_no, self.by_year_day, self.by_month_day, self.by_day)
        return any(parts)


def refused(reason_code: str, message: str) -> InvalidInput:
    """The error for a rule that cannot be accepted, ready to be raised."""
    return InvalidInput(POINTER, reason_code, message)


def check_start(dtstart: date) -> None:
    """The start is a date or a naive local datetime of a year that the engine covers.

    Raises:
        InvalidInput: `dtstart_not_local`, `dtstart_range`.
    """
    if isinstance(dtstart, datetime) and dtstart.tzinfo is not None:
        message = "The start is a local time; its zone is given separately."
        raise InvalidInput("/recurrence/dtstart", "dtstart_not_local", message)
    if not FIRST_YEAR <= dtstart.year <= LAST_YEAR:
        message = f"The start lies between {FIRST_YEAR} and {LAST_YEAR}."
        raise InvalidInput("/recurrence/dtstart", "dtstart_range", message)
