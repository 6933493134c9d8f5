"""What a record carries to its retry topic."""

from datetime import datetime, timedelta

from shared.events.envelope import Headers
from shared.kafka.records import Record
from workers.runtime.failures import Failure
from workers.runtime.history import ATTEMPT, LAST_ERROR, RETRY_AT, History, foreign_headers


def retry_headers(
    record: Record, history: History, failure: Failure, now: datetime, delay_seconds: float
) -> Headers:
    """The record's own headers, and with them when and why it is tried again."""
    last_error = f"{failure.error_class}: {failure.text}"
    return [
        *foreign_headers(record.headers),
        *history.headers(now),
        (ATTEMPT, str(history.attempts + 1).encode()),
        (RETRY_AT, (now + timedelta(seconds=delay_seconds)).isoformat().encode()),
        (LAST_ERROR, last_error.encode("utf-8", "replace")),
    ]
