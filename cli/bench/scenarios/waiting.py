"""Millions of waiting reminders cost what thousands do: memory, start, registering, firing."""

from collections.abc import Sequence
from uuid import UUID

from cli.bench.arena import Arena
from cli.bench.firing import DUE_TYPE, instants_ms, judge, register, register_far
from cli.bench.harness import Bench
from cli.bench.observing import observe
from cli.bench.probes import memory_mb
from cli.bench.report import NONE_OF_THEM, Baseline, Target, Unit
from cli.bench.seed import add_users
from cli.bench.stats import spread
from cli.bench.stockpile import stockpile
from shared.events.topics import REMINDERS

STEPS = 5
_FEW = 10_000
_MANY = 1_000_000
_USERS = 500
_WARM_UP = 1_000
_REGISTERED = 5_000
_RATE = 200.0
_SECONDS = 10.0
_LEAD_SECONDS = 6.0
_FLAT_MB = Target("<=", 110)
_FLAT = Target("<=", 1.5)

Figures = dict[str, tuple[float, Unit]]


async def run(bench: Bench) -> None:
    """The same work beside few waiting reminders, then beside many, in one database."""
    count = bench.options.amount(_MANY)
    few_count = min(_FEW, count // 2)
    async with bench.arena() as arena:
        users = await add_users(arena.db, _USERS)
        bench.step(f"waiting: writing {few_count:,} reminders")
        await stockpile(arena, users, few_count)
        arena.start("relay")
        bench.step(f"waiting: work beside {few_count:,}")
        few = await _work(bench, arena, users, "beside few")
        bench.step(f"waiting: writing {count:,} reminders")
        await stockpile(arena, users, count - few_count)
        bench.step(f"waiting: work beside {count:,}")
        many = await _work(bench, arena, users, f"beside {count:,}")
    bench.step("waiting: comparing")
    for name, (value, unit) in many.items():
        target = _FLAT_MB if unit == "MB" else None
        beside = Baseline(f"beside {few_count:,}", few[name][0])
        bench.row(f"{name} beside {count:,}", value, unit, target, baseline=beside)
    ratio = many[_MEMORY][0] / few[_MEMORY][0]
    bench.row("memory of the scheduler, many beside few", ratio, "x", _FLAT)


_MEMORY = "memory of the scheduler"


async def _work(bench: Bench, arena: Arena, users: Sequence[UUID], where: str) -> Figures:
    """The reminders worker is started, registers and fires; what that took."""
    started = arena.now()
    arena.start("reminders")
    ready = arena.now() - started
    await register_far(arena, users, _WARM_UP)
    rate = _REGISTERED / await register_far(arena, users, _REGISTERED)
    planned = await _firing(bench, arena, users, where)
    resident, _ = memory_mb(arena.processes["reminders"])
    arena.stop("reminders")
    return {
        "start to ready": (ready, "s"),
        "registered": (rate, "/s"),
        **planned,
        _MEMORY: (resident, "MB"),
    }


async def _firing(bench: Bench, arena: Arena, users: Sequence[UUID], where: str) -> Figures:
    seconds = bench.options.length(_SECONDS)
    rate = bench.options.rates(_RATE)[0]
    count = int(rate * seconds)
    due_ms = instants_ms(float(int(arena.now() + _LEAD_SECONDS)), rate, count)
    planned = await register(arena, users, due_ms)
    left = due_ms[-1] / 1000 - arena.now()
    observer = await observe(arena, REMINDERS, DUE_TYPE, expect=count, seconds=left + 30)
    fired = judge(planned, await observer.seen())
    late = spread(fired.arrived_ms)
    bench.row(
        f"lost, early or doubled {where}",
        fired.early + fired.outcome.lost + fired.outcome.doubled,
        "reminders",
        NONE_OF_THEM,
    )
    return {
        f"due to a consumer at {rate:g}/s, p50": (late.p50, "ms"),
        f"due to a consumer at {rate:g}/s, p99": (late.p99, "ms"),
    }
