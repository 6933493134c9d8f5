"""One partition that this process owns: a queue, a task, and nothing that outlives it."""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from shared.core.clock import Clock
from shared.kafka.consumer import Consumer
from shared.kafka.records import Record, TopicPartition
from shared.observability.logging import get_logger
from shared.observability.tracing import about
from workers.runtime.batch import Batch, Batches
from workers.runtime.dispatch import Lane
from workers.runtime.failures import FailureKind, judge
from workers.runtime.handler import Reader
from workers.runtime.history import due_at
from workers.runtime.offsets import Offsets
from workers.runtime.outages import Outages
from workers.runtime.testing import RuntimeSignals

MAX_BATCH = 250
"""Events a transaction: more of them save little, and hold up timers in this process longer."""

HIGH_WATER = 2_000
"""Records in the queue from which on nothing more is fetched."""

LOW_WATER = 500

HIGH_WATER_BYTES = 16 * 1024 * 1024
"""The same for their bodies: a few records of the largest size weigh as much as thousands."""

LOW_WATER_BYTES = HIGH_WATER_BYTES // 4
_LOOK_AGAIN_SECONDS = 1.0  # the clock may be set while a retry is waited for
_OPEN_WAIT_SECONDS = 0.5


class Abandoned(Exception):
    """The partition is being given up: what is not done yet is for the next owner."""


class RecordSink(Protocol):
    """What a lane gives its records to."""

    async def dispatch(self, lane: Lane, records: Sequence[Record]) -> None:
        """Each of the records has had its outcome, and its offset may be committed."""
        ...


@dataclass(frozen=True, slots=True)
class LaneTools:
    """What all lanes of a process work with."""

    handler: Reader
    consumer: Consumer
    dispatcher: RecordSink
    offsets: Offsets
    outages: Outages
    clock: Clock
    signals: RuntimeSignals


