"""Gives records to a handler as they are, and waits for whatever keeps it from taking them."""

import random
from collections.abc import Sequence

from shared.core.clock import Clock
from shared.kafka.records import Record
from shared.observability.metrics import Metrics
from workers.runtime.dispatch import Lane
from workers.runtime.failures import FailureKind, judge
from workers.runtime.handler import RecordHandler
from workers.runtime.outages import Outages
from workers.runtime.pausing import PauseSwitch
from workers.runtime.testing import RuntimeSignals

_FIRST_WAIT_SECONDS = 0.1
_LONGEST_WAIT_SECONDS = 5.0


class RecordDispatcher:
    """The way of every record: handled, however long that takes."""

    def __init__(
        self,
        handler: RecordHandler,
        *,
        clock: Clock,
        metrics: Metrics,
        pause: PauseSwitch | None,
        outages: Outages,
        signals: RuntimeSignals,
    ) -> None:
        self._handler = handler
        self._clock = clock
        self._metrics = metrics
        self._pause = pause
        self._outages = outages
        self._signals = signals

    async def dispatch(self, lane: Lane, records: Sequence[Record]) -> None:
        """The records are handled, and their offsets may be committed.

        Raises:
            Exception: a bug; none of the records counts as handled.
        """
        started = self._clock.monotonic()
        if self._pause is not None:
            await self._pause.passed(lane.wait)
        wait = _FIRST_WAIT_SECONDS
        waited_for = {"PostgreSQL"}  # also where another partition met it, and was given up
        while (missing := await self._attempt(lane, records)) is not None:
            waited_for.add(missing)
            await lane.wait(wait * random.uniform(0.5, 1.0))  # noqa: S311 - spreads load
            wait = min(wait * 2, _LONGEST_WAIT_SECONDS)
        self._outages.ended(*waited_for)
        lane.mark_done(records[-1].offset + 1)
        group, count = self._handler.group, len(records)
        self._signals.handled.fire(count)
        self._metrics.count("consumer_events_total", count, group=group, outcome="handled")
        self._metrics.observe("consumer_batch_events", count, group=group)
        seconds = self._clock.monotonic() - started
        self._metrics.observe("consumer_batch_seconds", seconds, group=group)

    async def _attempt(self, lane: Lane, records: Sequence[Record]) -> str | None:
        """What is worth waiting for; None once the records were handled."""
        try:
            await self._handler.process(lane.at, records)
        except Exception as error:
            failure = judge(error)
            if failure.kind not in {FailureKind.AWAY, FailureKind.TRANSIENT}:
                raise
            self._outages.began(failure.waits_for, error)
            return failure.waits_for
        return None
