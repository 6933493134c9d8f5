"""Dies between writing the next occurrences and the commit, or between it and the offset's."""

import sys
from collections.abc import Sequence
from dataclasses import replace

from typing_extensions import override

from shared.db.session import UnitOfWork
from shared.events.envelope import Event
from tests.e2e.crashers.death import Death
from workers.recurrence.handlers import RecurrenceHandler
from workers.recurrence.spec import SPEC
from workers.runtime.app import WorkerParts, WorkerPieces, run_worker
from workers.runtime.handler import AfterCommit
from workers.runtime.settings import WorkerSettings

DEATH = Death()


class DyingHandler(RecurrenceHandler):
    """The step is the commit."""

    @override
    async def handle(self, events: Sequence[Event], uow: UnitOfWork) -> AfterCommit | None:
        after = await super().handle(events, uow)
        await uow.flush()
        DEATH.comes("before")
        return after

    @override
    async def process(self, batch: Sequence[Event]) -> None:
        await super().process(batch)
        DEATH.comes("after")


def build(parts: WorkerParts[WorkerSettings]) -> WorkerPieces:
    """As the worker's own `build`, but for the handler."""
    return WorkerPieces(DyingHandler(parts.database, parts.clock, parts.metrics))


if __name__ == "__main__":
    sys.exit(run_worker(replace(SPEC, build=build)))
