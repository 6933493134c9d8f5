"""An APScheduler job store over the rows of one partition (ADR 0004).

The scheduler asks it from its event loop, so nothing here does I/O: it answers from a window of
the next rows, which `partition.py` keeps filled. What is due at one moment comes out as one job
that fires all of it, because APScheduler's work for a job (30 µs) would otherwise be the limit.
A store that raises stops an AsyncIOScheduler for good, silently, so nothing here may raise.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from apscheduler.executors.base import BaseExecutor
from apscheduler.job import Job
from apscheduler.jobstores.base import BaseJobStore
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.date import DateTrigger
from typing_extensions import override

from shared.core.clock import Clock
from workers.reminders.entries import Entry, Window

BATCH = 1000
EXECUTOR = "firing"
_LONGEST_WAIT = timedelta(seconds=1)

Fire = Callable[[Sequence[Entry]], None]
"""Hands entries to Kafka without waiting; must not raise."""


class PartitionJobStore(BaseJobStore):  # type: ignore[misc]  # APScheduler 3 has no types
    """What waits in one partition; fires only while `is_held()` says that it is ours."""

    def __init__(
        self, partition: int, window: Window, fire: Fire, is_held: Callable[[], bool], clock: Clock
    ) -> None:
        super().__init__()
        self._partition = partition
        self._window = window
        self._fire = fire
        self._is_held = is_held
        self._clock = clock

    @override
    def get_due_jobs(self, now: datetime) -> list[Job]:
        """One job that fires what is due, or none."""
        head = self._window.head()
        if head is None or head > now or not self._is_held():
            return []
        return [self._job(head, self._window.pop_due(now, BATCH))]

    @override
    def get_next_run_time(self) -> datetime | None:
        """The next instant, but never far off, so that a step of the wall clock is soon seen."""
        latest = self._clock.now() + _LONGEST_WAIT
        head = self._window.head()
        if head is None or head > latest or not self._is_held():
            return latest
        return head

    def _job(self, run_at: datetime, entries: Sequence[Entry]) -> Job:
        return Job(
            self._scheduler,
            id=f"due-{self._partition}",
            name="due",
            func=self._fire,
            args=(entries,),
            kwargs={},
            trigger=DateTrigger(run_at),
            executor=EXECUTOR,
            misfire_grace_time=None,
            coalesce=False,
            max_instances=1,
            next_run_time=run_at,
        )

    @override
    def lookup_job(self, job_id: str) -> Job | None:
        """The waiting reminder of this id as a job."""
        return next((job for job in self.get_all_jobs() if job.id == job_id), None)

    @override
    def get_all_jobs(self) -> list[Job]:
        """Every reminder of the window as a job of its own, in order."""
        return [self._job(entry.run_at, [entry]) for entry in self._window.entries()]

    @override
    def remove_job(self, job_id: str) -> None:
        """Nothing: a due job left the window when it was handed out, its rows after the ack."""

    @override
    def add_job(self, job: Job) -> None:
        """Refused: reminders come from `reminder.scheduled` events alone."""
        raise TypeError("reminders are scheduled through shared.commands, not through APScheduler")

    @override
    def update_job(self, job: Job) -> None:
        """Refused, like `add_job`."""
        self.add_job(job)

    @override
    def remove_all_jobs(self) -> None:
        """Refused, like `add_job`."""
        raise TypeError("reminders are cancelled through shared.commands, not through APScheduler")


class FiringExecutor(BaseExecutor):  # type: ignore[misc]  # APScheduler 3 has no types
    """Calls the job at once in the event loop: a task a job would only add delay."""

    @override
    def _do_submit_job(self, job: Job, run_times: list[datetime]) -> None:
        job.func(*job.args)

    @override
    def submit_job(self, job: Job, run_times: list[datetime]) -> None:
        """The job has run. Instances are not counted: it has ended when this returns."""
        self._do_submit_job(job, run_times)


def add_executor(scheduler: BaseScheduler) -> None:
    """The scheduler runs the jobs of these stores."""
    scheduler.add_executor(FiringExecutor(), EXECUTOR)
