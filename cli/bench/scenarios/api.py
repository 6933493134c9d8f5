"""The API under load: 16 connections, 20 users with 500 tasks each, the whole system running."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import httpx

from cli.bench.arena import Arena
from cli.bench.harness import Bench, BenchFailed, until
from cli.bench.preview_calls import measure_preview_calls
from cli.bench.report import NONE_OF_THEM, Target
from cli.bench.seed import add_tasks
from cli.bench.stats import Spread, spread
from cli.bench.watch import Watch, watching
from cli.embedded.plan import APPS
from cli.embedded.ports import HOST

STEPS = 8
_SYSTEM = tuple(app.name for app in APPS)
_USERS = 20
_TASKS = 500
_MANY_TASKS = 100_000
_PER_TRANSACTION = 10_000
_CONNECTIONS = 16
_SECONDS = 4.0
_WARM_UP_TASKS = 50
_MOST_A_SECOND = 6_000  # requests made ready for each second of load
_PATIENCE_SECONDS = 60.0
_P99 = Target("<=", 40)
_SLOWER = Target("<=", 1.5)

Request = tuple[str, str, str | None]
"""Method, path, body."""


@dataclass(frozen=True, slots=True)
class _User:
    id: UUID
    token: str
    tasks: list[UUID]


@dataclass(frozen=True, slots=True)
class _Call:
    """One kind of request: its name, the rate aimed at, and the `n`th request of a user."""

    name: str
    rate: float
    make: Callable[[_User, int], Request]


def _some(user: _User, n: int) -> UUID:
    """A task of the user, another one for each `n`, from all over the list."""
    return user.tasks[n * 7919 % len(user.tasks)]


_GET = _Call("get", 2_000, lambda user, n: ("GET", f"/api/tasks/{_some(user, n)}", None))
_LIST = _Call("list 50", 1_200, lambda _user, _n: ("GET", "/api/tasks?limit=50", None))
_SEARCH = _Call(
    "search", 800, lambda _user, n: ("GET", f"/api/tasks?search=plant%20{n % _TASKS}", None)
)
_CREATE = _Call(
    "create", 1_000, lambda _user, n: ("POST", "/api/tasks", f'{{"title":"Water plant {n}"}}')
)
_COMPLETE = _Call(
    "complete", 600, lambda user, n: ("POST", f"/api/tasks/{user.tasks[n]}/complete", None)
)
_READING = (_GET, _LIST, _SEARCH)


async def run(bench: Bench) -> None:
    """Each kind of call for some seconds, previews, reading for a user with 100,000 tasks."""
    many = bench.options.amount(_MANY_TASKS)
    async with bench.arena() as arena:
        bench.step("starting the system and its users")
        arena.start(*_SYSTEM)
        users = await _add_users(arena, _USERS, min(_TASKS, many))
        rates: dict[str, float] = {}
        for call in (*_READING, _CREATE, _COMPLETE):
            bench.step(f"api: {call.name}")
            rates[call.name] = await _measure(bench, arena, users, call)
        bench.step("api: previews of rules")
        await measure_preview_calls(bench, arena, users[0].token)
        bench.step(f"api: a user with {many:,} tasks")
        rich = await _add_users(arena, 1, many)
        for call in _READING:
            await _compare(bench, arena, rich, call, rates[call.name])


@dataclass(frozen=True, slots=True)
class _Load:
    """What became of one kind of call."""

    rate: float
    took: Spread
    errors: int
    watch: Watch


async def _measure(bench: Bench, arena: Arena, users: Sequence[_User], call: _Call) -> float:
    """Rows for this call; how many a second there were."""
    load = await _load(bench, arena, users, call)
    bench.row(call.name, load.rate, "/s", Target(">=", call.rate), note=str(load.watch))
    bench.row(f"{call.name}, p50", load.took.p50, "ms")
    bench.row(f"{call.name}, p99", load.took.p99, "ms", _P99)
    bench.row(f"{call.name}, errors", load.errors, "requests", NONE_OF_THEM)
    await _await_published(arena)
    return load.rate


async def _compare(
    bench: Bench, arena: Arena, users: Sequence[_User], call: _Call, usual: float
) -> None:
    """A row for how much slower the call is for these users than usual."""
    load = await _load(bench, arena, users, call)
    bench.row(
        f"{call.name}, slower with {len(users[0].tasks):,} tasks a user",
        usual / load.rate,
        "x",
        _SLOWER,
        note=f"one such user: {load.rate:.0f}/s, p99 {load.took.p99:.1f} ms, {load.errors} errors",
    )


async def _load(bench: Bench, arena: Arena, users: Sequence[_User], call: _Call) -> _Load:
    """This kind of call for some seconds, after a warm-up; users take turns."""
    seconds = bench.options.length(_SECONDS)
    warm_up = min(_WARM_UP_TASKS, len(users[0].tasks) // 4)
    end = warm_up + int(_MOST_A_SECOND * seconds / len(users))
    if call is _COMPLETE:  # once a task
        end = min(end, len(users[0].tasks))
    caller = await arena.agent(
        "call-api",
        host=HOST,
        port=arena.processes["api"].port,
        connections=_CONNECTIONS,
        seconds=seconds,
        tokens=[user.token for user in users],
        warm_up=warm_up * len(users),
        requests=[
            (method, path, place, body)
            for n in range(end)
            for place, user in enumerate(users)
            for method, path, body in (call.make(user, n),)
        ],
    )
    async with watching(arena) as watch:
        await caller.go()
        answer = await caller.result(seconds + _PATIENCE_SECONDS)
    took = spread(answer["took_ms"])
    return _Load(took.count / answer["seconds"], took, answer["errors"], watch)


async def _add_users(arena: Arena, count: int, tasks: int) -> list[_User]:
    """New users with so many tasks each, signed in through the API."""
    url = arena.processes["api"].url
    async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE_SECONDS) as client:
        tokens = [await _sign_up(client) for _ in range(count)]
    users = []
    for email, token in tokens:
        identifier = await arena.sql.fetchval("SELECT id FROM users WHERE email = $1", email)
        users.append(_User(identifier, token, await _give_tasks(arena, identifier, tasks)))
    await arena.sql.execute("ANALYZE tasks")
    return users


async def _sign_up(client: httpx.AsyncClient) -> tuple[str, str]:
    """Address and access token of a new account."""
    name = f"bench-{secrets.token_hex(6)}"
    credentials = {"email": f"{name}@example.com", "password": secrets.token_urlsafe(12)}
    signed_up = await client.post("/api/auth/sign-up", json=credentials)
    signed_in = await client.post("/api/auth/sign-in", json=credentials)
    if signed_up.is_error or signed_in.is_error:
        raise BenchFailed(f"sign-up {signed_up.status_code}, sign-in {signed_in.status_code}")
    return credentials["email"], signed_in.json()["access_token"]


async def _give_tasks(arena: Arena, user_id: UUID, count: int) -> list[UUID]:
    tasks: list[UUID] = []
    while len(tasks) < count:
        async with arena.db.unit_of_work() as uow:
            chunk = min(_PER_TRANSACTION, count - len(tasks))
            tasks += await add_tasks(uow, [user_id] * chunk)
    return tasks


async def _await_published(arena: Arena) -> None:
    """What one kind of call left to do does not weigh on the next."""

    async def is_empty() -> bool:
        return await arena.sql.fetchval("SELECT id FROM outbox LIMIT 1") is None

    await until(is_empty, "the outbox is empty", timeout_seconds=_PATIENCE_SECONDS)
