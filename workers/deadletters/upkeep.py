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
from workers.runtime.pruning import Pruner
from workers.runtime.stopping import stops_within

_MEASURE_SECONDS = 10.0


def pruners(db: Database, clock: Clock, keep: timedelta) -> list[Pruner]:
    """Remove letters that were closed long ago, and then their orders; open letters stay."""
    return [
        Pruner(db, clock, "dead_letters", dead_letter_mirror.prune_closed, keep),
        Pruner(db, clock, "redrives", redrives.prune_finished, keep),
    ]


class Upkeep:
    """Counts what is open. Several processes may do so at once."""

    def __init__(self, db: Database, metrics: Metrics) -> None:
        self._db = db
        self._metrics = metrics
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

    async def measure(self) -> None:
        """The gauge shows how many letters of each type are open."""
        async with self._db.read() as connection:
            found = await dead_letter_mirror.count_open(connection)
        for name in (*CATALOG, UNKNOWN_TYPE):
            self._metrics.set("dead_letters_open", found.get(name, 0), event_type=name)
