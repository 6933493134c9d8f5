"""One partition of waiting reminders: its lease, its window, what is in flight, what has fired."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import islice
from uuid import UUID

from apscheduler.schedulers.base import BaseScheduler

from shared.core.clock import Clock
from shared.db.repositories import jobs
from shared.db.repositories.jobs import LEASE_PREFIX, FiredJob, JobRow
from shared.db.session import Database
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from workers.reminders.entries import Entry, UnreadableRow, Window, read_entry
from workers.reminders.firing import Firing
from workers.reminders.jobstore import PartitionJobStore

WINDOW_ROWS = 2000
"""As many are read into a window that has fallen below `LOW_WATER`; twice as many are too many."""

LOW_WATER = 1000
PAGE_ROWS = 200
"""Rows a query: taking in more at once would hold up what is due (a row costs 10 µs)."""

LEASE_SECONDS = 5.0
_MARGIN_SECONDS = 1.0
_SETTLE_SECONDS = 10.0


def lease_name(partition: int) -> str:
    """The lease that says who fires this partition."""
    return f"{LEASE_PREFIX}{partition}"


class SchedulerPartition:
    """Fires the reminders of `partition` under lease epoch `epoch` until it is closed or lost."""

    def __init__(
        self,
        partition: int,
        *,
        epoch: int,
        lease_taken_at: float,
        db: Database,
        firing: Firing,
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self.partition = partition
        self.epoch = epoch
        self.window = Window()
        self._db = db
        self._firing = firing
        self._clock = clock
        self._metrics = metrics
        self._in_flight: dict[UUID, int] = {}
        self._fired: dict[tuple[UUID, int], None] = {}  # in the order of the acknowledgements
        self._held_until = 0.0
        self.is_lost = False
        self._meanwhile: list[Entry | tuple[UUID, int]] | None = None
        self._refilling = asyncio.Lock()
        self._settled = asyncio.Event()
        self._settled.set()
        self.extend(lease_taken_at)

    # --- the lease ---

    def extend(self, asked_at: float) -> None:
        """The lease lasts, counted from before the statement that renewed it."""
        self._held_until = asked_at + LEASE_SECONDS - _MARGIN_SECONDS

    def lose(self) -> None:
        """Another owner has a newer epoch: nothing fires here any more."""
        self._held_until = 0.0
        self.is_lost = True
        self._metrics.count("lease_losses_total", kind="scheduler")
        get_logger().warning("scheduler_lost", partition=self.partition, epoch=self.epoch)

    def is_held(self) -> bool:
        """Whether the lease is certain to be ours at this moment."""
        return self._clock.monotonic() < self._held_until

    # --- the window ---

    def attach(self, scheduler: BaseScheduler, may_fire: Callable[[], bool]) -> Callable[[], None]:
        """The scheduler fires this partition while it may; call the result to stop it."""
        alias = str(self.partition)
        store = PartitionJobStore(
            self.partition, self.window, self._fire, lambda: self.is_held() and may_fire()
        )
        scheduler.add_jobstore(store, alias)
        return lambda: scheduler.remove_jobstore(alias)

    def put(self, entries: Sequence[Entry]) -> None:
        """Committed reminders wait here too, if they belong into the window."""
        if self._meanwhile is not None:
            self._meanwhile += entries
        self._put(entries)

    def _put(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self.window.take_out(entry.reminder_id, entry.version - 1)
            if (
                self.window.covers(entry)
                and not self._has_fired(entry)
                and self._in_flight.get(entry.reminder_id) != entry.version
            ):
                self.window.put(entry)

    def take_out(self, cancelled: Sequence[tuple[UUID, int]]) -> None:
        """These reminders, up to these versions, do not wait any more."""
        if self._meanwhile is not None:
            self._meanwhile += cancelled
        for reminder_id, version in cancelled:
            self.window.take_out(reminder_id, version)

    def knows(self, reminder_id: UUID) -> bool:
        """Whether it waits in memory, is on its way to Kafka, or has just fired."""
        return (
            self.window.entry_of(reminder_id) is not None
            or reminder_id in self._in_flight
            or any(fired == reminder_id for fired, _ in self._fired)
        )

    async def fill(self) -> None:
        """The window knows every row up to its end and is not short, unless the table is."""
        async with self._refilling:
            if len(self.window) >= LOW_WATER:
                return
            while self.window.end is not None or not len(self.window):
                await self._read_more()
                if self.window.end is None or len(self.window) >= WINDOW_ROWS:
                    return

    async def trim(self) -> None:
        """The window holds no more than it is to; the rest stays in the table alone."""
        async with self._refilling:  # a page that is being read must not be cut off from the window
            if len(self.window) > 2 * WINDOW_ROWS:
                self.window.cut(WINDOW_ROWS)

    async def _read_more(self) -> None:
        async with self._page(self.window.end) as rows:
            self.window.end = rows[-1].key if len(rows) == PAGE_ROWS else None
            await self._take_in(rows)

    @asynccontextmanager
    async def _page(self, after: tuple[datetime, UUID] | None) -> AsyncIterator[Sequence[JobRow]]:
        """The next rows behind `after`, to be taken in."""
        async with self._collecting_news():
            async with self._db.read() as connection:
                rows = await jobs.read_window(connection, self.partition, after, PAGE_ROWS)
            yield rows

    @asynccontextmanager
    async def _collecting_news(self) -> AsyncIterator[None]:
        """What is put or taken out meanwhile is newer than what is read: it is done again after."""
        self._meanwhile = []
        try:
            yield
        finally:
            news, self._meanwhile = self._meanwhile, None
            for each in news:
                if isinstance(each, Entry):
                    self._put([each])
                else:
                    self.window.take_out(*each)

    async def resync(self, until: datetime) -> int:
        """What is due by then in the table waits here too, as it stands there; how much was news.

        It can come from an event that was handled by a process that does not own the partition, or
        from a reconciliation.
        """
        found = 0
        after = None
        seen: set[tuple[datetime, UUID]] = set()
        async with self._refilling:
            while True:
                async with self._page(after) as rows:
                    lacking = [row for row in rows if self._lacks(row)]
                    await self._replace(lacking)
                seen.update(row.key for row in rows)
                found += len(lacking)
                if len(rows) < PAGE_ROWS or rows[-1].run_at > until:
                    break
                after = rows[-1].key
            return found + await self._put_off(until, seen)

    def _lacks(self, row: JobRow) -> bool:
        if (row.reminder_id, row.version) in self._fired:
            return False
        if self.window.end is not None and row.key > self.window.end:
            return False
        waits = self.window.entry_of(row.reminder_id)
        if waits is not None and waits.version == row.version:
            return waits.run_at != row.run_at
        known = max(waits.version if waits else 0, self._in_flight.get(row.reminder_id, 0))
        return known < row.version

    async def _put_off(self, until: datetime, seen: Collection[tuple[datetime, UUID]]) -> int:
        """What is due by then here, but later by the table, waits for its time; how many.

        What has no row at all still fires: whether it makes sense is decided where it is sent.
        """
        early = [entry for entry in self.window.due_by(until) if entry.key not in seen]
        found = 0
        for start in range(0, len(early), PAGE_ROWS):
            ids = [entry.reminder_id for entry in early[start : start + PAGE_ROWS]]
            async with self._collecting_news(), self._db.read() as connection:
                rows = await jobs.read_jobs(connection, self.partition, ids)
                for row in rows:
                    waits = self.window.entry_of(row.reminder_id)
                    if waits and waits.version == row.version and waits.run_at < row.run_at:
                        await self._replace([row])
                        found += 1
        return found

    async def _replace(self, rows: Sequence[JobRow]) -> None:
        for row in rows:
            self.window.take_out(row.reminder_id, row.version)  # another time of the same version
        await self._take_in(rows)

    async def _take_in(self, rows: Sequence[JobRow]) -> None:
        unreadable: dict[UUID, str] = {}
        entries: list[Entry] = []
        for row in rows:
            try:
                entries.append(read_entry(row))
            except UnreadableRow as error:
                unreadable[row.reminder_id] = str(error)
        self._put(entries)
        if unreadable:
            async with self._db.statement() as connection:
                await jobs.park_jobs(connection, unreadable)
            self._metrics.count("scheduler_parked_total", len(unreadable))
            get_logger().error("jobs_parked", partition=self.partition, count=len(unreadable))

    def _has_fired(self, entry: Entry) -> bool:
        return (entry.reminder_id, entry.version) in self._fired

    def prepare(self, until: datetime, limit: int) -> int:
        """Records of the next entries are made, so that a burst costs nothing but its sending."""
        soon = self.window.pop_unprepared(until, limit)
        for entry in soon:
            entry.record = self._firing.record_of(entry)
        return len(soon)

    # --- firing ---

    def _fire(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._in_flight[entry.reminder_id] = entry.version
        self._settled.clear()
        self._firing.fire(self.partition, entries, self._on_result)

    def _on_result(self, entry: Entry, *, acknowledged: bool) -> None:
        self._in_flight.pop(entry.reminder_id, None)
        if acknowledged:
            self._fired[entry.reminder_id, entry.version] = None
        else:
            self.window.put(entry)
        if not self._in_flight:
            self._settled.set()

    def fired(self) -> list[FiredJob]:
        """Rows whose firing was acknowledged and that still stand in the table."""
        lease = lease_name(self.partition)
        return [FiredJob(*each, lease, self.epoch) for each in self._fired]

    def forget_fired(self, count: int) -> None:
        """The first `count` of the fired rows are gone from the table."""
        for each in list(islice(self._fired, count)):
            del self._fired[each]

    async def settle(self) -> None:
        """Everything in flight has its answer; gives up after some seconds."""
        try:
            async with asyncio.timeout(_SETTLE_SECONDS):
                await self._settled.wait()
        except TimeoutError:
            get_logger().warning("firing_unsettled", partition=self.partition)

    def next_run_at(self) -> datetime | None:
        """The instant of the next reminder here."""
        return self.window.head_at
