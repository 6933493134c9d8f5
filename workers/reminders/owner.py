"""Keeps the partitions of this process leased, filled, swept and in step with the table."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from shared.core.clock import Clock
from shared.core.errors import Unavailable
from shared.db.repositories import jobs, leases
from shared.db.session import Database
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from workers.reminders.entries import Entry
from workers.reminders.firing import Firing
from workers.reminders.jobstore import add_executor
from workers.reminders.partition import (
    LEASE_SECONDS,
    LOW_WATER,
    SchedulerPartition,
    lease_name,
)
from workers.runtime.failures import is_passing
from workers.runtime.health import ComponentHealth

_TICK_SECONDS = 0.1
_RENEW_SECONDS = 1.0
_RESYNC_SECONDS = 10.0
_RESYNC_AHEAD = timedelta(seconds=30)
_PREPARE_AHEAD = timedelta(seconds=2)
_PREPARE_AT_ONCE = 50
LAST_VERSION = 2**31 - 1


class Scheduler:
    """The AsyncIOScheduler with one job store a partition that this process owns."""

    def __init__(
        self,
        db: Database,
        firing: Firing,
        clock: Clock,
        metrics: Metrics,
        owner: str,
        *,
        may_fire: Callable[[], bool] = lambda: True,
    ) -> None:
        """While `may_fire` says no, nothing fires, and every lease is kept."""
        self._db = db
        self._firing = firing
        self._clock = clock
        self._metrics = metrics
        metrics.count("lease_losses_total", 0, kind="scheduler")
        self._owner = owner
        self._may_fire = may_fire
        self._timer = AsyncIOScheduler(timezone="UTC")
        add_executor(self._timer)
        self._open: dict[int, SchedulerPartition] = {}
        self._detach: dict[int, Callable[[], None]] = {}
        self._upkeep: asyncio.Task[None] | None = None
        self._sweeping = asyncio.Lock()

    @property
    def partitions(self) -> dict[int, SchedulerPartition]:
        """The partitions whose reminders fire here."""
        return self._open

    async def run(self, stop: asyncio.Event) -> None:
        """Reminders fire until `stop`; an error in the upkeep ends it."""
        self.start()
        stopping = asyncio.create_task(stop.wait())
        try:
            waited = [stopping] if self._upkeep is None else [stopping, self._upkeep]
            done, _ = await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            stopping.cancel()
            await self.stop()

    def health(self) -> ComponentHealth:
        """Degraded while a partition that Kafka gave us is not held by lease."""
        unheld = sorted(p for p, each in self._open.items() if not each.is_held())
        details = {
            "partitions": sorted(self._open),
            "without_lease": unheld,
            "waiting": {str(p): len(self._open[p].window) for p in sorted(self._open)},
        }
        return ComponentHealth("degraded" if unheld else "ok", details)

    def start(self) -> None:
        """Timer and upkeep run."""
        self._timer.start()
        self._upkeep = asyncio.create_task(self._keep_up())

    async def stop(self) -> None:
        """Everything is settled and every lease is free; stopping again does nothing."""
        for partition in list(self._open):
            await self.close(partition)
        if self._upkeep is not None:
            self._upkeep.cancel()
            await asyncio.gather(self._upkeep, return_exceptions=True)
            self._upkeep = None
            self._timer.shutdown(wait=False)

    async def open(self, partition: int) -> None:
        """The partition is ours under a new epoch and its next reminders are in memory.

        Kafka has assigned it to us, so the lease is taken even from an owner that still holds it:
        the new epoch fences that owner off.
        """
        asked_at = self._clock.monotonic()
        name = lease_name(partition)
        async with self._db.statement() as connection:
            taken = await leases.acquire(connection, [name], self._owner, LEASE_SECONDS, force=True)
        opened = SchedulerPartition(
            partition,
            epoch=taken[name],
            lease_taken_at=asked_at,
            db=self._db,
            firing=self._firing,
            clock=self._clock,
            metrics=self._metrics,
        )
        await opened.fill()
        self._open[partition] = opened
        self._detach[partition] = opened.attach(self._timer, self._may_fire)
        self._show()
        get_logger().info(
            "scheduler_opened",
            partition=partition,
            epoch=opened.epoch,
            waiting=len(opened.window),
        )

    async def close(self, partition: int) -> None:
        """Nothing of the partition fires here any more; another owner may open it."""
        closed = self._open.pop(partition, None)
        if closed is None:
            return
        self._detach.pop(partition)()
        try:
            await closed.settle()
            await self._sweep([closed])
            async with self._db.statement() as connection:
                await leases.release(connection, {lease_name(partition): closed.epoch})
        except Unavailable:
            get_logger().warning("scheduler_closed_unsettled", partition=partition)
        self._show()

    def epochs(self, partitions: Iterable[int]) -> dict[str, int]:
        """Lease names and epochs of those partitions that are ours."""
        return {lease_name(p): self._open[p].epoch for p in partitions if p in self._open}

    def put(self, partition: int, entries: Sequence[Entry]) -> None:
        """Committed reminders wait in the partition if it is ours; the timer looks again."""
        owner = self._open.get(partition)
        if owner is None:
            return
        head = owner.next_run_at()
        owner.put(entries)
        if head is None or (owner.next_run_at() or head) < head:
            self._timer.wakeup()

    def take_out(self, partition: int, cancelled: Sequence[tuple[UUID, int]]) -> None:
        """Cancelled reminders do not wait any more."""
        owner = self._open.get(partition)
        if owner is not None:
            owner.take_out(cancelled)

    def mend(self, partition: int, remade: Sequence[Entry], removed: Sequence[UUID]) -> None:
        """Rows that were made anew or removed by a reconciliation stand in memory as in the table.

        Whatever was known of them, in whatever version and partition, is forgotten first.
        """
        known = [(each, LAST_VERSION) for each in (*removed, *(e.reminder_id for e in remade))]
        for other in self._open:
            self.take_out(other, known)
        self.put(partition, remade)

    async def resync(self, partition: int) -> None:
        """What is due in the partition waits in memory, as it stands in the table."""
        owner = self._open.get(partition)
        if owner is not None and await owner.resync(self._clock.now() + _RESYNC_AHEAD):
            self._timer.wakeup()

    async def _prepare(self) -> None:
        until = self._clock.now() + _PREPARE_AHEAD
        for owner in list(self._open.values()):
            made = _PREPARE_AT_ONCE
            while made == _PREPARE_AT_ONCE:
                made = owner.prepare(until, _PREPARE_AT_ONCE)
                await asyncio.sleep(0)  # what is due now goes first

    async def _keep_up(self) -> None:
        next_renewal = next_resync = self._clock.monotonic()
        while True:
            now = self._clock.monotonic()
            try:
                await self._prepare()
                await self._sweep_and_fill()
                if now >= next_renewal:
                    next_renewal = now + _RENEW_SECONDS
                    await self._renew()
                    self._timer.wakeup()  # sees a step of the wall clock, leases regained, a resume
                if now >= next_resync:
                    next_resync = now + _RESYNC_SECONDS
                    await self._resync()
            except Exception as error:
                if not is_passing(error):
                    raise
                get_logger().warning("scheduler_waits", error=type(error).__name__)
                self._show()
                await asyncio.sleep(1)
            await asyncio.sleep(_TICK_SECONDS)

    async def _sweep(self, owners: Sequence[SchedulerPartition]) -> None:
        """Rows whose firing was acknowledged are gone from the table: one statement for all."""
        async with self._sweeping:
            fired = [(owner, owner.fired()) for owner in owners]
            rows = [job for _, each in fired for job in each]
            if not rows:
                return
            async with self._db.statement() as connection:
                await jobs.delete_fired(connection, rows)
            for owner, each in fired:
                owner.forget_fired(len(each))

    async def _sweep_and_fill(self) -> None:
        await self._sweep(list(self._open.values()))
        for owner in list(self._open.values()):
            if owner.window.end is not None and len(owner.window) < LOW_WATER:
                await owner.fill()
            await owner.trim()
        self._show()

    async def _renew(self) -> None:
        held = [each for each in self._open.values() if not each.is_lost]
        if not held:
            return
        asked_at = self._clock.monotonic()
        epochs = {lease_name(each.partition): each.epoch for each in held}
        async with self._db.statement() as connection:
            kept = await leases.renew(connection, epochs, LEASE_SECONDS)
        for owner in held:
            if self._open.get(owner.partition) is not owner:
                continue  # closed meanwhile, and perhaps opened again under a lease of its own
            if lease_name(owner.partition) in kept:
                owner.extend(asked_at)
            else:
                owner.lose()

    async def _resync(self) -> None:
        until = self._clock.now() + _RESYNC_AHEAD
        for owner in list(self._open.values()):
            if found := await owner.resync(until):
                get_logger().info("jobs_found", partition=owner.partition, count=found)
                self._timer.wakeup()

    def _show(self) -> None:
        held = sum(owner.is_held() for owner in self._open.values())
        self._metrics.set("scheduler_partitions_owned", held)
        waiting = sum(len(owner.window) for owner in self._open.values())
        self._metrics.set("scheduler_jobs_waiting", waiting)
