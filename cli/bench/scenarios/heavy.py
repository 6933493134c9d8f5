"""One person with 2,000 series and 20,000 reminders that wait, beside one with a few."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import httpx

from cli.bench.arena import Arena
from cli.bench.calling import signed_up
from cli.bench.harness import Bench, BenchFailed
from cli.bench.report import NONE_OF_THEM, Baseline, Target
from cli.bench.settling import await_published
from cli.bench.stats import Spread, spread
from cli.embedded.plan import APPS

STEPS = 4
_SYSTEM = tuple(app.name for app in APPS)
_SERIES = 2_000
_FEW = 20
_REMINDERS = 10
_TIMES = 60
_AT_ONCE = 8
_PATIENCE_SECONDS = 120.0
_NO_SLOWER = Target("<=", 1.5)
_ZONE_SECONDS = Target("<=", 10)

_MOVED: Final = {"due": {"datetime_local": "2031-05-05T10:00:00"}}
# One task after the other: each call finds its own, untouched by those before.
_CALLS: Final = (
    ("complete", "POST", "/complete", None),
    ("skip", "POST", "/skip", None),
    ("move", "PATCH", "", _MOVED),
    ("delete", "DELETE", "", None),
)


@dataclass(frozen=True, slots=True)
class _Person:
    client: httpx.AsyncClient
    tasks: list[str]


async def run(bench: Bench) -> None:
    """The same calls by both, then the zone of the one with many."""
    count = max(bench.options.amount(_SERIES), _FEW)
    times = min(_TIMES, _FEW * _TIMES, count // len(_CALLS))
    async with bench.arena() as arena:
        bench.step("heavy: starting the system")
        arena.start(*_SYSTEM)
        bench.step(f"heavy: {count:,} series with {_REMINDERS} reminders each")
        async with (
            signed_up(arena, _PATIENCE_SECONDS) as one,
            signed_up(arena, _PATIENCE_SECONDS) as other,
        ):
            few = _Person(one, await _make_series(one, times * len(_CALLS)))
            many = _Person(other, await _make_series(other, count))
            await await_published(arena)
            bench.step("heavy: one call after the other")
            for number, (name, method, path, body) in enumerate(_CALLS):
                places = range(number * times, (number + 1) * times)
                usual = await _call(few, places, method, path, body)
                took = await _call(many, places, method, path, body)
                _rows(bench, f"{name} with {count:,} series", took, usual)
            bench.step("heavy: another zone")
            await _change_zone(bench, arena, many, count)


def _rows(bench: Bench, name: str, took: Spread, usual: Spread) -> None:
    label = "a person with few"
    bench.row(f"{name}, p50", took.p50, "ms", baseline=Baseline(label, usual.p50))
    bench.row(f"{name}, max", took.most, "ms", baseline=Baseline(label, usual.most))
    bench.row(f"{name}, slower", took.p50 / usual.p50, "x", _NO_SLOWER)


async def _call(
    person: _Person, places: Sequence[int], method: str, path: str, body: dict[str, Any] | None
) -> Spread:
    took = []
    for place in places:
        request = person.client.build_request(
            method, f"/api/tasks/{person.tasks[place]}{path}", json=body
        )
        answer = await person.client.send(request)
        if answer.is_error:
            raise BenchFailed(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        took.append(answer.elapsed.total_seconds() * 1000)
    return spread(took)


async def _change_zone(bench: Bench, arena: Arena, person: _Person, count: int) -> None:
    """All that floats moves; then the job store follows."""
    waiting = "SELECT count(*) FROM reminders WHERE state = 'scheduled'"
    before = await arena.sql.fetchval(waiting)
    started = arena.now()
    answer = await person.client.patch("/api/me", json={"zone": "America/New_York"})
    took = arena.now() - started
    if answer.is_error:
        raise BenchFailed(f"zone: {answer.status_code} {answer.text[:200]}")
    await await_published(arena)
    lost = before - await arena.sql.fetchval(waiting)
    bench.row(f"another zone with {count:,} series, answered", took, "s", _ZONE_SECONDS)
    bench.row(f"another zone with {count:,} series, published", arena.now() - started, "s")
    bench.row("reminders lost by another zone", lost, "reminders", NONE_OF_THEM)


async def _make_series(client: httpx.AsyncClient, count: int) -> list[str]:
    """The ids of so many recurring tasks of the years to come, made through the API."""
    slots = asyncio.Semaphore(_AT_ONCE)

    async def make(number: int) -> str:
        async with slots:
            answer = await client.post("/api/tasks", json=_task(number))
        if answer.is_error:
            raise BenchFailed(f"create: {answer.status_code} {answer.text[:200]}")
        return str(answer.json()["id"])

    return list(await asyncio.gather(*(make(number) for number in range(count))))


def _task(number: int) -> dict[str, Any]:
    due = datetime(2031, 1, 6, 9) + timedelta(days=number % 300)  # noqa: DTZ001 - a wall time
    return {
        "title": f"Water plant {number}",
        "due": {"datetime_local": due.isoformat()},
        "recurring_pattern": "weekly",
        "reminders": [{"offset": f"-PT{15 * step}M"} for step in range(_REMINDERS)],
    }
