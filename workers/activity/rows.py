"""An event as a row of the activity; what PostgreSQL cannot hold is cleaned or refused."""

from datetime import UTC, datetime
from typing import Any, Final

import orjson

from shared.db.repositories.activity import ActivityRow
from shared.events.base import EventData
from shared.events.envelope import Event
from shared.observability.tracing import is_traceparent
from workers.runtime.handler import PermanentError

_IDS: Final = {"user_id", "task_id", "reminder_id"}
_FIRST_YEAR, _LAST_YEAR = 1970, 9000
_SOURCE_CHARS = 200
_NUL = "\x00"


def row_of(event: Event) -> ActivityRow:
    """The row of this event.

    Raises:
        PermanentError: the event says of itself what no row can hold.
    """
    place, data = event.place, event.data
    if place is None:
        raise PermanentError("where the record stands is not known")
    return ActivityRow(
        event.id,
        _instant(event.occurred_at),
        event.type.name,
        data.user_id,
        getattr(data, "task_id", None),
        getattr(data, "reminder_id", None),
        *place,
        event.source.replace(_NUL, "")[:_SOURCE_CHARS],
        event.traceparent if is_traceparent(event.traceparent) else None,
        _json(data),
    )


def _instant(when: datetime) -> datetime:
    if not _FIRST_YEAR <= when.year <= _LAST_YEAR:
        raise PermanentError("the time of the event is out of range")
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _json(data: EventData) -> str:
    """The data without the ids, which have columns of their own."""
    document = data.__pydantic_serializer__.to_json(data, exclude=_IDS)
    if b"\\u0000" in document:  # jsonb has no room for it
        document = orjson.dumps(_without_nul(orjson.loads(document)))
    return document.decode()


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace(_NUL, "")
    if isinstance(value, list):
        return [_without_nul(each) for each in value]
    if isinstance(value, dict):
        return {key: _without_nul(each) for key, each in value.items()}
    return value
