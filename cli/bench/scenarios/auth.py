"""What it costs to find out who calls: the dependency alone, and beside reading one task."""

import time
from collections.abc import Awaitable, Callable
from statistics import median
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID, uuid4

from starlette.requests import Request

from api.deps import verified_token
from api.main import Application
from api.rate_limits import RATE_BUCKET
from api.resources import RESOURCES, Resources
from cli.bench.arena import Arena
from cli.bench.asking import api_resources, application, ask
from cli.bench.harness import Bench
from cli.bench.seed import add_tasks, add_users
from shared.core import secret_tokens
from shared.core.refresh_tokens import RefreshClaims
from shared.db.repositories.api_tokens import ApiTokenRow, insert_token

STEPS = 2
_ROUNDS: Final = 15
_CALLS: Final = 200
_SIGNED_OUT: Final = 1_000
"""Devices that were signed out of late: among them each request's own is looked for."""
_MICROSECONDS: Final = 1_000_000
_ROUTE: Final = SimpleNamespace(path_format="/api/tasks/{task_id}")

Check = Callable[[], Awaitable[object]]


async def run(bench: Bench) -> None:
    """Each way to say who one is, in turn, many times, in this process."""
    async with bench.arena() as arena, api_resources(arena) as resources:
        bench.step("auth: somebody with a task")
        user_id, task_id, program = await _somebody(arena)
        resources.revocations.add(*(uuid4() for _ in range(_SIGNED_OUT)))
        checks = _checks(resources, user_id, program)
        bench.step("auth: who calls")
        token, _ = resources.tokens.issue(user_id, uuid4())
        app = application(resources)
        await _measure(bench, checks, app, f"/api/tasks/{task_id}", token)


async def _somebody(arena: Arena) -> tuple[UUID, UUID, str]:
    """A user, a task of theirs, and an API token that may read it."""
    [user_id] = await add_users(arena.db, 1)
    token = secret_tokens.new_token(secret_tokens.API)
    async with arena.db.unit_of_work() as uow:
        [task_id] = await add_tasks(uow, [user_id])
        row = ApiTokenRow(
            id=uuid4(),
            user_id=user_id,
            name="Bench",
            hint="hint",
            scopes=("read",),
            created_at=uow.now,
            expires_at=None,
            used_at=uow.now,
        )
        await insert_token(uow.connection, row, secret_tokens.hash_of(token))
    return user_id, task_id, token


def _checks(resources: Resources, user_id: UUID, program: str) -> dict[str, Check]:
    """By what a row of the report says."""
    device = uuid4()
    known, _ = resources.tokens.issue(user_id, device)
    refresh = resources.refresh_tokens.write(RefreshClaims(device, 1))
    cookie = f"{resources.cookie.name}={refresh}"
    fresh = (resources.tokens.issue(user_id, uuid4())[0] for _ in iter(int, 1))

    async def first_api_token() -> object:
        resources.api_tokens.forget_all()
        return await verified_token(_request(resources, authorization=f"Bearer {program}"))

    async def browser() -> object:
        asked = _request(resources, cookie=cookie, **{"sec-fetch-site": "same-origin"})
        return resources.refresh_tokens.read(resources.cookie.read(asked) or "")

    return {
        "access token, known for a minute": lambda: verified_token(
            _request(resources, authorization=f"Bearer {known}")
        ),
        "access token, seen for the first time": lambda: verified_token(
            _request(resources, authorization=f"Bearer {next(fresh)}")
        ),
        "API token, known for five seconds": lambda: verified_token(
            _request(resources, authorization=f"Bearer {program}")
        ),
        "API token, looked up": first_api_token,
        "cookie of a browser, read and checked": browser,
    }


def _request(resources: Resources, **headers: str) -> Request:
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": "/api/tasks/1",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "route": _ROUTE,
        RATE_BUCKET: "user",
        RESOURCES: resources,
    }
    return Request(scope)


async def _measure(
    bench: Bench, checks: dict[str, Check], app: Application, path: str, token: str
) -> None:
    """Rows for each check: in the middle of all rounds, and beside reading a task."""
    took: dict[str, list[float]] = {name: [] for name in checks}
    reading: list[float] = []
    for _ in range(_ROUNDS + 1):
        for name, check in checks.items():
            took[name].append(await _seconds(check))
        reading.append(await _seconds(lambda: ask(app, "GET", path, token)))
    whole = median(reading[1:])  # the first round fills caches
    note = f"{_ROUNDS} rounds of {_CALLS} calls, in this process, without a network"
    bench.row("reading one task, everything", whole * _MICROSECONDS, "µs", note=note)
    for name, rounds in took.items():
        seconds = median(rounds[1:])
        share = 100 * seconds / whole
        bench.row(name, seconds * _MICROSECONDS, "µs", note=f"{share:.1f} % of reading one task")


async def _seconds(call: Callable[[], Awaitable[object]]) -> float:
    """The middle of many calls."""
    each = []
    for _ in range(_CALLS):
        started = time.perf_counter()
        await call()
        each.append(time.perf_counter() - started)
    return median(each)
