"""Takes OTLP over HTTP and forgets it: a collector that is always there and never slow."""

import asyncio

from cli.bench.agents.control import Control, Job
from cli.embedded.ports import HOST

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n"
_LENGTH = b"content-length:"


async def play(job: Job, control: Control) -> int:
    """How many requests came until it was told to stop."""
    requests = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal requests
        try:
            while length := await _length(reader):
                await reader.readexactly(length)
                requests += 1
                writer.write(_ANSWER)
        except asyncio.IncompleteReadError:
            pass  # the client has gone
        finally:
            writer.close()

    server = await asyncio.start_server(serve, HOST, job["port"])
    async with server:
        await control.await_start()
        await control.stopped.wait()
    return requests


async def _length(reader: asyncio.StreamReader) -> int:
    """Of the body of the next request; 0 at the end of the connection."""
    length = 0
    while (line := await reader.readline()).strip():
        if line.lower().startswith(_LENGTH):
            length = int(line[len(_LENGTH) :])
    return length
