"""The transfers worker as a kind of worker: no consumer, work taken from a table."""

from datetime import timedelta

from shared.db.repositories import transfers
from workers.runtime.app import WorkerParts, WorkerPieces, WorkerSpec
from workers.runtime.pruning import Pruner
from workers.transfers.runner import Runner
from workers.transfers.settings import TransfersSettings


def _build(parts: WorkerParts[TransfersSettings]) -> WorkerPieces:
    pruner = Pruner(
        parts.database,
        parts.clock,
        "transfers",
        transfers.prune,
        timedelta(days=parts.settings.transfer_days),
    )
    return WorkerPieces(services=[Runner(parts.database, parts.metrics)], jobs=[pruner.job])


SPEC = WorkerSpec("transfers", 8009, TransfersSettings, _build, uses_kafka=False)
