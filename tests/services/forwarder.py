"""A piece of network that a test can break: connections are cut, answers get lost."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_NO_LINGER = struct.pack("ii", 1, 0)


@dataclass
class Forwarder:
    """Passes on what comes to `port` to another port of this machine."""

    target: int
    port: int = 0
    loses: int = 0
    """So many answers are still lost, after their requests have arrived."""
    is_down: bool = False
    connections: int = 0
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Every connection has broken, and new ones break until `is_down` is taken back."""
        self.is_down = True
        for writer in self._open:
            writer.transport.abort()

    def reset(self) -> None:
        """As `cut`; the other sides are told so at once (RST), as when a process is killed."""
        for writer in self._open:
            connection = writer.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self.cut()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The connection was passed on to its end."""
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        self.connections += 1
        if self.is_down:
            writer.transport.abort()
            return
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.target)
        both = {writer, there_writer}
        self._open |= both
        try:
            await asyncio.gather(
                self._pass_on(reader, there_writer), self._answer(there_reader, writer)
            )
        except (ConnectionError, asyncio.CancelledError):
            pass  # that is what it is for
        finally:
            self._open -= both
            for each in both:
                each.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(65_536):
            writer.write(piece)
            await writer.drain()
        writer.transport.abort()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(65_536):
            if self.loses:
                self.loses -= 1
                break
            writer.write(piece)
            await writer.drain()
        writer.transport.abort()

    async def stop(self) -> None:
        """Nothing is passed on any more."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


@asynccontextmanager
async def forwarding(target: int) -> AsyncIterator[Forwarder]:
    """A forwarder to that port, for as long as the block runs."""
    forwarder = Forwarder(target)
    server = await asyncio.start_server(forwarder.serve, "127.0.0.1", 0)
    forwarder.port = server.sockets[0].getsockname()[1]
    try:
        yield forwarder
    finally:
        server.close()
        await forwarder.stop()
