"""A balancer on loopback, as a Service of Kubernetes is one: connections, not requests.

Who is behind it is said from outside, as endpoints are; who is not ready gets no new connection.
Connections that exist go on with the one they were made to, until that ends them.
"""

import asyncio
import http.client
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count

from cli.embedded.service import http_status

_LOOK_SECONDS = 0.2
_PIECE = 65_536


@dataclass
class Balancer:
    """Passes each new connection to the next of the ports that are ready."""

    port: int = 0
    connections: int = 0
    refused: int = 0
    """Connections for which nobody was ready."""
    _ready: dict[int, bool] = field(default_factory=dict)
    _running: set[asyncio.Task[None]] = field(default_factory=set)
    _turn: count = field(default_factory=count)  # type: ignore[type-arg]  # of int

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def add(self, port: int) -> None:
        """That port gets its share of the connections, while it is ready."""
        self._ready[port] = await self._is_ready(port)

    def remove(self, port: int) -> None:
        """That port gets no new connection; those that it has go on."""
        del self._ready[port]

    async def watch(self) -> None:
        """Looks at /readyz of all of them, again and again."""
        stop = asyncio.Event()
        while True:
            for port in list(self._ready):
                is_ready = await self._is_ready(port)
                if port in self._ready:
                    self._ready[port] = is_ready
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await stop.wait()

    @staticmethod
    async def _is_ready(port: int) -> bool:
        url = f"http://127.0.0.1:{port}/readyz"
        return await asyncio.to_thread(http_status, url) == http.client.OK

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The connection was passed on to its end."""
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        self.connections += 1
        ready = [port for port, is_ready in self._ready.items() if is_ready]
        if not ready:
            self.refused += 1
            writer.transport.abort()
            return
        port = ready[next(self._turn) % len(ready)]
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            await asyncio.gather(_pass_on(reader, there_writer), _pass_on(there_reader, writer))
        except (ConnectionError, asyncio.CancelledError):
            pass  # one of the two ends is gone, and the other will be
        finally:
            writer.close()
            there_writer.close()

    async def stop(self) -> None:
        """Nothing is passed on any more."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """All that came from one side, and its end, is at the other."""
    while piece := await reader.read(_PIECE):
        writer.write(piece)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()


@asynccontextmanager
async def balancing() -> AsyncIterator[Balancer]:
    """A balancer without anybody behind it, for as long as the block runs."""
    balancer = Balancer()
    server = await asyncio.start_server(balancer.serve, "127.0.0.1", 0)
    balancer.port = server.sockets[0].getsockname()[1]
    watching = asyncio.create_task(balancer.watch())
    try:
        yield balancer
    finally:
        watching.cancel()
        server.close()
        await balancer.stop()
        await asyncio.gather(watching, return_exceptions=True)
