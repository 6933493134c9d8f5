"""Somebody who uses Rondel through its API while it breaks, and remembers every answer."""

import asyncio
import uuid
from collections.abc import Sequence
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
NEVER_MIND = frozenset({HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS})
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
    """Made by this person; else the next occurrence of a series, or a burst's: it may go."""
    due: str | None = None
    """On the wall, if it has one."""

    @property
    def is_kept(self) -> bool:
        """Whether nobody but its owner can make it disappear."""
        return self.is_own or self.version > 1


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
    verbs: dict[str, int] = field(default_factory=dict)
    """How often each thing was asked for with success."""
    project_id: str | None = None
    undo_id: UUID | None = None
    """Of the latest change, until it is taken back."""
    undoes: tuple[Task, ...] = ()
    """The tasks that it was about."""

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
            self._note_undo(answer.headers.get("undo-id"), [task])
        else:
            self._complain(f"DELETE of {task.id}: {answer.status_code} {answer.text[:300]}")

    async def skip(self, task: Task) -> None:
        """The occurrence is skipped, or gone."""
        await self._act(task, "POST", "/skip", inside="task")

    async def postpone(self, task: Task, by: str) -> None:
        """The occurrence is put off, once for each time that the API was asked."""
        await self._act(task, "POST", "/postpone", json={"by": by})

    async def change_series(self, task: Task, scope: str, body: dict[str, Any]) -> None:
        """This occurrence, the following ones too, or the whole series has other fields."""
        await self._act(task, "PATCH", "/series", params={"scope": scope}, json=body)

    async def bulk(self, tasks: Sequence[Task], body: dict[str, Any]) -> None:
        """The tasks are changed at once, and known as they are then."""
        for task in tasks:
            self._doubt(task)
        ids = [str(task.id) for task in tasks]
        answer = await self._ask("POST", "/api/tasks/bulk", json={"ids": ids, **body})
        if not answer.is_success:
            self._complain(f"bulk {body}: {answer.status_code} {answer.text[:300]}")
        else:
            self._note_undo(answer.json()["undo_id"], tasks)
        for task in tasks:
            await self.look_at(task)

    async def snooze(self, task: Task, reminder_id: UUID, length: str) -> None:
        """The reminder comes again later; what undoes that is known."""
        self._doubt(task)
        path = f"/api/reminders/{reminder_id}/snooze"
        answer = await self._ask("POST", path, json={"for": length})
        gone = (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)  # as the task, or as its reminders
        is_gone = answer.status_code in gone and not task.is_kept
        if not answer.is_success and not is_gone:
            self._complain(f"snooze of {reminder_id}: {answer.status_code} {answer.text[:300]}")
        await self.look_at(task)
        found = await self._ask("GET", "/api/undo", params={"limit": 1})
        for entry in found.json()["items"] if found.is_success else ():
            if entry["kind"] == "snooze" and entry["task_ids"] == [str(task.id)]:
                self._note_undo(entry["id"], [task])

    async def undo(self) -> None:
        """The latest change is taken back, unless something came between.

        409 is the answer to that, and to the second try of a request that had none at first.
        """
        undo_id, tasks = self.undo_id, self.undoes
        self.undo_id, self.undoes = None, ()
        if undo_id is None:
            return
        for task in tasks:
            self._doubt(task)
        answer = await self._ask("POST", f"/api/undo/{undo_id}")
        if answer.status_code not in (HTTPStatus.OK, HTTPStatus.CONFLICT):
            self._complain(f"undo {undo_id}: {answer.status_code} {answer.text[:300]}")
        for task in tasks:
            await self.look_at(task)

    async def look_at(self, task: Task) -> None:
        """The task is known as it is; one that is not there was deleted, or taken back."""
        answer = await self._ask("GET", f"/api/tasks/{task.id}")
        if answer.is_success:
            self._remember(answer.json(), is_own=task.is_own)
        elif answer.status_code != HTTPStatus.NOT_FOUND:
            self._complain(f"GET of {task.id}: {answer.status_code} {answer.text[:300]}")
        elif task.is_kept:
            self.tasks[task.id] = replace(task, state="deleted")
        else:
            self.tasks.pop(task.id, None)

    async def prefer(self, wishes: dict[str, Any]) -> None:
        """The account is set up so."""
        answer = await self._ask("PATCH", "/api/me", json=wishes)
        if not answer.is_success:
            self._complain(f"PATCH /api/me: {answer.status_code} {answer.text[:300]}")

    async def start_project(self) -> None:
        """There is a project that new tasks can be put into."""
        answer = await self._ask("POST", "/api/projects", json={"name": "Garden"})
        answer.raise_for_status()
        self.project_id = answer.json()["id"]

    async def archive(self, verb: str) -> None:
        """The project is archived, or unarchived: `verb` says which."""
        answer = await self._ask("POST", f"/api/projects/{self.project_id}/{verb}")
        if not answer.is_success:
            self._complain(f"{verb}: {answer.status_code} {answer.text[:300]}")

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
            if task.is_kept
        ]

    async def _act(
        self, task: Task, method: str, path: str, *, inside: str | None = None, **options: Any
    ) -> Task | None:
        self._doubt(task)
        answer = await self._ask(method, f"/api/tasks/{task.id}{path}", **options)
        if answer.status_code == HTTPStatus.NOT_FOUND:
            if task.is_kept:
                self._complain(f"{method} {path} of {task.id}: not found, and nobody deleted it")
            else:
                # Taken back, as the one before it was reopened; or a burst's, and tidied away.
                self.tasks.pop(task.id, None)
            return None
        if not answer.is_success:
            self.tasks[task.id] = task
            self._complain(
                f"{method} {path} of {task.id}: {answer.status_code} {answer.text[:300]}"
            )
            return task
        document = answer.json() if inside is None else answer.json()[inside]
        self._note_undo(document.get("undo_id"), [task])
        return self._remember(document, is_own=task.is_own)

    def _note_undo(self, undo_id: str | None, tasks: Sequence[Task]) -> None:
        self.undo_id = UUID(undo_id) if undo_id else None
        self.undoes = tuple(tasks)

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
            due=(document["due"] or {}).get("datetime_local"),
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
                if answer.status_code not in NEVER_MIND:
                    self._count_verb(method, path, answer)
                    return answer
            await asyncio.sleep(_PAUSE_SECONDS)
        raise Unanswered(f"{method} {path}")

    def _count(self, answer: str) -> None:
        self.answers[answer] = self.answers.get(answer, 0) + 1

    def _count_verb(self, method: str, path: str, answer: httpx.Response) -> None:
        steps = [each for each in path.split("/")[2:] if not each[:1].isdigit()]
        verb = " ".join((method, *steps))
        if answer.is_success and method != "GET":
            self.verbs[verb] = self.verbs.get(verb, 0) + 1

    def _complain(self, text: str) -> None:
        self.complaints.append(Complaint(self.clock.now(), f"{self.email}: {text}"))


def new_email(number: int) -> str:
    """An address that no other account of the run has."""
    return f"chaos-{number}-{uuid.uuid4().hex[:8]}@example.com"
