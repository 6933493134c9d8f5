"""Dies between a due time and the send of `reminder.due`, or between that and deleting the row."""

import sys
import uuid
from dataclasses import replace

from tests.e2e.crashers.death import DyingProducer
from workers.reminders.firing import Firing
from workers.reminders.handlers import RemindersHandler
from workers.reminders.owner import Scheduler
from workers.reminders.settings import RemindersSettings
from workers.reminders.spec import SPEC
from workers.runtime.app import WorkerParts, WorkerPieces, run_worker


def build(parts: WorkerParts[RemindersSettings]) -> WorkerPieces:
    """As the worker's own `build`, but for the producer of what fires."""
    firing = Firing(DyingProducer(parts.producer), parts.clock, parts.metrics)
    scheduler = Scheduler(parts.database, firing, parts.clock, parts.metrics, uuid.uuid4().hex)
    handler = RemindersHandler(parts.database, scheduler, parts.metrics)
    return WorkerPieces(handler, services=[scheduler])


if __name__ == "__main__":
    sys.exit(run_worker(replace(SPEC, build=build)))
