"""What row-level security would cost: the same calls with and without it, in turn."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from statistics import median
from typing import Final
from uuid import UUID, uuid4

from api.main import Application
from cli.bench.arena import Arena
from cli.bench.asking import api_resources, application, ask
from cli.bench.harness import Bench
from cli.bench.report import Target
from cli.bench.row_security import CURRENT, Way, secure, secured_database
from cli.bench.seed import add_tasks, add_users

STEPS = 3
_TASKS: Final = 10_000
_USERS: Final = 4
_ROUNDS: Final = 15
_CALLS: Final = 20
_MOST_PERCENT: Final = 10
_WAYS: Final[tuple[Way, ...]] = ("transaction", "checkout")
_PLAIN: Final = "plain"
Request = tuple[str, str, bytes]


class _Person:
    """Somebody with many tasks, of which each is completed once at most."""

    def __init__(self, user_id: UUID, token: str, tasks: Sequence[UUID]) -> None:
        self.user_id = user_id
        self.token = token
        self.tasks = tasks
        self._open = iter(tasks)

    def complete(self, _number: int) -> Request:
        return "POST", f"/api/tasks/{next(self._open)}/complete", b""


_KINDS: Final[dict[str, Callable[[_Person, int], Request]]] = {
    "list": lambda _person, _n: ("GET", "/api/tasks?limit=50", b""),
    "get": lambda person, n: ("GET", f"/api/tasks/{person.tasks[-1 - n]}", b""),
    "create": lambda _person, n: ("POST", "/api/tasks", b'{"title":"Buy milk %d"}' % n),
    "complete": _Person.complete,
    "search": lambda _person, n: ("GET", f"/api/tasks?q=plant%20{n * 79 % 1000}", b""),
    "filter": lambda _person, _n: ("GET", "/api/tasks?filter=no%20date%20%26%20p4", b""),
}


async def run(bench: Bench) -> None:
    """Rounds of the same calls in each way; the ratio of each round, and its median."""
    async with bench.arena() as arena, AsyncExitStack() as exits:
        bench.step("rls: writing tasks")
        resources = await exits.enter_async_context(api_resources(arena))
        people = await _people(arena, bench.options.amount(_TASKS), resources.tokens.issue)
        await secure(arena)
        apps = {_PLAIN: application(resources)}
        for way in _WAYS:
            db = await exits.enter_async_context(secured_database(arena, way))
            apps[way] = application(resources, db)
        bench.step("rls: does it hold")
        await _check(bench, apps, people)
        bench.step("rls: calls with and without it")
        for kind, make in _KINDS.items():
            await _measure(bench, apps, people, kind, make)


async def _people(
    arena: Arena, tasks: int, issue: Callable[[UUID, UUID], tuple[str, int]]
) -> list[_Person]:
    found = []
    for user_id in await add_users(arena.db, _USERS):
        async with arena.db.unit_of_work() as uow:
            ids = await add_tasks(uow, [user_id] * tasks)
        found.append(_Person(user_id, issue(user_id, uuid4())[0], ids))
    return found


async def _check(bench: Bench, apps: dict[str, Application], people: Sequence[_Person]) -> None:
    """Policies are at work: a request for one user, in the name of another, finds nothing."""
    one, other = people[0], people[1]
    hidden = 0
    for way in _WAYS:
        CURRENT.set(other.user_id)
        try:
            await ask(apps[way], "GET", f"/api/tasks/{one.tasks[0]}", one.token)
        except Exception:  # noqa: BLE001 - whatever it is called, it is not the task
            hidden += 1
    bench.row("tasks hidden by policies", hidden, "requests", Target(">=", len(_WAYS)))


async def _measure(
    bench: Bench,
    apps: dict[str, Application],
    people: Sequence[_Person],
    kind: str,
    make: Callable[[_Person, int], Request],
) -> None:
    """Rows for one kind of call; ways take turns, and each round begins with another one."""
    took: dict[str, list[float]] = defaultdict(list)
    names = list(apps)
    for number in range(_ROUNDS + 1):
        for name in names[number % 3 :] + names[: number % 3]:
            person = people[number % len(people)]
            CURRENT.set(person.user_id)
            each = []
            for call in range(_CALLS):
                request = make(person, number * _CALLS + call)
                started = time.perf_counter()
                await ask(apps[name], request[0], request[1], person.token, request[2])
                each.append(time.perf_counter() - started)
            took[name].append(median(each))
        await asyncio.sleep(0)
    plain = took[_PLAIN][1:]  # the first round fills caches
    bench.row(f"{kind}, without", median(plain) * 1000, "ms")
    for way in _WAYS:
        ratios = [with_it / without for with_it, without in zip(took[way][1:], plain, strict=True)]
        cost = (median(ratios) - 1) * 100
        low, high = sorted(ratios)[len(ratios) // 4], sorted(ratios)[3 * len(ratios) // 4]
        bench.row(
            f"{kind}, user named at {way}",
            cost,
            "%",
            Target("<=", _MOST_PERCENT),
            note=f"{len(ratios)} rounds of {_CALLS} calls; half of the ratios lie between "
            f"{low:.2f} and {high:.2f}",
        )
