"""Many reminders due at the same instant, and APScheduler's stock store with the same."""

from typing import Any

from cli.bench.arena import Arena
from cli.bench.firing import DUE_TYPE, judge, register
from cli.bench.harness import Bench
from cli.bench.observing import observe
from cli.bench.report import NONE_OF_THEM, Baseline, Target
from cli.bench.seed import add_users
from cli.bench.stats import NothingMeasured
from cli.bench.watch import watching
from shared.events.topics import REMINDERS

STEPS = 4
_USERS = 500
_COUNT = 10_000
_STOCK_COUNT = 3_000
_WARM_UP = 500
_LEAD_SECONDS = 4.0
_REGISTERED_A_SECOND = 2_500.0  # assumed, with room, for the lead before the instant
_PATIENCE_SECONDS = 60.0
_STOCK_SECONDS = 240.0
_LAST = Target("<=", 0.7)


async def run(bench: Bench) -> None:
    """Ours first, then the stock store, patient and with its defaults."""
    count = bench.options.amount(_COUNT)
    stock_count = min(count, _STOCK_COUNT)
    async with bench.arena() as arena:
        bench.step("starting relay and reminders")
        users = await add_users(arena.db, _USERS)
        arena.start("relay", "reminders")
        await _burst(arena, users, min(_WARM_UP, count))
        bench.step(f"burst: {count:,} reminders at one instant")
        async with watching(arena) as watch:
            fired = await _burst(arena, users, count)
        arena.stop()
        bench.step(f"burst: {stock_count:,} jobs of the stock store")
        patient = await _stock(arena, stock_count, patient=True)
        bench.step(f"burst: {stock_count:,} jobs of the stock store, its defaults")
        hasty = await _stock(arena, stock_count, patient=False)
    last = max(fired.arrived_ms, default=0.0) / 1000
    stock_last = max(patient["late"], default=0.0)
    if last <= 0 or stock_last <= 0:
        raise NothingMeasured("nothing fired")
    stock_rate = len(patient["late"]) / stock_last
    bench.row(
        f"{count:,} at one instant: the last at a consumer",
        last,
        "s",
        _LAST if count == _COUNT else None,
        note=f"arrival in another process, after Kafka had it; {watch}",
    )
    bench.row(
        "fired in a burst",
        count / last,
        "/s",
        baseline=Baseline("stock APScheduler store", stock_rate),
        note=f"the stock store with {stock_count:,} jobs and misfire_grace_time=None; its time "
        "grows with their number",
    )
    bench.row("fired early", fired.early, "reminders", NONE_OF_THEM)
    bench.row("lost", fired.outcome.lost, "reminders", NONE_OF_THEM)
    bench.row("doubled", fired.outcome.doubled, "reminders", NONE_OF_THEM)
    _rows_of_stock(bench, stock_count, patient, hasty)


async def _burst(arena: Arena, users: list[Any], count: int) -> Any:
    lead = _LEAD_SECONDS + count / _REGISTERED_A_SECOND
    instant = int(arena.now() + lead) * 1000
    planned = await register(arena, users, [instant] * count)
    left = instant / 1000 - arena.now()
    observer = await observe(
        arena, REMINDERS, DUE_TYPE, expect=count, seconds=left + _PATIENCE_SECONDS
    )
    return judge(planned, await observer.seen())


async def _stock(arena: Arena, count: int, *, patient: bool) -> Any:
    url = arena.database_url.replace("postgresql://", "postgresql+psycopg://")
    agent = await arena.agent("stock", sync_url=url, count=count, patient=patient)
    await agent.go()
    return await agent.result(_STOCK_SECONDS)


def _rows_of_stock(bench: Bench, count: int, patient: Any, hasty: Any) -> None:
    bench.row(f"stock store, {count:,}: the last started", max(patient["late"]), "s")
    bench.row("stock store: added", count / patient["adding_seconds"], "/s")
    bench.row(
        f"stock store with its defaults: never ran of {count:,}",
        count - len(hasty["late"]),
        "jobs",
        note="misfire_grace_time is 1 s by default: what is later is dropped",
    )
