"""Dies between reading the outbox and publishing, or between publishing and deleting."""

import sys
import uuid
from dataclasses import replace

from tests.e2e.crashers.death import DyingProducer
from workers.relay.relay import Relay
from workers.relay.spec import SPEC
from workers.runtime.app import WorkerParts, WorkerPieces, run_worker
from workers.runtime.settings import WorkerSettings


def build(parts: WorkerParts[WorkerSettings]) -> WorkerPieces:
    """As the relay's own `build`, but for the producer."""
    producer = DyingProducer(parts.producer)
    relay = Relay(parts.database, producer, parts.clock, parts.metrics, uuid.uuid4().hex)
    return WorkerPieces(services=[relay])


if __name__ == "__main__":
    sys.exit(run_worker(replace(SPEC, build=build)))
