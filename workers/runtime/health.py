"""Health and metrics of a worker over HTTP: just enough of RFC 9112 for probes and scrapers."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Literal

import orjson

from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics

Status = Literal["ok", "degraded", "down"]

_HEAD_BYTES = 8 * 1024
_HEAD_SECONDS = 5.0
_WRITE_SECONDS = 5.0
_CONNECTIONS = 32
_JSON = "application/json"
_TEXT = "text/plain; charset=utf-8"
_METRICS = "/metrics"


@dataclass(frozen=True, slots=True)
class ComponentHealth:
    """How one part of the process is: `down` makes the process unready, `degraded` does not."""

    status: Status
    details: Mapping[str, object] = field(default_factory=dict)
    is_away: bool = False
    """Whether what it speaks to does not answer, although the process can go on without."""

    @property
    def works(self) -> bool:
        """What the gauge `component_health` shows."""
        return self.status != "down" and not self.is_away


Check = Callable[[], ComponentHealth]
"""Says at once how a component is, from what is known already. No I/O."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: HTTPStatus
    body: bytes
    content_type: str = _TEXT
    allow: str | None = None


_OK = _Answer(HTTPStatus.OK, b"ok\n")


class _BadRequest(Exception):
    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class HealthServer:
    """Answers GET and HEAD of /livez, /readyz, /health and /metrics, one request a connection."""

    def __init__(self, host: str, port: int, metrics: Metrics, checks: Mapping[str, Check]) -> None:
        self._host = host
        self._wanted_port = port
        self._metrics = metrics
        self._checks = checks
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self._log = get_logger()
        self._routes: Mapping[str, Callable[[], _Answer]] = {
            "/livez": lambda: _OK,
            "/readyz": self._readyz,
            "/health": self._health,
        }
        metrics.before_scrape(self._show)

    async def start(self) -> None:
        """The port answers.

        Raises:
            OSError: the port is taken.
        """
        self._server = await asyncio.start_server(
            self._serve, self._host, self._wanted_port, limit=_HEAD_BYTES
        )

    @property
    def port(self) -> int:
        """The port that it listens on; the one chosen by the system if 0 was asked for."""
        if self._server is None:
            raise RuntimeError("the health server is not started")
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        """The port is free, and no connection is left."""
        if self._server is not None:
            self._server.close()
            for task in self._open:
                task.cancel()
            if self._open:
                await asyncio.wait(self._open)
            await self._server.wait_closed()

    def report(self) -> dict[str, ComponentHealth]:
        """Every component and how it is; the gauges in /metrics say the same."""
        return {name: self._ask(name, check) for name, check in self._checks.items()}

    def _show(self) -> None:
        for name, health in self.report().items():
            self._metrics.set("component_health", float(health.works), component=name)

    def _ask(self, name: str, check: Check) -> ComponentHealth:
        try:
            return check()
        except Exception as error:  # noqa: BLE001 - a broken check is an answer, too
            self._log.exception("health_check_failed", component=name)
            return ComponentHealth("down", {"error": type(error).__name__})

    def _readyz(self) -> _Answer:
        down = sorted(name for name, health in self.report().items() if health.status == "down")
        if not down:
            return _OK
        return _Answer(HTTPStatus.SERVICE_UNAVAILABLE, f"down: {', '.join(down)}\n".encode())

    def _health(self) -> _Answer:
        components = self.report()
        worst = max((health.status for health in components.values()), key=_rank, default="ok")
        body = {
            "status": worst,
            "components": [
                {"name": name, "status": health.status, "details": dict(health.details)}
                for name, health in components.items()
            ],
        }
        status = HTTPStatus.SERVICE_UNAVAILABLE if worst == "down" else HTTPStatus.OK
        return _Answer(status, orjson.dumps(body, default=str), _JSON)

    def _scrape(self, accept: str) -> _Answer:
        return _Answer(HTTPStatus.OK, *self._metrics.answer(accept))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            if len(self._open) <= _CONNECTIONS:
                await self._exchange(reader, writer)
        except (OSError, TimeoutError) as error:  # the other side went away or does not read
            self._log.debug("health_connection_lost", error=type(error).__name__)
        finally:
            self._open.discard(task)
            writer.transport.abort() if writer.transport.get_write_buffer_size() else writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with_body = True
        try:
            method, path, accept = await _read_request(reader)
            with_body = method != "HEAD"
            answer = self._answer(method, path, accept)
        except asyncio.IncompleteReadError:
            return
        except _BadRequest as bad:
            answer = _Answer(bad.status, f"{bad}\n".encode())
        async with asyncio.timeout(_WRITE_SECONDS):
            writer.write(_head_of(answer) + (answer.body if with_body else b""))
            await writer.drain()
            with suppress(NotImplementedError):  # a transport that cannot close one half
                writer.write_eof()

    def _answer(self, method: str, path: str, accept: str) -> _Answer:
        route = self._routes.get(path)
        if path == _METRICS:
            route = partial(self._scrape, accept)
        if route is None:
            return _Answer(HTTPStatus.NOT_FOUND, b"not found\n")
        if method not in {"GET", "HEAD"}:
            refusal = HTTPStatus.METHOD_NOT_ALLOWED
            return _Answer(refusal, b"method not allowed\n", allow="GET, HEAD")
        return route()


async def _read_request(reader: asyncio.StreamReader) -> tuple[str, str, str]:
    """Method, path and Accept header of the request.

    Raises:
        _BadRequest: it is none, too long, or took too long.
        asyncio.IncompleteReadError: the other side closed before the end.
    """
    try:
        async with asyncio.timeout(_HEAD_SECONDS):
            head = await reader.readuntil(b"\r\n\r\n")
    except TimeoutError:
        raise _BadRequest(HTTPStatus.REQUEST_TIMEOUT) from None
    except asyncio.LimitOverrunError:
        raise _BadRequest(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) from None
    first, *fields = head.split(b"\r\n")
    match first.split(b" "):
        case [method, target, version] if version in {b"HTTP/1.1", b"HTTP/1.0"}:
            return _ascii(method), _ascii(target).partition("?")[0], _accept_of(fields)
        case _:
            raise _BadRequest(HTTPStatus.BAD_REQUEST)


def _accept_of(fields: Sequence[bytes]) -> str:
    parts = (field.partition(b":") for field in fields)
    found = [value for name, _, value in parts if name.strip().lower() == b"accept"]
    return b",".join(found).decode("latin-1")


def _ascii(text: bytes) -> str:
    try:
        return text.decode("ascii")
    except UnicodeDecodeError:
        raise _BadRequest(HTTPStatus.BAD_REQUEST) from None


def _head_of(answer: _Answer) -> bytes:
    lines = [
        f"HTTP/1.1 {answer.status.value} {answer.status.phrase}",
        f"Content-Type: {answer.content_type}",
        f"Content-Length: {len(answer.body)}",
        "Cache-Control: no-store",
        "Connection: close",
    ]
    if answer.allow:
        lines.append(f"Allow: {answer.allow}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _rank(status: Status) -> int:
    return ("ok", "degraded", "down").index(status)
