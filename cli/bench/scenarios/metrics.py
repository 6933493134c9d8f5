"""What metrics cost: the pipeline with and without them, in turn."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import Final
from uuid import UUID

from cli.bench.arena import Arena
from cli.bench.harness import Bench
from cli.bench.probes import cpu_seconds, scrape
from cli.bench.report import Target
from cli.bench.scenarios.pipeline import prepare, pump
from cli.bench.seed import add_users

STEPS = 3
_WORKERS: Final = ("relay", "recurrence", "reminders")
_UNMEASURED: Final = tuple(f"{name}-unmeasured" for name in _WORKERS)
_USERS: Final = 500
_COUNT: Final = 2_000
_WARM_UP: Final = 250
_ROUNDS: Final = 4
_SCRAPED: Final = "recurrence"
_SCRAPES: Final = 200
_MOST_PERCENT: Final = 5


async def run(bench: Bench) -> None:
    """Rounds of the same work; in each, processes that measure take turns with others."""
    count = bench.options.amount(_COUNT)
    async with bench.arena() as arena:
        bench.step("metrics: writing users")
        users = await add_users(arena.db, _USERS)
        took: dict[bool, list[tuple[float, float]]] = defaultdict(list)
        bench.step("metrics: the pipeline with and without them")
        for number in range(_ROUNDS):
            for measured in (True, False) if number % 2 else (False, True):
                took[measured].append(await _work(arena, users, count, measured=measured))
        bench.step("metrics: what they cost")
        for index, name in enumerate(("CPU time", "time")):
            ways = {way: [each[index] / count * 1000 for each in took[way]] for way in took}
            ratios = [on / off for on, off in zip(ways[True], ways[False], strict=True)]
            bench.row(f"{name} of a completion, without metrics", median(ways[False]), "ms")
            bench.row(
                f"{name} with metrics, more than without",
                (median(ratios) - 1) * 100,
                "%",
                Target("<=", _MOST_PERCENT) if name == "CPU time" else None,
                note=f"{_ROUNDS} rounds of {count:,} completions through {', '.join(_WORKERS)}, "
                f"not scraped; ratios {min(ratios):.3f} to {max(ratios):.3f}",
            )
        bench.row(
            "CPU time of a scrape", await _cost_of_a_scrape(arena), "ms", note=f"of {_SCRAPED}"
        )


async def _work(
    arena: Arena, users: Sequence[UUID], count: int, *, measured: bool
) -> tuple[float, float]:
    """CPU seconds of the three processes, and seconds, until `count` completions were through."""
    names = _WORKERS if measured else _UNMEASURED
    arena.start(*names)
    processes = [arena.processes[name] for name in names]
    await pump(arena, await prepare(arena, users, min(_WARM_UP, count)))
    load = await prepare(arena, users, count)
    before = sum(cpu_seconds(each.pid) for each in processes)
    took = await pump(arena, load)
    used = sum(cpu_seconds(each.pid) for each in processes) - before
    arena.stop(*names)
    return used, took


async def _cost_of_a_scrape(arena: Arena) -> float:
    """CPU milliseconds of a worker for each."""
    arena.start(_SCRAPED)
    process = arena.processes[_SCRAPED]
    before = cpu_seconds(process.pid)
    for _ in range(_SCRAPES):
        await asyncio.to_thread(scrape, process)
    used = cpu_seconds(process.pid) - before
    arena.stop(_SCRAPED)
    return used / _SCRAPES * 1000
