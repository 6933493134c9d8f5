"""Timelines between wire and database."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import MAXYEAR, MINYEAR, datetime
from uuid import UUID

import orjson

from api.errors import RequestInvalid
from api.schemas.tasks import Document
from api.schemas.timeline import TimelineQuery
from shared.db.repositories.timeline import Before, Kind
from shared.db.session import Database
from shared.db.timeline import Subject, Timeline, find_account


async def subject_of(db: Database, query: TimelineQuery) -> Subject:
    """What is asked for.

    Raises:
        NotFound: no account has this address.
        RequestInvalid: the user is neither an id nor an address.
    """
    named: dict[Kind, UUID | None] = {
        "task": query.task,
        "reminder": query.reminder,
        "event": query.event,
    }
    for kind, identifier in named.items():
        if identifier is not None:
            return Subject(kind, identifier)
    user = query.user or ""
    if "@" in user and "\x00" not in user:
        return await find_account(db, user)
    try:
        return Subject("user", UUID(user))
    except ValueError:
        message = "Give the id or the e-mail address of an account."
        raise RequestInvalid(
            [{"pointer": "/query/user", "code": "user_malformed", "message": message}]
        ) from None


def timeline_document(timeline: Timeline) -> Document:
    """The page as `TimelineOut`."""
    return {
        "subject": {"kind": timeline.subject.kind, "id": str(timeline.subject.id)},
        "entries": timeline.entries,
        "waiting": timeline.waiting,
        "next_cursor": encode_before(timeline.earlier),
        "hint": timeline.hint,
    }


def encode_before(place: Before | None) -> str | None:
    """The cursor of the page of what happened before `place`; None if there is none.

    >>> from datetime import UTC
    >>> place = Before(datetime(2026, 11, 27, 9, tzinfo=UTC), UUID(int=7))
    >>> decode_before(encode_before(place)) == place
    True
    """
    if place is None:
        return None
    return urlsafe_b64encode(orjson.dumps([place.at, str(place.id)])).decode().rstrip("=")


def decode_before(cursor: str | None) -> Before | None:
    """Where to go on.

    Raises:
        RequestInvalid: it is no cursor of ours.
    """
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        at, identifier = orjson.loads(urlsafe_b64decode(padded))
        place = Before(datetime.fromisoformat(at), UUID(identifier))
    except (NotBase64, ValueError, TypeError, AttributeError):
        place = None
    # The first and the last year overflow in other zones.
    if place is None or place.at.tzinfo is None or not MINYEAR < place.at.year < MAXYEAR:
        raise RequestInvalid(
            [
                {
                    "pointer": "/query/cursor",
                    "code": "cursor_invalid",
                    "message": "Send the next_cursor of the page before.",
                }
            ]
        )
    return place
