"""Which devices were signed out while their access tokens are good still.

An access token carries all that decides about it, so that a request costs no statement. What it
cannot know is that its device was signed out since. Every process looks for those once a second:
few are signed out in the life of a token. While PostgreSQL is away, what was known last holds.
"""

import asyncio
from datetime import timedelta
from typing import Final
from uuid import UUID

from shared.core.errors import Unavailable
from shared.core.settings import AuthSettings
from shared.db.repositories.sessions import ended_since
from shared.db.session import Database
from shared.observability.logging import get_logger

EVERY_SECONDS: Final = 1.0


class Revocations:
    """The devices that were signed out of late."""

    def __init__(self, db: Database, settings: AuthSettings) -> None:
        self._db = db
        self._life = timedelta(
            minutes=settings.access_token_minutes, seconds=2 * settings.leeway_seconds
        )
        self._ended: frozenset[UUID] = frozenset()
        self._stop = asyncio.Event()

    def __contains__(self, session_id: UUID | None) -> bool:
        """Whether the device was signed out, as far as is known here."""
        return session_id in self._ended

    def add(self, *session_ids: UUID) -> None:
        """These were signed out by this process; no need to look."""
        self._ended |= frozenset(session_ids)

    async def look(self) -> None:
        """What all processes signed out by now is known here.

        Raises:
            Unavailable: PostgreSQL does not answer.
        """
        async with self._db.read() as connection:
            self._ended = frozenset(
                await ended_since(connection, self._db.clock.now() - self._life)
            )

    async def run(self) -> None:
        """Looks once a second until `stop`."""
        while not self._stop.is_set():
            try:
                await self.look()
            except Unavailable:
                get_logger().warning("revocations_not_read")
            try:
                async with asyncio.timeout(EVERY_SECONDS):
                    await self._stop.wait()
            except TimeoutError:
                continue

    def stop(self) -> None:
        """`run` ends."""
        self._stop.set()
