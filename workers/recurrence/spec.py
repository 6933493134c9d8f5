"""The recurrence worker as a kind of worker."""

from workers.recurrence.handlers import RecurrenceHandler
from workers.runtime.app import WorkerParts, WorkerPieces, WorkerSpec
from workers.runtime.settings import WorkerSettings


def _build(parts: WorkerParts[WorkerSettings]) -> WorkerPieces:
    return WorkerPieces(RecurrenceHandler(parts.database, parts.clock, parts.metrics))


SPEC = WorkerSpec("recurrence", 8001, WorkerSettings, _build)
