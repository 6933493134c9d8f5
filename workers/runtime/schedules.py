"""What a worker does from time to time: on record, and at once when an operator asks for it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.core.clock import Clock
from shared.core.errors import Unavailable
from shared.db.repositories import schedules
from shared.db.repositories.schedules import Outcome, Run
from shared.db.session import Database
from shared.observability.logging import get_logger
from workers.runtime.failures import is_passing


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is done every `every_seconds`, by each process of its worker for itself."""

    name: str
    every_seconds: float
    run: Callable[[asyncio.Event], Awaitable[object]]
    """Does it once, and breaks off at the event."""
    may_fail: bool = False
    """An error is logged, and the next run comes all the same; else it ends the process."""


class Asked:
    """Wakes the jobs that an operator wants at once; told by who looks up orders anyway."""

    def __init__(self) -> None:
        self._events: dict[str, asyncio.Event] = {}

    def event_of(self, name: str) -> asyncio.Event:
        """Set when somebody asks for this job."""
        return self._events.setdefault(name, asyncio.Event())

    def tell(self, names: list[str]) -> None:
        """These jobs are asked for now."""
        for name in names:
            self.event_of(name).set()


class Periodic:
    """Does a job every now and then until the end, and writes down how each run ended."""

    def __init__(self, db: Database, clock: Clock, worker: str, job: Job, asked: Asked) -> None:
        self._db = db
        self._clock = clock
        self._worker = worker
        self._job = job
        self._name = f"{worker}.{job.name}"
        self._asked = asked.event_of(self._name)
        self._log = get_logger().bind(schedule=self._name)

    async def run(self, stop: asyncio.Event) -> None:
        """The job runs every now and then until `stop`; an outage only puts a run off."""
        with suppress(Unavailable):  # then it is known from its first run on
            await self._register()
        due = self._clock.monotonic() + self._job.every_seconds
        while not await self._comes(stop, due):
            await self._run_once(stop)
            due = self._clock.monotonic() + self._job.every_seconds

    async def _comes(self, stop: asyncio.Event, due: float) -> bool:
        """Whether `stop` came; else the job is to run, for its time or because somebody asks."""
        while (seconds := due - self._clock.monotonic()) > 0:
            waiting = [asyncio.create_task(each.wait()) for each in (stop, self._asked)]
            await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            for each in waiting:
                each.cancel()
            if stop.is_set():
                return True
            if self._asked.is_set():
                self._asked.clear()
                if await self._is_mine():
                    return False
        return stop.is_set()

    async def _is_mine(self) -> bool:
        with suppress(Unavailable):
            async with self._db.unit_of_work() as uow:
                return await schedules.take_asked(uow.connection, self._name)
        return False

    async def _run_once(self, stop: asyncio.Event) -> None:
        started = self._clock.now()
        try:
            result = await self._job.run(stop)
        except Exception as error:
            if is_passing(error):
                self._log.info("schedule_put_off", error=type(error).__name__)
                await self._note(started, "put_off", error)
                return
            await self._note(started, "failed", error)
            if not self._job.may_fail:
                raise
            self._log.exception("schedule_failed")
        else:
            self._log.debug("schedule_done", result=str(result))
            await self._note(started, "done", None)

    async def _note(self, started: datetime, outcome: Outcome, error: Exception | None) -> None:
        now = self._clock.now()
        run = Run(started, now, outcome, type(error).__name__ if error else None)
        with suppress(Unavailable):  # the next run is noted again
            await self._register()
            async with self._db.unit_of_work() as uow:
                await schedules.note_run(uow.connection, self._name, run, self._next(now))

    async def _register(self) -> None:
        every = self._job.every_seconds
        next_at = self._next(self._clock.now())
        async with self._db.unit_of_work() as uow:
            await schedules.register(uow.connection, self._name, self._worker, every, next_at)

    def _next(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self._job.every_seconds)
