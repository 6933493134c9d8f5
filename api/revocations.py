"""Whose access tokens are refused although they are good still.

An access token carries all that decides about it, so that a request costs no statement. What it
cannot know is that its device was signed out since, or its account disabled or erased. Every
process looks for those once a second: there are few in the life of a token. While PostgreSQL is
away, what was known last holds.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg

from shared.core.errors import Unavailable
from shared.core.principal import Principal
from shared.core.settings import AuthSettings
from shared.db.repositories.sessions import refused_since
from shared.db.session import Database
from shared.observability.logging import get_logger

EVERY_SECONDS: Final = 1.0

Refused = frozenset[UUID]
Told = Callable[[Refused], None]


class Revocations:
    """The devices that were signed out of late, and the accounts that were disabled or erased."""

    def __init__(self, db: Database, settings: AuthSettings, tell: Told | None = None) -> None:
        """`tell` hears of those who are refused from now on, such as to end what they hear."""
        self._db = db
        self._life = timedelta(
            minutes=settings.access_token_minutes, seconds=2 * settings.leeway_seconds
        )
        self._tell = tell
        self._for_good: dict[UUID, datetime] = {}
        self._refused: Refused = frozenset()
        self._stop = asyncio.Event()

    def __contains__(self, principal: Principal) -> bool:
        """Whether they are refused, device or person, as far as is known here."""
        return principal.session_id in self._refused or principal.user_id in self._refused

    def add(self, *ids: UUID) -> None:
        """These devices and people were ended for good by this process; no need to look."""
        self._for_good |= dict.fromkeys(ids, self._db.clock.now())
        self._set(self._refused | frozenset(ids))

    async def look(self) -> None:
        """What all processes have ended by now is known here.

        What has ended for good stays known although its row goes: whose tokens those were is
        deleted while the tokens are good still.

        Raises:
            Unavailable: PostgreSQL does not answer.
        """
        now = self._db.clock.now()
        async with self._db.read() as connection:
            found = await refused_since(connection, now - self._life)
        known = {each: seen for each, seen in self._for_good.items() if seen > now - self._life}
        fresh = {each: now for each, is_final in found.items() if is_final and each not in known}
        self._for_good = known | fresh
        self._set(frozenset(found) | frozenset(self._for_good))

    def _set(self, refused: Refused) -> None:
        new = refused - self._refused
        self._refused = refused
        if new and self._tell is not None:
            self._tell(new)

    async def run(self) -> None:
        """Looks once a second until `stop`."""
        while not self._stop.is_set():
            try:
                await self.look()
            except (Unavailable, asyncpg.PostgresError) as error:
                get_logger().warning("revocations_not_read", error=type(error).__name__)
            try:
                async with asyncio.timeout(EVERY_SECONDS):
                    await self._stop.wait()
            except TimeoutError:
                continue

    def stop(self) -> None:
        """`run` ends."""
        self._stop.set()
