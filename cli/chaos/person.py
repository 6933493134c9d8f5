"""Somebody who uses Rondel through its API while it breaks, and remembers every answer."""

import asyncio
import uuid
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from cli.chaos.evidence import Complaint, KnownTask
from shared.core.clock import Clock

_PASSWORD = "correct horse battery staple"  # noqa: S105 - of accounts that live for one run
_PATIENCE_SECONDS = 15.0  # a frozen API answers when it goes on
_PAUSE_SECONDS = 0.4
_NEVER_MIND = frozenset({HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS})
"""Come again later; it may or may not have happened."""


class Unanswered(Exception):
    """The run ended before a request had an answer that says what happened."""


@dataclass(frozen=True, slots=True)
class Task:
    """A task as this person knows it."""

    id: UUID
    state: str
    version: int
    series_id: UUID | None
    reminder_ids: frozenset[UUID]
    is_own: bool
    """Made by this person; else the next occurrence of a series, which may be taken back."""


@dataclass
class Person:
    """An account, what was answered about its tasks, and what should not have been answered."""

    email: str
    client: httpx.AsyncClient
    clock: Clock
    give_up: asyncio.Event
    user_id: UUID = field(default_factory=lambda: UUID(int=0))
    tasks: dict[UUID, Task] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    """How many requests got each status, and how many got none."""

    async def sign_up(self) -> None:
        """There is an account, and this client is signed in to it."""
        body = {"email": self.email, "password": _PASSWORD, "zone": "UTC"}
        answer = await self._ask("POST", "/api/auth/sign-up", json=body)
        answer.raise_for_status()
        session = answer.json()
        self.user_id = UUID(session["user"]["id"])
        self.client.headers["Authorization"] = f"Bearer {session['access_token']}"

    async def create(self, body: dict[str, Any], key: UUID) -> Task | None:
        """A new task; asked again under the same key until the API says that it exists."""
        headers = {"Idempotency-Key": str(key)}
        answer = await self._ask("POST", "/api/tasks", json=body, headers=headers)
        if answer.status_code != HTTPStatus.CREATED:
            self._complain(f"POST /api/tasks: {answer.status_code} {answer.text[:300]}")
            return None
        return self._remember(answer.json(), is_own=True)

    async def change(self, task: Task, body: dict[str, Any]) -> Task | None:
        """The task with other fields; None if it is gone."""
        return await self._act(task, "PATCH", "", json=body)

    async def complete(self, task: Task) -> Task | None:
        """The task, done; None if it is gone."""
        return await self._act(task, "POST", "/complete")

    async def reopen(self, task: Task) -> Task | None:
        """The task, open again; None if it is gone."""
        return await self._act(task, "POST", "/reopen")

    async def delete(self, task: Task) -> None:
        """The task is deleted."""
        self._doubt(task)
        answer = await self._ask("DELETE", f"/api/tasks/{task.id}")
        if answer.status_code in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND):
            # 404 is the answer to the second try of a request that had none the first time.
            self.tasks[task.id] = replace(task, state="deleted")
        else:
            self._complain(f"DELETE of {task.id}: {answer.status_code} {answer.text[:300]}")

    async def look_around(self) -> None:
        """Next occurrences that have come meanwhile are known."""
        answer = await self._ask("GET", "/api/tasks", params={"completed": "false", "limit": 200})
        if not answer.is_success:
            self._complain(f"GET /api/tasks: {answer.status_code} {answer.text[:300]}")
            return
        for item in answer.json()["items"]:
            if UUID(item["id"]) not in self.tasks:
                self._remember(item, is_own=False)

    def known(self) -> list[KnownTask]:
        """What has to be found at the end. Occurrences that nobody touched may have gone."""
        return [
            KnownTask(task.id, self.user_id, task.state, task.version, task.reminder_ids)
            for task in self.tasks.values()
            if task.is_own or task.version > 1
        ]

    async def _act(self, task: Task, method: str, path: str, **options: Any) -> Task | None:
        self._doubt(task)
        answer = await self._ask(method, f"/api/tasks/{task.id}{path}", **options)
        if answer.status_code == HTTPStatus.NOT_FOUND:
            if task.is_own or task.version > 1:
                self._complain(f"{method} {path} of {task.id}: not found, and nobody deleted it")
            else:
                del self.tasks[task.id]  # taken back, as the one before it was reopened
            return None
        if not answer.is_success:
            self.tasks[task.id] = task
            self._complain(
                f"{method} {path} of {task.id}: {answer.status_code} {answer.text[:300]}"
            )
            return task
        return self._remember(answer.json(), is_own=task.is_own)

    def _doubt(self, task: Task) -> None:
        """Until an answer comes, nobody knows in which state the task is."""
        self.tasks[task.id] = replace(task, state="unknown")

    def _remember(self, document: dict[str, Any], *, is_own: bool) -> Task:
        series_id = document["series_id"]
        task = Task(
            id=UUID(document["id"]),
            state=document["status"],
            version=document["version"],
            series_id=UUID(series_id) if series_id else None,
            reminder_ids=frozenset(UUID(each["id"]) for each in document["reminders"]),
            is_own=is_own,
        )
        self.tasks[task.id] = task
        return task

    async def _ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """The first answer that says what happened; asks again until there is one.

        Raises:
            Unanswered: there was none when the run gave up.
        """
        while not self.give_up.is_set():
            try:
                answer = await self.client.request(
                    method, path, timeout=_PATIENCE_SECONDS, **options
                )
            except httpx.TransportError:
                self._count("none")
            else:
                self._count(str(answer.status_code))
                if answer.status_code not in _NEVER_MIND:
                    return answer
            await asyncio.sleep(_PAUSE_SECONDS)
        raise Unanswered(f"{method} {path}")

    def _count(self, answer: str) -> None:
        self.answers[answer] = self.answers.get(answer, 0) + 1

    def _complain(self, text: str) -> None:
        self.complaints.append(Complaint(self.clock.now(), f"{self.email}: {text}"))


def new_email(number: int) -> str:
    """An address that no other account of the run has."""
    return f"chaos-{number}-{uuid.uuid4().hex[:8]}@example.com"
