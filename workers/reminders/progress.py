"""How far the consumer of this process has come, as far as a reconciliation needs to know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shared.core.clock import Clock
from shared.events.envelope import Event
from shared.events.topics import partition_of

BUSY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class _Mark:
    """The newest event that was handled, and when that was, in monotonic time."""

    occurred_at: datetime
    handled_at: float


class Progress:
    """Remembers the newest event that was handled of each partition."""

    def __init__(self, clock: Clock, partitions: int) -> None:
        self._clock = clock
        self._partitions = partitions
        self._marks: dict[int, _Mark] = {}

    def note(self, handled: Iterable[Event]) -> None:
        """These events have had their effects."""
        now = self._clock.monotonic()
        for event in handled:
            partition = partition_of(event.data.user_id, self._partitions)
            known = self._marks.get(partition)
            newest = max(known.occurred_at, event.occurred_at) if known else event.occurred_at
            self._marks[partition] = _Mark(newest, now)

    def forget(self, partition: int) -> None:
        """Another process goes on with the partition."""
        self._marks.pop(partition, None)

    def is_behind(self, partition: int, changed_at: datetime) -> bool:
        """Whether an event from that instant may well wait in the partition.

        So it is while older ones were handled within the last minute. A partition in which nothing
        moves is not behind: what should have come has been lost.
        """
        mark = self._marks.get(partition)
        if mark is None or mark.occurred_at >= changed_at:
            return False
        return self._clock.monotonic() - mark.handled_at < BUSY_SECONDS
