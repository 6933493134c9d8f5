"""The API in this process, asked without a network: the application alone, over a real database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from pydantic import SecretStr

from api.main import Application, create_app
from api.resources import Resources
from api.server import open_resources
from api.settings import ApiSettings, LimitsSettings
from cli.bench.arena import Arena
from cli.bench.harness import BenchFailed
from shared.core.settings import AuthSettings, DatabaseSettings, LogSettings
from shared.db.session import Database
from shared.observability.logging import configure_logging
from shared.observability.metrics import Metrics

_FAILED = 400
_SECRET = SecretStr("only-for-the-bench-0123456789abcdef-0123456789abcdef")


@asynccontextmanager
async def api_resources(arena: Arena) -> AsyncIterator[Resources]:
    """Those of an API process on the arena's database; it logs no line for each request."""
    configure_logging(LogSettings(level="warning"), "bench")
    settings = ApiSettings(
        database=DatabaseSettings.model_validate({"url": arena.database_url}),
        kafka=arena.kafka,
        auth=AuthSettings(secret=_SECRET, verify_email="later"),
        limits=LimitsSettings(enabled=False),
    )
    async with open_resources(settings, Metrics(), arena.clock) as resources:
        yield resources


def application(resources: Resources, db: Database | None = None) -> Application:
    """The application; with `db` in place of the database of the resources."""
    return create_app(resources if db is None else replace(resources, db=db))


async def ask(
    app: Application, method: str, path: str, token: str, body: bytes = b""
) -> tuple[int, bytes]:
    """Status and body of the answer.

    Raises:
        BenchFailed: it is an error.
    """
    path, _, query = path.partition("?")
    headers = [(b"authorization", b"Bearer " + token.encode())]
    if body:
        headers.append((b"content-type", b"application/json"))
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    said: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        said.append(message)

    await app(scope, receive, send)
    status, answer = said[0]["status"], b"".join(each.get("body", b"") for each in said[1:])
    if status >= _FAILED:
        raise BenchFailed(f"{method} {path} was answered {status}: {answer[:200]!r}")
    return status, answer
