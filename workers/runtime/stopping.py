"""Waiting that ends early when the process is told to stop."""

import asyncio


async def stops_within(stop: asyncio.Event, seconds: float) -> bool:
    """True as soon as `stop` is set; False when the time has passed without it."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return False
    return True
