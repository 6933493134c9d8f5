"""Events and records as a consumer meets them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

from shared.events.catalog import CATALOG
from shared.events.envelope import Event
from shared.events.tasks import TaskCompleted

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_number = count(1)


def make_event() -> Event:
    """A task.completed unlike any other."""
    number = next(_number)
    data = TaskCompleted(
        user_id=UUID(int=1), task_id=UUID(int=2), task_version=number, completed_at=AT
    )
    return Event(UUID(int=number), CATALOG["task.completed"], AT, None, data)


@dataclass(frozen=True)
class SampleRecord:
    """A record with what a test cares about."""

    headers: Sequence[tuple[str, bytes]] = ()
    value: bytes | None = b"{}"
    key: bytes | None = b"k"
    offset: int = 5
    timestamp: int = 0
