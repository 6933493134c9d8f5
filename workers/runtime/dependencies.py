"""Asks the dependencies of a process how they are, now and then, so that a probe costs nothing."""

import asyncio
from collections.abc import Awaitable, Callable

from shared.core.clock import Clock
from shared.core.errors import Unavailable
from shared.db.contact import Contact
from shared.db.repositories import health
from shared.db.session import Database
from shared.kafka.refusals import refusal_of
from workers.runtime.health import ComponentHealth
from workers.runtime.stopping import stops_within

_EVERY_SECONDS = 5.0
_ANSWER_SECONDS = 3.0

Ping = Callable[[], Awaitable[None]]
"""Returns when the dependency has answered; raises `Unavailable` when it does not."""


class DependencyWatch:
    """Knows whether one dependency answered lately."""

    def __init__(
        self,
        ping: Ping,
        clock: Clock,
        *,
        contact: Contact | None = None,
        trusted_seconds: float = 0.0,
    ) -> None:
        """For `trusted_seconds` after the work of the process had an answer, nobody asks."""
        self._ping = ping
        self._clock = clock
        self._contact = contact
        self._trusted_seconds = trusted_seconds
        self._health = ComponentHealth("down", {"reason": "not asked yet"})

    def health(self) -> ComponentHealth:
        """What the last use or the last question showed."""
        return self._by_use() or self._health

    def failed(self, error: BaseException) -> None:
        """Somebody else has found that the dependency cannot be used."""
        self._health = _down(error)

    async def run(self, stop: asyncio.Event) -> None:
        """The dependency is asked every few seconds until `stop`."""
        while True:
            known = self._by_use()
            if known is None or known.status == "down":
                self._health = await self._ask()
            if await stops_within(stop, _EVERY_SECONDS):
                return

    def _by_use(self) -> ComponentHealth | None:
        """What the work of this process has shown; None if that was too long ago."""
        if self._contact is None:
            return None
        if self._contact.failure is not None:
            return _down(self._contact.failure)
        known = self._contact.good_for()
        if known is None or known >= self._trusted_seconds:
            return None
        return ComponentHealth("ok", {"answered_seconds_ago": round(known, 1)})

    async def _ask(self) -> ComponentHealth:
        started = self._clock.monotonic()
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                await self._ping()
        except (Unavailable, OSError) as error:  # a TimeoutError is an OSError
            return _down(error)
        seconds = self._clock.monotonic() - started
        return ComponentHealth("ok", {"answered_in_ms": round(seconds * 1000, 1)})


def _down(error: BaseException) -> ComponentHealth:
    reason = refusal_of(error) or type(error.__cause__ or error).__name__
    return ComponentHealth("down", {"reason": reason})


async def ping_database(db: Database) -> None:
    """PostgreSQL has answered.

    Raises:
        Unavailable: it does not.
    """
    async with db.read() as connection:
        await health.ping(connection)
