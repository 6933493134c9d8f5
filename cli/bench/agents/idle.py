"""Sleeps and wakes: how late this machine lets a process that has nothing to do run again."""

import asyncio
import time

from cli.bench.agents.control import Control, Job

_NAP_SECONDS = 0.01


async def play(_job: Job, control: Control) -> list[float]:
    """How late each nap ended, in ms, until told to stop."""
    await control.await_start()
    late: list[float] = []
    while not control.stopped.is_set():
        wake_at = time.monotonic() + _NAP_SECONDS
        await asyncio.sleep(_NAP_SECONDS)
        late.append((time.monotonic() - wake_at) * 1000)
    return late
