"""Looks after occurrences that nobody does, now and then; one process at a time."""

import asyncio
from collections.abc import Callable, Sequence

from shared.commands.overdue import NotOwner, Passed, pass_overdue
from shared.core.clock import Clock
from shared.core.errors import Unavailable
from shared.db.repositories import leases
from shared.db.repositories.overdue import Candidate, find_overdue
from shared.db.session import Database
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from workers.recurrence.measures import measure_rolled
from workers.runtime.schedules import Job
from workers.runtime.stopping import stops_within

LEASE = "recurrence/overdue"
LEASE_SECONDS = 30.0
_PAGE_ROWS = 100
_BETWEEN_PAGES_SECONDS = 0.02
_OUTCOMES = ("auto_skip", "vacation", "kept", "failed")


class OverdueService:
    """Skips what its policy or a vacation skips, and brings slots that `keep_each` keeps.

    A lease lets one process do so at a time, and each transaction checks that it is still that one:
    whoever was replaced changes nothing.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        metrics: Metrics,
        owner: str,
        *,
        every_seconds: float,
        may_work: Callable[[], bool] = lambda: True,
        page_rows: int = _PAGE_ROWS,
    ) -> None:
        self._db = db
        self._clock = clock
        self._metrics = metrics
        self._owner = owner
        self._every_seconds = every_seconds
        self._may_work = may_work
        self._page_rows = page_rows
        self._log = get_logger()
        metrics.count("lease_losses_total", 0, kind="overdue")
        for outcome in _OUTCOMES:
            metrics.count("overdue_occurrences_total", 0, outcome=outcome)

    @property
    def job(self) -> Job:
        """Overdue occurrences are looked after; whatever fails puts that off.

        An error does not end the process: completed tasks must come back all the same.
        """
        return Job("overdue", self._every_seconds, self.look, may_fail=True)

    async def look(self, stop: asyncio.Event) -> int:
        """Every overdue occurrence was looked at, unless `stop` came or another process is at it.

        How many were.
        """
        if not self._may_work():
            return 0
        async with self._db.statement() as connection:
            held = await leases.acquire(connection, [LEASE], self._owner, LEASE_SECONDS)
        if not held:
            return 0
        started = self._clock.monotonic()
        try:
            return await self._pages(held, stop)
        except NotOwner:
            self._metrics.count("lease_losses_total", kind="overdue")
            self._log.warning("overdue_lease_lost", epoch=held[LEASE])
            return 0
        finally:
            self._metrics.observe("overdue_pass_seconds", self._clock.monotonic() - started)
            async with self._db.statement() as connection:
                await leases.release(connection, held)

    async def _pages(self, held: dict[str, int], stop: asyncio.Event) -> int:
        now = self._clock.now()
        after: Candidate | None = None
        seen = 0
        while True:
            async with self._db.statement() as connection:
                if not await leases.renew(connection, held, LEASE_SECONDS):
                    raise NotOwner
                page = await find_overdue(connection, after, now, self._page_rows)
            if page:
                await self._pass(page, held)
                after = page[-1]
                seen += len(page)
            is_last = len(page) < self._page_rows or not self._may_work()
            if is_last or await stops_within(stop, _BETWEEN_PAGES_SECONDS):
                return seen

    async def _pass(self, page: Sequence[Candidate], held: dict[str, int]) -> None:
        """The page is passed; where one of it cannot be, the others are, one by one."""
        try:
            self._count(await pass_overdue(self._db, page, held, self._clock.monotonic))
        except (NotOwner, Unavailable):
            raise
        except Exception:  # noqa: BLE001 - logged, or tried again by itself
            if len(page) == 1:
                self._metrics.count("overdue_occurrences_total", outcome="failed")
                self._log.exception("overdue_occurrence_failed", task_id=str(page[0].task_id))
                return
            for each in page:
                await self._pass([each], held)

    def _count(self, passed: Passed) -> None:
        for outcome, count in passed.counts.items():
            if count:
                self._metrics.count("overdue_occurrences_total", count, outcome=outcome)
        measure_rolled(self._metrics, passed.rolled, by="overdue")
        kept = passed.counts.get("kept", 0)
        self._metrics.count("occurrences_created_total", kept, by="overdue")
