"""An answer that costs something, asked for once however many want it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from shared.core.clock import Clock

T = TypeVar("T")


class SharedRead(Generic[T]):
    """What `ask` answers, kept for `fresh_seconds`; who comes while it is asked waits for it.

    Nobody asks between two that want to know, so an installation that nobody looks at is idle.
    """

    def __init__(
        self, ask: Callable[[], Awaitable[T]], clock: Clock, fresh_seconds: float, name: str
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._fresh_seconds = fresh_seconds
        self._name = name
        self._asking: asyncio.Task[T] | None = None
        self._good_until = 0.0

    async def get(self) -> T:
        """The answer, at most `fresh_seconds` old; an error of `ask` goes to all who wait for it.

        What fails is asked again by the next that comes.
        """
        asking = self._asking
        is_over = asking is not None and asking.done()
        if asking is None or (is_over and self._clock.monotonic() >= self._good_until):
            asking = self._asking = asyncio.create_task(self._run(), name=self._name)
        return await asyncio.shield(asking)

    async def _run(self) -> T:
        self._good_until = 0.0
        answer = await self._ask()
        self._good_until = self._clock.monotonic() + self._fresh_seconds
        return answer
