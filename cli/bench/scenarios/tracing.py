"""What tracing costs: the pipeline without it and at a tenth of all traces, in turn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final
from uuid import UUID

from cli.bench.arena import Arena
from cli.bench.harness import Bench
from cli.bench.probes import family, scrape
from cli.bench.report import NONE_OF_THEM, Baseline, Target
from cli.bench.scenarios.pipeline import EFFECTS, Load, prepare, pump
from cli.bench.seed import add_users
from cli.embedded.ports import HOST, choose_port

_ORDER: Final = ("off", "on", "on", "off", "off", "on", "on", "off")
STEPS = 1 + len(_ORDER)
_WORKERS: Final = ("relay", "recurrence", "reminders")
_USERS = 500
_COUNT = 6_000
_WARM_UP = 500
_RATIO = 0.1
_ENOUGH: Final = Target("<=", 5)

_TRACES = """
    UPDATE bench_staged SET event.traceparent =
        '00-' || replace(gen_random_uuid()::text, '-', '') || '-' ||
        substr(replace(gen_random_uuid()::text, '-', ''), 1, 16) || '-' ||
        CASE WHEN random() < $3 THEN '01' ELSE '00' END
    WHERE piece >= $1 AND piece < $2
"""


@dataclass(slots=True)
class _Way:
    """The rounds of one way: effects a second, and microseconds of processor an effect."""

    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)


async def run(bench: Bench) -> None:
    """The same work again and again; each round has processes of its own."""
    count = bench.options.amount(_COUNT)
    ways = {name: _Way() for name in set(_ORDER)}
    async with bench.arena() as arena:
        bench.step("starting a collector")
        port = choose_port()
        collector = await arena.agent("collect", port=port)
        await collector.go()
        users = await add_users(arena.db, _USERS)
        plain = dict(arena.environment)
        traced = {**plain, "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://{HOST}:{port}"}
        dropped = exported = 0.0
        for name in _ORDER:
            bench.step(f"tracing {name}: {count:,} completions")
            arena.environment = traced if name == "on" else plain
            arena.start(*_WORKERS)
            await _measure(arena, users, count, ways[name], is_traced=name == "on")
            dropped += _sum(arena, "trace_spans_dropped_total")
            exported += _sum(arena, "trace_spans_exported_total")
            arena.stop(*_WORKERS)
    _report(bench, ways, exported, dropped)


async def _measure(
    arena: Arena, users: Sequence[UUID], count: int, way: _Way, *, is_traced: bool
) -> None:
    await pump(arena, await _load(arena, users, min(_WARM_UP, count), is_traced=is_traced))
    load = await _load(arena, users, count, is_traced=is_traced)
    before = _busy_seconds(arena)
    took = await pump(arena, load)
    busy = _busy_seconds(arena) - before
    way.rates.append(EFFECTS * count / took)
    way.costs.append(busy * 1_000_000 / (EFFECTS * count))


async def _load(arena: Arena, users: Sequence[UUID], count: int, *, is_traced: bool) -> Load:
    """Completions whose traces are as the API would have decided."""
    load = await prepare(arena, users, count)
    part = _RATIO if is_traced else 0.0
    await arena.sql.execute(_TRACES, load.pieces.start, load.pieces.stop, part)
    return load


def _busy_seconds(arena: Arena) -> float:
    """Processor time of the workers so far, whatever else runs on the machine."""
    times = [each.cpu_times() for name in _WORKERS for each in family(arena.processes[name].pid)]
    return float(sum(each.user + each.system for each in times))


def _sum(arena: Arena, metric: str) -> float:
    samples = [scrape(arena.processes[name]) for name in _WORKERS]
    return sum(value for found in samples for (name, _), value in found.items() if name == metric)


def _report(bench: Bench, ways: dict[str, _Way], exported: float, dropped: float) -> None:
    on, off = ways["on"], ways["off"]
    rate, rate_off = median(on.rates), median(off.rates)
    cost, cost_off = median(on.costs), median(off.costs)
    note = f"medians of {len(on.rates)} rounds each, in turn; {exported:,.0f} spans sent"
    bench.row(
        "effects of events, a tenth of the traces recorded",
        rate,
        "/s",
        baseline=Baseline("no tracing", rate_off),
        note=note,
    )
    bench.row("throughput lost to tracing", 100 * (1 - rate / rate_off), "%", _ENOUGH, note=note)
    bench.row(
        "processor time of an effect, a tenth of the traces recorded",
        cost,
        "µs",
        baseline=Baseline("no tracing", cost_off),
        note="relay, recurrence and reminders together",
    )
    bench.row("processor time for tracing", 100 * (cost / cost_off - 1), "%", _ENOUGH)
    bench.row("spans dropped", dropped, "events", NONE_OF_THEM)
