"""Dead letters: the original bytes, and beside them all that is known about why they died."""

from datetime import datetime

from shared.events.catalog import CATALOG
from shared.events.envelope import Headers, header_text
from shared.kafka.records import Record
from shared.kafka.topology import UNKNOWN_TYPE
from workers.runtime.failures import Failure
from workers.runtime.history import (
    ATTEMPTS,
    ERROR,
    ERROR_CLASS,
    FAILURE_KIND,
    FINGERPRINT,
    GROUP,
    LAST_FAILED_AT,
    History,
    foreign_headers,
)


def dead_type(record: Record) -> str:
    """The event type whose dead-letter topic takes the record: one of the catalogue, or unknown."""
    name = header_text(record.headers, "ce_type")
    return name if name is not None and name in CATALOG else UNKNOWN_TYPE


def dead_headers(
    record: Record, history: History, failure: Failure, group: str, now: datetime
) -> Headers:
    """The record's own headers, and with them the story of its failure."""
    return [
        *foreign_headers(record.headers),
        *history.headers(now),
        (LAST_FAILED_AT, now.isoformat().encode()),
        (ATTEMPTS, str(history.attempts + 1).encode()),
        (GROUP, group.encode()),
        (FAILURE_KIND, failure.kind.encode()),
        (ERROR_CLASS, failure.error_class.encode()),
        (ERROR, failure.text.encode("utf-8", "replace")),
        (FINGERPRINT, failure.fingerprint.encode()),
    ]