class PartitionLane:
    """Gives the records of one partition to the dispatcher, batch after batch, in order.

    As many batches are under way together as the handler says; an offset is done when all before
    it are.
    """

    def __init__(
        self, at: TopicPartition, tools: LaneTools, on_failure: Callable[[BaseException], None]
    ) -> None:
        self._at = at
        self._tools = tools
        self._on_failure = on_failure
        self._queue: deque[Record] = deque()
        self._queued_bytes = 0
        self._batches = Batches(self, partial(tools.offsets.done, at))
        self._running: set[asyncio.Task[None]] = set()
        self._held = False
        self._has_opened = False
        self._wake = asyncio.Event()
        self._closing = asyncio.Event()
        self._delayed = at.topic.startswith("retry.")
        self._log = get_logger().bind(topic=at.topic, partition=at.partition)
        self._task = asyncio.create_task(self._run(), name=f"lane {at.topic}/{at.partition}")
        self._task.add_done_callback(self._report)

    @property
    def at(self) -> TopicPartition:
        """Topic and number of the partition."""
        return self._at

    @property
    def waiting(self) -> int:
        """Records that were fetched and have had no outcome yet."""
        return len(self._queue) + len(self._batches)

    @property
    def is_held(self) -> bool:
        """Whether nothing more is fetched at the moment."""
        return self._held

    @property
    def waits_for_retries(self) -> bool:
        """Whether its records wait for their time."""
        return self._delayed

    @property
    def done(self) -> int | None:
        """The first offset without an outcome; None before the first batch."""
        return self._batches.done

    @property
    def oldest_timestamp_ms(self) -> int | None:
        """When the oldest record without an outcome was written, if one was fetched."""
        oldest = self._batches.oldest or (self._queue[0] if self._queue else None)
        return oldest.timestamp if oldest else None

    def put(self, records: Sequence[Record]) -> None:
        """The records wait behind those that wait already."""
        if not self._closing.is_set():
            self._queue.extend(records)
            self._queued_bytes += _weight(records)
            self._wake.set()
            if len(self._queue) > HIGH_WATER or self._queued_bytes > HIGH_WATER_BYTES:
                self._hold()

    async def wait(self, seconds: float) -> None:
        """Time has passed.

        Raises:
            Abandoned: the partition is being given up.
        """
        try:
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        except TimeoutError:
            return
        raise Abandoned

    async def drain(self, seconds: float) -> None:
        """What is under way is finished, or abandoned at the end of the time; no more begins."""
        self._closing.set()
        self._wake.set()
        self._queue.clear()
        self._queued_bytes = 0
        _, unfinished = await asyncio.wait([self._task], timeout=seconds)
        if unfinished:
            self._log.warning("batch_abandoned", seconds=seconds, events=len(self._batches))
            self._task.cancel()
            await asyncio.wait([self._task])

    async def close(self) -> None:
        """Nothing of the partition is left in the handler. Call it after `drain`."""
        if self._has_opened:
            await self._tools.handler.close_partition(*self._at)
        self._tools.signals.closed.fire(self._at)

    async def _run(self) -> None:
        with about(self._at._asdict):
            try:
                await self._open()
                while records := await self._next():
                    await self._begin(self._batches.take(records))
                await self._end_all()
            except Abandoned:
                self._log.info("partition_given_up", waiting=self.waiting)
            finally:
                for task in self._running:
                    task.cancel()
                await self._end_all()

    async def _begin(self, batch: Batch) -> None:
        """The batch is under way, and another may be."""
        most = self._tools.handler.batches_at_once
        if most == 1:
            await self._tools.dispatcher.dispatch(batch, batch.records)
            return
        task = asyncio.create_task(self._dispatch(batch))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        task.add_done_callback(self._report)
        while len(self._running) >= most:
            await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)

    async def _dispatch(self, batch: Batch) -> None:
        with suppress(Abandoned):
            await self._tools.dispatcher.dispatch(batch, batch.records)

    async def _end_all(self) -> None:
        if self._running:
            await asyncio.wait(self._running)

    async def _open(self) -> None:
        """The handler is ready for the partition; whatever keeps it from that is waited for."""
        self._has_opened = True
        waited_for = set[str]()
        while True:
            try:
                await self._tools.handler.open_partition(*self._at)
            except Exception as error:
                failure = judge(error)
                if failure.kind is FailureKind.BUG:
                    raise
                waited_for.add(failure.waits_for)
                self._tools.outages.began(failure.waits_for, error)
                await self.wait(_OPEN_WAIT_SECONDS * random.uniform(0.5, 1.5))  # noqa: S311 - spreads load
            else:
                break
        self._tools.outages.ended(*waited_for)
        self._tools.signals.opened.fire(self._at)

    async def _next(self) -> Sequence[Record]:
        """The next batch, as soon as there is one; empty when the partition is given up."""
        while not self._queue:
            if self._closing.is_set():
                return ()
            self._wake.clear()
            await self._wake.wait()
        if self._delayed:
            await self._await_due()
        batch = self._take()
        self._queued_bytes -= _weight(batch)
        if len(self._queue) <= LOW_WATER and self._queued_bytes <= LOW_WATER_BYTES:
            self._release()
        return batch

    def _take(self) -> Sequence[Record]:
        queue = self._queue
        if not self._delayed:
            return [queue.popleft() for _ in range(min(len(queue), MAX_BATCH))]
        now = self._tools.clock.now()
        batch: list[Record] = []
        while queue and len(batch) < MAX_BATCH and (due_at(queue[0]) or now) <= now:
            batch.append(queue.popleft())
        return batch

    async def _await_due(self) -> None:
        """The record at the head may be tried again; meanwhile nothing more is fetched."""
        due = due_at(self._queue[0])
        while due is not None and (left := (due - self._tools.clock.now()).total_seconds()) > 0:
            self._hold()
            await self.wait(min(left, _LOOK_AGAIN_SECONDS))

    def _hold(self) -> None:
        if not self._held:
            self._held = True
            self._tools.consumer.pause([self._at])
            self._tools.signals.paused.fire(self._at)

    def _release(self) -> None:
        if self._held:
            self._held = False
            self._tools.consumer.resume([self._at])
            self._tools.signals.resumed.fire(self._at)

    def _report(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._on_failure(error)


def _weight(records: Sequence[Record]) -> int:
    """The bytes of their bodies."""
    return sum(len(record.value) for record in records if record.value)
