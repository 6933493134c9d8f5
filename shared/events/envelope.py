"""CloudEvents 1.0 in binary mode on Kafka: attributes in headers, data in the value.

Source: CloudEvents Kafka protocol binding 1.0.2 §3.2. Header names are `ce_` + attribute.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, NoReturn
from uuid import UUID

from pydantic import ValidationError

from shared.core.origin import PROJECT
from shared.events.base import EventData
from shared.events.catalog import BY_MODEL, CATALOG, EventType, schema_uri

Header = tuple[str, bytes | None]
"""Name and value. Kafka knows headers without a value; Rondel writes none."""

Headers = list[Header]

_SPEC_VERSION = ("ce_specversion", b"1.0")
_CONTENT_TYPE = ("content-type", b"application/json")


class UndecodableEvent(Exception):
    """A record that this version of Rondel cannot read; it belongs in the dead letters."""


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
    version: int | None = None,
) -> Headers:
    """Kafka headers of one event; without `version` its data are of the newest one."""
    headers: Headers = [
        *_constant_headers(event_type, version, source),
        ("ce_id", str(event_id).encode()),
        ("ce_time", occurred_at.isoformat().encode()),
        ("ce_subject", subject.encode()),
        ("ce_userid", str(user_id).encode()),
    ]
    if traceparent:
        headers.append(("traceparent", traceparent.encode()))
    return headers


@lru_cache(maxsize=1024)
def _constant_headers(event_type: str, version: int | None, source: str) -> tuple[Header, ...]:
    if version is None:
        version = CATALOG[event_type].version
    return (
        _SPEC_VERSION,
        ("ce_type", event_type.encode()),
        ("ce_source", source.encode()),
        ("ce_dataschema", schema_uri(event_type, version).encode()),
        _CONTENT_TYPE,
    )


def header_text(headers: Iterable[Header], name: str) -> str | None:
    """The first header of this name, undecodable bytes replaced; None if it is missing or null."""
    for key, value in headers:
        if key == name:
            return None if value is None else value.decode("utf-8", "replace")
    return None


@dataclass(frozen=True, slots=True)
class _Form:
    """One version of a type: how its data are read."""

    entry: EventType
    name: bytes
    model: type[EventData]
    upcast: Callable[[EventData], EventData] | None


class Decoder:
    """Reads every version that a catalogue accepts, as data of the newest one."""

    def __init__(self, types: Iterable[EventType]) -> None:
        self._forms: dict[bytes | None, _Form] = {
            schema_uri(form.entry.name, version).encode(): form
            for entry in types
            for version, form in _forms_of(entry)
        }

    def decode(
        self, headers: Sequence[Header], value: bytes | None, place: Place | None = None
    ) -> Event:
        """The event in a Kafka record. Fields that this version does not know are dropped.

        Raises:
            UndecodableEvent: an attribute is missing, malformed or there twice, the type or version
                is unknown, or the data does not fit its model. Never anything else.
        """
        fields = dict(headers)
        if len(fields) != len(headers):
            _refuse_repeated_attributes(headers)
        try:
            form = self._forms.get(fields["ce_dataschema"])
            if form is None or fields["ce_type"] != form.name:
                self._refuse_stranger(fields["ce_type"], fields["ce_dataschema"])
            event_id = UUID(_text(fields, "ce_id"))
            occurred_at = datetime.fromisoformat(_text(fields, "ce_time"))
        except KeyError as error:
            raise UndecodableEvent(f"header {error} is missing") from error
        except ValueError as error:
            raise UndecodableEvent(f"ce_id or ce_time: {error}") from error
        if occurred_at.tzinfo is None:
            raise UndecodableEvent("ce_time has no zone")
        traceparent = fields.get("traceparent")
        return Event(
            event_id,
            form.entry,
            occurred_at,
            None if traceparent is None else traceparent.decode("utf-8", "replace"),
            _data(form, value),
            _source_of(fields),
            place,
        )

    def _refuse_stranger(self, name: bytes | None, schema: bytes | None) -> NoReturn:
        """In a function of its own: its dead letters have a fingerprint of their own, too."""
        if all(form.name != name for form in self._forms.values()):
            raise UndecodableEvent(f"type {_shown(name)} is not in the catalogue")
        raise UndecodableEvent(f"schema {_shown(schema)} is not known")


def _shown(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")[:120]


def _forms_of(entry: EventType) -> Iterable[tuple[int, _Form]]:
    name = entry.name.encode()
    yield entry.version, _Form(entry, name, entry.model, None)
    for older in entry.older:
        yield older.version, _Form(entry, name, older.model, older.upcast)


def _data(form: _Form, value: bytes | None) -> EventData:
    try:
        data = form.model.model_validate_json(value or b"", extra="ignore")
    except ValidationError as error:
        raise UndecodableEvent(f"data does not fit: {error.error_count()} errors") from error
    if form.upcast is None:
        return data
    try:
        return form.upcast(data)
    except Exception as error:  # whatever it is, only this record is to suffer
        raise UndecodableEvent(f"data of a former version: {error}") from error


def _source_of(fields: Mapping[str, bytes | None]) -> str:
    source = fields.get("ce_source")
    return PROJECT if source is None else source.decode("utf-8", "replace")


def _text(fields: Mapping[str, bytes | None], name: str) -> str:
    value = fields[name]
    if value is None:
        raise UndecodableEvent(f"header {name!r} has no value")
    return value.decode()


def _refuse_repeated_attributes(headers: Sequence[Header]) -> None:
    """Readers would not agree on which one counts."""
    names = [name for name, _ in headers if name.startswith("ce_")]
    if len(set(names)) != len(names):
        raise UndecodableEvent("an attribute is there twice")


decode = Decoder(CATALOG.values()).decode
"""Reads what Rondel's own catalogue accepts."""
