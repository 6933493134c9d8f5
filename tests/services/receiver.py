"""A real HTTP server inside the test, in the shape of what channels send to."""

import asyncio
import ssl
from dataclasses import dataclass, field
from typing import Any

import orjson


@dataclass(frozen=True)
class Received:
    """A request that was read to its end."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


@dataclass
class Said:
    """An answer. `hangs`: none comes; `drops`: the connection ends; `stalls`: in the body."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    drops: bool = False
    stalls: bool = False


@dataclass
class Receiver:
    """Keeps what it gets, and says what it was told to; 200 and {} when that is used up."""

    says: list[Said] = field(default_factory=list)
    requests: list[Received] = field(default_factory=list)
    says_to: dict[str, Said] = field(default_factory=dict)
    """What each request for one of these paths is told, for ever."""
    tls: ssl.SSLContext | None = None
    host: str = "127.0.0.1"
    port: int = 0
    connections: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._server = await asyncio.start_server(self._serve, self.host, self.port, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._open:
            writer.transport.abort()
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.host}:{self.port}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._open.add(writer)
        try:
            await self._answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client left in the middle, or the test has ended: some tests are about that
        finally:
            self._tasks.discard(task)
            self._open.discard(writer)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = [line.partition(": ") for line in head[1:] if line]
        headers = {name.lower(): value for name, _, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.requests.append(Received(head[0].split(" ")[1], headers, body))
        self.arrived.set()
        said = self.says_to.get(self.requests[-1].path)
        if said is None:
            said = self.says.pop(0) if self.says else Said()
        if said.hangs:
            await asyncio.Event().wait()
        if said.drops:
            writer.transport.abort()
            return
        fields = {"content-type": "application/json", **said.headers}
        fields["content-length"] = str(len(said.body) + said.stalls)
        lines = [f"HTTP/1.1 {said.status} Said", *(f"{k}: {v}" for k, v in fields.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + said.body)
        await writer.drain()
        if said.stalls:
            await asyncio.Event().wait()
