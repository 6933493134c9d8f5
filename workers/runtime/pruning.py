"""Inbox rows are needed as long as Kafka can deliver their event again; then they go."""

import asyncio
from datetime import timedelta

from shared.core.clock import Clock
from shared.core.errors import Unavailable
from shared.db.repositories import inbox
from shared.db.session import Database
from shared.observability.logging import get_logger
from workers.runtime.stopping import stops_within

KEEP = timedelta(days=8)
"""A day more than the retention of the topics."""

_BATCH = 2_000
_EVERY_SECONDS = 600.0
_BETWEEN_BATCHES_SECONDS = 0.2


class InboxPruner:
    """Removes old inbox rows in small batches; several processes may do so at once."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._log = get_logger()

    async def run(self, stop: asyncio.Event) -> None:
        """Old rows go every ten minutes until `stop`; an outage only puts that off."""
        while not await stops_within(stop, _EVERY_SECONDS):
            try:
                removed = await self.prune(stop)
            except Unavailable as error:
                self._log.info("inbox_pruning_put_off", dependency=error.dependency)
            else:
                self._log.debug("inbox_pruned", rows=removed)

    async def prune(self, stop: asyncio.Event) -> int:
        """No row is older than `KEEP`, unless `stop` came first; how many went."""
        before = self._clock.now() - KEEP
        total = 0
        while True:
            async with self._db.unit_of_work() as uow:
                removed = await inbox.prune(uow.connection, before, _BATCH)
            total += removed
            if removed < _BATCH or await stops_within(stop, _BETWEEN_BATCHES_SECONDS):
                return total
