"""What an issuer says of itself: renewed behind the requests, kept while it is down."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

from api.issuers.fetching import NotFetched
from shared.core.clock import Clock
from shared.observability.logging import get_logger

FRESH_SECONDS: Final = 300.0
"""After so long it is asked again, so that a key that was taken out there is not taken here."""
KEPT_SECONDS: Final = 86_400.0
"""So long an answer is good while the issuer gives no other."""
PAUSE_SECONDS: Final = 10.0
"""At least so long between two questions, whoever asks for what."""

T = TypeVar("T")


class Kept(Generic[T]):
    """The last answer to one question, which `ask` puts.

    One question at a time is under way, however many wait for it, and the next one comes
    `PAUSE_SECONDS` after the last at the soonest, whether that was answered or not.
    """

    def __init__(self, what: str, ask: Callable[[], Awaitable[T]], clock: Clock) -> None:
        self._what = what
        self._put = ask
        self._clock = clock
        self._answer: T | None = None
        self._answered_at = 0.0
        self._asked_at: float | None = None
        self._asking: asyncio.Task[None] | None = None

    @property
    def answer(self) -> T | None:
        """The last answer, unless it is too old; an old one is renewed behind who asks."""
        if self._answer is None:
            return None
        age = self._clock.monotonic() - self._answered_at
        if age > KEPT_SECONDS:
            self._answer = None
        elif age > FRESH_SECONDS:
            self._begin()
        return self._answer

    async def newest(self) -> T | None:
        """The answer after the issuer was asked again, unless it was of late; None without one."""
        asking = self._begin()
        if asking is not None:
            await asyncio.shield(asking)
        return self.answer

    def _begin(self) -> "asyncio.Task[None] | None":
        """The question that is under way; None if the last one was too short a time ago."""
        if self._asking is not None and not self._asking.done():
            return self._asking
        now = self._clock.monotonic()
        if self._asked_at is not None and now - self._asked_at < PAUSE_SECONDS:
            return None
        self._asked_at = now
        self._asking = asyncio.create_task(self._fetch(), name=f"ask-{self._what}")
        return self._asking

    async def _fetch(self) -> None:
        try:
            self._answer = await self._put()
        except NotFetched as error:
            get_logger().warning("issuer_not_understood", what=self._what, reason=str(error))
        else:
            self._answered_at = self._clock.monotonic()
            get_logger().info("issuer_asked", what=self._what)

    async def close(self) -> None:
        """Nothing is under way."""
        if self._asking is not None and not self._asking.done():
            self._asking.cancel()
            await asyncio.wait({self._asking})
