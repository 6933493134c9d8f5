"""What is done from time to time about the table: its size is shown, and old rows go."""

import asyncio
from datetime import timedelta

from shared.core.clock import Clock
from shared.db.repositories import dead_letter_mirror, redrives
from shared.db.session import Database
from shared.events.catalog import CATALOG
from shared.kafka.topology import UNKNOWN_TYPE
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from workers.runtime.failures import is_passing
from workers.runtime.schedules import Job
from workers.runtime.stopping import stops_within

_MEASURE_SECONDS = 10.0
_PRUNE_SECONDS = 600.0
_BATCH = 1_000
_BETWEEN_BATCHES_SECONDS = 0.2


class Upkeep:
    """Counts what is open; removes what was closed long ago. Several processes may do so at once.

    Letters that are open stay, however old they are.
    """

    def __init__(self, db: Database, clock: Clock, metrics: Metrics, keep: timedelta) -> None:
        self._db = db
        self._clock = clock
        self._metrics = metrics
        self._keep = keep
        self._log = get_logger()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; an outage only puts it off."""
        while True:
            try:
                await self.measure()
            except Exception as error:
                if not is_passing(error):
                    raise
                self._log.info("dead_letters_upkeep_put_off", error=type(error).__name__)
            if await stops_within(stop, _MEASURE_SECONDS):
                return

    @property
    def job(self) -> Job:
        """What was closed long ago goes every ten minutes."""
        return Job("prune_dead_letters", _PRUNE_SECONDS, self.prune)

    async def measure(self) -> None:
        """The gauge shows how many letters of each type are open."""
        async with self._db.read() as connection:
            found = await dead_letter_mirror.count_open(connection)
        for name in (*CATALOG, UNKNOWN_TYPE):
            self._metrics.set("dead_letters_open", found.get(name, 0), event_type=name)

    async def prune(self, stop: asyncio.Event) -> int:
        """No letter was closed longer ago than is kept, unless `stop` came first; how many went."""
        before = self._clock.now() - self._keep
        total = 0
        while True:
            async with self._db.unit_of_work() as uow:
                removed = await dead_letter_mirror.prune_closed(uow.connection, before, _BATCH)
            total += removed
            if removed < _BATCH or await stops_within(stop, _BETWEEN_BATCHES_SECONDS):
                break
        async with self._db.unit_of_work() as uow:
            await redrives.prune_finished(uow.connection, before, _BATCH)
        return total
