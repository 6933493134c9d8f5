"""A local server of chat completions on a real socket, which answers from a script."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.openai_server.replies import Reply, refuses


@dataclass(frozen=True)
class Asked:
    """A request that came."""

    method: str
    path: str
    headers: dict[str, str]
    content: bytes

    @property
    def body(self) -> dict[str, Any]:
        return json.loads(self.content)

    @property
    def messages(self) -> list[dict[str, Any]]:
        return self.body["messages"]

    @property
    def tools(self) -> dict[str, dict[str, Any]]:
        """Schemas of the tools by name."""
        functions = [each["function"] for each in self.body.get("tools", ())]
        return {each["name"]: each["parameters"] for each in functions}


Answerer = Callable[[Asked], Reply]


@dataclass
class OpenAIServer:
    """Answers from `replies`, one after the other; when they are used up, as `otherwise` says."""

    replies: deque[Reply] = field(default_factory=deque)
    otherwise: Answerer = field(default=lambda _: refuses(500, "the script has ended"))
    requests: list[Asked] = field(default_factory=list)
    key: str | None = None
    """The only key that is let in; None: whoever comes."""
    port: int = 0
    left: asyncio.Event = field(default_factory=asyncio.Event)
    """Set whenever a client has left before the end of an answer."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def script(self, *replies: Reply) -> None:
        """These are the next answers, and nothing else."""
        self.replies = deque(replies)
        self.requests.clear()
        self.left.clear()

    async def start(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Nobody listens at the port any more."""
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            asked = await _read(reader)
            self.requests.append(asked)
            await self._send(self._reply_to(asked), reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.left.set()
        finally:
            self._tasks.discard(task)
            writer.transport.abort() if writer.transport.is_closing() else writer.close()

    def _reply_to(self, asked: Asked) -> Reply:
        if (asked.method, asked.path) != ("POST", "/v1/chat/completions"):
            return refuses(404, "no such page")
        if self.key is not None and asked.headers.get("authorization") != f"Bearer {self.key}":
            return refuses(401, "Incorrect API key provided")
        return self.replies.popleft() if self.replies else self.otherwise(asked)

    async def _send(
        self, reply: Reply, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if not reply.says_nothing:
            writer.write(_head(reply))
            for piece in reply.pieces:
                if piece:
                    writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                await writer.drain()
        if reply.end == "hang":
            await reader.read()  # until the client leaves
            self.left.set()
        elif reply.end == "cut":
            writer.write(b"" if reply.says_nothing else b'40\r\ndata: {"cho')
            await writer.drain()
        else:
            writer.write(b"0\r\n\r\n")
            await writer.drain()


def _head(reply: Reply) -> bytes:
    fields = {
        "content-type": reply.content_type,
        "transfer-encoding": "chunked",
        "connection": "close",
        **{name.replace("_", "-"): value for name, value in reply.headers.items()},
    }
    lines = [
        f"HTTP/1.1 {reply.status} Scripted",
        *(f"{key}: {value}" for key, value in fields.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode()


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    method, path, _ = head[0].split(" ")
    headers = {
        name.lower(): value.strip()
        for name, _, value in (line.partition(":") for line in head[1:] if line)
    }
    content = await reader.readexactly(int(headers.get("content-length", 0)))
    return Asked(method, path, headers, content)


@asynccontextmanager
async def openai_server(**options: Any):
    """A server, stopped at the end."""
    server = OpenAIServer(**options)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
