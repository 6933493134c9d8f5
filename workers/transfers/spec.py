"""The transfers worker as a kind of worker: no consumer, work taken from a table."""

from datetime import timedelta

from shared.db.repositories import transfers
from workers.runtime.app import WorkerParts, WorkerPieces, WorkerSpec
from workers.runtime.pruning import Pruner
from workers.transfers.runner import Runner
from workers.transfers.settings import TransfersSettings

_UPLOAD_IDLE = timedelta(hours=1)
"""An upload of which nothing came for so long has broken off."""


def _build(parts: WorkerParts[TransfersSettings]) -> WorkerPieces:
    keep = timedelta(days=parts.settings.transfer_days)
    pruners = [
        Pruner(parts.database, parts.clock, "transfers", transfers.prune, keep),
        Pruner(parts.database, parts.clock, "uploads", transfers.prune_uploads, _UPLOAD_IDLE),
    ]
    runner = Runner(parts.database, parts.metrics)
    return WorkerPieces(services=[runner], jobs=[each.job for each in pruners])


SPEC = WorkerSpec("transfers", 8009, TransfersSettings, _build, uses_kafka=False)
