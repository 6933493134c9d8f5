"""What a record of a dead-letter topic says about itself, whoever wrote it.

Texts are cleaned and cut for the columns that people search; the bytes beside them stay as they
are. Nothing in a record can make this fail.
"""

from datetime import UTC, datetime
from uuid import UUID

from shared.db.repositories.dead_letter_mirror import Headers, MirroredLetter
from shared.kafka.records import Record, TopicPartition
from workers.runtime import history
from workers.runtime.dlq import dead_type

REDRIVE_ID = "x-redrive-id"
REDRIVE_COUNT = "x-redrive-count"

_LARGEST_INT = 2**31 - 1
_LARGEST_BIGINT = 2**63 - 1
_LATEST_MS = 32_503_680_000_000  # the year 3000
_FIRST_YEAR, _LAST_YEAR = 1900, 3000  # the ends of the calendar mean infinity to the driver
_NAME_CHARS = 200
_ERROR_CHARS = 2_000
_INDEXED_CHARS = 64
_UUID_CHARS = 36


def letter_of(at: TopicPartition, record: Record, letter_id: UUID) -> MirroredLetter:
    """The row of a record."""
    found = _First(record)
    return MirroredLetter(
        id=letter_id,
        topic=at.topic,
        partition=at.partition,
        record_offset=record.offset,
        recorded_at=recorded_at(record),
        event_type=dead_type(record),
        record_key=record.key,
        record_value=record.value,
        event_id=found.text("ce_id", _INDEXED_CHARS),
        user_id=_user_id(found, record),
        subject=found.text("ce_subject"),
        traceparent=found.text("traceparent"),
        consumer_group=found.text(history.GROUP),
        failure_kind=found.text(history.FAILURE_KIND),
        error_class=found.text(history.ERROR_CLASS),
        error=found.text(history.ERROR, _ERROR_CHARS),
        fingerprint=found.text(history.FINGERPRINT, _INDEXED_CHARS),
        attempts=found.number(history.ATTEMPTS, _LARGEST_INT),
        first_failed_at=found.instant(history.FIRST_FAILED_AT),
        last_failed_at=found.instant(history.LAST_FAILED_AT),
        origin_topic=found.text(history.ORIGINAL_TOPIC),
        origin_partition=found.number(history.ORIGINAL_PARTITION, _LARGEST_BIGINT),
        origin_offset=found.number(history.ORIGINAL_OFFSET, _LARGEST_BIGINT),
        redrives=found.number(REDRIVE_COUNT, _LARGEST_INT) or 0,
    )


def bare_letter_of(
    at: TopicPartition, record: Record, letter_id: UUID, why: str, *, with_body: bool
) -> MirroredLetter:
    """The row of a record whose texts the database did not take: its place, and why."""
    return MirroredLetter(
        id=letter_id,
        topic=at.topic,
        partition=at.partition,
        record_offset=record.offset,
        recorded_at=recorded_at(record),
        event_type=dead_type(record),
        record_key=record.key if with_body else None,
        record_value=record.value if with_body else None,
        error=clean(why, _ERROR_CHARS),
    )


def headers_of(record: Record) -> Headers:
    """Names and values as bytes, in the producer's order."""
    return [(name.encode("utf-8", "surrogatepass"), value) for name, value in record.headers]


def recorded_at(record: Record) -> datetime:
    """When the record was written, as its producer said; the same at every reading."""
    return datetime.fromtimestamp(min(max(record.timestamp, 0), _LATEST_MS) / 1000, UTC)


def clean(text: str, characters: int) -> str:
    r"""A text that a text column takes, of so many characters at most.

    >>> clean("a\x00b", 3), clean("\ud800" + "c" * 9, 4)
    ('a�b', '?cc…')
    """
    fit = text[: characters + 1].replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    return fit if len(fit) <= characters else fit[: characters - 1] + "…"


class _First:
    """The first header of each name that has a value."""

    def __init__(self, record: Record) -> None:
        self._values: dict[str, bytes | None] = {}
        for name, value in record.headers:
            self._values.setdefault(name, value)

    def text(self, name: str, characters: int = _NAME_CHARS) -> str | None:
        value = self._values.get(name)
        return None if value is None else clean(value.decode("utf-8", "replace"), characters)

    def number(self, name: str, largest: int) -> int | None:
        text = self.text(name)
        if text is None or not text.isascii() or not text.isdecimal():
            return None
        return min(int(text), largest)

    def instant(self, name: str) -> datetime | None:
        text = self.text(name)
        try:
            found = datetime.fromisoformat(text) if text else None
        except ValueError:
            return None
        is_plausible = found is not None and found.tzinfo is not None
        if not is_plausible or found is None or not _FIRST_YEAR < found.year < _LAST_YEAR:
            return None
        return found.astimezone(UTC)


def _user_id(found: _First, record: Record) -> UUID | None:
    """Whose event it is: by its header, else by its key."""
    key = record.key.decode("utf-8", "replace") if record.key else None
    for text in (found.text("ce_userid"), key):
        if text is not None and len(text) == _UUID_CHARS:
            try:
                return UUID(text)
            except ValueError:
                continue
    return None
