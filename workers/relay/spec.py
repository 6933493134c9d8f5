"""The relay as a kind of worker: no consumer, one service."""

import uuid

from workers.relay.relay import Relay
from workers.runtime.app import WorkerParts, WorkerPieces, WorkerSpec
from workers.runtime.settings import WorkerSettings


def _build(parts: WorkerParts[WorkerSettings]) -> WorkerPieces:
    relay = Relay(
        parts.database,
        parts.producer,
        parts.clock,
        parts.metrics,
        uuid.uuid4().hex,
        tracer=parts.tracer,
        may_work=lambda: parts.pause.may_work,
    )
    return WorkerPieces(services=[relay], checks={"relay": relay.health})


SPEC = WorkerSpec("relay", 8004, WorkerSettings, _build)
