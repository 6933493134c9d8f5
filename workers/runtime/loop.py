"""Poll, hand over, commit: the life of one member of a consumer group."""

import asyncio
from typing import Any

from shared.core.clock import Clock
from shared.core.errors import Unavailable
from shared.core.settings import KafkaSettings
from shared.events.catalog import CATALOG
from shared.events.retries import RetryPolicy, union_of
from shared.events.topics import retry_topic
from shared.kafka.consumer import EventConsumer
from shared.kafka.errors import KafkaFailure
from shared.kafka.producer import EventProducer
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from shared.observability.tracer import Tracer
from workers.runtime.breaker import Breaker, BreakerLimits
from workers.runtime.dispatch import Dispatcher
from workers.runtime.handler import Handler, RecordHandler
from workers.runtime.health import ComponentHealth
from workers.runtime.lag import Lag
from workers.runtime.lane import LaneTools, RecordSink
from workers.runtime.offsets import Offsets
from workers.runtime.outages import Outages
from workers.runtime.partitions import Partitions
from workers.runtime.pausing import PauseSwitch
from workers.runtime.raw import RecordDispatcher
from workers.runtime.stopping import stops_within
from workers.runtime.testing import RuntimeSignals

_POLL_MS = 200
_JOIN_WAIT_SECONDS = 1.0
_POLL_END_SECONDS = 1.0
_LEAVE_SECONDS = 10.0
_REFUSALS = 30
_REFUSED_WAIT_SECONDS = 1.0


