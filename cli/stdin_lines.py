"""Standard input as lines of an event loop."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator
from typing import Final

_STDIN: Final = 0
_PIECE: Final = 1 << 16


class StdinLines:
    """Lines as they come, until the end.

    Read in a thread, so that a file will do as well as a pipe; and without Python's buffered
    reader, whose lock would keep the process from ending while nothing comes.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        threading.Thread(target=self._read, name="stdin", daemon=True).start()

    async def __aiter__(self) -> AsyncIterator[str]:
        while (line := await self._lines.get()) is not None:
            yield line

    def _read(self) -> None:
        rest = b""
        while piece := os.read(_STDIN, _PIECE):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                self._put(line)
        if rest:
            self._put(rest)
        self._loop.call_soon_threadsafe(self._lines.put_nowait, None)

    def _put(self, line: bytes) -> None:
        if line.strip():
            text = line.decode("utf-8", "replace")
            self._loop.call_soon_threadsafe(self._lines.put_nowait, text)
