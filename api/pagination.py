"""Cursors: where a page ended, as text that clients hand back unread."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import datetime
from uuid import UUID

import orjson

from api.errors import RequestInvalid
from shared.db.repositories.task_queries import NEVER, After, Sort


def encode_cursor(place: After | None, sort: Sort) -> str | None:
    """The cursor of the page that begins after `place`; None if there is none.

    >>> after = After(UUID(int=7), datetime(2026, 11, 27, 9))
    >>> decode_cursor(encode_cursor(after, "due"), "due") == after
    True
    """
    if place is None:
        return None
    due = None if place.due in {None, NEVER} else place.due
    return urlsafe_b64encode(orjson.dumps([sort, str(place.id), due])).decode().rstrip("=")


def decode_cursor(cursor: str | None, sort: Sort) -> After | None:
    """Where to go on.

    Raises:
        RequestInvalid: it is no cursor of ours, or of a list in another order.
    """
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return _place(*orjson.loads(urlsafe_b64decode(padded)), wanted=sort)
    except (NotBase64, ValueError, TypeError, AttributeError):
        error = "Send the next_cursor of the page before, with the same sort."
        raise RequestInvalid(
            [{"pointer": "/query/cursor", "code": "cursor_invalid", "message": error}]
        ) from None


def _place(sort: str, identifier: str, due: str | None, *, wanted: Sort) -> After:
    when = datetime.fromisoformat(due) if due else NEVER
    if sort != wanted or when.tzinfo is not None:
        raise ValueError(sort)
    return After(UUID(identifier), when if sort == "due" else None)