class ConsumerLoop:
    """Joins the group of a handler, works until told to stop, and leaves in good order."""

    def __init__(
        self,
        handler: Handler | RecordHandler,
        kafka: KafkaSettings,
        producer: EventProducer,
        clock: Clock,
        metrics: Metrics,
        *,
        drain_seconds: float = 20,
        policy: RetryPolicy | None = None,
        pause: PauseSwitch | None = None,
        limits: BreakerLimits | None = None,
        signals: RuntimeSignals | None = None,
        tracer: Tracer | None = None,
    ) -> None:
        """`policy` takes the place of those in the catalogue; without `pause` nobody can pause."""
        self._tracer = tracer or Tracer()
        self._handler = handler
        self._signals = signals or RuntimeSignals()
        self._failed: asyncio.Future[None] | None = None
        self._outages = Outages(clock, self._signals)
        self._partitions = Partitions(metrics, drain_seconds, self._fail)
        self._consumer = EventConsumer(
            kafka,
            handler.group,
            [*handler.topics, *_retry_topics(handler, policy)],
            self._partitions,
            on_listener_error=self._listener_failed,
        )
        self._offsets = Offsets(self._consumer, self._signals)
        self._breaker = Breaker(handler.group, clock, metrics, self._signals, limits)
        sink = self._sink_for(handler, producer, clock, metrics, policy=policy, pause=pause)
        self._partitions.equip(
            LaneTools(
                handler,
                self._consumer,
                sink,
                self._offsets,
                self._outages,
                clock,
                self._signals,
            )
        )
        self._lag = Lag(handler.group, self._partitions, self._consumer, clock, metrics)
        self._polls = True
        self._log = get_logger().bind(group=handler.group)

    def _sink_for(
        self,
        handler: Handler | RecordHandler,
        producer: EventProducer,
        clock: Clock,
        metrics: Metrics,
        *,
        policy: RetryPolicy | None,
        pause: PauseSwitch | None,
    ) -> RecordSink:
        """What gives the records of every partition to the handler."""
        if isinstance(handler, RecordHandler):
            return RecordDispatcher(
                handler,
                clock=clock,
                metrics=metrics,
                pause=pause,
                outages=self._outages,
                signals=self._signals,
            )
        return Dispatcher(
            handler,
            producer,
            clock=clock,
            metrics=metrics,
            tracer=self._tracer,
            policy=policy,
            pause=pause,
            breaker=self._breaker,
            outages=self._outages,
            signals=self._signals,
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Events are handled until `stop`; then what was begun is finished and committed.

        Raises:
            AfterCommitFailed: memory no longer agrees with the database.
            Exception: a bug of the runtime or of a partition hook; nothing of it was committed.
        """
        self._failed = asyncio.get_running_loop().create_future()
        stopping = asyncio.create_task(stop.wait())
        try:
            if await self._join(stop):
                await self._work(stopping)
        finally:
            stopping.cancel()
        if self._failed.done():
            self._failed.result()

    def health(self) -> ComponentHealth:
        """Ready when the group has given this member its share; lag and breaker are beside it."""
        details = {
            "group": self._handler.group,
            **self._lag.measure(),
            **self._breaker.describe(),
        }
        if refusal := self._outages.refusal("Kafka"):
            return ComponentHealth("down", {**details, "reason": refusal})
        if not self._partitions.has_joined:
            return ComponentHealth("down", details)
        return ComponentHealth("degraded" if self._breaker.is_open else "ok", details)

    async def _join(self, stop: asyncio.Event) -> bool:
        """Whether the group was joined before `stop`."""
        while not stop.is_set():
            try:
                await self._consumer.start()
            except Unavailable as error:
                self._outages.began("Kafka", error)
                await stops_within(stop, _JOIN_WAIT_SECONDS)
            else:
                self._outages.ended("Kafka")
                self._log.info("group_joined")
                return True
        return False

    async def _work(self, stopping: "asyncio.Task[bool]") -> None:
        assert self._failed is not None
        poller = asyncio.create_task(self._poll())
        committer = asyncio.create_task(self._offsets.run())
        background = {poller, committer}
        try:
            ends: list[asyncio.Future[Any]] = [stopping, self._failed, *background]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._leave(poller, committer)
        for task in background:
            if not task.cancelled() and (error := task.exception()) is not None:
                self._fail(error)

    async def _poll(self) -> None:
        refusals = 0
        while self._polls:
            try:
                polled = await self._consumer.poll(_POLL_MS)
            except KafkaFailure as error:
                refusals += 1
                self._outages.began("Kafka", error)
                if refusals > _REFUSALS and self._outages.refusal("Kafka") is None:
                    raise
                await asyncio.sleep(_REFUSED_WAIT_SECONDS)
                continue
            if refusals:
                refusals = 0
                self._outages.ended("Kafka")
            self._partitions.put(polled)
            # Poll does not suspend while it has records left. The next fetch is not sent before
            # it: so at most so many fetches a second, each with what has gathered.
            await asyncio.sleep(self._handler.gather_seconds if polled else 0)

    async def _leave(self, poller: "asyncio.Task[None]", committer: "asyncio.Task[None]") -> None:
        """Drained, committed, out of the group."""
        self._polls = False
        await self._partitions.shut()
        committer.cancel()
        # In a rebalance a poll lasts as long as that; cancelling it is harmless by now.
        await asyncio.wait([poller, committer], timeout=_POLL_END_SECONDS)
        poller.cancel()
        await asyncio.wait([poller, committer])
        try:
            async with asyncio.timeout(_LEAVE_SECONDS):
                await self._consumer.stop()
        except TimeoutError:
            self._log.warning("leaving_given_up", seconds=_LEAVE_SECONDS)
        self._log.info("group_left")

    def _listener_failed(self) -> None:
        self._fail(RuntimeError("the rebalance listener failed; its error is in the log"))

    def _fail(self, error: BaseException) -> None:
        """The loop ends with the first such error."""
        if self._failed is not None and not self._failed.done():
            self._log.error("worker_failed", exc_info=error)
            self._failed.set_exception(error)


def _retry_topics(handler: Handler | RecordHandler, policy: RetryPolicy | None) -> list[str]:
    """Where events of this group wait for another try; records are not tried elsewhere."""
    if isinstance(handler, RecordHandler):
        return []
    tiers = union_of([policy] if policy else [CATALOG[name].retry for name in handler.types])
    return [retry_topic(handler.group, tier) for tier in tiers]
