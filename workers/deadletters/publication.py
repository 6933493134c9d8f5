"""What a dead letter carries when it is sent once more."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from shared.db.repositories.redrives import TakenLetter
from shared.events.envelope import Headers
from shared.events.groups import GROUPS
from workers.deadletters.reading import REDRIVE_COUNT, REDRIVE_ID
from workers.runtime.history import (
    ATTEMPT,
    FIRST_FAILED_AT,
    ORIGINAL_OFFSET,
    ORIGINAL_PARTITION,
    ORIGINAL_TOPIC,
    OURS,
    RETRY_AT,
)

_KEPT = frozenset({ORIGINAL_TOPIC, ORIGINAL_PARTITION, ORIGINAL_OFFSET, FIRST_FAILED_AT})
_REPLACED = (OURS | {REDRIVE_ID, REDRIVE_COUNT}) - _KEPT


def retry_topic_of(letter: TakenLetter) -> str | None:
    """The retry topic of its group with the shortest delay: other groups do not see it again.

    None for a group that only the release knows which took the order.
    """
    group = GROUPS.get(letter.consumer_group)
    return next(iter(group.retry_topics)) if group is not None else None


def redrive_headers(letter: TakenLetter, redrive_id: UUID, now: datetime) -> Headers:
    """Its own headers, where it came from, and how often it was redriven; due at once."""
    return [
        *_own(letter),
        (RETRY_AT, now.isoformat().encode()),
        (ATTEMPT, b"0"),
        (REDRIVE_ID, str(redrive_id).encode()),
        (REDRIVE_COUNT, str(letter.redrives + 1).encode()),
    ]


def body_of(letter: TakenLetter) -> bytes | None:
    """What is sent as its value."""
    if letter.value is None and letter.record_key is None:
        return b""  # aiokafka cannot send a record that is nothing but headers
    return letter.value


def _own(letter: TakenLetter) -> Iterator[tuple[str, bytes | None]]:
    for name, value in zip(letter.header_names, letter.header_values, strict=True):
        text = name.decode("utf-8", "surrogatepass")
        if text not in _REPLACED:
            yield text, value
