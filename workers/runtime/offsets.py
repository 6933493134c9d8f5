"""Commits offsets a few times a second for all partitions at once, not once a batch.

A commit costs about as much as handling ten events. What is handled but not committed when a
process dies comes again, and the inbox passes over it.
"""

import asyncio
from collections.abc import Iterable

from shared.kafka.consumer import Consumer
from shared.kafka.errors import KafkaFailure
from shared.kafka.records import TopicPartition
from shared.observability.logging import get_logger
from workers.runtime.testing import RuntimeSignals

_GATHER_SECONDS = 0.05
_BACKOFF_SECONDS = 0.5


class Offsets:
    """How far each owned partition is done, and the commits of that."""

    def __init__(self, consumer: Consumer, signals: RuntimeSignals) -> None:
        self._consumer = consumer
        self._signals = signals
        self._owned: set[TopicPartition] = set()
        self._waiting: dict[TopicPartition, int] = {}
        self._changed = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._log = get_logger()

    def own(self, partition: TopicPartition) -> None:
        """Offsets of the partition are ours to commit."""
        self._owned.add(partition)

    def disown(self, partitions: Iterable[TopicPartition]) -> None:
        """The partitions belong to somebody else; what was not committed is forgotten."""
        for partition in partitions:
            self._owned.discard(partition)
            self._waiting.pop(partition, None)

    def done(self, partition: TopicPartition, offset: int) -> None:
        """Every record of the partition before `offset` has had its outcome."""
        if partition in self._owned:
            self._waiting[partition] = offset
            self._changed.set()

    async def run(self) -> None:
        """What is done is committed soon, for ever."""
        while True:
            await self._changed.wait()
            await asyncio.sleep(_GATHER_SECONDS)
            if not await self.flush():
                await asyncio.sleep(_BACKOFF_SECONDS)

    async def flush(self) -> bool:
        """What is done is committed now; False if the broker refused, then it stays to be."""
        async with self._one_at_a_time:
            offsets, self._waiting = self._waiting, {}
            self._changed.clear()
            if not offsets:
                return True
            try:
                await self._consumer.commit_offsets(offsets)
            except KafkaFailure as error:
                self._log.warning("commit_refused", error=type(error).__name__)
                for partition, offset in offsets.items():
                    self.done(partition, self._waiting.get(partition, offset))
                return False
        self._signals.committed.fire(offsets)
        return True
