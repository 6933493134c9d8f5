"""Cursors: where a page ended, as text that clients hand back unread."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Generic, TypeVar
from uuid import UUID

import orjson

from api.errors import RequestInvalid
from shared.core.errors import InvalidInput
from shared.db.repositories.task_list_sql import After, key_types
from shared.domain.recurrence import parse_slot
from shared.domain.task_orders import SortKey, sort_text

_GREATEST = 2**31
_LAST_YEAR = 9999

P = TypeVar("P")
Read = Callable[[object], object]
"""Reads one value of a key; an error if it is not of its type."""


class Cursors(Generic[P]):
    """The cursors of the list `name`, whose key has values that `reads` read, in that order.

    >>> cursors = Cursors("trash", lambda *key: key, read_instant, read_uuid)
    >>> key = (datetime(2026, 11, 27, 9, tzinfo=UTC), UUID(int=7))
    >>> cursors.decode(cursors.encode(key)) == key
    True
    """

    def __init__(self, name: str, place: Callable[..., P], *reads: Read) -> None:
        self._name = name
        self._place = place
        self._reads = reads

    def encode(self, key: Iterable[object] | None) -> str | None:
        """The cursor of the page that begins after `key`; None if there is none."""
        if key is None:
            return None
        # The driver's UUIDs are a class of their own, which orjson does not know.
        content = orjson.dumps([self._name, tuple(key)], default=str)
        return urlsafe_b64encode(content).decode().rstrip("=")

    def decode(self, cursor: str | None) -> P | None:
        """Where to go on.

        Raises:
            RequestInvalid: it is no cursor of ours, or of another list.
        """
        if cursor is None:
            return None
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            return self._read(*orjson.loads(urlsafe_b64decode(padded)))
        except (InvalidInput, ValueError, TypeError, OverflowError):
            error = "Send the next_cursor of the page before, of the same list and sort."
            raise RequestInvalid(
                [{"pointer": "/query/cursor", "code": "cursor_invalid", "message": error}]
            ) from None

    def _read(self, name: str, values: list[object]) -> P:
        if name != self._name:
            raise ValueError(name)
        pairs = zip(self._reads, values, strict=True)
        return self._place(*[read(value) for read, value in pairs])


def task_cursors(sort: tuple[SortKey, ...]) -> Cursors[After]:
    """The cursors of tasks in that order; all but the id may be unset."""
    *kinds, _ = key_types(sort)
    reads = [_or_none(_READ[kind]) for kind in kinds]
    return Cursors(sort_text(sort), lambda *values: After(values), *reads, read_uuid)


def read_uuid(value: object) -> UUID:
    """An id."""
    return UUID(str(value))


def read_instant(value: object) -> datetime:
    """An instant in UTC, in years that have one in every zone."""
    found = datetime.fromisoformat(str(value))
    if found.tzinfo is None or not 1 < found.year < _LAST_YEAR:
        raise ValueError(value)
    return found.astimezone(UTC)


def read_slot(value: object) -> str:
    """The slot of a series."""
    found = _text(value)
    parse_slot(found)
    return found


def _or_none(read: Read) -> Read:
    return lambda value: None if value is None else read(value)


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


def _text(value: object) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError(value)
    return value


_READ: dict[str, Read] = {
    "uuid": read_uuid,
    "int": _number,
    "float8": _fraction,
    "timestamp": _wall_time,
    "timestamptz": read_instant,
    "text": _text,
}
