"""The dead-letters worker as a kind of worker: mirrors them, and executes redrives."""

import uuid
from datetime import timedelta

from workers.deadletters.mirror import Mirror
from workers.deadletters.redriver import Redriver
from workers.deadletters.settings import DeadLettersSettings
from workers.deadletters.upkeep import Upkeep, pruners
from workers.runtime.app import WorkerParts, WorkerPieces, WorkerSpec


def _build(parts: WorkerParts[DeadLettersSettings]) -> WorkerPieces:
    redriver = Redriver(
        parts.database,
        parts.producer,
        parts.clock,
        parts.metrics,
        uuid.uuid4().hex,
        may_work=lambda: parts.pause.may_work,
    )
    keep = timedelta(days=parts.settings.dead_letter_keep_days)
    return WorkerPieces(
        Mirror(parts.database, parts.metrics),
        services=[redriver, Upkeep(parts.database, parts.metrics)],
        jobs=[each.job for each in pruners(parts.database, parts.clock, keep)],
        checks={"redriver": redriver.health},
    )


SPEC = WorkerSpec("deadletters", 8007, DeadLettersSettings, _build)
