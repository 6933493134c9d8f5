"""Calls of the API, many at once, by users with so many tasks each."""

import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import httpx

from cli.bench.arena import Arena
from cli.bench.harness import Bench, BenchFailed
from cli.bench.seed import ZONE, add_tasks
from cli.bench.stats import Spread, spread
from cli.bench.watch import Watch, watching
from cli.embedded.plan import APPS
from cli.embedded.ports import HOST

SYSTEM = tuple(app.name for app in APPS)
_PER_TRANSACTION = 10_000
_CONNECTIONS = 16
_SECONDS = 4.0
_WARM_UP_TASKS = 50
_MOST_A_SECOND = 6_000  # requests made ready for each second of load
_PATIENCE_SECONDS = 60.0
_TITLES = 500

Request = tuple[str, str, str | None]
"""Method, path, body."""


@dataclass(frozen=True, slots=True)
class User:
    """An account that is signed in, and its tasks."""

    id: UUID
    token: str
    tasks: list[UUID]


@dataclass(frozen=True, slots=True)
class Call:
    """One kind of request: its name, the rate aimed at, and the `n`th request of a user."""

    name: str
    rate: float
    make: Callable[[User, int], Request]


def _some(user: User, n: int) -> UUID:
    """A task of the user, another one for each `n`, from all over the list."""
    return user.tasks[n * 7919 % len(user.tasks)]


GET = Call("get", 2_000, lambda user, n: ("GET", f"/api/tasks/{_some(user, n)}", None))
LIST = Call("list 50", 1_200, lambda _user, _n: ("GET", "/api/tasks?limit=50", None))
SEARCH = Call(
    "search", 800, lambda _user, n: ("GET", f"/api/tasks?search=plant%20{n % _TITLES}", None)
)
CREATE = Call(
    "create", 1_000, lambda _user, n: ("POST", "/api/tasks", f'{{"title":"Water plant {n}"}}')
)
COMPLETE = Call(
    "complete", 600, lambda user, n: ("POST", f"/api/tasks/{user.tasks[n]}/complete", None)
)


@dataclass(frozen=True, slots=True)
class Load:
    """What became of one kind of call."""

    rate: float
    took: Spread
    errors: int
    watch: Watch


async def load(bench: Bench, arena: Arena, users: Sequence[User], call: Call) -> Load:
    """This kind of call for some seconds, after a warm-up; users take turns."""
    seconds = bench.options.length(_SECONDS)
    warm_up = min(_WARM_UP_TASKS, len(users[0].tasks) // 4)
    end = warm_up + int(_MOST_A_SECOND * seconds / len(users))
    if call is COMPLETE:  # once a task
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
    return Load(took.count / answer["seconds"], took, answer["errors"], watch)


async def add_users(arena: Arena, count: int, tasks: int) -> list[User]:
    """New users with so many tasks each, signed in through the API."""
    url = arena.processes["api"].url
    async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE_SECONDS) as client:
        tokens = [await _sign_up(client) for _ in range(count)]
    users = []
    for email, token in tokens:
        identifier = await arena.sql.fetchval("SELECT id FROM users WHERE email = $1", email)
        users.append(User(identifier, token, await _give_tasks(arena, identifier, tasks)))
    # As autovacuum leaves a table that has grown over years: what is not in the indexes of letters
    # and words yet is looked for in every task, and when that ends would be chance.
    await arena.sql.execute("VACUUM ANALYZE tasks")
    return users


async def _sign_up(client: httpx.AsyncClient) -> tuple[str, str]:
    """Address and access token of a new account, in Berlin."""
    credentials = {
        "email": f"bench-{secrets.token_hex(6)}@example.com",
        "password": secrets.token_urlsafe(12),
        "zone": ZONE,
    }
    answer = await client.post("/api/auth/sign-up", json=credentials)
    if answer.is_error:
        raise BenchFailed(f"sign-up: {answer.status_code} {answer.text[:200]}")
    return credentials["email"], answer.json()["access_token"]


@asynccontextmanager
async def signed_up(arena: Arena, timeout_seconds: float) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a new account."""
    url = arena.processes["api"].url
    async with httpx.AsyncClient(base_url=url, timeout=timeout_seconds) as client:
        _, token = await _sign_up(client)
        client.headers["authorization"] = f"Bearer {token}"
        yield client


async def _give_tasks(arena: Arena, user_id: UUID, count: int) -> list[UUID]:
    tasks: list[UUID] = []
    while len(tasks) < count:
        async with arena.db.unit_of_work() as uow:
            chunk = min(_PER_TRANSACTION, count - len(tasks))
            tasks += await add_tasks(uow, [user_id] * chunk)
    return tasks
