"""When a reminder fires: an offset from a due time, joined to the zone. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from shared.core.errors import InvalidInput
from shared.domain.zones import to_instant, to_local

POINTER = "/reminders/offset"
LONGEST_OFFSET = timedelta(days=366)

_DURATION = re.compile(
    r"([+-])?P(?:(\d{1,3})W|(?:(\d{1,3})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?)",
    re.ASCII,
)
_HAS_MONTHS = re.compile(r"[+-]?P\d+[YM]", re.ASCII)
_LONGEST_TEXT = 40
_NINE = time(9)


@dataclass(frozen=True, slots=True)
class Offset:
    """Negative is before. `days` are calendar days at the same wall time; `elapsed` is exact."""

    days: int
    elapsed: timedelta


def parse_offset(text: str, *, pointer: str = POINTER) -> Offset:
    """The offset that an ISO 8601 duration means; weeks and days are calendar days.

    >>> parse_offset("-P1D"), parse_offset("-PT30M").elapsed.total_seconds()
    (Offset(days=-1, elapsed=datetime.timedelta(0)), -1800.0)

    Raises:
        InvalidInput: `offset_syntax`, `offset_months` (their length is not fixed),
            `offset_range` (366 days either way).
    """
    if _HAS_MONTHS.match(text):
        message = "An offset has weeks, days, hours, minutes and seconds, no months or years."
        raise InvalidInput(pointer, "offset_months", message)
    match = _DURATION.fullmatch(text) if len(text) <= _LONGEST_TEXT else None
    if match is None or text.endswith(("P", "T")):
        message = "An offset is an ISO 8601 duration such as -PT30M, -P1D or PT0S."
        raise InvalidInput(pointer, "offset_syntax", message)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    sign = -1 if match[1] == "-" else 1
    elapsed = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if timedelta(days=7 * weeks + days) + elapsed > LONGEST_OFFSET:
        message = f"An offset is at most {LONGEST_OFFSET.days} days."
        raise InvalidInput(pointer, "offset_range", message)
    return Offset(sign * (7 * weeks + days), sign * elapsed)


def fire_at_for(due: date, offset: Offset, zone: str, all_day_time: time = _NINE) -> datetime:
    """The instant at which a reminder of something due at `due` fires.

    `due` is an instant, a local time, or a date, which counts as `all_day_time` of that day.
    Days are taken first, on the wall clock, then the exact rest (the order of RFC 5545 §3.3.6):
    a day before 09:00 is 09:00, also across a change of the clocks.

    >>> fire_at_for(datetime(2026, 3, 30, 9), parse_offset("-P1D"), "Europe/Berlin").isoformat()
    '2026-03-29T07:00:00+00:00'
    >>> fire_at_for(date(2026, 3, 29), parse_offset("-P1D"), "Europe/Berlin").isoformat()
    '2026-03-28T08:00:00+00:00'

    Raises:
        InvalidInput: `zone_unknown`, or `offset_range` for an instant beyond the calendar.
    """
    try:
        return _nominal(due, offset.days, zone, all_day_time) + offset.elapsed
    except OverflowError as error:
        message = "This reminder would fall outside the years 1 to 9999."
        raise InvalidInput(POINTER, "offset_range", message) from error


def _nominal(due: date, days: int, zone: str, all_day_time: time) -> datetime:
    """The instant `days` later at the same wall time."""
    if isinstance(due, datetime) and due.tzinfo is not None:
        local = to_local(due, zone).replace(fold=0)
        return to_instant(local + timedelta(days=days), zone) if days else due.astimezone(UTC)
    local = due if isinstance(due, datetime) else datetime.combine(due, all_day_time)
    return to_instant(local + timedelta(days=days), zone)
