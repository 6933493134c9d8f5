"""When a reminder fires: an offset from a due time, joined to the zone; how often it nags. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from shared.core.errors import InvalidInput
from shared.domain.zones import to_instant, to_local

POINTER = "/reminders/offset"
LONGEST_OFFSET = timedelta(days=366)
SHORTEST_NAG: Final = timedelta(minutes=5)
"""Nothing fires more often (product decision 5.10)."""
LONGEST_NAG: Final = timedelta(days=1)
MOST_NAGS: Final = 20
MOST_CHANNELS: Final = 10
EMAIL: Final = "email"
"""The channel that everybody has; the others are named by their ids."""

_DURATION = re.compile(
    r"([+-])?P(?:(\d{1,3})W|(?:(\d{1,3})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?)",
    re.ASCII,
)
_HAS_MONTHS = re.compile(r"[+-]?P\d+[YM]", re.ASCII)
_LONGEST_TEXT = 40
_EXAMPLES: Final = "-PT30M, -P1D or PT0S"
_NINE = time(9)


@dataclass(frozen=True, slots=True)
class Offset:
    """Negative is before. `days` are calendar days at the same wall time; `elapsed` is exact."""

    days: int
    elapsed: timedelta


def parse_offset(
    text: str, *, pointer: str = POINTER, noun: str = "An offset", such_as: str = _EXAMPLES
) -> Offset:
    """The offset that an ISO 8601 duration means; weeks and days are calendar days.

    >>> parse_offset("-P1D"), parse_offset("-PT30M").elapsed.total_seconds()
    (Offset(days=-1, elapsed=datetime.timedelta(0)), -1800.0)

    Raises:
        InvalidInput: `offset_syntax`, `offset_months` (their length is not fixed),
            `offset_range` (366 days either way).
    """
    if _HAS_MONTHS.match(text):
        message = f"{noun} has weeks, days, hours, minutes and seconds, no months or years."
        raise InvalidInput(pointer, "offset_months", message)
    match = _DURATION.fullmatch(text) if len(text) <= _LONGEST_TEXT else None
    if match is None or text.endswith(("P", "T")):
        message = f"{noun} is an ISO 8601 duration such as {such_as}."
        raise InvalidInput(pointer, "offset_syntax", message)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    sign = -1 if match[1] == "-" else 1
    elapsed = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if timedelta(days=7 * weeks + days) + elapsed > LONGEST_OFFSET:
        message = f"{noun} is at most {LONGEST_OFFSET.days} days."
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


def parse_nag_interval(text: str, *, pointer: str) -> timedelta:
    """The exact time from one message of a nagging reminder to the next.

    >>> parse_nag_interval("PT15M", pointer="/nag/every")
    datetime.timedelta(seconds=900)

    Raises:
        InvalidInput: it is no ISO 8601 duration, shorter than 5 minutes or longer than a day.
    """
    offset = parse_offset(text, pointer=pointer)
    interval = timedelta(days=offset.days) + offset.elapsed
    if not SHORTEST_NAG <= interval <= LONGEST_NAG:
        message = (
            "A reminder comes again after 5 minutes (PT5M) at the earliest, 1 day at the latest."
        )
        raise InvalidInput(pointer, "nag_interval", message)
    return interval


def check_nag(every: str | None, most: int | None, *, pointer: str) -> None:
    """The reminder nags not at all, or at a permitted interval and a permitted number of times.

    Raises:
        InvalidInput: otherwise.
    """
    if every is None and most is None:
        return
    if every is None or most is None:
        raise InvalidInput(pointer, "nag_incomplete", "Nagging takes an interval and a number.")
    parse_nag_interval(every, pointer=f"{pointer}/every")
    if not 1 <= most <= MOST_NAGS:
        raise InvalidInput(f"{pointer}/max", "nag_max", f"1 to {MOST_NAGS} messages.")


def check_channel_names(names: Sequence[str], *, pointer: str) -> None:
    """Each is a name that a channel can have; whether there is one is for the database to say.

    Raises:
        InvalidInput: `channel_unknown`, or there are none or too many.
    """
    if not 1 <= len(names) <= MOST_CHANNELS:
        raise InvalidInput(pointer, "channels_number", f"1 to {MOST_CHANNELS} channels.")
    for index, name in enumerate(names):
        if name != EMAIL and channel_id(name) is None:
            raise unknown_channel(f"{pointer}/{index}")


def channel_id(name: str) -> UUID | None:
    """The id that a channel is named by, in its canonical form; None if it is no id.

    >>> channel_id("email"), channel_id("{00000000-0000-0000-0000-000000000007}")
    (None, None)
    """
    try:
        found = UUID(name)
    except ValueError:
        return None
    return found if str(found) == name else None


def unknown_channel(pointer: str) -> InvalidInput:
    """What is wrong with a channel that its owner does not have."""
    message = "“email”, or the id of an enabled channel of yours."
    return InvalidInput(pointer, "channel_unknown", message)
