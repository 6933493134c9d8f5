"""Operators pause a kind of worker: it rests within a second, in its group, and loses nothing."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from shared.db.repositories import pauses
from tests.integration.runtime.harness import GROUP, Bench, EffectHandler, Worker, read_effects
from tests.waiting import eventually
from workers.runtime.pausing import PauseSwitch


@pytest.fixture
async def switch(bench: Bench) -> AsyncIterator[PauseSwitch]:
    async with bench.db.unit_of_work() as uow:
        await uow.connection.execute(text("TRUNCATE worker_pauses"))
    switch = PauseSwitch(bench.db, GROUP, bench.clock, bench.metrics)
    stop = asyncio.Event()
    running = asyncio.create_task(switch.run(stop))
    yield switch
    stop.set()
    await running


async def pause(bench: Bench) -> bool:
    async with bench.db.unit_of_work() as uow:
        return await pauses.insert_pause(
            uow.connection, GROUP, "somebody", "a bad release", uow.now
        )


async def resume(bench: Bench) -> bool:
    async with bench.db.unit_of_work() as uow:
        return await pauses.delete_pause(uow.connection, GROUP)


async def until_paused(switch: PauseSwitch) -> None:
    async def rests() -> bool:
        return not switch.may_work

    await eventually(rests, 2, "the pause is seen")


async def until_fetched(worker: Worker, records: int) -> None:
    async def are_waiting() -> bool:
        return sum(lane.waiting for lane in worker.lanes.values()) >= records

    await eventually(are_waiting, 10, f"{records} records wait")


async def test_a_paused_worker_handles_nothing_and_keeps_its_partitions(
    bench: Bench, switch: PauseSwitch
) -> None:
    handler = EffectHandler(bench.db)
    async with bench.worker(handler, pause=switch) as worker:
        await bench.send(1)
        await worker.handled(1)
        assert await pause(bench)
        assert not await pause(bench)  # a second order changes nothing
        await until_paused(switch)
        await bench.send_range(range(2, 12))
        await bench.send_raw([("ce_type", b"task.completed")], b"no event")
        await until_fetched(worker, 11)
        assert switch.health().status == "degraded"
        assert switch.health().details["reason"] == "a bad release"
        assert (handler.seen.is_silent, worker.signals.buried.is_silent) == (False, True)
        assert await read_effects(bench.db) == [1]
        assert sorted(handler.opened) == [0, 1, 2, 3]
        assert handler.closed == []
        assert await resume(bench)
        assert not await resume(bench)
        await worker.handled(10)
        assert await worker.signals.buried.wait() == "task.completed"
    assert await read_effects(bench.db) == list(range(1, 12))


async def test_a_worker_that_starts_while_paused_rests_and_stops_in_good_order(
    bench: Bench, switch: PauseSwitch
) -> None:
    await pause(bench)
    await until_paused(switch)
    await bench.send(1)
    async with bench.worker(EffectHandler(bench.db), pause=switch) as worker:
        await until_fetched(worker, 1)
    assert await read_effects(bench.db) == []
    assert await bench.committed() in {None, 0}


async def test_another_kind_of_worker_goes_on(bench: Bench, switch: PauseSwitch) -> None:
    async with bench.db.unit_of_work() as uow:
        await pauses.insert_pause(uow.connection, "relay", "somebody", "why not", uow.now)
    async with bench.worker(EffectHandler(bench.db), pause=switch) as worker:
        await bench.send(1)
        await worker.handled(1)
    assert switch.may_work


async def test_a_look_that_was_cancelled_is_repeated(bench: Bench, switch: PauseSwitch) -> None:
    async def is_cut_off() -> object:
        async with bench.db.read() as connection:
            found = await connection.execute(
                text(
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
            )
        return found.rows

    async with bench.db.unit_of_work() as uow:
        await uow.connection.execute(text("LOCK TABLE worker_pauses IN ACCESS EXCLUSIVE MODE"))
        await eventually(is_cut_off)
    assert await pause(bench)

    async def is_seen() -> bool:
        return switch.health().details["paused"] is True

    await eventually(is_seen, 5, "the pause is seen")
