"""Waiting for what other processes do: they fire no signal that a test could hear."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

_PAUSE_SECONDS = 0.02


async def eventually(
    look: Callable[[], Awaitable[T]], seconds: float = 20, what: str | Callable[[], str] = ""
) -> T:
    """The first answer of `look` that is true.

    Raises:
        AssertionError: none came within `seconds`; the last answer is in the message.
    """
    deadline = time.monotonic() + seconds
    while not (found := await look()):
        if time.monotonic() > deadline:
            said = what() if callable(what) else what
            name = said or getattr(look, "__qualname__", repr(look))
            raise AssertionError(f"not within {seconds:g} s: {name} (last answer: {found!r})")
        # house: allow sleep-in-test -- the one place that polls
        await asyncio.sleep(_PAUSE_SECONDS)  # house: allow sleep-in-test -- polls, see the module
    return found
