"""Dies between taking a dead letter and Kafka's yes, or between that and recording it."""

import sys
import uuid
from dataclasses import replace
from typing import Any

from typing_extensions import override

from shared.kafka.producer import Ack, EventProducer
from tests.e2e.crashers.death import Death
from workers.deadletters.mirror import Mirror
from workers.deadletters.redriver import Redriver
from workers.deadletters.settings import DeadLettersSettings
from workers.deadletters.spec import SPEC
from workers.runtime.app import WorkerParts, WorkerPieces, run_worker


class DyingProducer(EventProducer):
    """The step is one record: about to be sent, or acknowledged."""

    def __init__(self, real: EventProducer) -> None:
        self._real = real
        self._death = Death()

    @override
    async def send(self, *place: Any, **record: Any) -> Ack:
        self._death.comes("before")
        ack = await self._real.send(*place, **record)
        await ack
        self._death.comes("after")
        return ack


def build(parts: WorkerParts[DeadLettersSettings]) -> WorkerPieces:
    """As the worker's own `build`, but for the producer of redrives."""
    producer = DyingProducer(parts.producer)
    redriver = Redriver(parts.database, producer, parts.clock, parts.metrics, uuid.uuid4().hex)
    return WorkerPieces(Mirror(parts.database, parts.metrics), services=[redriver])


if __name__ == "__main__":
    sys.exit(run_worker(replace(SPEC, build=build)))
