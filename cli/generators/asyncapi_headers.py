"""Schemas of the headers: of an event, of one that is tried again, and of a dead letter."""

from typing import Any

from shared.events.catalog import schema_uri
from shared.kafka.reading import UNREADABLE
from workers.runtime import history
from workers.runtime.failures import FailureKind

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_INSTANT: Schema = {"type": "string", "format": "date-time"}
_NUMBER: Schema = {"type": "string", "pattern": "^[0-9]+$"}
_UUID: Schema = {"type": "string", "format": "uuid"}

_ORIGIN: Schema = {
    history.ORIGINAL_TOPIC: {**_TEXT, "description": "The main topic it was read from first"},
    history.ORIGINAL_PARTITION: _NUMBER,
    history.ORIGINAL_OFFSET: _NUMBER,
    history.FIRST_FAILED_AT: _INSTANT,
}
_RETRY: Schema = {
    **_ORIGIN,
    history.ATTEMPT: {**_NUMBER, "description": "Rounds that have failed"},
    history.RETRY_AT: {**_INSTANT, "description": "Not to be tried before"},
    history.LAST_ERROR: _TEXT,
}
_DEATH: Schema = {
    **_ORIGIN,
    history.LAST_FAILED_AT: _INSTANT,
    history.ATTEMPTS: {**_NUMBER, "description": "Rounds that have failed, the last one too"},
    history.GROUP: {**_TEXT, "description": "The consumer group that gave up"},
    history.FAILURE_KIND: {
        **_TEXT,
        "enum": [FailureKind.TRANSIENT, FailureKind.PERMANENT, FailureKind.BUG],
    },
    history.ERROR_CLASS: _TEXT,
    history.ERROR: _TEXT,
    history.FINGERPRINT: {**_TEXT, "description": "The same for failures of one cause"},
}


def of_event(name: str, version: int) -> Schema:
    """CloudEvents attributes and the trace, as on the main topics."""
    properties = _attributes(name, version)
    return _headers(properties, [each for each in properties if each != "traceparent"])


def of_retry(name: str, version: int) -> Schema:
    """Those of the event, and the story of its failures."""
    event = of_event(name, version)
    return _headers(event["properties"] | _RETRY, [*event["required"], *_RETRY])


def of_dead_letter() -> Schema:
    """The story of its death; what it had before may be anything."""
    unreadable = {
        **_TEXT,
        "description": "Only where a record could not even be parsed: it stands in its original "
        "topic at the named offset",
    }
    return _headers({**_DEATH, UNREADABLE: unreadable}, list(_DEATH))


def _attributes(name: str, version: int) -> Schema:
    return {
        "ce_specversion": {**_TEXT, "const": "1.0"},
        "ce_type": {**_TEXT, "const": name},
        "ce_source": {
            **_TEXT,
            "format": "uri-reference",
            "pattern": "^/rondel",
            "description": "The part of Rondel that it comes from",
        },
        "ce_id": {**_UUID, "description": "The same whenever the event is delivered again"},
        "ce_time": {**_INSTANT, "description": "When it happened"},
        "ce_subject": {**_TEXT, "description": "The id of the task or reminder"},
        "ce_dataschema": {**_TEXT, "const": schema_uri(name, version)},
        "ce_userid": {**_UUID, "description": "Whose it is; the key of the record"},
        "content-type": {**_TEXT, "const": "application/json"},
        "traceparent": {**_TEXT, "description": "W3C trace context"},
    }


def _headers(properties: Schema, required: list[str]) -> Schema:
    return {"type": "object", "required": required, "properties": properties}
