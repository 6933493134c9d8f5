"""The headers in which a record carries the story of its failures, and how they are read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shared.events.envelope import Header, Headers, Place, header_text
from shared.kafka.records import Record, TopicPartition

RETRY_AT = "x-retry-at"
ATTEMPT = "x-attempt"
LAST_ERROR = "x-last-error"
ORIGINAL_TOPIC = "x-original-topic"
ORIGINAL_PARTITION = "x-original-partition"
ORIGINAL_OFFSET = "x-original-offset"
FIRST_FAILED_AT = "x-first-failed-at"
LAST_FAILED_AT = "x-last-failed-at"
ERROR_CLASS = "x-error-class"
ERROR = "x-error"
FINGERPRINT = "x-fingerprint"
FAILURE_KIND = "x-failure-kind"
ATTEMPTS = "x-attempts"
GROUP = "x-group"
REDUCED = "x-reduced"

LONGEST_DELAY = timedelta(hours=25)
"""An hour more than the longest delay that any event is given."""

_DIGITS = 18  # of the largest offset
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST_PARTITION = 2**31 - 1

OURS = frozenset(
    (
        *(RETRY_AT, ATTEMPT, LAST_ERROR, ORIGINAL_TOPIC, ORIGINAL_PARTITION, ORIGINAL_OFFSET),
        *(FIRST_FAILED_AT, LAST_FAILED_AT, ERROR_CLASS, ERROR, FINGERPRINT, FAILURE_KIND),
        *(ATTEMPTS, GROUP, REDUCED),
    )
)
"""Every header that a failure adds; a copy of a record carries each of them once."""


@dataclass(frozen=True, slots=True)
class History:
    """Where a record came from, and how often it failed before it was read this time."""

    attempts: int
    topic: str
    partition: int
    offset: int
    first_failed_at: datetime | None

    def headers(self, now: datetime) -> Headers:
        """The part of the story that a retried and a dead record have in common."""
        return [
            (ORIGINAL_TOPIC, self.topic.encode()),
            (ORIGINAL_PARTITION, str(self.partition).encode()),
            (ORIGINAL_OFFSET, str(self.offset).encode()),
            (FIRST_FAILED_AT, (self.first_failed_at or now).isoformat().encode()),
        ]


def history_of(at: TopicPartition, record: Record) -> History:
    """What is known about a record. Headers that make no sense count as missing."""
    topic = header_text(record.headers, ORIGINAL_TOPIC)
    partition = _number(record, ORIGINAL_PARTITION)
    offset = _number(record, ORIGINAL_OFFSET)
    if topic is None or partition is None or offset is None:
        topic, partition, offset = at.topic, at.partition, record.offset
    attempts = _number(record, ATTEMPT) or 0
    return History(attempts, topic, partition, offset, _instant(record, FIRST_FAILED_AT))


def original_place(at: TopicPartition, record: Record, topics: Collection[str]) -> Place:
    """Where a retried record stands in one of these topics; its own place if it names none."""
    history = history_of(at, record)
    if history.topic in topics and history.partition <= _LARGEST_PARTITION:
        return Place(history.topic, history.partition, history.offset)
    return Place(at.topic, at.partition, record.offset)


def due_at(record: Record) -> datetime | None:
    """When the record may be tried again; None for at once.

    Never much later than any tier delays, so that a forged header cannot block a tier for ever;
    and at once if the record says that it was written in no year that there is.
    """
    due = _instant(record, RETRY_AT)
    if due is None:
        return None
    try:
        return min(due, _EPOCH + timedelta(milliseconds=record.timestamp) + LONGEST_DELAY)
    except OverflowError:
        return None


def foreign_headers(headers: Iterable[Header]) -> Headers:
    """Those headers that no failure has added."""
    return [(name, value) for name, value in headers if name not in OURS]


def _instant(record: Record, name: str) -> datetime | None:
    text = header_text(record.headers, name)
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _number(record: Record, name: str) -> int | None:
    text = header_text(record.headers, name)
    if text is None or len(text) > _DIGITS or not text.isascii() or not text.isdecimal():
        return None
    return int(text)
