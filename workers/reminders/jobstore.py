"""An APScheduler job store over the rows of one partition (ADR 0004).

The scheduler asks it from its event loop, so nothing here does I/O: it answers from a window of
the next rows, which `partition.py` keeps filled. What is due at one moment comes out as one job
that fires all of it, because APScheduler's work for a job (30 µs) would otherwise be the limit.
A store that raises stops an AsyncIOScheduler for good, silently, so nothing here may raise.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from apscheduler.executors.base import BaseExecutor
from apscheduler.job import Job
from apscheduler.jobstores.base import BaseJobStore
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.date import DateTrigger
from typing_extensions import override

from workers.reminders.entries import Entry, Window

BATCH = 1000
EXECUTOR = "firing"

Fire = Callable[[Sequence[Entry]], None]
"""Hands entries to Kafka without waiting; must not raise."""


class PartitionJobStore(BaseJobStore):  # type: ignore[misc]  # APScheduler 3 has no types
    """What waits in one partition; fires only while `may_fire()`: it is ours, and not paused."""

    def __init__(
        self, partition: int, window: Window, fire: Fire, may_fire: Callable[[], bool]
    ) -> None:
        super().__init__()
        self._partition = partition
        self._window = window
        self._fire = fire
        self._may_fire = may_fire
        self._job: Job | None = None
        self._waits = False

    @override
    def get_due_jobs(self, now: datetime) -> list[Job]:
        """One job that fires what is due, or none."""
        head = self._window.head_at
        self._waits = False
        if head is None or head > now:
            return []
        if not self._may_fire():
            self._waits = True
            return []
        return [self._due_job(head, self._window.pop_due(now, BATCH))]

    @override
    def get_next_run_time(self) -> datetime | None:
        """The next instant; none while what is due has to wait for the lease, or for people."""
        return None if self._waits else self._window.head_at

    def _due_job(self, run_at: datetime, entries: Sequence[Entry]) -> Job:
        # The same object each time: making a Job inspects the signature of its function (100 µs).
        if self._job is None:
            self._job = self._new_job(f"due-{self._partition}", run_at, entries)
        self._job.trigger.run_date = self._job.next_run_time = run_at
        self._job.args = (entries,)
        return self._job

    def _new_job(self, job_id: str, run_at: datetime, entries: Sequence[Entry]) -> Job:
        return Job(
            self._scheduler,
            id=job_id,
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
        return [
            self._new_job(str(entry.reminder_id), entry.run_at, [entry])
            for entry in self._window.entries()
        ]

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
