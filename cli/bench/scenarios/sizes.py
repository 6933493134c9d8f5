"""One user with 10,000 tasks, another with 100,000: what each kind of call takes them."""

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
from cli.bench.report import NONE_OF_THEM, Target
from cli.bench.settling import await_published

STEPS = 3
_TASKS = (10_000, 100_000)
_SLOWER = Target("<=", 1.5)
_NO_RATE = 0.0
_FILTER = Call(
    "filtered list",
    _NO_RATE,
    lambda _user, _n: ("GET", "/api/tasks?filter=no%20date%20%26%20%21%40waiting", None),
)
_COMMON = Call(
    "a word of all tasks", _NO_RATE, lambda _user, _n: ("GET", "/api/tasks?q=plant", None)
)
_WORDS = Call(
    "two words, one rare",
    _NO_RATE,
    lambda user, n: ("GET", f"/api/tasks?q=plant%20{n * 7919 % len(user.tasks) % 10_000}", None),
)
_COUNTS = Call("counts of views", _NO_RATE, lambda _user, _n: ("GET", "/api/views/counts", None))
_CALLS = (GET, LIST, _FILTER, _COMMON, _WORDS, SEARCH, _COUNTS, CREATE, COMPLETE)


async def run(bench: Bench) -> None:
    """Each kind of call for some seconds, first by the one, then by the other."""
    async with bench.arena() as arena:
        bench.step("starting the system")
        arena.start(*SYSTEM)
        sizes = [bench.options.amount(size) for size in _TASKS]
        before: dict[str, float] = {}
        for size in sizes:
            bench.step(f"sizes: a user with {size:,} tasks")
            users = await add_users(arena, 1, size)
            for call in _CALLS:
                before[call.name] = await _measure(bench, arena, users, call, before.get(call.name))


async def _measure(
    bench: Bench, arena: Arena, users: list[User], call: Call, before: float | None
) -> float:
    """Rows for this call by this user; how many a second there were."""
    found = await load(bench, arena, users, call)
    name = f"{call.name}, {len(users[0].tasks):,} tasks"
    bench.row(name, found.rate, "/s", note=str(found.watch))
    bench.row(f"{name}, p50", found.took.p50, "ms")
    bench.row(f"{name}, p99", found.took.p99, "ms")
    bench.row(f"{name}, errors", found.errors, "requests", NONE_OF_THEM)
    if before is not None:
        bench.row(f"{name}, slower than with a tenth", before / found.rate, "x", _SLOWER)
    await await_published(arena)
    return found.rate
