"""Answers that come after the same time, whatever was found: so that nobody measures it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

LEAST_SECONDS: Final = 0.1
"""Far more than asking for a mail takes, which an address with an account does and another not."""


@asynccontextmanager
async def evenly(least_seconds: float = LEAST_SECONDS) -> AsyncIterator[None]:
    """What is inside has taken `least_seconds` at the end, or longer if it had to; errors, too.

    On a server that is so busy that the work takes longer, the difference shows again.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + least_seconds
    try:
        yield
    finally:
        await asyncio.sleep(max(0.0, end - loop.time()))
