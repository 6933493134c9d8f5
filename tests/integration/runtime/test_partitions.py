"""Partitions move between members, and fill up, without loss, doubles or unbounded memory."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest
from typing_extensions import override

from shared.events.envelope import Event
from shared.events.groups import RECURRENCE_GROUP
from shared.events.topics import TASK_EVENTS
from shared.kafka.records import TopicPartition
from tests.integration.runtime.harness import (
    Bench,
    EffectHandler,
    body,
    headers_of,
    read_effects,
)
from tests.services.kafka import PARTITIONS
from workers.runtime.lane import HIGH_WATER, HIGH_WATER_BYTES, LOW_WATER
from workers.runtime.testing import RuntimeSignals

ALL = range(PARTITIONS)
LANES = PARTITIONS + len(RECURRENCE_GROUP.retry_topics)
ONE_FETCH = 6_000  # records of the size used here in the mebibyte that one fetch brings


def numbers(partition: int, start: int, stop: int) -> range:
    """What tells the events of a partition apart."""
    return range((partition + 1) * 1000 + start, (partition + 1) * 1000 + stop)


async def fill(bench: Bench, start: int, stop: int) -> None:
    """Events start..stop-1 of each partition are in Kafka."""
    for partition in ALL:
        await bench.send_range(numbers(partition, start, stop), partition)


async def committed_everywhere(signals: RuntimeSignals, offset: int) -> None:
    """The group has done every partition up to there."""
    wanted = {TopicPartition(TASK_EVENTS, partition): offset for partition in ALL}
    reached: dict[TopicPartition, int] = {}
    while reached != wanted:
        committed = await signals.committed.wait()
        reached.update({at: each for at, each in committed.items() if at in wanted})


async def opened(signals: RuntimeSignals, count: int) -> None:
    for _ in range(count):
        await signals.opened.wait()


async def test_a_member_joins_and_leaves_under_load(bench: Bench) -> None:
    signals = RuntimeSignals()
    first, second = EffectHandler(bench.db), EffectHandler(bench.db)
    async with bench.worker(first, signals=signals):
        await opened(signals, LANES)
        await fill(bench, 0, 300)
        async with bench.worker(second, signals=signals):
            await opened(signals, LANES)
            await fill(bench, 300, 600)
            await committed_everywhere(signals, 600)
        await fill(bench, 600, 700)
        await committed_everywhere(signals, 700)
    assert second.opened
    assert sorted(second.opened) == sorted(second.closed)
    assert sorted(first.opened) == sorted(first.closed)
    effects = await read_effects(bench.db)
    for partition in ALL:
        ours = [each for each in effects if each // 1000 == partition + 1]
        assert ours == list(numbers(partition, 0, 700))


async def test_three_members_own_each_partition_once(bench: Bench) -> None:
    signals = RuntimeSignals()
    signals.listen()
    async with AsyncExitStack() as members:
        workers = [
            await members.enter_async_context(
                bench.worker(EffectHandler(bench.db), signals=signals)
            )
            for _ in range(3)
        ]
        async with asyncio.timeout(45):
            while sum(bool(worker.lanes) for worker in workers) < 3:
                await signals.opened.wait()
        await fill(bench, 0, 10)
        await committed_everywhere(signals, 10)
        owned = [at for worker in workers for at in worker.lanes]
        assert len(owned) == len(set(owned)) == LANES
    assert len(await read_effects(bench.db)) == 10 * PARTITIONS


async def test_memory_is_bounded_while_a_partition_is_stuck(bench: Bench) -> None:
    allowed = asyncio.Event()

    async def hold(events: Sequence[Event]) -> None:
        if events[0].data.model_dump()["task_version"] < 900_000:
            await allowed.wait()

    count = 20_000
    await bench.send_range(range(1, count + 1), partition=0)
    handler = EffectHandler(bench.db, hold)
    async with bench.worker(handler) as worker:
        at = await worker.signals.paused.wait()
        await bench.send_range(range(900_000, 900_500), partition=1)  # polls go on
        await worker.handled(500)
        stuck = worker.lanes[at]
        assert HIGH_WATER < stuck.waiting < HIGH_WATER + ONE_FETCH < count
        allowed.set()
        assert await worker.signals.resumed.wait() == at
        assert stuck.waiting <= HIGH_WATER + LOW_WATER
        await worker.handled(count)
    assert await bench.committed(0) == count
    in_first = [each for each in await read_effects(bench.db) if each <= count]
    assert in_first == list(range(1, count + 1))


async def test_few_records_of_the_largest_size_are_bounded_too(bench: Bench) -> None:
    allowed = asyncio.Event()

    async def hold(_: Sequence[Event]) -> None:
        await allowed.wait()

    count = 60
    padding = b" " * 900_000
    await bench.send(1)
    for number in range(2, count + 1):
        await bench.send_raw(headers_of(uuid4()), body(number) + padding)
    async with bench.worker(EffectHandler(bench.db, hold)) as worker:
        at = await worker.signals.paused.wait()
        stuck = worker.lanes[at]
        assert HIGH_WATER_BYTES < stuck._queued_bytes < HIGH_WATER_BYTES + 4 * len(padding)
        assert stuck.waiting < count
        allowed.set()
        await worker.handled(count)
        assert stuck._queued_bytes == 0
    assert await read_effects(bench.db) == list(range(1, count + 1))


async def test_error_in_a_partition_hook_ends_the_worker(bench: Bench) -> None:
    class Broken(EffectHandler):
        @override
        async def open_partition(self, topic: str, partition: int) -> None:
            raise ZeroDivisionError(topic, partition)

    await bench.send(1)
    async with bench.worker(Broken(bench.db)) as worker:
        assert worker.task is not None
        task, worker.task = worker.task, None
        with pytest.raises(ZeroDivisionError):
            await asyncio.wait_for(task, timeout=15)
    assert await bench.committed() is None
