"""Requests inside a request: each runs as if it had come alone, and has its own answer."""

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

import orjson
from starlette.types import ASGIApp, Message, Scope

from api.rate_limits import RATE_PAID
from api.replay import SHOWS_SECRET
from api.resources import RESOURCES
from api.turns import IN_TURN

LARGEST_ANSWER: Final = 1 << 20
_SHOWN: Final = (b"etag", b"location", b"retry-after", b"idempotent-replayed", b"undo-id")
_PASSED_ON: Final = (b"authorization", b"user-agent")
_SHARED: Final = (RESOURCES, IN_TURN, RATE_PAID)
"""So that a batch under an Idempotency-Key is one transaction, in one turn."""


@dataclass
class Answer:
    """What one request was answered."""

    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)
    is_too_large: bool = False
    """Whether there was a body that a batch does not hold."""
    is_json: bool = True

    @property
    def document(self) -> Any:
        """The body as JSON is put into JSON, any other as text; None if there is none."""
        if not self.body:
            return None
        if not self.is_json:
            return self.body.decode("utf-8", "replace")
        return orjson.Fragment(bytes(self.body))


@dataclass(frozen=True, slots=True)
class Inner:
    """One request of a batch; `path` is decoded, as ASGI has it."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


async def ask(app: ASGIApp, outer: Scope, inner: Inner) -> Answer:
    """What the application answers to this request of the same caller.

    A body of more than `LARGEST_ANSWER` bytes is left out: what was done is done, and its status
    has to be told.
    """
    answer, is_read = Answer(), False

    async def receive() -> Message:
        nonlocal is_read
        if is_read:
            return {"type": "http.disconnect"}
        is_read = True
        return {"type": "http.request", "body": inner.body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            media_type = dict(message["headers"]).get(b"content-type", b"")
            answer.is_json = media_type.partition(b";")[0].endswith(b"json")
            answer.headers = {
                name.decode("latin-1"): value.decode("latin-1")
                for name, value in message["headers"]
                if name.lower() in _SHOWN
            }
        elif not answer.is_too_large:
            answer.body += message.get("body", b"")
            if len(answer.body) > LARGEST_ANSWER:
                answer.is_too_large = True
                answer.body.clear()

    scope = _scope(outer, inner)
    await app(scope, receive, send)
    if SHOWS_SECRET in scope:
        outer[SHOWS_SECRET] = True
    return answer


def _scope(outer: Scope, inner: Inner) -> Scope:
    passed = [(name, value) for name, value in outer["headers"] if name in _PASSED_ON]
    given = [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in inner.headers.items()
    ]
    about_body = [
        (b"content-length", str(len(inner.body)).encode()),
        (b"content-type", b"application/json"),
    ]
    shared = {name: outer[name] for name in _SHARED if name in outer}
    return {
        **shared,
        "type": "http",
        "asgi": outer["asgi"],
        "http_version": outer["http_version"],
        "scheme": outer["scheme"],
        "server": outer.get("server"),
        "client": outer.get("client"),
        "root_path": outer.get("root_path", ""),
        "method": inner.method,
        "path": inner.path,
        "raw_path": quote(inner.path).encode(),
        "query_string": inner.query.encode("latin-1", "replace"),
        "headers": [*passed, *given, *(about_body if inner.body else [])],
    }
