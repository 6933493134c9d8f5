"""People who use the API all the time through a balancer, and what they were answered."""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import httpx
import orjson

from tests.e2e.people import Person, in_seconds, remind_at
from tests.e2e.world import CLOCK

_PAUSE_SECONDS = 0.1
_LEAD_SECONDS = 4
_DUE_DAYS = 86_400


@dataclass
class Tally:
    """What all of them were told."""

    requests: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    created: set[str] = field(default_factory=set)
    completed: set[str] = field(default_factory=set)
    """Series whose first occurrence was done."""
    planned: dict[UUID, datetime] = field(default_factory=dict)
    streams: int = 0
    told: dict[str, set[str]] = field(default_factory=dict)
    """By listener: tasks of which the stream told that they are there."""
    made: dict[str, set[str]] = field(default_factory=dict)
    """By person: tasks that they made."""
    resyncs: int = 0
    """Times that a stream asked to read the lists again."""

    @property
    def answered(self) -> int:
        """Requests with the answer that they should have."""
        return self.requests.total()


@dataclass
class Busy:
    """One person, who does one thing after the other until `stop`."""

    person: Person
    tally: Tally
    stop: asyncio.Event
    is_listening: asyncio.Event = field(default_factory=asyncio.Event)
    """The first stream has begun: what is made from now on is told of."""

    async def work(self) -> None:
        """A task with a reminder, a series that is done once, a look at the list; over and over."""
        while not self.stop.is_set():
            await self._remind()
            await self._pause()
            await self._repeat()
            await self._pause()
            await self._call("list", "GET", "/api/tasks?limit=20")
            await self._pause()

    async def listen(self) -> None:
        """The stream is open until `stop`, as a browser does it: it comes back after each end."""
        after, name = None, self.person.email
        seen = self.tally.told.setdefault(name, set())
        while not self.stop.is_set():
            headers = {} if after is None else {"Last-Event-ID": after}
            self.tally.streams += 1
            try:
                async with self.person.client.stream(
                    "GET", "/api/events", headers=headers, timeout=httpx.Timeout(5, read=60)
                ) as answer:
                    if not answer.is_success:
                        self.tally.failures.append(f"stream: {answer.status_code}")
                        continue
                    after = await self._read(answer, seen, after)
            except httpx.HTTPError as error:
                self.tally.failures.append(f"stream: {error!r}")

    async def _read(self, answer: httpx.Response, seen: set[str], after: str | None) -> str | None:
        """The last id, once the stream has ended."""
        kind = ""
        async for line in answer.aiter_lines():
            field_name, _, value = line.partition(": ")
            if field_name == "id":
                after = value
            elif field_name == "event":
                kind = value
                if kind == "ready":
                    self.is_listening.set()
                elif kind == "resync":  # as the web app does: it reads the lists again
                    self.tally.resyncs += 1
                    seen |= await self._listed()
            elif field_name == "data" and kind == "task.changed":
                change = orjson.loads(value)
                if change["change"] == "created":
                    seen.add(change["task_id"])
        return after

    async def _listed(self) -> set[str]:
        listed = await self._call("list", "GET", "/api/tasks?limit=200")
        return set() if listed is None else {each["id"] for each in listed["items"]}

    async def _remind(self) -> None:
        at = in_seconds(_LEAD_SECONDS)
        made = await self._create({"title": "Soon", "reminders": remind_at(at)})
        if made is not None:
            reminder = made["reminders"][0]
            self.tally.planned[UUID(reminder["id"])] = datetime.fromisoformat(reminder["fire_at"])

    async def _repeat(self) -> None:
        due = {"datetime_local": f"{in_seconds(_DUE_DAYS):%Y-%m-%d}T18:00:00"}
        body = {"title": "Daily", "due": due, "recurrence": {"pattern": "daily"}}
        made = await self._create(body)
        if made is not None:
            done = await self._call("complete", "POST", f"/api/tasks/{made['id']}/complete")
            if done is not None:
                self.tally.completed.add(made["series_id"])

    async def _create(self, body):
        made = await self._call("create", "POST", "/api/tasks", json=body)
        if made is not None:
            self.tally.created.add(made["id"])
            self.tally.made.setdefault(self.person.email, set()).add(made["id"])
        return made

    async def _call(self, name, method, path, **options):
        """The answer; None if there was none, or not the one that there should be."""
        try:
            answer = await self.person.client.request(method, path, **options)
        except httpx.HTTPError as error:
            self.tally.failures.append(f"{CLOCK.now():%T.%f} {name}: {error!r}")
            return None
        if not answer.is_success:
            self.tally.failures.append(f"{CLOCK.now():%T.%f} {name}: {answer.status_code}")
            return None
        self.tally.requests[name] += 1
        return answer.json()

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_PAUSE_SECONDS):
                await self.stop.wait()
