"""Somebody whose browser shows live updates, and remembers what came and what the stream said."""

import asyncio
import uuid
from collections.abc import Mapping
from http import HTTPStatus
from random import Random

import httpx

from cli.chaos.evidence import Complaint, Listened, Place
from cli.chaos.person import NEVER_MIND, Person

_PATIENCE = httpx.Timeout(10.0, read=60.0)  # the API sends a comment every 15 s
_RETRY_SECONDS = 3.0  # as the stream itself says
_LAST_SECONDS = 60.0
_STAYS_SECONDS = (20.0, 100.0)


class Listener:
    """`GET /api/events` of one person, across all interruptions, as docs/using-the-api.md has it.

    Places that came in a row are kept, not what stood there: the topic has that.
    """

    def __init__(self, person: Person, dice: Random) -> None:
        self.person = person
        self.counts = dict.fromkeys(("opened", "refused", "left", "broken", "events", "resync"), 0)
        self._dice = dice
        self._stretches: list[list[Place]] = [[]]
        self._last_id: str | None = None
        self._ready_id: str | None = None
        """Of a `ready` that went past `_last_id`: `resync` has to follow, or nothing was missed."""
        self._last_title = f"Last {uuid.uuid4().hex}"
        self._has_last = asyncio.Event()

    async def listen(self) -> None:
        """The stream is open, and is opened again 3 s after each interruption; until cancelled.

        A browser goes away by itself now and then, too.
        """
        while True:
            try:
                async with asyncio.timeout(self._dice.uniform(*_STAYS_SECONDS)):
                    await self._follow()
            except TimeoutError:
                self.counts["left"] += 1
            except httpx.TransportError:
                self.counts["broken"] += 1
            await asyncio.sleep(_RETRY_SECONDS)

    async def _follow(self) -> None:
        headers = {"Last-Event-ID": self._last_id} if self._last_id else {}
        client = self.person.client
        async with client.stream(
            "GET", "/api/events", headers=headers, timeout=_PATIENCE
        ) as answer:
            if answer.status_code != HTTPStatus.OK:
                self._refused(answer)
                return
            self.counts["opened"] += 1
            await self._read(answer)
            self.counts["broken"] += 1  # the API ended it

    def _refused(self, answer: httpx.Response) -> None:
        self.counts["refused"] += 1
        if answer.status_code not in NEVER_MIND:
            text = f"{self.person.email}: GET /api/events: {answer.status_code}"
            self.person.complaints.append(Complaint(self.person.clock.now(), text))

    async def _read(self, answer: httpx.Response) -> None:
        frame: dict[str, str] = {}
        async for line in answer.aiter_lines():
            name, _, value = line.partition(": ")
            if line and name:
                frame[name] = value
            elif not line:
                if "event" in frame:
                    self.take(frame)
                frame = {}

    def take(self, frame: Mapping[str, str]) -> None:
        """What the stream said is known; a stretch ends where it said that something is missing."""
        identifier = frame.get("id")
        match frame["event"]:
            case "ready" if self._last_id is None and identifier is not None:
                self._begin(identifier)
            case "ready":
                self._ready_id = identifier
            case "resync":
                self.counts["resync"] += 1
                self._begin(self._ready_id)
            case _:
                self.counts["events"] += 1
                self._last_id, self._ready_id = frame["id"], None
                self._stretches[-1].append(_place(frame["id"]))
                if self._last_title in frame["data"]:
                    self._has_last.set()

    def _begin(self, identifier: str | None) -> None:
        self._stretches.append([_place(identifier)] if identifier else [])
        self._last_id, self._ready_id = identifier or self._last_id, None

    async def await_last(self) -> None:
        """A last change was made, and came on the stream; or did not in a minute."""
        try:
            answer = await self.person.client.post("/api/tasks", json={"title": self._last_title})
            answer.raise_for_status()
            async with asyncio.timeout(_LAST_SECONDS):
                await self._has_last.wait()
        except (httpx.HTTPError, TimeoutError):
            return  # the judge says it

    def listened(self) -> Listened:
        """What came, as it is judged."""
        stretches = [tuple(each) for each in self._stretches if each]
        return Listened(self.person.user_id, stretches, has_last=self._has_last.is_set())


def _place(identifier: str) -> Place:
    partition, _, offset = identifier.partition(":")
    return int(partition), int(offset)
