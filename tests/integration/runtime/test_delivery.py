"""Every event has its effects once, in order, and its offset is committed after them."""

import asyncio
from collections.abc import Sequence
from uuid import uuid4

from shared.events.envelope import Event
from tests.integration.runtime.harness import (
    Bench,
    EffectHandler,
    headers_of,
    read_effects,
    version_of,
)
from workers.runtime.lane import MAX_BATCH


async def test_events_of_a_partition_keep_their_order(bench: Bench) -> None:
    count = 3 * MAX_BATCH + 7
    await bench.send_range(range(1, count + 1))
    async with bench.worker(EffectHandler(bench.db)) as worker:
        await worker.handled(count)
    assert await read_effects(bench.db) == list(range(1, count + 1))
    assert await bench.committed() == count


async def test_offset_is_committed_only_after_the_effects(bench: Bench) -> None:
    allowed, begun = asyncio.Event(), asyncio.Event()

    async def hold(_: Sequence[Event]) -> None:
        begun.set()
        await allowed.wait()

    await bench.send(1)
    async with bench.worker(EffectHandler(bench.db, hold)) as worker:
        await begun.wait()
        assert await bench.committed() is None
        allowed.set()
        await worker.signals.committed.wait(until=lambda offsets: 1 in offsets.values())
        assert await bench.committed() == 1
        assert await read_effects(bench.db) == [1]


async def test_an_event_that_comes_twice_has_its_effects_once(bench: Bench) -> None:
    twice = uuid4()
    await bench.send(1, event_id=twice)
    await bench.send(1, event_id=twice)
    await bench.send(2)
    async with bench.worker(EffectHandler(bench.db)) as worker:
        await worker.handled(3)
    await bench.send(1, event_id=twice)
    await bench.send(3)
    async with bench.worker(EffectHandler(bench.db)) as worker:
        await worker.handled(2)
    assert await read_effects(bench.db) == [1, 2, 3]


async def test_other_types_are_passed_over_unread(bench: Bench) -> None:
    await bench.send_raw(headers_of(uuid4(), "task.deleted"), b"not even JSON")
    await bench.send_raw([("ce_type", b"task.invented")], b"")
    await bench.send(1)
    async with bench.worker(EffectHandler(bench.db)) as worker:
        await worker.handled(1)
    assert await read_effects(bench.db) == [1]
    assert await bench.committed() == 3
    assert b'outcome="skipped"} 2.0' in bench.metrics.render()


async def test_stop_finishes_what_was_begun(bench: Bench) -> None:
    allowed = asyncio.Event()

    async def hold(_: Sequence[Event]) -> None:
        await allowed.wait()

    handler = EffectHandler(bench.db, hold)
    await bench.send(1)
    async with bench.worker(handler) as worker:
        await handler.seen.wait()
        worker.halt.set()
        allowed.set()
    assert await read_effects(bench.db) == [1]
    assert await bench.committed() == 1
    assert sorted(handler.closed) == sorted(handler.opened) == [0, 1, 2, 3]


async def test_what_cannot_be_finished_in_time_is_left_to_the_next(bench: Bench) -> None:
    async def hang(_: Sequence[Event]) -> None:
        await asyncio.Event().wait()

    await bench.send(1)
    stuck = EffectHandler(bench.db, hang)
    async with bench.worker(stuck, drain_seconds=0.1):
        await stuck.seen.wait()
    assert await bench.committed() is None
    assert await read_effects(bench.db) == []
    async with bench.worker(EffectHandler(bench.db)) as worker:
        await worker.handled(1)
    assert await read_effects(bench.db) == [1]


async def test_of_a_batch_gone_through_one_by_one_what_was_not_reached_is_left(
    bench: Bench,
) -> None:
    """The batch fails together; then the second event hangs where the first has had its effects."""
    alone = asyncio.Event()

    async def fail_together_and_hang_at_the_second(events: Sequence[Event]) -> None:
        if len(events) > 1:
            raise ValueError("not together")
        if version_of(events[0]) > 1:
            alone.set()
            await asyncio.Event().wait()

    await bench.send_range(range(1, 4))
    stuck = EffectHandler(bench.db, fail_together_and_hang_at_the_second)
    async with bench.worker(stuck, drain_seconds=0.1):
        await alone.wait()
    assert await bench.committed() == 1
    async with bench.worker(EffectHandler(bench.db)) as worker:
        await worker.handled(2)
    assert await read_effects(bench.db) == [1, 2, 3]


async def test_a_slow_partition_holds_up_no_other(bench: Bench) -> None:
    allowed = asyncio.Event()

    async def hold_the_first(events: Sequence[Event]) -> None:
        if events[0].data.model_dump()["task_version"] == 1:
            await allowed.wait()

    handler = EffectHandler(bench.db, hold_the_first)
    await bench.send(1, partition=0)
    await bench.send(2, partition=1)
    async with bench.worker(handler) as worker:
        await worker.handled(1)
        await bench.send_range(range(10, 20), partition=1)
        await worker.handled(10)
        assert await read_effects(bench.db) == [2, *range(10, 20)]
        allowed.set()
        await worker.handled(1)
    assert await bench.committed(0) == 1
    assert await bench.committed(1) == 11
