"""Timelines between wire and database."""

from uuid import UUID

from api.errors import RequestInvalid
from api.pagination import Cursors, read_instant, read_uuid
from api.schemas.common import Document
from api.schemas.timeline import TimelineQuery
from shared.db.repositories.timeline import Before, Kind
from shared.db.session import Database
from shared.db.timeline import Subject, Timeline, find_account

TIMELINE_CURSORS = Cursors("timeline", Before, read_instant, read_uuid)


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
        "next_cursor": TIMELINE_CURSORS.encode(timeline.earlier),
        "hint": timeline.hint,
    }
