"""What the answer of somebody else's HTTP server means for an event."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from workers.runtime.handler import PermanentError, TransientError

_TRY_LATER = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
)
_SERVER_ERRORS = range(500, 600)
_SUCCESS = range(200, 300)
_LONGEST_DIGITS = 9


def error_for_status(
    status: int, retry_after: str | None, now: datetime
) -> TransientError | PermanentError | None:
    """None for a success; what to raise for any other status.

    408, 425, 429 and 5xx may work later (RFC 9110 §15.5, §15.6; RFC 6585 §4; RFC 8470 §5.2), and
    `retry_after` is taken into account; everything else never will.
    """
    if status in _SUCCESS:
        return None
    message = f"the server answered {status}"
    if status in _TRY_LATER or status in _SERVER_ERRORS:
        return TransientError(message, seconds_asked(retry_after, now))
    return PermanentError(message)


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
    except ValueError:
        return None
    if instant.tzinfo is None:
        return None
    return max((instant - now).total_seconds(), 0.0)
