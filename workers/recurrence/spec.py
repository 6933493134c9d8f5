"""The recurrence worker as a kind of worker: a consumer, and a look at what nobody did in time."""

import uuid

from workers.recurrence.handlers import RecurrenceHandler
from workers.recurrence.overdue import OverdueService
from workers.recurrence.settings import RecurrenceSettings
from workers.runtime.app import WorkerParts, WorkerPieces, WorkerSpec


def _build(parts: WorkerParts[RecurrenceSettings]) -> WorkerPieces:
    overdue = OverdueService(
        parts.database,
        parts.clock,
        parts.metrics,
        uuid.uuid4().hex,
        every_seconds=parts.settings.overdue_seconds,
        may_work=lambda: parts.pause.may_work,
    )
    handler = RecurrenceHandler(parts.database, parts.clock, parts.metrics)
    return WorkerPieces(handler, jobs=[overdue.job])


SPEC = WorkerSpec("recurrence", 8001, RecurrenceSettings, _build)
