"""One process at a time executes redrives: a lease with an epoch."""

from shared.core.clock import Clock
from shared.db.repositories import leases
from shared.db.session import Database
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics

LEASE = "deadletters/redriver"
LEASE_SECONDS = 4.0
RENEW_SECONDS = 1.0
_MARGIN_SECONDS = 0.5


class Ownership:
    """Whether this process is the one; `refresh()` is to be called every `RENEW_SECONDS`."""

    def __init__(self, db: Database, clock: Clock, metrics: Metrics, owner: str) -> None:
        self._db = db
        self._clock = clock
        self._metrics = metrics
        metrics.count("lease_losses_total", 0, kind="redriver")
        self._owner = owner
        self._epoch: int | None = None
        self._deadline = 0.0
        self._log = get_logger()

    @property
    def epoch(self) -> int | None:
        """Under which the lease is held and certain to last a moment longer; else None."""
        return self._epoch if self._deadline > self._clock.monotonic() else None

    async def refresh(self) -> None:
        """The lease is renewed, or taken if nobody has it."""
        # The deadline counts from before the statement: never later than the database's.
        deadline = self._clock.monotonic() + LEASE_SECONDS - _MARGIN_SECONDS
        async with self._db.statement() as connection:
            if self._epoch is not None:
                kept = await leases.renew(connection, {LEASE: self._epoch}, LEASE_SECONDS)
                if not kept:
                    self.lose()
            if self._epoch is None:
                taken = await leases.acquire(connection, [LEASE], self._owner, LEASE_SECONDS)
                self._epoch = taken.get(LEASE)
                if self._epoch is not None:
                    self._log.info("redriver_owned", epoch=self._epoch)
        if self._epoch is not None:
            self._deadline = deadline

    def lose(self) -> None:
        """It is somebody else's now."""
        if self._epoch is not None:
            self._metrics.count("lease_losses_total", kind="redriver")
            self._log.warning("redriver_lost", epoch=self._epoch)
        self._epoch = None

    async def release(self) -> None:
        """Another process may take it at once."""
        epoch, self._epoch = self._epoch, None
        if epoch is not None:
            async with self._db.statement() as connection:
                await leases.release(connection, {LEASE: epoch})
