"""Workers that kill themselves between two steps: `python -m tests.e2e.crashers.NAME MOMENT`.

They are the real components; only the step around which they die is wrapped. MOMENT is `before` or
`after` that step.
"""

import os
import signal
import sys
from collections.abc import Sequence

from typing_extensions import override

from shared.kafka.producer import EventProducer, Outgoing


class Death:
    """Comes at one moment of the step, as SIGKILL: nothing is tidied up."""

    def __init__(self) -> None:
        (self._moment,) = sys.argv[1:]
        assert self._moment in {"before", "after"}

    def comes(self, moment: str) -> None:
        """The process is gone if this is its moment."""
        if moment == self._moment:
            os.kill(os.getpid(), signal.SIGKILL)


class DyingProducer(EventProducer):
    """Dies when records are about to be sent, or when the broker has acknowledged them."""

    def __init__(self, real: EventProducer) -> None:
        self._real = real
        self._death = Death()

    @override
    async def send_many(self, topic: str, partition: int, records: Sequence[Outgoing]) -> int:
        self._death.comes("before")
        count = await self._real.send_many(topic, partition, records)
        self._death.comes("after")
        return count
