"""The activity worker as a kind of worker: a consumer, and what forgets old rows."""

from datetime import timedelta

from shared.db.repositories import activity, trash, undo
from workers.activity.handler import ActivityHandler
from workers.activity.settings import ActivitySettings
from workers.runtime.app import WorkerParts, WorkerPieces, WorkerSpec
from workers.runtime.pruning import Pruner


def _build(parts: WorkerParts[ActivitySettings]) -> WorkerPieces:
    keep = timedelta(days=parts.settings.activity_days)
    pruner = Pruner(parts.database, parts.clock, "activity", activity.prune, keep)
    undone = Pruner(parts.database, parts.clock, "undo_log", undo.prune, undo.KEEP)
    deleted = Pruner(parts.database, parts.clock, "trash", trash.prune, trash.KEEP)
    return WorkerPieces(ActivityHandler(parts.database), services=[pruner, undone, deleted])


SPEC = WorkerSpec("activity", 8005, ActivitySettings, _build)
