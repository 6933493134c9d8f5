"""Rows that have served their time go, in small batches."""

import asyncio
from datetime import datetime, timedelta
from typing import Protocol

from shared.core.clock import Clock
from shared.db.connection import Connection
from shared.db.repositories import inbox
from shared.db.session import Database
from workers.runtime.schedules import Job
from workers.runtime.stopping import stops_within

KEEP = timedelta(days=8)
"""How long inbox rows stay: a day more than Kafka can deliver their event again."""

_BATCH = 2_000
_EVERY_SECONDS = 600.0
_BETWEEN_BATCHES_SECONDS = 0.2


class Prune(Protocol):
    """A repository's way to forget."""

    async def __call__(self, connection: Connection, before: datetime, limit: int, /) -> int:
        """Up to `limit` rows from before that instant are gone; how many."""
        ...


class Pruner:
    """Removes the old rows of a table in small batches; several processes may do so at once."""

    def __init__(
        self, db: Database, clock: Clock, table: str, prune: Prune, keep: timedelta
    ) -> None:
        self._db = db
        self._clock = clock
        self._table = table
        self._prune = prune
        self._keep = keep

    @property
    def job(self) -> Job:
        """Old rows go every ten minutes."""
        return Job(f"prune_{self._table}", _EVERY_SECONDS, self.prune)

    async def prune(self, stop: asyncio.Event) -> int:
        """No row is older than it may be, unless `stop` came first; how many went."""
        before = self._clock.now() - self._keep
        total = 0
        while True:
            async with self._db.unit_of_work() as uow:
                removed = await self._prune(uow.connection, before, _BATCH)
            total += removed
            if removed < _BATCH or await stops_within(stop, _BETWEEN_BATCHES_SECONDS):
                return total


def inbox_pruner(db: Database, clock: Clock) -> Pruner:
    """Removes inbox rows of events that cannot come again."""
    return Pruner(db, clock, "inbox", inbox.prune, KEEP)
