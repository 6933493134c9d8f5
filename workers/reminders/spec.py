"""The reminders worker as a kind of worker: a consumer, and the scheduler beside it."""

import uuid

from workers.reminders.firing import Firing
from workers.reminders.handlers import RemindersHandler
from workers.reminders.owner import Scheduler
from workers.reminders.reconciler import Reconciler
from workers.reminders.settings import RemindersSettings
from workers.runtime.app import WorkerParts, WorkerPieces, WorkerSpec


def _build(parts: WorkerParts[RemindersSettings]) -> WorkerPieces:
    settings = parts.settings
    firing = Firing(parts.producer, parts.clock, parts.metrics, parts.tracer)
    scheduler = Scheduler(
        parts.database,
        firing,
        parts.clock,
        parts.metrics,
        uuid.uuid4().hex,
        may_fire=lambda: parts.pause.may_work,
    )
    handler = RemindersHandler(parts.database, scheduler, parts.metrics, parts.tracer)
    reconciler = Reconciler(
        parts.database,
        scheduler,
        handler.progress,
        parts.metrics,
        every_seconds=settings.reconcile_seconds,
        grace_seconds=settings.reconcile_grace_seconds,
    )
    return WorkerPieces(
        handler,
        services=[scheduler],
        jobs=[reconciler.job],
        checks={"scheduler": scheduler.health},
    )


SPEC = WorkerSpec("reminders", 8003, RemindersSettings, _build)
