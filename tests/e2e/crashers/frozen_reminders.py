"""Freezes as soon as the rows of its first events are written and not committed yet."""

import os
import signal
import sys
import uuid
from collections.abc import Sequence
from dataclasses import replace

from typing_extensions import override

from shared.db.session import UnitOfWork
from shared.events.envelope import Event
from workers.reminders.firing import Firing
from workers.reminders.handlers import RemindersHandler
from workers.reminders.owner import Scheduler
from workers.reminders.settings import RemindersSettings
from workers.reminders.spec import SPEC
from workers.runtime.app import WorkerParts, WorkerPieces, run_worker
from workers.runtime.handler import AfterCommit


class FreezingHandler(RemindersHandler):
    """Stops the process while its transaction holds inbox rows, job rows and leases."""

    @override
    async def handle(self, events: Sequence[Event], uow: UnitOfWork) -> AfterCommit | None:
        after = await super().handle(events, uow)
        os.kill(os.getpid(), signal.SIGSTOP)
        return after


def build(parts: WorkerParts[RemindersSettings]) -> WorkerPieces:
    """As the worker's own `build`, but for the handler."""
    firing = Firing(parts.producer, parts.clock, parts.metrics)
    scheduler = Scheduler(parts.database, firing, parts.clock, parts.metrics, uuid.uuid4().hex)
    handler = FreezingHandler(parts.database, scheduler, parts.metrics)
    return WorkerPieces(handler, services=[scheduler])


if __name__ == "__main__":
    sys.exit(run_worker(replace(SPEC, build=build)))
