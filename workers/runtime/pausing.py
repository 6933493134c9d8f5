"""Pauses that operators order: a row in PostgreSQL, seen by every process of the worker."""

import asyncio

from shared.core.clock import Clock
from shared.db.repositories import pauses
from shared.db.session import Database
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from workers.runtime.breaker import Wait
from workers.runtime.failures import is_passing
from workers.runtime.health import ComponentHealth
from workers.runtime.schedules import Asked
from workers.runtime.stopping import stops_within

_LOOK_SECONDS = 0.5
_LOOK_AGAIN_SECONDS = 0.1


class PauseSwitch:
    """Whether this kind of worker is to rest. It keeps its membership and its leases meanwhile.

    Until the first look nothing is known, and nothing begins. While PostgreSQL is away the last
    answer counts.
    """

    def __init__(self, db: Database, worker: str, clock: Clock, metrics: Metrics) -> None:
        self._db = db
        self._worker = worker
        self._clock = clock
        self._metrics = metrics
        self._is_known = False
        self._pause: pauses.Pause | None = None
        self.asked = Asked()
        """Jobs that an operator wants at once: the same look finds them."""
        self._log = get_logger()
        metrics.set("worker_paused", 0, worker=worker)  # alerts miss a process by it

    @property
    def may_work(self) -> bool:
        """Whether nobody has paused the worker, as far as is known."""
        return self._is_known and self._pause is None

    def health(self) -> ComponentHealth:
        """Degraded while it is paused; by whom and why stands beside it."""
        pause = self._pause
        if pause is None:
            return ComponentHealth("ok", {"paused": False})
        details = {"paused": True, "by": pause.paused_by, "reason": pause.reason}
        return ComponentHealth("degraded", {**details, "since": pause.paused_at.isoformat()})

    async def run(self, stop: asyncio.Event) -> None:
        """The order is looked up twice a second until `stop`."""
        while True:
            try:
                await self._look()
            except Exception as error:
                if not is_passing(error):
                    raise
                # Loud are those whom it stops.
                self._log.debug("pause_unknown", error=type(error).__name__)
            if await stops_within(stop, _LOOK_SECONDS):
                return

    async def passed(self, wait: Wait) -> None:
        """The worker may work; raises what `wait` raises while it may not."""
        while not self.may_work:
            await wait(_LOOK_AGAIN_SECONDS)

    async def _look(self) -> None:
        async with self._db.read() as connection:
            found, asked = await pauses.find_orders(connection, self._worker)
        self.asked.tell(asked)
        was, self._pause, self._is_known = self._pause, found, True
        self._metrics.set("worker_paused", float(found is not None), worker=self._worker)
        if found is not None and was is None:
            self._log.warning("worker_paused", by=found.paused_by, since=found.paused_at)
        elif found is None and was is not None:
            seconds = (self._clock.now() - was.paused_at).total_seconds()
            self._log.info("worker_resumed", seconds=round(seconds, 1))
