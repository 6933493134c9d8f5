"""From the outbox to Kafka: how many a second, and how long one takes."""

from collections.abc import Sequence
from uuid import UUID

from cli.bench.agent import Agent
from cli.bench.arena import Arena
from cli.bench.harness import Bench
from cli.bench.observing import Observer, observe
from cli.bench.report import NONE_OF_THEM, Baseline, Target
from cli.bench.samples import SAMPLE_TYPE, sample_event
from cli.bench.seed import add_users
from cli.bench.settling import await_published
from cli.bench.stats import Spread, compare, spread
from cli.bench.watch import watching
from shared.events.topics import TASK_EVENTS

STEPS = 7
_USERS = 500
_EVENTS = 60_000
_WARM_UP = 3_000
_BARE = "bare aiokafka"
_RATES = (500.0, 1000.0)
_SECONDS = 10.0
_DRAIN_SECONDS = 120.0
_PATIENCE_SECONDS = 30.0
_THROUGHPUT = Target(">=", 20_000)
_P50_MS, _P99_MS = 8.0, 30.0


async def run(bench: Bench) -> None:
    """Throughput of a full outbox, latency at steady rates, and a bare producer beside each."""
    count = bench.options.amount(_EVENTS)
    async with bench.arena() as arena:
        bench.step("starting the relay")
        users = await add_users(arena.db, min(_USERS, count))
        bench.step(f"bare aiokafka: {count:,} events")
        bare = count / await _produce_bare(arena, users, count)
        arena.start("relay")
        await _fill_and_drain(arena, users, min(_WARM_UP, count))
        bench.step(f"relay: {count:,} events that wait in the outbox")
        async with watching(arena) as watch:
            rate = count / await _fill_and_drain(arena, users, count)
        bench.row(
            "events published",
            rate,
            "/s",
            _THROUGHPUT,
            baseline=Baseline(_BARE, bare),
            note=f"commit of all rows to the last one acknowledged and deleted; {watch}",
        )
        for rate in bench.options.rates(*_RATES):
            bench.step(f"bare aiokafka: {rate:g} events a second")
            beside = await _measure_bare_latency(bench, arena, users, rate)
            bench.step(f"relay: {rate:g} events a second")
            await _measure_latency(bench, arena, users, rate, beside)


async def _fill_and_drain(arena: Arena, users: Sequence[UUID], count: int) -> float:
    """Seconds from the commit of `count` events until none waits any more."""
    async with arena.db.unit_of_work() as uow:
        await uow.lock_users(users)
        for number in range(count):
            uow.emit(sample_event(users[number % len(users)], uow.now))
    committed = arena.now()

    await await_published(arena, every_seconds=0.01)
    return arena.now() - committed


async def _measure_latency(
    bench: Bench, arena: Arena, users: Sequence[UUID], rate: float, beside: Spread
) -> None:
    seconds = bench.options.length(_SECONDS)
    observer = await _observe(arena, int(rate * seconds), seconds)
    writer = await arena.agent(
        "write-events",
        database_url=arena.database_url,
        users=users,
        partitions=arena.kafka.partitions,
        rate=rate,
        seconds=seconds,
    )
    async with watching(arena) as watch:
        await writer.go()
        written = await writer.result(seconds + _PATIENCE_SECONDS)
    seen = {each.subject: each for each in await observer.seen()}
    outcome = compare((subject for subject, _, _ in written), seen)
    known = [(seen[subject], plan, commit) for subject, plan, commit in written if subject in seen]
    at = f"at {rate:g}/s"
    bench.spread_rows(
        f"commit to consumer {at}",
        spread((sight.arrived - commit) * 1000 for sight, _, commit in known),
        p50=_P50_MS,
        p99=_P99_MS,
        beside=(_BARE, beside),
        note=f"the baseline counts from the planned send; {watch}",
    )
    bench.spread_rows(
        f"commit to record packed {at}",
        spread(sight.timestamp_ms - commit * 1000 for sight, _, commit in known),
        note="the relay's part: by the record's timestamp, whole ms, rounded down",
    )
    bench.spread_rows(
        f"planned write to consumer {at}",
        spread((sight.arrived - plan) * 1000 for sight, plan, _ in known),
        note="from the instant the writer was to begin its transaction",
    )
    bench.row(f"lost {at}", outcome.lost, "events", NONE_OF_THEM)


async def _measure_bare_latency(
    bench: Bench, arena: Arena, users: Sequence[UUID], rate: float
) -> Spread:
    """Planned send to consumer, in ms, with a producer that nothing stands in front of."""
    seconds = bench.options.length(_SECONDS)
    count = int(rate * seconds)
    producer = await _producer(arena, users, count, rate=rate)
    observer = await _observe(arena, count, seconds)
    await producer.go()
    sent = await producer.result(seconds + _PATIENCE_SECONDS)
    seen = {each.subject: each.arrived for each in await observer.seen()}
    return spread((seen[subject] - at) * 1000 for subject, at in sent if subject in seen)


async def _produce_bare(arena: Arena, users: Sequence[UUID], count: int) -> float:
    """Seconds that a bare producer takes for the same number of records."""
    producer = await _producer(arena, users, count, rate=None)
    await producer.go()
    return float(await producer.result(_DRAIN_SECONDS))


async def _producer(
    arena: Arena, users: Sequence[UUID], count: int, *, rate: float | None
) -> Agent:
    return await arena.agent(
        "produce",
        kafka=arena.kafka.model_dump(),
        users=users,
        count=count,
        warm_up=min(_WARM_UP, count),
        rate=rate,
    )


async def _observe(arena: Arena, count: int, seconds: float) -> Observer:
    return await observe(
        arena, TASK_EVENTS, SAMPLE_TYPE, expect=count, seconds=seconds + _PATIENCE_SECONDS
    )
