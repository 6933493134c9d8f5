"""The API under load: 16 connections, 20 users with 500 tasks each, the whole system running."""

from collections.abc import Sequence

from cli.bench.arena import Arena
from cli.bench.calling import (
    COMPLETE,
    CREATE,
    GET,
    LIST,
    SEARCH,
    SYSTEM,
    Call,
    User,
    add_users,
    load,
)
from cli.bench.harness import Bench
from cli.bench.preview_calls import measure_preview_calls
from cli.bench.report import NONE_OF_THEM, Target
from cli.bench.settling import await_published

STEPS = 8
_USERS = 20
_TASKS = 500
_MANY_TASKS = 100_000
_P99 = Target("<=", 40)
_SLOWER = Target("<=", 1.5)
_READING = (GET, LIST, SEARCH)


async def run(bench: Bench) -> None:
    """Each kind of call for some seconds, previews, reading for a user with 100,000 tasks."""
    many = bench.options.amount(_MANY_TASKS)
    async with bench.arena() as arena:
        bench.step("starting the system and its users")
        arena.start(*SYSTEM)
        users = await add_users(arena, _USERS, min(_TASKS, many))
        rates: dict[str, float] = {}
        for call in (*_READING, CREATE, COMPLETE):
            bench.step(f"api: {call.name}")
            rates[call.name] = await _measure(bench, arena, users, call)
        bench.step("api: previews of rules")
        await measure_preview_calls(bench, arena, users[0].token)
        bench.step(f"api: a user with {many:,} tasks")
        rich = await add_users(arena, 1, many)
        for call in _READING:
            await _compare(bench, arena, rich, call, rates[call.name])


async def _measure(bench: Bench, arena: Arena, users: Sequence[User], call: Call) -> float:
    """Rows for this call; how many a second there were."""
    found = await load(bench, arena, users, call)
    bench.row(call.name, found.rate, "/s", Target(">=", call.rate), note=str(found.watch))
    bench.row(f"{call.name}, p50", found.took.p50, "ms")
    bench.row(f"{call.name}, p99", found.took.p99, "ms", _P99)
    bench.row(f"{call.name}, errors", found.errors, "requests", NONE_OF_THEM)
    await await_published(arena)
    return found.rate


async def _compare(
    bench: Bench, arena: Arena, users: Sequence[User], call: Call, usual: float
) -> None:
    """A row for how much slower the call is for these users than usual."""
    found = await load(bench, arena, users, call)
    bench.row(
        f"{call.name}, slower with {len(users[0].tasks):,} tasks a user",
        usual / found.rate,
        "x",
        _SLOWER,
        note=f"one such user: {found.rate:.0f}/s, p99 {found.took.p99:.1f} ms, "
        f"{found.errors} errors",
    )
