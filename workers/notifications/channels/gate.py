"""A proxy on loopback for one process of ours, which asks the rules of egress at every hop.

A library that makes requests by itself is pointed here, and cannot tell where it goes from where
the rules let it: names are resolved here, once, by `CheckedNetwork`. Only who knows the password is
served. What happened at the gate since `admit` is known without trusting who went through it.
"""

import asyncio
import base64
import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import httpcore

from shared.core.egress import EgressRules, Refused, Target
from workers.runtime.outbound import CheckedNetwork

LARGEST_PASSED: Final = 1024 * 1024
"""Bytes of one connection's answers that are passed on; then it is cut."""
_LARGEST_HEAD: Final = 32 * 1024
_CHUNK: Final = 16 * 1024
_HEAD_SECONDS: Final = 5.0
_CONNECT_SECONDS: Final = 5.0
_STREAM_SECONDS: Final = 60.0
_USER: Final = "rondel"
_OWN_HEADERS: Final = frozenset({"host", "connection", "keep-alive", "upgrade"})


@dataclass(slots=True)
class Passage:
    """What went through the gate for one message."""

    refused: str = ""
    """Why the rules refused a hop; empty if none was."""
    failed: str = ""
    """Why the last connection failed; empty if it was made."""
    has_begun: bool = False
    """A byte of a request may have left."""


class _Unserved(Exception):
    """Nothing is passed on; `status` is the answer."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class Gate:
    """The proxy. Between `admit` and `end` connections are served, otherwise none."""

    def __init__(self, rules: EgressRules, network: CheckedNetwork) -> None:
        self._rules = rules
        self._network = network
        self._password = secrets.token_urlsafe(32)
        self._server: asyncio.Server | None = None
        self._passage: Passage | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> str:
        """The URL, with the password, under which it is reached."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_LARGEST_HEAD)
        port = self._server.sockets[0].getsockname()[1]
        return f"http://{_USER}:{self._password}@127.0.0.1:{port}"

    def admit(self) -> Passage:
        """What passes from now on is noted in what is returned."""
        self._passage = Passage()
        return self._passage

    async def end(self) -> None:
        """Nothing passes any more, and every connection is cut."""
        self._passage = None
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def close(self) -> None:
        """The port is free."""
        await self.end()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._pass(reader, writer)
        except _Unserved as unserved:
            writer.write(f"HTTP/1.1 {unserved.status}\r\nContent-Length: 0\r\n\r\n".encode())
            with suppress(OSError):
                await writer.drain()
        except (OSError, EOFError, TimeoutError, httpcore.NetworkError, httpcore.TimeoutException):
            pass  # one of the two sides is gone: the other one learns it by the end of its own
        except asyncio.CancelledError:
            pass  # the end of the message, which nobody waits behind
        finally:
            self._tasks.discard(task)
            writer.transport.abort() if task.cancelling() else writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        passage = self._passage
        async with asyncio.timeout(_HEAD_SECONDS):
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.LimitOverrunError:
                raise _Unserved("431 Too Large") from None
        method, wanted, headers = _parsed(head)
        self._check_password(headers)
        if passage is None:
            raise _Unserved("503 No Message")
        is_tunnel = method == "CONNECT"
        target = self._target(passage, f"https://{wanted}/" if is_tunnel else wanted)
        if not is_tunnel and target.scheme != "http":
            raise _Unserved("400 Bad Request")
        length = 0 if is_tunnel else _body_length(headers)
        stream = await self._connect(passage, target)
        try:
            passage.has_begun = True
            if is_tunnel:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                sent = asyncio.ensure_future(_send_all(reader, stream))
            else:
                await stream.write(_forwarded(method, target, headers), _STREAM_SECONDS)
                sent = asyncio.ensure_future(_send_some(reader, stream, length))
            try:
                await _give_back(stream, writer)
            finally:
                sent.cancel()
                await asyncio.gather(sent, return_exceptions=True)
        finally:
            await stream.aclose()

    def _check_password(self, headers: list[tuple[str, str]]) -> None:
        whole = base64.b64encode(f"{_USER}:{self._password}".encode()).decode()
        given = next((value for name, value in headers if name == "proxy-authorization"), "")
        if not hmac.compare_digest(given.encode("latin-1"), f"Basic {whole}".encode()):
            raise _Unserved("407 Proxy Authentication Required")

    def _target(self, passage: Passage, url: str) -> Target:
        try:
            return self._rules.target(url)
        except Refused as refused:
            passage.refused = str(refused)
            raise _Unserved("403 Forbidden") from None

    async def _connect(self, passage: Passage, target: Target) -> httpcore.AsyncNetworkStream:
        try:
            passage.failed = ""
            return await self._network.connect_tcp(target.host, target.port, _CONNECT_SECONDS)
        except Refused as refused:
            passage.refused = str(refused)
            raise _Unserved("403 Forbidden") from None
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            passage.failed = str(error) or "no connection in time"
            raise _Unserved("502 Bad Gateway") from None


def _parsed(head: bytes) -> tuple[str, str, list[tuple[str, str]]]:
    lines = head.decode("latin-1").split("\r\n")
    parts = lines[0].split(" ")
    if len(parts) != 3 or parts[2] not in {"HTTP/1.0", "HTTP/1.1"}:  # noqa: PLR2004 - its words
        raise _Unserved("400 Bad Request")
    pairs = [line.partition(":") for line in lines[1:] if line]
    return parts[0], parts[1], [(name.lower(), value.strip()) for name, _, value in pairs]


def _body_length(headers: list[tuple[str, str]]) -> int:
    """How long the body is; who cannot say it in one way only is not served."""
    lengths = [value for name, value in headers if name == "content-length"]
    if any(name == "transfer-encoding" for name, _ in headers) or len(lengths) > 1:
        raise _Unserved("411 Length Required")
    if not lengths:
        return 0
    if not (lengths[0].isascii() and lengths[0].isdigit()):
        raise _Unserved("400 Bad Request")
    return int(lengths[0])


def _forwarded(method: str, target: Target, headers: list[tuple[str, str]]) -> bytes:
    """The head as the server gets it: with its own name, for this one request."""
    kept = [
        f"{name}: {value}"
        for name, value in headers
        if name not in _OWN_HEADERS and not name.startswith("proxy-")
    ]
    own = [f"host: {target.origin.partition('://')[2]}", "connection: close"]
    return "\r\n".join([f"{method} {target.path} HTTP/1.1", *own, *kept, "", ""]).encode("latin-1")


async def _send_all(reader: asyncio.StreamReader, stream: httpcore.AsyncNetworkStream) -> None:
    while chunk := await reader.read(_CHUNK):
        await stream.write(chunk, _STREAM_SECONDS)


async def _send_some(
    reader: asyncio.StreamReader, stream: httpcore.AsyncNetworkStream, length: int
) -> None:
    """The body and no more: a second request on this connection would be for another server."""
    while length > 0 and (chunk := await reader.read(min(length, _CHUNK))):
        await stream.write(chunk, _STREAM_SECONDS)
        length -= len(chunk)


async def _give_back(stream: httpcore.AsyncNetworkStream, writer: Any) -> None:
    left = LARGEST_PASSED
    while left > 0 and (chunk := await stream.read(min(left, _CHUNK), _STREAM_SECONDS)):
        writer.write(chunk)
        await writer.drain()
        left -= len(chunk)
