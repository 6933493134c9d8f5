"""Names of topics and the one function that says which partition a user lives in."""

from functools import lru_cache
from typing import Literal
from uuid import UUID

Topic = Literal["task-events", "reminders", "task-updates"]

TASK_EVENTS: Topic = "task-events"
REMINDERS: Topic = "reminders"
TASK_UPDATES: Topic = "task-updates"
MAIN_TOPICS: tuple[Topic, ...] = (TASK_EVENTS, REMINDERS, TASK_UPDATES)

_SEED = 0x9747B28C
_M = 0x5BD1E995
_MASK = 0xFFFFFFFF
_POSITIVE = 0x7FFFFFFF


def retry_topic(group: str, delay: str) -> str:
    """Where a group parks an event that is to be tried again after `delay`.

    >>> retry_topic("notifications", "10s")
    'retry.notifications.10s'
    """
    return f"retry.{group}.{delay}"


def dlq_topic(event_type: str) -> str:
    """Where events of this type end that nobody could handle.

    >>> dlq_topic("reminder.due")
    'dlq.reminder.due'
    """
    return f"dlq.{event_type}"


@lru_cache(maxsize=65_536)
def partition_of(user_id: UUID, partitions: int) -> int:
    """The partition of everything about this user: Kafka's own default for the key.

    The same as the Java client's `Utils.toPositive(Utils.murmur2(key)) % partitions` with the
    user id's text as key, so that foreign producers and consumers agree.

    >>> partition_of(UUID(int=0), 12), partition_of(UUID(int=1), 12)
    (9, 2)
    """
    return (_murmur2(str(user_id).encode()) & _POSITIVE) % partitions


def _murmur2(data: bytes) -> int:
    """MurmurHash2, 32 bits, with Kafka's seed."""
    length = len(data)
    h = _SEED ^ length
    full = length & ~3
    for i in range(0, full, 4):
        k = int.from_bytes(data[i : i + 4], "little") * _M & _MASK
        k = (k ^ (k >> 24)) * _M & _MASK
        h = (h * _M & _MASK) ^ k
    if tail := data[full:]:
        h = (h ^ int.from_bytes(tail, "little")) * _M & _MASK
    h = (h ^ (h >> 13)) * _M & _MASK
    return h ^ (h >> 15)
