"""How late the event loop comes to what is planned: what blocks it holds up everything."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.observability.metrics import Metrics

_EVERY_SECONDS = 0.25


@asynccontextmanager
async def watched_event_loop(metrics: Metrics) -> AsyncIterator[None]:
    """Inside, `event_loop_lag_seconds` has four more observations a second."""
    watching = asyncio.create_task(_watch(metrics), name="event-loop-lag")
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.wait([watching])


async def _watch(metrics: Metrics) -> None:
    loop = asyncio.get_running_loop()
    while True:
        due_at = loop.time() + _EVERY_SECONDS
        await asyncio.sleep(_EVERY_SECONDS)
        metrics.observe("event_loop_lag_seconds", max(loop.time() - due_at, 0.0))
