"""Dates and times as foreign files write them."""

import re
from datetime import UTC, date, datetime, time
from typing import Literal

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from shared.core.errors import InvalidInput
from shared.domain.tasks import Due
from shared.domain.zones import load_zone, to_local
from shared.interchange.rows import Loss

DateOrder = Literal["dmy", "mdy", "ymd"]

_NUMBERS = re.compile(
    r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:[ T,]+(\d{1,2}):(\d\d)(?::\d\d)?\s*([ap]m)?)?",
    re.ASCII | re.IGNORECASE,
)
_NOON = 12


def instant(text: object) -> datetime | None:
    """The instant that an ISO 8601 text with an offset means, in UTC; None if it is none."""
    found = iso(text)
    if not isinstance(found, datetime) or found.tzinfo is None:
        return None
    try:
        return found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def iso(text: object) -> date | None:
    """The date, wall time or instant that an ISO 8601 text means; None if it is none."""
    if not isinstance(text, str) or len(text) > 40:  # noqa: PLR2004 - no time is longer
        return None
    try:
        is_day = len(text) == 10  # noqa: PLR2004 - YYYY-MM-DD
        return date.fromisoformat(text) if is_day else datetime.fromisoformat(text)
    except ValueError:
        return None


def zone_of(name: object, field: str, losses: list[Loss]) -> str | None:
    """The IANA zone that a name, also one of Windows, means; an unknown one is a loss."""
    if not isinstance(name, str) or not name:
        return None
    zone = WINDOWS_TO_OLSON.get(name, name)
    try:
        load_zone(zone)
    except InvalidInput:
        losses.append(Loss("zone_unknown", field, f"There is no zone “{name[:40]}”."))
        return None
    return zone


def on_clock(found: datetime, zone: str) -> datetime | None:
    """What a clock in `zone` shows at the instant; None beyond the calendar."""
    try:
        return to_local(found.astimezone(UTC), zone).replace(tzinfo=None, fold=0, microsecond=0)
    except (OverflowError, ValueError, InvalidInput):
        return None


def due_of(
    text: object, field: str, losses: list[Loss], *, zone: str | None, owner_zone: str
) -> Due | None:
    """The due time that an ISO 8601 text means; what cannot be read is a loss.

    An instant is shown on the clock of `zone`, fixed there; without one on the owner's, floating.
    """
    if text in (None, ""):
        return None
    found = iso(text)
    if found is not None and not isinstance(found, datetime):
        return Due(on=found)
    if isinstance(found, datetime):
        is_instant = found.tzinfo is not None
        local = on_clock(found, zone or owner_zone) if is_instant else found
        if local is not None:
            return Due(local=local.replace(microsecond=0), zone=zone)
    losses.append(Loss("date_unreadable", field, f"“{str(text)[:40]}” is not a time."))
    return None


def written_date(text: str, order: DateOrder) -> date | None:
    """The date or wall time that a person wrote in numbers; ISO 8601 first, then by `order`.

    >>> written_date("3/4/2026", "dmy"), written_date("3/4/2026 5:30 pm", "mdy")
    (datetime.date(2026, 4, 3), datetime.datetime(2026, 3, 4, 17, 30))
    """
    found = iso(text.strip())
    match = None if found else _NUMBERS.fullmatch(text.strip())
    if match is None:
        return found
    first, second, third = match[1], match[2], match[3]
    has_year_first = len(first) == 4 or order == "ymd"  # noqa: PLR2004 - a year
    year, month, day = (first, second, third) if has_year_first else (third, second, first)
    if order == "mdy" and not has_year_first:
        month, day = first, second
    try:
        on = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))  # noqa: PLR2004 - 26
        return on if match[4] is None else datetime.combine(on, _time(match))
    except ValueError:
        return None


def _time(match: re.Match[str]) -> time:
    hour = int(match[4])
    if match[6]:
        hour = hour % _NOON + (_NOON if match[6].lower() == "pm" else 0)
    return time(hour, int(match[5]))
