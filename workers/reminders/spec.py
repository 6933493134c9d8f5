"""The reminders worker as a kind of worker: a consumer, and the scheduler beside it."""

import uuid

from workers.reminders.firing import Firing
from workers.reminders.handlers import RemindersHandler
from workers.reminders.owner import Scheduler
from workers.runtime.app import WorkerParts, WorkerPieces, WorkerSpec
from workers.runtime.settings import WorkerSettings


def _build(parts: WorkerParts[WorkerSettings]) -> WorkerPieces:
    firing = Firing(parts.producer, parts.clock, parts.metrics)
    scheduler = Scheduler(
        parts.database,
        firing,
        parts.clock,
        parts.metrics,
        uuid.uuid4().hex,
        may_fire=lambda: parts.pause.may_work,
    )
    handler = RemindersHandler(parts.database, scheduler, parts.metrics)
    return WorkerPieces(handler, services=[scheduler], checks={"scheduler": scheduler.health})


SPEC = WorkerSpec("reminders", 8003, WorkerSettings, _build)
