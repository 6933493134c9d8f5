"""The baseline of a burst: APScheduler's own SQLAlchemyJobStore, all jobs due at one instant."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from apscheduler.jobstores.sqlalchemy import (  # house: allow owned-import -- the baseline itself
    SQLAlchemyJobStore,
)
from apscheduler.schedulers.asyncio import (  # house: allow owned-import -- the baseline itself
    AsyncIOScheduler,
)

from cli.bench.agents.control import Control, Job
from shared.core.clock import SystemClock

_SAMPLES = 50
_ROOM = 1.5
_LEAD_SECONDS = 2.0
_QUIET_LOOKS = 40
_LOOK_SECONDS = 0.1

# The stock store pickles jobs, so what they call must be found by name: a list of the module.
_ran_at: list[float] = []


async def note_run() -> None:
    """The job has run."""
    _ran_at.append(SystemClock().now().timestamp())


async def play(job: Job, control: Control) -> dict[str, Any]:
    """How late each job ran that did, in s and in order, of `count`; and how long adding took.

    With `patient`, a job runs however late it is; else APScheduler's own default holds.
    """
    clock = SystemClock()
    scheduler = AsyncIOScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=job["sync_url"])},
        job_defaults={"misfire_grace_time": None} if job["patient"] else {},
        timezone="UTC",
    )
    scheduler.start(paused=True)
    _add(scheduler, _SAMPLES, clock.now() + timedelta(days=1))
    started = clock.monotonic()
    _add(scheduler, _SAMPLES, clock.now() + timedelta(days=1))
    each = (clock.monotonic() - started) / _SAMPLES
    scheduler.remove_all_jobs()
    await control.await_start()
    due = clock.now() + timedelta(seconds=_LEAD_SECONDS + _ROOM * each * job["count"])
    started = clock.monotonic()
    _add(scheduler, job["count"], due)
    adding = clock.monotonic() - started
    scheduler.resume()
    await control.sleep_until(due.timestamp())
    await _await_quiet(job["count"])
    scheduler.shutdown(wait=False)
    return {"late": [at - due.timestamp() for at in _ran_at], "adding_seconds": adding}


def _add(scheduler: Any, count: int, due: datetime) -> None:
    for _ in range(count):
        scheduler.add_job(note_run, "date", run_date=due)


async def _await_quiet(count: int) -> None:
    """All have run, or nothing has for some seconds in which this loop was not frozen."""
    known, quiet = 0, 0
    while len(_ran_at) < count and quiet < _QUIET_LOOKS:
        await asyncio.sleep(_LOOK_SECONDS)
        quiet = quiet + 1 if len(_ran_at) == known else 0
        known = len(_ran_at)
