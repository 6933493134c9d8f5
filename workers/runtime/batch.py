"""Records of one partition that are under way together, and how far they are done."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

from typing_extensions import override

from shared.kafka.records import Record, TopicPartition
from workers.runtime import dispatch


class Owner(Protocol):
    """The partition that the batches are of."""

    @property
    def at(self) -> TopicPartition:
        """Its topic and number."""
        ...

    async def wait(self, seconds: float) -> None:
        """As `dispatch.Lane.wait`."""
        ...


class Batch(dispatch.Lane):
    """What the dispatcher was given at one time."""

    def __init__(
        self, owner: Owner, records: Sequence[Record], advance: Callable[[], None]
    ) -> None:
        self.records = records
        self.done = records[0].offset
        self._owner = owner
        self._advance = advance

    @property
    def is_finished(self) -> bool:
        """Whether each of its records has had its outcome."""
        return self.done > self.records[-1].offset

    @property
    @override
    def at(self) -> TopicPartition:
        return self._owner.at

    @override
    def mark_done(self, offset: int) -> None:
        self.done = offset
        self._advance()

    @override
    async def wait(self, seconds: float) -> None:
        await self._owner.wait(seconds)


class Batches:
    """The batches of one partition that are under way, oldest first.

    They may end in any order; the partition is done up to the first record without an outcome.
    """

    def __init__(self, owner: Owner, on_progress: Callable[[int], None]) -> None:
        self._owner = owner
        self._on_progress = on_progress
        self._under_way: deque[Batch] = deque()
        self.done: int | None = None
        """The first offset without an outcome; None before the first."""

    def __len__(self) -> int:
        """How many records are under way."""
        return sum(len(batch.records) for batch in self._under_way)

    @property
    def oldest(self) -> Record | None:
        """The first record that is under way."""
        return self._under_way[0].records[0] if self._under_way else None

    def take(self, records: Sequence[Record]) -> Batch:
        """These records, which follow the ones before them, are under way."""
        batch = Batch(self._owner, records, self._advance)
        self._under_way.append(batch)
        return batch

    def _advance(self) -> None:
        done = self.done
        while self._under_way and self._under_way[0].is_finished:
            done = self._under_way.popleft().done
        if self._under_way and self._under_way[0].done > self._under_way[0].records[0].offset:
            done = self._under_way[0].done
        if done is not None and done != self.done:
            self.done = done
            self._on_progress(done)
