"""The API as people use it: they look far more often than they write, and think in between.

make load ARGS="--users 50 --spawn-rate 10 --run-time 30s"
"""

import random
from typing import Any

from locust import FastHttpUser, between, task

from loadtests.common.accounts import sign_up
from loadtests.common.timing import count_from_the_start
from loadtests.config import SETTINGS

_WORDS = ("report", "plants", "dentist", "invoice", "standup", "groceries", "backup", "passport")
_PRIORITIES = ("high", "medium", "low", "none")
_FIRST_TASKS = 5
_REMEMBERED = 50
_CREATED = 201
_OK = 200

count_from_the_start()


class Person(FastHttpUser):
    """One account; about thirty requests a minute, well below a limit of a hundred."""

    host = SETTINGS.api_url
    wait_time = between(1, 3)
    network_timeout = 10.0
    connection_timeout = 10.0

    def on_start(self) -> None:
        """The account has a few tasks."""
        self.account = sign_up(self.client)
        self.choice = random.Random(self.account.email)  # noqa: S311 - no secret
        self.open: list[dict[str, Any]] = []
        for _ in range(_FIRST_TASKS):
            self.create()

    @task(30)
    def list_tasks(self) -> None:
        """The first page, and sometimes the next one."""
        page = self._get("/api/tasks?limit=50", "/api/tasks")
        cursor = page.get("next_cursor")
        if cursor:
            self._get(f"/api/tasks?limit=50&cursor={cursor}", "/api/tasks (next page)")

    @task(15)
    def get(self) -> None:
        """One task."""
        if self.open:
            found = self.choice.choice(self.open)
            self._get(f"/api/tasks/{found['id']}", "/api/tasks/{id}")

    @task(12)
    def filter(self) -> None:
        """Open tasks of one priority; nothing else may come."""
        wanted = self.choice.choice(_PRIORITIES)
        path = f"/api/tasks?priority={wanted}&completed=false"
        with self._call("GET", path, "/api/tasks (filter)") as answer:
            wrong = [
                each["id"]
                for each in _items(answer)
                if each["completed"] or each["priority"] != wanted
            ]
            if wrong:
                answer.failure(f"{len(wrong)} tasks do not fit the filter")

    @task(8)
    def search(self) -> None:
        """Tasks with a word in the title."""
        word = self.choice.choice(_WORDS)
        with self._call("GET", f"/api/tasks?search={word}", "/api/tasks (search)") as answer:
            if any(word not in each["title"].lower() for each in _items(answer)):
                answer.failure("a task without the word was found")

    @task(10)
    def create(self) -> None:
        """A task; every third is due some day, every fifth comes back."""
        word, number = self.choice.choice(_WORDS), self.choice.randrange(1000)
        body: dict[str, Any] = {
            "title": f"See to the {word} {number}",
            "priority": self.choice.choice(_PRIORITIES),
        }
        if number % 3 == 0:
            body["due"] = {"datetime_local": f"2031-0{1 + number % 9}-15T09:00:00"}
        if number % 15 == 0:
            body["recurring_pattern"] = "weekly"
        with self._call("POST", "/api/tasks", "/api/tasks", json=body) as answer:
            if answer.status_code == _CREATED:
                self.open = [*self.open[-_REMEMBERED:], answer.json()]

    @task(9)
    def complete(self) -> None:
        """A task is done."""
        if self.open:
            found = self.open.pop(self.choice.randrange(len(self.open)))
            path = f"/api/tasks/{found['id']}/complete"
            with self._call("POST", path, "/api/tasks/{id}/complete") as answer:
                if answer.status_code == _OK and not answer.json()["completed"]:
                    answer.failure("it is not done")

    @task(5)
    def change(self) -> None:
        """A new title, unless somebody else changed the task meanwhile."""
        if self.open:
            found = self.choice.choice(self.open)
            body = {"title": found["title"] + "!", "version": found["version"]}
            path = f"/api/tasks/{found['id']}"
            with self._call("PATCH", path, "/api/tasks/{id}", json=body) as answer:
                if answer.status_code == _OK:
                    found.update(answer.json())

    @task(1)
    def delete(self) -> None:
        """A task is gone."""
        if self.open:
            found = self.open.pop()
            with self._call("DELETE", f"/api/tasks/{found['id']}", "/api/tasks/{id}"):
                pass

    @task(1)
    def export(self) -> None:
        """Everything at once."""
        self._get("/api/tasks/export?format=json", "/api/tasks/export")

    def _get(self, path: str, name: str) -> dict[str, Any]:
        with self._call("GET", path, name) as answer:
            if answer.status_code != _OK:
                return {}
            found: dict[str, Any] = answer.json()
            return found

    def _call(self, method: str, path: str, name: str, **more: Any) -> Any:
        """A request with the account's token; what is no success counts as a failure."""
        return self.client.request(
            method, path, name=name, headers=self.account.headers, catch_response=True, **more
        )


def _items(answer: Any) -> list[dict[str, Any]]:
    if answer.status_code != _OK:
        return []
    found: list[dict[str, Any]] = answer.json()["items"]
    return found
