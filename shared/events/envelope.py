"""CloudEvents 1.0 in binary mode on Kafka: attributes in headers, data in the value.

Source: CloudEvents Kafka protocol binding 1.0.2 §3.2. Header names are `ce_` + attribute.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from pydantic import ValidationError

from shared.core.origin import PROJECT
from shared.events.base import EventData
from shared.events.catalog import BY_MODEL, CATALOG, EventType

Headers = list[tuple[str, bytes]]

_SPEC_VERSION = ("ce_specversion", b"1.0")
_CONTENT_TYPE = ("content-type", b"application/json")
_SOURCE = PROJECT.encode()


class UndecodableEvent(Exception):
    """A record that no version of Rondel can read; it belongs in the dead letters."""


class Place(NamedTuple):
    """Where the record of an event stands that every group reads, retried or not."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Event:
    """One event with its data; what handlers see."""

    id: UUID
    type: EventType
    occurred_at: datetime
    traceparent: str | None
    data: EventData
    source: str = PROJECT
    place: Place | None = None


def dump_data(data: EventData) -> bytes:
    """The JSON body of an event."""
    return data.__pydantic_serializer__.to_json(data)


def type_of(data: EventData) -> EventType:
    """The catalogue line of this data."""
    return BY_MODEL[type(data)]


def make_headers(
    *,
    event_type: str,
    event_id: UUID,
    user_id: UUID,
    subject: str,
    occurred_at: datetime,
    traceparent: str | None,
    source: str = PROJECT,
) -> Headers:
    """Kafka headers of one event."""
    headers = [
        *_constant_headers(event_type, source),
        ("ce_id", str(event_id).encode()),
        ("ce_time", occurred_at.isoformat().encode()),
        ("ce_subject", subject.encode()),
        ("ce_userid", str(user_id).encode()),
    ]
    if traceparent:
        headers.append(("traceparent", traceparent.encode()))
    return headers


@lru_cache(maxsize=1024)
def _constant_headers(event_type: str, source: str) -> tuple[tuple[str, bytes], ...]:
    entry = CATALOG[event_type]
    return (
        _SPEC_VERSION,
        ("ce_type", entry.name.encode()),
        ("ce_source", source.encode()),
        ("ce_dataschema", entry.schema_uri.encode()),
        _CONTENT_TYPE,
    )


def header_text(headers: Iterable[tuple[str, bytes]], name: str) -> str | None:
    """The first header of this name, undecodable bytes replaced; None if it is missing."""
    for key, value in headers:
        if key == name:
            return value.decode("utf-8", "replace")
    return None


def decode(
    headers: Iterable[tuple[str, bytes]], value: bytes | None, place: Place | None = None
) -> Event:
    """The event in a Kafka record. Fields that this version does not know are dropped.

    Raises:
        UndecodableEvent: an attribute is missing or malformed, the type or version is unknown,
            or the data does not fit its model.
    """
    fields = dict(headers)
    try:
        entry = _entry_of(fields)
        return Event(
            id=UUID(fields["ce_id"].decode()),
            type=entry,
            occurred_at=datetime.fromisoformat(fields["ce_time"].decode()),
            traceparent=fields["traceparent"].decode() if "traceparent" in fields else None,
            data=entry.model.model_validate_json(value or b"", extra="ignore"),
            source=fields.get("ce_source", _SOURCE).decode("utf-8", "replace"),
            place=place,
        )
    except KeyError as error:
        raise UndecodableEvent(f"header {error} is missing") from error
    except ValidationError as error:
        raise UndecodableEvent(f"data does not fit: {error.error_count()} errors") from error
    except ValueError as error:
        raise UndecodableEvent(str(error)) from error


def _entry_of(fields: Mapping[str, bytes]) -> EventType:
    name = fields["ce_type"].decode()
    entry = CATALOG.get(name)
    if entry is None:
        raise UndecodableEvent(f"type {name[:80]!r} is not in the catalogue")
    schema = fields["ce_dataschema"].decode()
    if schema != entry.schema_uri:
        raise UndecodableEvent(f"schema {schema[:120]!r} is not known")
    return entry
