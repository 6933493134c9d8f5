"""A group whose events all die stops, and goes on by itself when that is mended."""

from collections.abc import Sequence
from uuid import UUID

from shared.events.envelope import Event
from shared.kafka.records import Record
from tests.integration.runtime.harness import (
    Bench,
    EffectHandler,
    headers_of,
    read_effects,
    version_of,
)
from tests.waiting import eventually
from workers.runtime.breaker import BreakerLimits

QUICK = BreakerLimits(deaths=5, first_wait_seconds=0.2, longest_wait_seconds=0.4)
EVENTS = 40


class Broken(Exception):
    """A bad template, say."""


async def test_a_broken_worker_leaves_most_events_where_they_are(bench: Bench) -> None:
    is_broken = True
    tried: list[int] = []

    async def before(events: Sequence[Event]) -> None:
        if is_broken:
            tried.extend(map(version_of, events))
            raise Broken

    await bench.send_range(range(1, EVENTS + 1))
    async with bench.worker(EffectHandler(bench.db, before), limits=QUICK) as worker:
        assert await worker.signals.tripped.wait() is True
        health = worker.loop.health()
        assert health.status == "degraded"
        assert health.details["breaker"] == "open"
        for _ in range(2):  # it tries again, and stays open
            await worker.signals.buried.wait()
        is_broken = False
        assert await worker.signals.tripped.wait() is False
        await eventually(lambda: _ended(bench), what="every event has its outcome")
        assert worker.loop.health().status == "ok"
    effects = await read_effects(bench.db)
    buried = EVENTS - len(effects)
    assert QUICK.deaths <= buried <= QUICK.deaths + 6
    assert effects == list(range(buried + 1, EVENTS + 1))
    assert b'consumer_breaker_trips_total{group="recurrence"} 1.0' in bench.metrics.render()
    dead = await bench.read_topic("dlq.task.completed", buried)
    assert len(dead) == buried


async def _ended(bench: Bench) -> bool:
    return await bench.committed() == EVENTS


async def test_a_flood_of_unreadable_records_is_stopped_too(bench: Bench) -> None:
    for number in range(EVENTS):
        await bench.send_raw(headers_of(UUID(int=number + 1)), b"no json")
    async with bench.worker(EffectHandler(bench.db), limits=QUICK) as worker:
        assert await worker.signals.tripped.wait() is True
        waiting = EVENTS - len(await _dead(bench))
        assert waiting > 0
        await bench.send(1, partition=1)  # one that gets through ends it
        assert await worker.signals.tripped.wait(30) is False
    assert await read_effects(bench.db) == [1]


async def _dead(bench: Bench) -> list[Record]:
    return await bench.read_topic("dlq.task.completed", QUICK.deaths)
