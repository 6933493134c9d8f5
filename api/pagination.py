"""Cursors: where a page ended, as text that clients hand back unread."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import orjson

from api.errors import RequestInvalid
from shared.db.repositories.task_list_sql import After, key_types
from shared.domain.task_orders import SortKey, sort_text

_GREATEST = 2**31
_LAST_YEAR = 9999


def encode_cursor(place: After | None, sort: tuple[SortKey, ...]) -> str | None:
    """The cursor of the page that begins after `place`; None if there is none.

    >>> sort = (SortKey("due"),)
    >>> after = After((datetime(2026, 11, 27, 9), UUID(int=7)))
    >>> decode_cursor(encode_cursor(after, sort), sort) == after
    True
    """
    if place is None:
        return None
    # The driver's UUIDs are a class of their own, which orjson does not know.
    content = orjson.dumps([sort_text(sort), place.values], default=str)
    return urlsafe_b64encode(content).decode().rstrip("=")


def decode_cursor(cursor: str | None, sort: tuple[SortKey, ...]) -> After | None:
    """Where to go on.

    Raises:
        RequestInvalid: it is no cursor of ours, or of a list in another order.
    """
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return _place(*orjson.loads(urlsafe_b64decode(padded)), wanted=sort)
    except (NotBase64, ValueError, TypeError, AttributeError, OverflowError):
        error = "Send the next_cursor of the page before, with the same sort."
        raise RequestInvalid(
            [{"pointer": "/query/cursor", "code": "cursor_invalid", "message": error}]
        ) from None


def _place(sort: str, values: list[object], *, wanted: tuple[SortKey, ...]) -> After:
    if sort != sort_text(wanted):
        raise ValueError(sort)
    pairs = list(zip(key_types(wanted), values, strict=True))
    if pairs[-1][1] is None:
        raise ValueError("every task has an id")
    return After(tuple(None if value is None else _READ[kind](value) for kind, value in pairs))


def _number(value: object) -> int:
    if type(value) is not int or abs(value) >= _GREATEST:
        raise ValueError(value)
    return value


def _fraction(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    return float(value)


def _wall_time(value: object) -> datetime:
    found = datetime.fromisoformat(str(value))
    if found.tzinfo is not None or found.year >= _LAST_YEAR:
        raise ValueError(value)
    return found


def _instant(value: object) -> datetime:
    found = datetime.fromisoformat(str(value))
    if found.tzinfo is None or not 1 < found.year < _LAST_YEAR:
        raise ValueError(value)
    return found.astimezone(UTC)


def _text(value: object) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError(value)
    return value


_READ: dict[str, Callable[[object], object]] = {
    "uuid": lambda value: UUID(str(value)),
    "int": _number,
    "float8": _fraction,
    "timestamp": _wall_time,
    "timestamptz": _instant,
    "text": _text,
}
