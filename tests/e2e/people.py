"""People who use Rondel through its public API, and what they see live."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import httpx
import orjson

from tests.e2e.world import CLOCK

_number = count(1)
_PATIENCE_SECONDS = 20


def in_seconds(seconds: int) -> datetime:
    """That far ahead, or up to a second more: the API keeps whole seconds."""
    return CLOCK.now().replace(microsecond=0) + timedelta(seconds=seconds + 1)


def remind_at(instant: datetime) -> list[dict[str, str]]:
    """The `reminders` of a task: one, at that instant."""
    return [{"at": instant.isoformat()}]


@dataclass(frozen=True)
class Change:
    """A `task.changed` of the live stream; `id` is for Last-Event-ID."""

    id: str
    data: dict[str, Any]

    @property
    def kind(self) -> str:
        """created, updated, completed, reopened or deleted."""
        return str(self.data["change"])

    @property
    def task_id(self) -> str:
        """Whose change it is."""
        return str(self.data["task_id"])


class Live:
    """An open stream of somebody's changes, after its `ready`."""

    def __init__(self, answer: httpx.Response) -> None:
        self._lines = answer.aiter_lines()
        self.seen: list[Change] = []
        """Every change so far, in order."""

    async def until(
        self, wanted: Callable[[Change], bool], seconds: float = _PATIENCE_SECONDS
    ) -> Change:
        """The next change of that kind; those before it stand in `seen`."""
        async with asyncio.timeout(seconds):
            while True:
                frame = await self.frame()
                if frame.get("event") == "task.changed":
                    self.seen.append(Change(frame["id"], orjson.loads(frame["data"])))
                    if wanted(self.seen[-1]):
                        return self.seen[-1]

    async def frame(self) -> dict[str, str]:
        """The fields of the next event; comments are passed over."""
        fields: dict[str, str] = {}
        async for line in self._lines:
            name, separator, value = line.partition(": ")
            if name and separator:
                fields[name] = value
            elif not line and fields:
                return fields
        raise AssertionError("the stream ended")


@dataclass(frozen=True)
class Person:
    """Somebody with an account, signed in."""

    email: str
    user_id: UUID
    client: httpx.AsyncClient

    async def create(self, title: str, **fields: Any) -> dict[str, Any]:
        """A task, as the API shows it."""
        return await self._done("POST", "/api/tasks", json={"title": title, **fields})

    async def act(self, task: dict[str, Any], verb: str) -> dict[str, Any]:
        """The task after `complete` or `reopen`."""
        return await self._done("POST", f"/api/tasks/{task['id']}/{verb}")

    async def delete(self, task: dict[str, Any]) -> None:
        """The task is deleted."""
        (await self.client.delete(f"/api/tasks/{task['id']}")).raise_for_status()

    async def get(self, task_id: str) -> httpx.Response:
        """The answer for one task, whatever it is."""
        return await self.client.get(f"/api/tasks/{task_id}")

    async def tasks(self, **query: Any) -> list[dict[str, Any]]:
        """One page of the list."""
        page = await self._done("GET", "/api/tasks", params={"limit": 200, **query})
        items: list[dict[str, Any]] = page["items"]
        return items

    @asynccontextmanager
    async def live(self, after: str | None = None) -> AsyncIterator[Live]:
        """The stream of one's own changes, from that Last-Event-ID on."""
        headers = {} if after is None else {"Last-Event-ID": after}
        patience = httpx.Timeout(5, read=60)
        async with self.client.stream(
            "GET", "/api/events", headers=headers, timeout=patience
        ) as answer:
            answer.raise_for_status()
            live = Live(answer)
            assert (await live.frame())["event"] == "ready"
            yield live

    async def _done(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        answer = await self.client.request(method, path, **options)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        document: dict[str, Any] = answer.json()
        return document


@asynccontextmanager
async def signed_up(url: str, zone: str = "Europe/Berlin") -> AsyncIterator[Person]:
    """A new account at the API of that address."""
    email = f"person{next(_number)}@example.com"
    credentials = {"email": email, "password": "correct horse battery staple"}
    async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE_SECONDS) as client:
        answer = await client.post("/api/auth/sign-up", json={**credentials, "zone": zone})
        assert answer.is_success, answer.text
        answer = await client.post("/api/auth/sign-in", json=credentials)
        session = answer.raise_for_status().json()
        client.headers["Authorization"] = f"Bearer {session['access_token']}"
        yield Person(email, UUID(session["user"]["id"]), client)
