"""Brings job store and reminders into agreement; safe while everything runs.

What is under way is no difference: a reminder counts only if it was last changed before the grace
period and before anything that still waits in the outbox of its lane. A job that is made although
its event still waits in Kafka is harmless: the event finds it made. So whoever knows how far the
consumer has come leaves such findings out; `rondel reminders rebuild` does not ask and makes them.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from shared.db.repositories import leases, reconciliation
from shared.db.repositories.reconciliation import (
    FIRST_ID,
    REMADE,
    Kind,
    Limits,
    RemadeJob,
    Scope,
    StoredJob,
    WaitingReminder,
)
from shared.db.session import Database, UnitOfWork
from shared.events.topics import partition_of

GRACE_SECONDS = 120.0
"""Longer than a transaction may last, and than an event waits in the first two retry topics."""

PAGE_ROWS = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """One reminder or job that is not as it should be."""

    kind: Kind
    reminder_id: UUID
    user_id: UUID | None
    partition: int
    """Where the job belongs; where it stands, if nobody knows whose it is."""
    at: datetime
    """When the reminder is to fire, or the orphan would."""
    changed_at: datetime | None = None
    job_version: int | None = None
    note: str | None = None
    """Why the row was parked."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the rows, and the differences among them."""

    rows: int
    differences: list[Difference] = field(default_factory=list)


class _Comparison:
    """One pass over both tables; what changes or fires after its begin is no difference."""

    def __init__(
        self, db: Database, scope: Scope, limits: Limits, grace_seconds: float, page_rows: int
    ) -> None:
        self._db = db
        self._scope = scope
        self._limits = limits
        self._grace = timedelta(seconds=grace_seconds)
        self._page_rows = page_rows
        self._now = db.clock.now()
        self._quiet_before: dict[int, datetime] = {}

    async def pages(self) -> AsyncIterator[Page]:
        async with self._db.read() as connection:
            lanes = range(self._db.partitions)
            oldest = await reconciliation.oldest_unpublished(connection, lanes)
        self._quiet_before = {
            lane: min(self._now, at or self._now) - self._grace for lane, at in oldest.items()
        }
        after = None
        while waiting := await self._read_waiting(after):
            yield Page(len(waiting), [d for row in waiting if (d := self._of_reminder(row))])
            after = waiting[-1].key
        last = FIRST_ID
        while stored := await self._read_stored(last):
            yield Page(len(stored), [d for job in stored if (d := self._of_job(job))])
            last = stored[-1].reminder_id

    async def _read_waiting(
        self, after: tuple[UUID, datetime, UUID] | None
    ) -> Sequence[WaitingReminder]:
        async with self._db.read() as connection:
            return await reconciliation.read_waiting(
                connection,
                self._scope,
                after,
                self._page_rows,
                now=self._db.clock.now(),
                limits=self._limits,
            )

    async def _read_stored(self, after: UUID) -> Sequence[StoredJob]:
        async with self._db.read() as connection:
            return await reconciliation.read_stored(connection, after, self._page_rows)

    def _of_reminder(self, row: WaitingReminder) -> Difference | None:
        partition = partition_of(row.user_id, self._db.partitions)
        misplaced = row.partition is not None and row.partition != partition
        name = Kind.WRONG_PARTITION if misplaced and row.kind in {None, "unfired"} else row.kind
        if name is None or row.changed_at >= self._quiet_before[partition]:
            return None
        return Difference(
            Kind(name),
            row.reminder_id,
            row.user_id,
            partition,
            row.fire_at,
            row.changed_at,
            row.job_version,
            row.parked_reason,
        )

    def _of_job(self, job: StoredJob) -> Difference | None:
        if not (job.is_orphan and self._covers(job)):
            return None
        user_id, partition = job.user_id, job.partition
        if user_id is not None:
            partition = partition_of(user_id, self._db.partitions)
        if job.changed_at is not None and job.changed_at >= self._quiet_before[partition]:
            return None
        return Difference(
            Kind.ORPHAN,
            job.reminder_id,
            user_id,
            partition,
            job.run_at,
            job.changed_at,
            job.version,
            job.parked_reason,
        )

    def _covers(self, job: StoredJob) -> bool:
        scope = self._scope
        if not scope.start <= job.run_at < scope.end:
            return False
        owner = str(job.user_id) if job.user_id else job.said_user
        return scope.user_id is None or owner == str(scope.user_id)


def find_differences(
    db: Database,
    scope: Scope | None = None,
    *,
    limits: Limits | None = None,
    grace_seconds: float = GRACE_SECONDS,
    page_rows: int = PAGE_ROWS,
) -> AsyncIterator[Page]:
    """All rows of the scope, page by page, with the differences among them; changes nothing.

    Each page is one statement over `page_rows` rows.
    """
    return _Comparison(db, scope or Scope(), limits or Limits(), grace_seconds, page_rows).pages()


class NotOwner(Exception):
    """A lease has a newer epoch: another process looks after the partition now."""


@dataclass(frozen=True, slots=True)
class Repair:
    """What was done about some differences."""

    remade: list[RemadeJob]
    removed: set[UUID]

    def __len__(self) -> int:
        return len(self.remade) + len(self.removed)


async def repair_differences(
    db: Database,
    differences: Sequence[Difference],
    held: Mapping[str, int] | None = None,
) -> Repair:
    """Jobs are as their reminders say, if that is still so; one transaction.

    Unfired jobs are left to the owner of their partition. Give it no more than a page at once.

    Raises:
        NotOwner: a lease of `held` was lost; nothing was changed.
    """
    orphans = [(d.reminder_id, d.job_version or 0) for d in differences if d.kind is Kind.ORPHAN]
    wrong = [d for d in differences if d.kind in REMADE]
    if not orphans and not wrong:
        return Repair([], set())
    async with db.unit_of_work() as uow:
        if held and not await leases.are_held(uow.connection, held):
            raise NotOwner
        removed = await reconciliation.delete_orphans(uow.connection, orphans) if orphans else set()
        remade = await _remake(uow, wrong) if wrong else []
    return Repair(remade, removed)


async def _remake(uow: UnitOfWork, wrong: Sequence[Difference]) -> list[RemadeJob]:
    overdue = [d.reminder_id for d in wrong if d.kind is Kind.OVERDUE]
    noted = await reconciliation.note_refiring(uow.connection, overdue, uow.now) if overdue else ()
    places = [
        (d.reminder_id, d.partition)
        for d in wrong
        if d.kind is not Kind.OVERDUE or d.reminder_id in noted
    ]
    return await reconciliation.remake_jobs(uow.connection, places, uow.now)
