"""Calls the API over kept connections: asyncio streams and bytes, no client library."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

from cli.bench.agents.control import Control, Job

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length: "
_ERROR_FROM = 400
_READ_BYTES = 1 << 20


async def play(job: Job, control: Control) -> dict[str, Any]:
    """Milliseconds that each call took, how many failed, and the seconds it took in all.

    Each of `connections` sends its next request as soon as it has its answer, until the `requests`
    (method, path, index into `tokens`, body) are used up or `seconds` are over. The first
    `warm_up` of them do not count.
    """
    tokens, host = job["tokens"], job["host"]
    requests = [
        _encode(host, method, path, tokens[token], body)
        for method, path, token, body in job["requests"]
    ]
    callers = [_Caller(host, job["port"]) for _ in range(job["connections"])]
    for caller in callers:
        await caller.connect()
    await _call_all(callers, requests[: job["warm_up"]], job["seconds"], control)
    await control.await_start()
    took = await _call_all(callers, requests[job["warm_up"] :], job["seconds"], control)
    for caller in callers:
        await caller.close()
    return {
        "took_ms": [ms for caller in callers for ms in caller.took_ms],
        "errors": sum(caller.errors for caller in callers),
        "seconds": took,
    }


async def _call_all(
    callers: Sequence["_Caller"], requests: Sequence[bytes], seconds: float, control: Control
) -> float:
    """Seconds that it took."""
    waiting = iter(requests)
    started = control.now()
    await asyncio.gather(*(each.call(waiting, started + seconds, control) for each in callers))
    return control.now() - started


class _Caller:
    """One connection."""

    def __init__(self, host: str, port: int) -> None:
        self.took_ms: list[float] = []
        self.errors = 0
        self._host = host
        self._port = port

    async def connect(self) -> None:
        self._reader, self._writer = await asyncio.open_connection(
            self._host, self._port, limit=_READ_BYTES
        )

    async def call(self, requests: Iterator[bytes], end: float, control: Control) -> None:
        """Call until the requests or the time are used up; what was noted before is forgotten."""
        self.took_ms, self.errors = [], 0
        for request in requests:
            sent = control.now()
            if sent >= end:
                return
            self._writer.write(request)
            status = await self._read_answer()
            self.took_ms.append((control.now() - sent) * 1000)
            self.errors += status >= _ERROR_FROM

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()

    async def _read_answer(self) -> int:
        """The status of the next answer, which has a length."""
        head = await self._reader.readuntil(_HEAD_END)
        lowered = head.lower()
        at = lowered.index(_LENGTH) + len(_LENGTH)
        await self._reader.readexactly(int(lowered[at : lowered.index(b"\r\n", at)]))
        return int(head[9:12])


def _encode(host: str, method: str, path: str, token: str, body: str | None) -> bytes:
    content = body.encode() if body else b""
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n"
        f"Accept: application/json\r\nContent-Length: {len(content)}\r\n"
    )
    if body:
        head += "Content-Type: application/json\r\n"
    return head.encode() + b"\r\n" + content
