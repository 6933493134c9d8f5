"""Wall-clock time and instants: the one place where a zone turns one into the other.

A local time is a naive datetime; its `fold` says which pass is meant where clocks go back
(PEP 495). An instant is an aware datetime in UTC.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.core.errors import InvalidInput

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}", re.ASCII)
_LONGEST_NAME = 64
FALLBACK = "UTC"
# Files beside the zones that are not places: links to this machine's zone, and trees that count
# leap seconds.
_NOT_A_PLACE = frozenset({"localtime", "posixrules", "factory", "posix", "right"})


def load_zone(zone: str, *, pointer: str = "/zone") -> ZoneInfo:
    """The IANA zone of that name.

    Raises:
        InvalidInput: `zone_unknown`, also for names that could mean a file elsewhere.
    """
    found = _find_zone(zone) if len(zone) <= _LONGEST_NAME else None
    if found is None:
        message = f"“{zone[:_LONGEST_NAME]}” is not an IANA time zone such as Europe/Berlin."
        raise InvalidInput(pointer, "zone_unknown", message)
    return found


def readable_zone(zone: str) -> str:
    """The zone, or UTC if this machine does not know it: a reminder in UTC is better than none.

    >>> readable_zone("Mars/Olympus")
    'UTC'
    """
    return zone if is_known(zone) else FALLBACK


def is_known(zone: str) -> bool:
    """Whether this machine's data has the zone."""
    return len(zone) <= _LONGEST_NAME and _find_zone(zone) is not None


@lru_cache(maxsize=1024)
def _find_zone(zone: str) -> ZoneInfo | None:
    if not _NAME.fullmatch(zone) or zone.split("/", 1)[0].lower() in _NOT_A_PLACE:
        return None
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError):  # "Europe" is a folder
        return None


def to_instant(local: datetime, zone: str) -> datetime:
    """The instant at which clocks in `zone` show `local`.

    A time that clocks skip is read with the offset before the gap, so it moves forward; a time
    that they show twice is its first pass unless `local.fold` is 1 (RFC 5545 §3.3.5).

    >>> to_instant(datetime(2026, 3, 29, 2, 30), "Europe/Berlin").isoformat()
    '2026-03-29T01:30:00+00:00'
    >>> to_instant(datetime(2026, 10, 25, 2, 30), "Europe/Berlin").isoformat()
    '2026-10-25T00:30:00+00:00'

    Raises:
        InvalidInput: `zone_unknown`.
    """
    return instant_in(local, load_zone(zone))


def to_local(instant: datetime, zone: str) -> datetime:
    """What clocks in `zone` show at `instant`: naive, `fold` set on the second pass.

    >>> to_local(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Berlin").fold
    1

    Raises:
        InvalidInput: `zone_unknown`.
    """
    return local_in(instant, load_zone(zone))


def instant_in(local: datetime, zone: ZoneInfo) -> datetime:
    """As `to_instant`, for a zone already loaded."""
    if local.tzinfo is not None:
        raise ValueError("a local time carries no zone")
    instant = local.replace(tzinfo=zone).astimezone(UTC)
    if local.fold and instant.astimezone(zone).replace(tzinfo=None) != local:
        # In a gap, fold=1 would mean the offset after it and move the time backward.
        return local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return instant


def local_in(instant: datetime, zone: ZoneInfo) -> datetime:
    """As `to_local`, for a zone already loaded."""
    if instant.tzinfo is None:
        raise ValueError("an instant is aware")
    return instant.astimezone(zone).replace(tzinfo=None)
