"""A client that believes no answer: each is held against the OpenAPI document and its model."""

from copy import copy
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import get_args
from uuid import uuid4

import httpx
import orjson
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from sqlalchemy import text

from api.main import Application, create_app
from api.problems import MEDIA_TYPE
from api.resources import Resources
from api.schemas.common import Problem
from tests.factories.users import make_user

SECRET = "0123456789abcdef0123456789abcdef-for-tests"


@dataclass
class Person:
    """Somebody with an account, and the headers that say so."""

    user_id: object
    headers: dict[str, str]


class Api:
    """The application in this process, asked over ASGI."""

    def __init__(self, resources: Resources) -> None:
        self.resources = resources
        self.app: Application = create_app(resources)
        self._client = self._asking_from("127.0.0.1")

    def at(self, address: str) -> "Api":
        """The same, asked from that address."""
        other = copy(self)
        other._client = self._asking_from(address)
        return other

    def _asking_from(self, address: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, client=(address, 1))
        return httpx.AsyncClient(transport=transport, base_url="http://rondel.test")

    async def person(self, **fields) -> Person:
        """A new account with a good access token."""
        principal = await make_user(self.resources.db, **fields)
        token, _ = self.resources.tokens.issue(principal.user_id, uuid4())
        return Person(principal.user_id, {"authorization": f"Bearer {token}"})

    async def operator(self) -> Person:
        """A new account that may work on the system."""
        person = await self.person()
        async with self.resources.db.unit_of_work() as uow:
            await uow.connection.execute(
                text("UPDATE users SET role = 'operator' WHERE id = :id"), {"id": person.user_id}
            )
        return person

    async def ask(self, method, path, person=None, *, headers=None, **options) -> httpx.Response:
        """The answer, after it was found to be as documented."""
        all_headers = {**(person.headers if person else {}), **(headers or {})}
        answer = await self._client.request(method, path, headers=all_headers, **options)
        self._client.cookies.clear()  # each test sends what it means to send
        assert_documented(self.app, method, answer)
        return answer

    async def raw(self, method, path, headers) -> httpx.Response:
        """The answer to exactly this path, which no client has tidied up."""
        url = httpx.URL("http://rondel.test", raw_path=path.encode())
        answer = await self._client.request(method, url, headers=headers)
        assert_documented(self.app, method, answer)
        return answer

    async def create(self, person, **body):
        """A task, made through the API, as the API shows it."""
        answer = await self.ask("POST", "/api/tasks", person, json={"title": "Task", **body})
        assert answer.status_code == HTTPStatus.CREATED, answer.text
        return answer.json()

    async def titles(self, person, query="") -> list[str]:
        """The titles of one page of the list."""
        answer = await self.ask("GET", f"/api/tasks{query}", person)
        assert answer.status_code == HTTPStatus.OK, answer.text
        return [task["title"] for task in answer.json()["items"]]

    async def count(self, table, person) -> int:
        """How many rows of a table belong to this person."""
        async with self.resources.db.read() as connection:
            found = await connection.execute(
                text(f"SELECT count(*) FROM {table} WHERE user_id = :id"), {"id": person.user_id}
            )
            return found.scalar_one()

    async def event_types(self, person) -> list[str]:
        """Types of the person's events in the outbox, in order."""
        async with self.resources.db.read() as connection:
            found = await connection.execute(
                text("SELECT event_type FROM outbox WHERE user_id = :id ORDER BY id"),
                {"id": person.user_id},
            )
            return list(found.scalars())


def assert_documented(app: Application, method: str, answer: httpx.Response) -> None:
    """Status and problem code stand in the OpenAPI document, and the body fits its model."""
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-request-id"]
    route = _route_of(app, method, answer.request.url.path)
    is_problem = answer.headers.get("content-type") == MEDIA_TYPE
    if is_problem:
        problem = Problem.model_validate_json(answer.content)
        assert problem.status == answer.status_code
        assert problem.instance == answer.headers["x-request-id"]
    if route is None:
        if "access-control-allow-methods" in answer.headers:  # a preflight, which no route answers
            assert (method, answer.status_code) == ("OPTIONS", HTTPStatus.NO_CONTENT)
            return
        assert answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
        return
    if not route.include_in_schema:
        return
    operation = described()["paths"][route.path_format][method.lower()]
    documented = operation["responses"][str(answer.status_code)]
    if is_problem:
        assert problem.code in documented["content"][MEDIA_TYPE]["examples"]
    elif answer.status_code == route.status_code and route.response_model is not None:
        if "fields" in answer.request.url.params:
            assert_sparse(route.response_model, orjson.loads(answer.content))
        else:
            adapter_of(route.response_model).validate_json(answer.content)


@cache
def described():
    """The OpenAPI document: the same of every application, and a second's work."""
    return Application(None).openapi()


@cache
def adapter_of(kind) -> TypeAdapter:
    """What validates this kind; made once, as making it takes longer than using it."""
    return TypeAdapter(kind)


def assert_sparse(model, document) -> None:
    """What is there of each item is as the model says; nothing else is there."""
    if "items" in document:
        (kind,) = get_args(model.model_fields["items"].annotation)
        model.model_validate({**document, "items": []})
        for each in document["items"]:
            assert_sparse(kind, each)
        return
    assert "id" in document
    for name, value in document.items():
        field = model.model_fields[name]
        adapter_of(field.annotation).validate_json(orjson.dumps(value))


def _route_of(app: Application, method: str, path: str) -> APIRoute | None:
    for route in app.routes:
        if path in getattr(route, "reserved", ()):
            continue
        if method in route.methods and route.path_regex.match(path):
            return route
    return None


def plain(document: dict[str, object]) -> dict[str, object]:
    """A task as it is read, without what only the answer to a change says."""
    only = {"undo_id", "reminders_kept"}
    return {name: value for name, value in document.items() if name not in only}


def pointers(answer: httpx.Response) -> list[tuple[str, str]]:
    """Pointer and code of each thing that a problem says is wrong."""
    document = orjson.loads(answer.content)
    return [(error["pointer"], error["code"]) for error in document["errors"]]
