"""Moments, lengths and days as short English, in the zone and clock of the reader. Pure."""

import re
from datetime import date, datetime, time
from typing import Final, Literal

from shared.domain.recurrence import Slot
from shared.domain.recurrence.terms import DAY_NAMES, MONTH_NAMES, count_of, join, time_text
from shared.domain.reminders import Offset
from shared.domain.zones import to_local

Clock = Literal["12h", "24h"]

_CLOCK: Final = re.compile(r"(?<![\d:])([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?![\d:])", re.ASCII)
_SHORT: Final = 3
_NOON: Final = 12
_WEEK: Final = 7
_HOUR: Final = 3600
_MINUTE: Final = 60


def clock_text(at: time, clock: Clock) -> str:
    """A time of day; with 12 hours, minutes only where there are some.

    >>> clock_text(time(9), "24h"), clock_text(time(9), "12h"), clock_text(time(0, 5), "12h")
    ('09:00', '9 AM', '12:05 AM')
    """
    if clock == "24h":
        return time_text(at)
    minutes = f":{at.minute:02}" if at.minute or at.second else ""
    seconds = f":{at.second:02}" if at.second else ""
    half = "PM" if at.hour >= _NOON else "AM"
    return f"{at.hour % _NOON or _NOON}{minutes}{seconds} {half}"


def minute_text(at: time, clock: Clock) -> str:
    """A time of day to the minute, for what happened at a second that nobody asks for.

    >>> minute_text(time(8, 59, 58, 7), "24h"), minute_text(time(17, 0, 12), "12h")
    ('08:59', '5 PM')
    """
    return clock_text(at.replace(second=0, microsecond=0), clock)


def in_clock(text: str, clock: Clock) -> str:
    """The text, in which times of day stand like 09:00, as this reader writes them.

    >>> in_clock("29 Mar: 02:30 does not exist, 03:30 instead", "12h")
    '29 Mar: 2:30 AM does not exist, 3:30 AM instead'
    """
    if clock == "24h":
        return text
    return _CLOCK.sub(lambda found: clock_text(time.fromisoformat(found[0]), clock), text)


def day_words(day: date, today: date) -> str:
    """A day with its weekday; the year where it is another one than today's.

    >>> day_words(date(2026, 12, 7), date(2026, 11, 25)), day_words(date(2027, 1, 4), date.min)
    ('Mon 7 Dec', 'Mon 4 Jan 2027')
    """
    year = "" if day.year == today.year else f" {day.year}"
    return f"{DAY_NAMES[day.weekday()][:_SHORT]} {day.day} {MONTH_NAMES[day.month][:_SHORT]}{year}"


def local_words(local: Slot, today: date, clock: Clock) -> str:
    """A local time, or a date.

    >>> local_words(datetime(2026, 12, 7, 9), date(2026, 11, 25), "24h")
    'Mon 7 Dec 09:00'
    """
    day = day_words(local, today)
    return f"{day} {clock_text(local.time(), clock)}" if isinstance(local, datetime) else day


def moment_words(instant: datetime, now: datetime, zone: str, clock: Clock) -> str:
    """What clocks in `zone` show at `instant`, as read at `now`.

    Raises:
        InvalidInput: `zone_unknown`.
    """
    return local_words(
        to_local(instant, zone).replace(microsecond=0), to_local(now, zone).date(), clock
    )


def length_words(length: Offset) -> str:
    """How long it is, without its sign.

    >>> from shared.domain.reminders import parse_offset
    >>> [length_words(parse_offset(text)) for text in ("PT15M", "-P1DT2H", "P2W", "PT90M")]
    ['15 minutes', '1 day and 2 hours', '2 weeks', '1 hour and 30 minutes']
    """
    days, seconds = abs(length.days), abs(int(length.elapsed.total_seconds()))
    is_weeks = days and days % _WEEK == 0
    parts = (
        (days // _WEEK, "week") if is_weeks else (days, "day"),
        (seconds // _HOUR, "hour"),
        (seconds % _HOUR // _MINUTE, "minute"),
        (seconds % _MINUTE, "second"),
    )
    said = [count_of(number, unit) for number, unit in parts if number]
    return join(said) if said else "0 minutes"
