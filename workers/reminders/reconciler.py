"""Compares the job store with the reminders now and then, and mends what differs."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from shared.commands.reconciliation import (
    Difference,
    NotOwner,
    Page,
    Repair,
    find_differences,
    repair_differences,
)
from shared.db.repositories.reconciliation import Kind, Limits
from shared.db.session import Database
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from workers.reminders.entries import Entry
from workers.reminders.owner import Scheduler
from workers.reminders.partition import SchedulerPartition
from workers.reminders.progress import Progress
from workers.runtime.schedules import Job
from workers.runtime.stopping import stops_within

_PAGE_ROWS = 200  # of which the event loop has its hands full for 2 ms: what is due must not wait
_BETWEEN_PAGES_SECONDS = 0.01
_EXAMPLES = 5


class Reconciler:
    """Finds and mends differences in the partitions that fire in this process.

    It should never find any: each is counted, and a warning says which.
    """

    def __init__(
        self,
        db: Database,
        scheduler: Scheduler,
        progress: Progress,
        metrics: Metrics,
        *,
        every_seconds: float,
        grace_seconds: float,
        limits: Limits | None = None,
    ) -> None:
        self._db = db
        self._scheduler = scheduler
        self._progress = progress
        self._metrics = metrics
        self._every_seconds = every_seconds
        self._grace_seconds = grace_seconds
        self._limits = limits or Limits()
        self._clock = db.clock
        self._bereft: dict[UUID, float] = {}
        """Jobs whose reminders are gone, and since when that is known here, in monotonic time."""
        self._log = get_logger()
        for kind in Kind:
            metrics.count("scheduler_differences_total", 0, kind=kind)

    @property
    def job(self) -> Job:
        """Job store and reminders are compared; whatever fails puts that off.

        An error does not end the process: reminders must fire whether or not they can be compared.
        """
        return Job("reconcile", self._every_seconds, self.reconcile, may_fail=True)

    async def reconcile(self, stop: asyncio.Event) -> Mapping[Kind, int]:
        """What differed in the partitions of this process was mended; how much of each kind."""
        found: Counter[Kind] = Counter()
        examples: list[str] = []
        mended = rows = 0
        bereft: dict[UUID, float] = {}
        pages = find_differences(
            self._db,
            limits=self._limits,
            grace_seconds=self._grace_seconds,
            page_rows=_PAGE_ROWS,
        )
        async for page in pages:
            bereft |= self._bereft_of(page)
            ours = [each for each in page.differences if self._is_ours(each)]
            found.update(each.kind for each in ours)
            examples += [_describe(each) for each in ours[: _EXAMPLES - len(examples)]]
            mended += await self._mend(ours)
            rows += page.rows
            if await stops_within(stop, _BETWEEN_PAGES_SECONDS):
                break
        self._bereft = bereft
        self._report(found, examples, mended=mended, rows=rows)
        return found

    def _bereft_of(self, page: Page) -> dict[UUID, float]:
        """Those of a page: new ones of partitions that are held here, and all that were known."""
        now = self._clock.monotonic()
        return {
            each.reminder_id: self._bereft.get(each.reminder_id, now)
            for each in page.differences
            if _is_bereft(each) and (each.reminder_id in self._bereft or self._owner_of(each))
        }

    def _owner_of(self, each: Difference) -> SchedulerPartition | None:
        """Who fires it, if that is certain to be this process at the moment."""
        owner = self._scheduler.partitions.get(each.partition)
        return owner if owner is not None and owner.is_held() else None

    def _is_ours(self, each: Difference) -> bool:
        owner = self._owner_of(each)
        if owner is None:
            return False
        if each.kind is Kind.UNFIRED:
            return not owner.knows(each.reminder_id)  # else Kafka is away, or the send under way
        if _is_bereft(each):
            return self._has_lasted(each)
        is_late = each.changed_at is not None and self._progress.is_behind(
            each.partition, each.changed_at
        )
        return not is_late

    def _has_lasted(self, each: Difference) -> bool:
        """Whether the reminder has been gone for the grace period, as far as was seen here.

        Its row would say when it changed; the event that takes the job away may be under way.
        """
        now = self._clock.monotonic()
        return now - self._bereft.get(each.reminder_id, now) >= self._grace_seconds

    async def _mend(self, differences: Sequence[Difference]) -> int:
        if not differences:
            return 0
        partitions = {each.partition for each in differences}
        held = self._scheduler.epochs(partitions)
        try:
            repair = await repair_differences(self._db, differences, held)
        except NotOwner:
            self._log.info("reconciliation_left_to_the_next_owner")
            return 0
        self._tell(repair, differences)
        for partition in {each.partition for each in differences if each.kind is Kind.UNFIRED}:
            await self._scheduler.resync(partition)
        return len(repair)

    def _tell(self, repair: Repair, differences: Sequence[Difference]) -> None:
        """Memory is as the table is now."""
        remade: dict[int, list[Entry]] = defaultdict(list)
        for job in repair.remade:
            entry = Entry(
                job.run_at, job.reminder_id, job.version, job.user_id, job.task_id, job.digest
            )
            remade[job.partition].append(entry)
        for each in differences:
            if each.reminder_id in repair.removed:
                self._scheduler.mend(each.partition, [], [each.reminder_id])
        for partition, entries in remade.items():
            self._scheduler.mend(partition, entries, [])

    def _report(
        self, found: Mapping[Kind, int], examples: Sequence[str], *, mended: int, rows: int
    ) -> None:
        for kind, count in found.items():
            self._metrics.count("scheduler_differences_total", count, kind=kind)
        if found:
            counts = {kind.value: count for kind, count in found.items()}
            self._log.warning(
                "scheduler_differences", found=counts, mended=mended, examples=examples
            )
        else:
            self._log.debug("scheduler_agrees", rows=rows)


def _is_bereft(each: Difference) -> bool:
    return each.kind is Kind.ORPHAN and each.changed_at is None


def _describe(each: Difference) -> str:
    note = f" ({each.note})" if each.note else ""
    return f"{each.kind} {each.reminder_id}{note}"
