"""The most memory that a process had while something was measured."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import psutil

from cli.embedded.service import RunningService

_EVERY_SECONDS = 0.02
_MEGABYTE = 1_000_000


@dataclass(slots=True)
class Peak:
    """Resident memory in MB: at the beginning, and the most that was seen."""

    before_mb: float
    most_mb: float


@asynccontextmanager
async def watching_memory(process: RunningService) -> AsyncIterator[Peak]:
    """Looks every 20 ms while the block runs; a shorter peak can be missed."""
    watched = psutil.Process(process.pid)
    before = watched.memory_info().rss / _MEGABYTE
    peak = Peak(before, before)

    async def look() -> None:
        while True:
            peak.most_mb = max(peak.most_mb, watched.memory_info().rss / _MEGABYTE)
            await asyncio.sleep(_EVERY_SECONDS)

    looking = asyncio.create_task(look())
    try:
        yield peak
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError, psutil.NoSuchProcess):
            await looking
