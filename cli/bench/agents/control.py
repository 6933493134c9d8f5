"""The agent's side of the talk with the bench: see cli/bench/agent.py."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
import uvloop

from shared.core.clock import SystemClock

Job = Mapping[str, Any]


class Control:
    """When to begin and when to end; and the clock that all agents share."""

    def __init__(self) -> None:
        self.stopped = asyncio.Event()
        self._going = asyncio.Event()
        self._clock = SystemClock()

    def now(self) -> float:
        """Seconds since 1970."""
        return self._clock.now().timestamp()

    async def await_start(self) -> None:
        """Say that all is ready; return when the bench says go."""
        _print(b"ready\n")
        await self._going.wait()

    async def sleep_until(self, instant: float) -> None:
        """It is `instant` or a moment later (the loop's timers have a millisecond)."""
        while (left := instant - self.now()) > 0:  # noqa: ASYNC110 - no event tells the time
            await asyncio.sleep(left)

    async def obey(self, orders: asyncio.StreamReader) -> None:
        """Return at the end of the orders."""
        while line := await orders.readline():
            (self._going if line == b"go\n" else self.stopped).set()


Role = Callable[[Job, Control], Awaitable[Any]]


def run(role: Role) -> None:
    """Do the job on standard input and print the answer."""
    answer = uvloop.run(_run(role))
    if answer is not None:
        _print(answer)


def _print(content: bytes) -> None:
    """All of it: with PYTHONUNBUFFERED, `sys.stdout` writes what the pipe takes at once."""
    left = memoryview(content)
    while left:
        left = left[os.write(sys.stdout.fileno(), left) :]


async def _run(role: Role) -> bytes | None:
    loop = asyncio.get_running_loop()
    orders = asyncio.StreamReader(limit=1 << 24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    control = Control()
    job = orjson.loads(await orders.readline())
    work = asyncio.ensure_future(role(job, control))
    obeying = asyncio.create_task(control.obey(orders))
    await asyncio.wait([work, obeying], return_when=asyncio.FIRST_COMPLETED)
    if not work.done():  # the bench is gone
        work.cancel()
        await asyncio.wait([work])
        return None
    obeying.cancel()
    return orjson.dumps(work.result())
