"""A handler that allows it has several batches of one partition under way."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import pytest
from typing_extensions import override

from shared.events.envelope import Event
from tests.integration.runtime.harness import Bench, EffectHandler, version_of
from tests.waiting import eventually


class SideBySide(EffectHandler):
    """Each event waits until the test lets it go."""

    batches_at_once = 3

    def __init__(self, db) -> None:
        super().__init__(db)
        self.let_go: defaultdict[int, asyncio.Event] = defaultdict(asyncio.Event)

    @override
    async def process(self, batch: Sequence[Event]) -> None:
        versions = [version_of(event) for event in batch]
        self.seen.fire(versions)
        for version in versions:
            await self.let_go[version].wait()


@pytest.fixture
def handler(bench: Bench) -> SideBySide:
    return SideBySide(bench.db)


async def begin(bench: Bench, handler: SideBySide, versions: range) -> None:
    """These events are under way, each in a batch of its own."""
    for version in versions:
        await bench.send(version)
        assert await handler.seen.wait() == [version]


async def has(lane, records: int) -> bool:
    return lane.waiting == records


async def test_offsets_wait_for_the_oldest_batch(bench: Bench, handler: SideBySide) -> None:
    async with bench.worker(handler) as worker:
        await begin(bench, handler, range(1, 4))
        for version in (3, 2):
            handler.let_go[version].set()
            await worker.handled(1)
        (lane,) = [each for each in worker.lanes.values() if each.waiting]
        assert (lane.done, lane.waiting) == (None, 3)
        handler.let_go[1].set()
        await worker.handled(1)
        await worker.signals.committed.wait()
    assert await bench.committed() == 3


async def test_no_more_batches_than_allowed(bench: Bench, handler: SideBySide) -> None:
    async with bench.worker(handler) as worker:
        await begin(bench, handler, range(1, 4))
        await bench.send(4)
        (lane,) = [each for each in worker.lanes.values() if each.waiting]
        await eventually(lambda: has(lane, 4))
        assert handler.seen.is_silent
        handler.let_go[2].set()
        assert await handler.seen.wait() == [4]
        for version in (1, 3, 4):
            handler.let_go[version].set()
        await worker.handled(4)
    assert await bench.committed() == 4


async def test_what_was_not_done_in_time_comes_again(bench: Bench, handler: SideBySide) -> None:
    async with bench.worker(handler, drain_seconds=0.1) as worker:
        await begin(bench, handler, range(1, 3))
        handler.let_go[2].set()
        await worker.handled(1)
    assert await bench.committed() is None
    handler.let_go[1].set()
    again: list[int] = []
    async with bench.worker(handler) as worker:
        await worker.handled(2)
        while len(again) < 2:
            again += await handler.seen.wait()
    assert again == [1, 2]
    assert await bench.committed() == 2
