"""The API as one caller may use it, asked from inside the process."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import urlencode

import orjson
from starlette.types import ASGIApp, Scope

from api.batching import Inner, ask
from api.rate_limits import RATE_PAID
from api.rendering import dump
from api.resources import resources_of
from api.schemas.common import Document
from api.scopes import ScopeMissing, require_scope
from api.turns import IN_TURN, PATIENCE_SECONDS

TOO_MUCH: Final = "assistant.too_much"
"""Code of the problem that an answer is too large to be read; never leaves this process as one."""
_BAD_REQUEST: Final = 400
_TOO_LARGE: Final = 413


class Refused(Exception):
    """The API did not do it; `problem` says why (RFC 9457)."""

    def __init__(self, status: int, problem: Document) -> None:
        super().__init__(problem.get("detail") or problem.get("title") or str(status))
        self.status = status
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Reply:
    """What the API answered: the document, and the headers that matter."""

    document: Document
    headers: Mapping[str, str]


class Caller:
    """Requests of whoever sent the request in `scope`, with the same token and so the same rights.

    The outer request was counted by its own rate limit; these are not counted once more, and each
    takes its own turn at the database.
    """

    def __init__(self, app: ASGIApp, scope: Scope) -> None:
        self._app = app
        self._scope = {**scope, RATE_PAID: True}

    @asynccontextmanager
    async def turn(self, patience_seconds: float = PATIENCE_SECONDS) -> AsyncIterator[None]:
        """One of the caller's turns at the database is taken, or that of the outer request is used.

        Raises:
            TooManyAtOnce: as `Turns.take` does.
        """
        if IN_TURN in self._scope:
            yield
            return
        turns, user_id = resources_of(self._scope).turns, self._scope["principal"].user_id
        async with turns.turn(user_id, patience_seconds):
            yield

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """The answer of the API.

        What a change answers with more than `LARGEST_ANSWER` bytes is an empty document: it is
        done, and has to be told.

        Raises:
            Refused: it is a problem, or there is too much to read at once.
        """
        inner = Inner(
            method,
            path,
            urlencode(query or {}),
            dict(headers or {}),
            b"" if body is None else dump(body),
        )
        answer = await ask(self._app, self._scope, inner)
        document = cast("Document", orjson.loads(bytes(answer.body))) if answer.body else {}
        if answer.status >= _BAD_REQUEST:
            raise Refused(answer.status, document)
        if answer.is_too_large and method == "GET":
            detail = "That is too much to read at once: ask for less."
            raise Refused(_TOO_LARGE, {"status": _TOO_LARGE, "code": TOO_MUCH, "detail": detail})
        return Reply(document, answer.headers)

    def require_scopes(self, requests: Iterable[tuple[str, str]]) -> None:
        """The caller's token allows these methods and paths, as far as it is known already.

        Raises:
            Refused: it does not; so nobody is asked to say yes to what would be refused.
        """
        principal = self._scope.get("principal")
        if principal is None:
            return
        try:
            for method, path in requests:
                require_scope(principal, method, path)
        except ScopeMissing as error:
            problem = {
                "status": error.status,
                "code": error.code,
                "title": error.title,
                "detail": str(error),
            }
            raise Refused(error.status, problem) from error
