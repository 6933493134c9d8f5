"""What was planned or cancelled, reminders and digests → rows of the job store, then the timer."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import orjson
from typing_extensions import override

from shared.db.repositories import jobs, leases
from shared.db.repositories.jobs import WantedJob
from shared.db.session import Database, UnitOfWork
from shared.events.digests import DigestCancelled, DigestScheduled
from shared.events.envelope import Event
from shared.events.groups import REMINDERS_GROUP
from shared.events.reminders import ReminderCancelled, ReminderScheduled
from shared.events.topics import REMINDERS, partition_of
from shared.observability.metrics import Metrics
from shared.observability.spans import Span
from shared.observability.tracer import Tracer
from workers.reminders.entries import TRACEPARENT, Entry
from workers.reminders.owner import Scheduler
from workers.reminders.plans import Plans
from workers.reminders.progress import Progress
from workers.runtime.handler import (
    AfterCommit,
    PermanentError,
    TransactionalHandler,
    TransientError,
)
from workers.runtime.ownership import refuse_foreign


@dataclass(frozen=True, slots=True)
class _Gone:
    """What does not wait any more, up to a version."""

    reminder_id: UUID
    version: int
    user_id: UUID


def _change_of(event: Event) -> Entry | _Gone | None:
    """What the event says of one reminder or digest."""
    match event.data:
        case ReminderScheduled() as it:
            return Entry(it.fire_at, it.reminder_id, it.reminder_version, it.user_id, it.task_id)
        case ReminderCancelled() as it:
            return _Gone(it.reminder_id, it.reminder_version, it.user_id)
        case DigestScheduled() as it:
            return Entry(it.fire_at, it.digest_id, it.digest_version, it.user_id, None, it.kind)
        case DigestCancelled() as it:
            return _Gone(it.digest_id, it.digest_version, it.user_id)
        case _:
            return None


class RemindersHandler(TransactionalHandler):
    """Keeps job store and timer in step with what was planned."""

    group = REMINDERS_GROUP.name
    topics = REMINDERS_GROUP.topics
    types = REMINDERS_GROUP.types

    def __init__(
        self,
        db: Database,
        scheduler: Scheduler,
        metrics: Metrics,
        tracer: Tracer | None = None,
    ) -> None:
        super().__init__(db)
        self._plans = Plans(tracer or Tracer())
        self._scheduler = scheduler
        self._metrics = metrics
        self.progress = Progress(db.clock, db.partitions)

    @override
    async def process(self, batch: Sequence[Event]) -> None:
        """As for every transactional handler; then it is known how far this process has come."""
        await super().process(batch)
        self.progress.note(batch)

    @override
    async def open_partition(self, topic: str, partition: int) -> None:
        if topic == REMINDERS:
            await self._scheduler.open(partition)

    @override
    async def close_partition(self, topic: str, partition: int) -> None:
        if topic == REMINDERS:
            await self._scheduler.close(partition)
            self.progress.forget(partition)

    @override
    async def handle(self, events: Sequence[Event], uow: UnitOfWork) -> AfterCommit | None:
        """The last word on each reminder stands in the table, and after the commit in memory."""
        last = self._last_words(events)
        wanted = {key: each for key, each in last.items() if isinstance(each, Entry)}
        cancelled = {key: each for key, each in last.items() if isinstance(each, _Gone)}
        foreign = await jobs.take_out_jobs(
            uow.connection,
            list(cancelled),
            [each.version for each in cancelled.values()],
            [each.user_id for each in cancelled.values()],
        )
        if foreign:
            raise PermanentError("the event cancels a reminder that is not its user's")
        spans = self._plans.spans_of(wanted.values())
        rows = [self._job_of(entry) for entry in wanted.values()]
        await self._check_fence(uow, {row.partition for row in rows})
        stored = await jobs.put_jobs(uow.connection, rows)
        if len(stored) < len(rows):
            stale = [each for each in wanted.values() if each.reminder_id not in stored]
            claims = [(each.reminder_id, each.user_id) for each in stale]
            await refuse_foreign(uow.connection, "reminders", claims)
            self._metrics.count("stale_events_total", len(rows) - len(stored), group=self.group)
        kept = [wanted[reminder_id] for reminder_id in stored]
        return partial(self._tell, kept, list(cancelled.values()), spans)

    def _last_words(self, events: Sequence[Event]) -> dict[UUID, Entry | _Gone]:
        """The newest of each reminder: one that comes again from a retry topic may be older."""
        last: dict[UUID, Entry | _Gone] = {}
        for event in events:
            change = _change_of(event)
            if change is None:
                continue
            known = last.get(change.reminder_id)
            if known is not None and known.version > change.version:
                self._metrics.count("stale_events_total", group=self.group)
                continue
            if isinstance(change, Entry):
                change.traceparent = self._plans.context_of(event)
            last[change.reminder_id] = change
        return last

    async def _check_fence(self, uow: UnitOfWork, partitions: set[int]) -> None:
        """A former owner writes nothing: the new one has read the table already."""
        held = self._scheduler.epochs(partitions)
        if held and not await leases.are_held(uow.connection, held):
            raise TransientError("another process owns the partition now")

    def _job_of(self, entry: Entry) -> WantedJob:
        about = ("task_id", str(entry.task_id)) if entry.digest is None else ("kind", entry.digest)
        traced = () if entry.traceparent is None else ((TRACEPARENT, entry.traceparent),)
        return WantedJob(
            entry.reminder_id,
            self._partition_of(entry.user_id),
            entry.run_at,
            entry.version,
            orjson.dumps(dict((("user_id", str(entry.user_id)), about, *traced))).decode(),
        )

    def _partition_of(self, user_id: UUID) -> int:
        return partition_of(user_id, self._db.partitions)

    def _tell(
        self, kept: Sequence[Entry], cancelled: Sequence[_Gone], spans: Sequence[Span]
    ) -> None:
        reminders = sum(entry.digest is None for entry in kept)
        self._metrics.count("reminders_scheduled_total", reminders)
        entries: dict[int, list[Entry]] = defaultdict(list)
        gone: dict[int, list[tuple[UUID, int]]] = defaultdict(list)
        for entry in kept:
            entries[self._partition_of(entry.user_id)].append(entry)
        for each in cancelled:
            gone[self._partition_of(each.user_id)].append((each.reminder_id, each.version))
        for partition, batch in gone.items():
            self._scheduler.take_out(partition, batch)
        for partition, waiting in entries.items():
            self._scheduler.put(partition, waiting)
        for span in spans:
            span.end()
