"""From the outbox to Kafka: in order within a lane, deleted after the acknowledgement.

One reader looks at all idle lanes at once; each lane with events is published by a task of its own
and is not read again before its batch is acknowledged and deleted. So a slow broker partition
holds back only its lane, and a user's events never overtake each other.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby

from shared.core.clock import Clock
from shared.core.errors import Unavailable
from shared.db.repositories import outbox
from shared.db.repositories.outbox import PublishedEvents, WaitingEvent
from shared.db.session import Database
from shared.events.envelope import make_headers
from shared.kafka.errors import KafkaFailure
from shared.kafka.producer import EventProducer, Outgoing
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from shared.observability.tracer import Tracer
from workers.relay.lanes import RENEW_SECONDS, Lane, Lanes
from workers.relay.spans import Publishing
from workers.runtime.coalesce import Coalescer
from workers.runtime.failures import is_passing
from workers.runtime.health import ComponentHealth

BATCH = 500
_DELETIONS_AT_ONCE = 12
_POLL_FAST_SECONDS = 0.002
_POLL_IDLE_SECONDS = 0.025
_BACKOFF_SECONDS = 0.5
_GAUGE_SECONDS = 5.0
_SLOW_SECONDS = 60.0
_LAST_ACKS_SECONDS = 5.0


class Relay:
    """Publishes what waits in the lanes it holds, until told to stop."""

    def __init__(
        self,
        db: Database,
        producer: EventProducer,
        clock: Clock,
        metrics: Metrics,
        owner: str,
        *,
        tracer: Tracer | None = None,
        may_work: Callable[[], bool] = lambda: True,
    ) -> None:
        self._db = db
        self._producer = producer
        self._clock = clock
        self._metrics = metrics
        self._tracer = tracer or Tracer()
        self._may_work = may_work
        self._lanes = Lanes(db, clock, metrics, owner)
        self._deletions = Coalescer(self._delete, _DELETIONS_AT_ONCE)
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._busy_since: dict[int, float] = {}
        self._lane_done = asyncio.Event()
        self._failure: BaseException | None = None
        self.reachable = {"PostgreSQL": False, "Kafka": True}
        """Whether the last use of each dependency worked."""

    async def run(self, stop: asyncio.Event) -> None:
        """Events flow until `stop`; then what is in flight has an end and the lanes are free."""
        upkeep = asyncio.create_task(self._keep_up())
        upkeep.add_done_callback(self._note_failure)
        try:
            while not stop.is_set():
                await self._look_until(stop)
        finally:
            upkeep.cancel()
            tasks = [upkeep, *self._busy.values()]
            # Batches that wait for Kafka's yes are given a moment; then they are the next owner's.
            await asyncio.wait(tasks, timeout=_LAST_ACKS_SECONDS)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._let_go()

    def health(self) -> ComponentHealth:
        """Degraded while something it needs is away, or a lane gets no answer for long.

        Nothing is lost: it waits in the outbox.
        """
        away = [name for name, works in self.reachable.items() if not works]
        lanes = [lane.partition for lane in self._lanes.usable()]
        long_ago = self._clock.monotonic() - _SLOW_SECONDS
        slow = [lane for lane, since in self._busy_since.items() if since < long_ago]
        about = {"away": away, "lanes": lanes, "slow_lanes": slow}
        return ComponentHealth("degraded" if away or slow else "ok", about)

    async def _look_until(self, stop: asyncio.Event) -> None:
        """One stretch of looking; a database that is away ends it after a pause."""
        pause = _POLL_FAST_SECONDS
        try:
            while not stop.is_set():
                found = await self._look()
                pause = _POLL_FAST_SECONDS if found else min(pause * 1.5, _POLL_IDLE_SECONDS)
                await self._wait(pause)
        except Exception as error:  # noqa: BLE001 - what waiting does not help is raised again
            self._put_off(error)
            await self._wait(_BACKOFF_SECONDS)

    async def _look(self) -> bool:
        """Batches of the idle lanes are on their way; whether there were any."""
        if self._failure is not None:
            raise self._failure  # a bug: end the process, the next one starts from the outbox
        if not self._may_work():
            return False
        lanes = {
            lane.partition: lane
            for lane in self._lanes.usable()
            if lane.partition not in self._busy
        }
        if not lanes:
            return bool(self._busy)
        async with self._db.read() as connection:
            waiting = await outbox.read_lanes(connection, list(lanes), BATCH)
        self._say("PostgreSQL", works=True)
        for partition, events in groupby(waiting, key=lambda event: event.partition):
            task = asyncio.create_task(self._publish(lanes[partition], list(events)))
            self._busy[partition] = task
            self._busy_since[partition] = self._clock.monotonic()
            task.add_done_callback(partial(self._finish, partition))
        return bool(waiting)

    def _finish(self, partition: int, task: asyncio.Task[None]) -> None:
        del self._busy[partition], self._busy_since[partition]
        self._note_failure(task)
        self._lane_done.set()

    def _note_failure(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            self._failure = task.exception() or self._failure

    async def _wait(self, seconds: float) -> None:
        """Time has passed, or a lane has become idle."""
        try:
            async with asyncio.timeout(seconds):
                await self._lane_done.wait()
        except TimeoutError:
            return
        self._lane_done.clear()

    async def _publish(self, lane: Lane, events: Sequence[WaitingEvent]) -> None:
        """These events are in Kafka and out of the outbox; on any failure the rest stays."""
        if not self._lanes.is_usable(lane):
            return
        try:
            acknowledged = await self._send(lane, events)
            await self._forget(lane, acknowledged)
        except Exception as error:  # noqa: BLE001 - what waiting does not help is raised again
            self._put_off(error)
            await asyncio.sleep(_BACKOFF_SECONDS)
            return
        self._say("Kafka", works=len(acknowledged) == len(events))
        if len(acknowledged) < len(events):
            await asyncio.sleep(_BACKOFF_SECONDS)

    async def _send(self, lane: Lane, events: Sequence[WaitingEvent]) -> list[WaitingEvent]:
        """Those that are acknowledged; within a topic, one that is not holds back those behind."""
        topics: dict[str, list[WaitingEvent]] = {}
        for event in events:
            topics.setdefault(event.topic, []).append(event)
        sent = await asyncio.gather(
            *(self._send_topic(lane, topic, waiting) for topic, waiting in topics.items())
        )
        return [event for acknowledged in sent for event in acknowledged]

    async def _send_topic(
        self, lane: Lane, topic: str, events: Sequence[WaitingEvent]
    ) -> Sequence[WaitingEvent]:
        publishing = Publishing(self._tracer, events)
        records = [_record_of(event, publishing.context_of(event)) for event in events]
        try:
            count = await self._producer.send_many(topic, lane.partition, records)
        except KafkaFailure as error:
            get_logger().error("events_refused", topic=topic, error=type(error).__name__)
            publishing.end(0, type(error).__name__)
            return []
        publishing.end(count, "not_acknowledged")
        self._metrics.count("outbox_published_total", count, topic=topic)
        return events[:count]

    async def _forget(self, lane: Lane, published: Sequence[WaitingEvent]) -> None:
        """The events are out of the outbox, if the lane is ours still."""
        if not published:
            return
        rows = PublishedEvents([event.id for event in published], lane.name, lane.epoch)
        if not await self._deletions.ask(rows):
            self._lanes.drop(lane)  # whoever owns it now sends them again; inboxes drop the copies

    async def _delete(self, published: Sequence[PublishedEvents]) -> Sequence[bool]:
        """Whether rows of each are gone: lanes that are ready together share a statement."""
        async with self._db.statement() as connection:
            gone = await outbox.delete_published(connection, published)
        return [each.lease in gone for each in published]

    async def _keep_up(self) -> None:
        """Leases are renewed in time, and the gauges show the backlog."""
        next_gauge = self._clock.monotonic()
        while True:
            try:
                await self._lanes.refresh()
                self._say("PostgreSQL", works=True)
                if self._clock.monotonic() >= next_gauge:
                    next_gauge = self._clock.monotonic() + _GAUGE_SECONDS
                    await self._measure()
            except Exception as error:  # noqa: BLE001 - what waiting does not help is raised again
                self._put_off(error)
            await asyncio.sleep(RENEW_SECONDS)

    async def _measure(self) -> None:
        async with self._db.read() as connection:
            depth, oldest = await outbox.backlog(connection)
        age = (self._clock.now() - oldest).total_seconds() if oldest else 0.0
        self._metrics.set("outbox_depth", depth)
        self._metrics.set("outbox_oldest_age_seconds", max(age, 0.0))

    async def _let_go(self) -> None:
        try:
            await self._lanes.release_all()
        except Unavailable as error:
            self._say(error.dependency, works=False)  # the leases run out by themselves

    def _put_off(self, error: Exception) -> None:
        """What was tried is tried again in a moment.

        Raises:
            Exception: `error` itself, if waiting does not help.
        """
        if isinstance(error, Unavailable):
            self._say(error.dependency, works=False)
        elif is_passing(error):
            get_logger().warning("relay_waits", error=type(error).__name__)
        else:
            raise error

    def _say(self, dependency: str, *, works: bool) -> None:
        """A change of state is logged once."""
        if self.reachable[dependency] != works:
            self.reachable[dependency] = works
            log = get_logger().info if works else get_logger().warning
            log("relay_dependency", dependency=dependency, works=works)


def _record_of(event: WaitingEvent, traceparent: str | None) -> Outgoing:
    headers = make_headers(
        event_type=event.event_type,
        event_id=event.event_id,
        user_id=event.user_id,
        subject=event.subject,
        occurred_at=event.occurred_at,
        traceparent=traceparent,
        source=event.source,
        version=event.version,
    )
    return str(event.user_id).encode(), event.payload, headers
