"""What the demo does and waits for: every step is a request that any client could make."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import httpx
import orjson

from cli.demo.tasks import demo_tasks
from shared.core.clock import Clock
from shared.domain.zones import to_local

ZONE = "Europe/Berlin"
REMIND_IN_SECONDS = 3
PATIENCE_SECONDS = 20.0
_POLL_SECONDS = 0.1


class DemoFailed(Exception):
    """Something that the demo waited for did not happen; the message says what."""


@dataclass(frozen=True, slots=True)
class Account:
    """The account that the demo made; it can be used in the browser too."""

    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Reminded:
    """The reminder came: its mail `is_seen` in the sink, else its receipt says that it was sent.

    `title` is the mail's subject or the task's title, the lateness is against the planned instant.
    """

    title: str
    lateness_ms: float
    is_seen: bool


@dataclass(frozen=True, slots=True)
class Roll:
    """A completed occurrence and the next one, with the time until the browser knew it."""

    title: str
    completed: str
    following: str
    delay_ms: float


class Story:
    """One run of the demo against the API at `client` and the sink at `mail_url`."""

    def __init__(self, client: httpx.AsyncClient, mail_url: str | None, clock: Clock) -> None:
        self._client = client
        self._mail_url = mail_url
        self._clock = clock
        self.account = Account(
            f"demo-{secrets.token_hex(4)}@example.com", secrets.token_urlsafe(12)
        )

    async def sign_up(self) -> None:
        """The account exists and this client acts for it.

        Raises:
            DemoFailed: the server takes no account that can be used at once.
        """
        credentials = {"email": self.account.email, "password": self.account.password}
        await self._post("/api/auth/sign-up", {**credentials, "name": "Demo", "zone": ZONE})
        token = (await self._post("/api/auth/sign-in", credentials))["access_token"]
        self._client.headers["Authorization"] = f"Bearer {token}"

    async def make_tasks(self) -> AsyncIterator[str]:
        """The tasks exist; yields each title as it comes to be."""
        today = to_local(self._clock.now(), ZONE).date()
        for body in demo_tasks(today):
            yield (await self._post("/api/tasks", body))["title"]

    async def be_reminded(self) -> Reminded:
        """A reminder set a few seconds ahead has come: into the sink, or by its receipt.

        Raises:
            DemoFailed: it did not come in time, or the mail server refused it.
        """
        at = self._clock.now() + timedelta(seconds=REMIND_IN_SECONDS)
        at = at.replace(microsecond=0)
        reminders = [{"at": at.isoformat()}]
        task = await self._post(
            "/api/tasks", {"title": "Look at the clock", "reminders": reminders}
        )
        if self._mail_url is None:
            return await self._by_receipt(task)
        mail = await self._first(
            f"{self._mail_url}/api/mails",
            {"to": self.account.email, "limit": 1},
            f"No mail to {self.account.email}",
        )
        received = datetime.fromisoformat(mail["received_at"])
        return Reminded(mail["subject"], (received - at).total_seconds() * 1000, is_seen=True)

    async def _by_receipt(self, task: dict[str, Any]) -> Reminded:
        path = f"/api/reminders/{task['reminders'][0]['id']}/deliveries"
        receipt = await self._first(path, {}, "No receipt of the reminder", _is_final)
        if receipt["state"] != "sent":
            raise DemoFailed(f"The reminder did not leave. {receipt['words']}")
        return Reminded(task["title"], receipt["lateness_ms"], is_seen=False)

    async def _first(
        self,
        url: str,
        params: dict[str, Any],
        failure: str,
        fits: Callable[[dict[str, Any]], bool] = lambda _row: True,
    ) -> dict[str, Any]:
        """The first row there that fits, once there is one."""
        seconds = REMIND_IN_SECONDS + PATIENCE_SECONDS
        deadline = self._clock.monotonic() + seconds
        while self._clock.monotonic() < deadline:
            answer = await self._client.get(url, params=params)
            found = next(filter(fits, _rows(answer.raise_for_status().json())), None)
            if found is not None:
                return found
            await asyncio.sleep(_POLL_SECONDS)
        raise DemoFailed(f"{failure} within {seconds:.0f} s.")

    async def complete_one(self) -> Roll:
        """A recurring task is done and its next occurrence came over the live stream.

        Raises:
            DemoFailed: the next occurrence did not come in time.
        """
        task = await self._recurring_task("Take the morning pill")
        async with self._live() as events:
            started = self._clock.monotonic()
            await self._post(f"/api/tasks/{task['id']}/complete", {})
            following = await self._await_next(events, task)
            delay = (self._clock.monotonic() - started) * 1000
        return Roll(task["title"], task["slot"], following["slot"], delay)

    async def _recurring_task(self, title: str) -> dict[str, Any]:
        answer = await self._client.get("/api/tasks", params={"search": title})
        tasks = _rows(answer.raise_for_status().json())
        if not tasks:
            raise DemoFailed(f"“{title}” is not in the list.")
        return tasks[0]

    @asynccontextmanager
    async def _live(self) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        async with self._client.stream("GET", "/api/events", timeout=PATIENCE_SECONDS) as answer:
            answer.raise_for_status()
            yield self._changes(answer)

    async def _changes(self, answer: httpx.Response) -> AsyncIterator[dict[str, Any]]:
        async for line in answer.aiter_lines():
            if line.startswith("data:"):
                yield orjson.loads(line.removeprefix("data:"))

    async def _await_next(
        self, events: AsyncIterator[dict[str, Any]], task: dict[str, Any]
    ) -> dict[str, Any]:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                async for event in events:
                    if _is_next_of(event, task):
                        following: dict[str, Any] = event["task"]
                        return following
        except (TimeoutError, httpx.TransportError) as error:
            raise DemoFailed(f"The next occurrence did not come: {error!r}") from error
        raise DemoFailed("The live stream ended before the next occurrence came.")

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self._client.post(path, json=body)
        if answer.status_code == HTTPStatus.FORBIDDEN and "auth.email_unverified" in answer.text:
            raise DemoFailed(
                "An account is used here only after its address was confirmed, and nobody reads "
                "the demo's mails. Try it where RONDEL_AUTH__VERIFY_EMAIL=later."
            )
        if answer.is_error:
            raise DemoFailed(f"POST {path} answered {answer.status_code}: {answer.text[:300]}")
        found: dict[str, Any] = answer.json()
        return found


def _is_final(receipt: dict[str, Any]) -> bool:
    return receipt["state"] in ("sent", "failed", "skipped", "cancelled")


def _is_next_of(event: dict[str, Any], task: dict[str, Any]) -> bool:
    return (
        event.get("change") == "created"
        and event.get("series_id") == task["series_id"]
        and event.get("task_id") != task["id"]
    )


def _rows(document: Any) -> list[dict[str, Any]]:
    """The rows of a list answer, whether bare or in `items`."""
    rows: list[dict[str, Any]] = document["items"] if isinstance(document, dict) else document
    return rows
