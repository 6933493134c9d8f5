"""What the answer of somebody else's HTTP server asks for."""

from datetime import datetime
from email.utils import parsedate_to_datetime

_LONGEST_DIGITS = 9


def seconds_asked(retry_after: str | None, now: datetime) -> float | None:
    """The seconds that a Retry-After header means (RFC 9110 §10.2.3); None if it makes no sense.

    >>> from datetime import UTC
    >>> now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    >>> seconds_asked("120", now), seconds_asked("Mon, 02 Mar 2026 09:01:00 GMT", now)
    (120.0, 60.0)
    >>> seconds_asked("soon", now) is None
    True
    """
    text = (retry_after or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text) if len(text) <= _LONGEST_DIGITS else None
    try:
        instant = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # the second for huge numbers (python/cpython#153406)
        return None
    if instant.tzinfo is None:
        return None
    return max((instant - now).total_seconds(), 0.0)
