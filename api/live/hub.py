"""Live updates: one reader of `task-updates` for all browsers of this process."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol
from uuid import UUID

from api.errors import TooManyAtOnce
from api.live.frames import RESYNC, change_frame, parse_id, ready_frame
from api.live.ring import Change, Gap, Ring
from api.live.subscription import Subscription
from api.settings import LiveSettings
from shared.core.clock import Clock
from shared.core.errors import Unavailable
from shared.events.envelope import header_text
from shared.events.topics import partition_of
from shared.kafka.errors import KafkaFailure, KafkaRefused
from shared.kafka.records import Record, TopicPartition
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics

EVENT_TYPES = frozenset({"task.changed", "place.changed"})
"""What browsers are told of; records of other types on the topic are passed over."""

_ROOM_SECONDS = 30
_POLL_MS = 500
_PING_EVERY_SECONDS = 5.0
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 10.0
_FILL_SECONDS = 3.0


class Tail(Protocol):
    """A reader outside every group (`shared.kafka.tail.TailConsumer`)."""

    async def start(self, replay: int = 0) -> None:
        """Reading begins at the last `replay` records of each partition."""
        ...

    async def stop(self) -> None:
        """The connections are closed."""
        ...

    async def poll(self, timeout_ms: int) -> Mapping[TopicPartition, Sequence[Record]]:
        """What has been fetched."""
        ...

    async def ping(self) -> None:
        """A broker has answered."""
        ...


class LiveHub:
    """Hands every change to the open streams of its owner, and keeps the last for late-comers.

    Everything but `run` is synchronous, so a stream that opens neither misses a change nor sees
    one twice.
    """

    def __init__(
        self,
        open_tail: Callable[[], Tail],
        settings: LiveSettings,
        partitions: int,
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self._open_tail = open_tail
        self._settings = settings
        self._partitions = partitions
        self._clock = clock
        self._metrics = metrics
        self._rings = [Ring(settings.replay_records) for _ in range(partitions)]
        self._open: defaultdict[bytes, set[Subscription]] = defaultdict(set)
        self._is_connected = False
        self._is_stopping = False
        self._wake = asyncio.Event()
        self._log = get_logger()

    @property
    def is_connected(self) -> bool:
        """Whether changes come in."""
        return self._is_connected

    @property
    def clients(self) -> int:
        """Open streams."""
        return sum(len(group) for group in self._open.values())

    def require_room(self, user_id: UUID) -> None:
        """This user may open one stream more.

        Raises:
            TooManyAtOnce: as many as one may have are open.
        """
        most = self._settings.streams_per_account
        if len(self._open.get(str(user_id).encode(), ())) >= most:
            detail = f"{most} streams of this account are open here; it may have no more."
            raise TooManyAtOnce(detail, _ROOM_SECONDS)

    @contextmanager
    def subscribed(
        self, user_id: UUID, last_event_id: str | None, *, session_id: UUID | None = None
    ) -> Iterator[Subscription]:
        """A stream of this user's changes, from `last_event_id` on if that can be told.

        It begins with `ready`, then what was missed; or with `resync` if that is not known.
        """
        user = str(user_id).encode()
        partition = partition_of(user_id, self._partitions)
        who = frozenset(each for each in (user_id, session_id) if each is not None)
        subscription = Subscription(user, self._settings.client_queue, who)
        subscription.send(self._greeting(user, partition, last_event_id))
        self._open[user].add(subscription)
        self._metrics.set("sse_clients", self.clients)
        if self._is_stopping:
            subscription.close()
        try:
            yield subscription
        finally:
            self._open[user].discard(subscription)
            if not self._open[user]:
                del self._open[user]
            self._metrics.set("sse_clients", self.clients)

    def _greeting(self, user: bytes, partition: int, last_event_id: str | None) -> bytes:
        ring = self._rings[partition]
        ready = ready_frame(partition, ring.newest)
        if not last_event_id:
            return ready
        place = parse_id(last_event_id)
        if place is None or place[0] != partition:
            return ready + RESYNC
        missed = ring.after(place[1], user)
        if isinstance(missed, Gap):
            return ready + RESYNC
        # `ready` without an id: the client's own place must not jump over what follows.
        frames = [change_frame(partition, change) for change in missed]
        return b"".join([ready_frame(partition, None), *frames])

    def end(self, refused: frozenset[UUID]) -> None:
        """The streams of these people and devices end."""
        for subscription in self._everyone():
            if not refused.isdisjoint(subscription.who):
                subscription.close()

    def stop(self) -> None:
        """Every stream ends, and `run` returns soon."""
        self._is_stopping = True
        self._wake.set()
        for subscription in self._everyone():
            subscription.close()

    def _everyone(self) -> Iterable[Subscription]:
        return [each for group in self._open.values() for each in group]

    async def run(self) -> None:
        """Changes are read until `stop`; brokers that are away are tried again and again."""
        pause = _FIRST_PAUSE_SECONDS
        while not self._is_stopping:
            tail = self._open_tail()
            try:
                await tail.start(self._settings.replay_records)
                pause = _FIRST_PAUSE_SECONDS
                await self._follow(tail)
            except (Unavailable, KafkaFailure, OSError) as error:
                refused = isinstance(error, KafkaRefused)  # somebody must act: it will not pass
                log = self._log.error if refused else self._log.warning
                log("live_updates_interrupted", reason=str(error), retry_in=pause)
            finally:
                self._is_connected = False
                await tail.stop()
            await self._rest(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _follow(self, tail: Tail) -> None:
        if all(ring.newest is None for ring in self._rings):
            await self._fill(tail)
        self._log.info("live_updates_connected")
        self._is_connected = True
        heard_at = self._clock.monotonic()
        while not self._is_stopping:
            polled = await tail.poll(_POLL_MS)
            for place, records in polled.items():
                for change in self._added(place.partition, records):
                    self._deliver(place.partition, change)
            if polled:
                heard_at = self._clock.monotonic()
                self._is_connected = True
            elif self._clock.monotonic() - heard_at > _PING_EVERY_SECONDS:
                await self._ask(tail)
                heard_at = self._clock.monotonic()

    async def _fill(self, tail: Tail) -> None:
        """The rings hold the past. Streams that are open already cannot know what they missed."""
        deadline = self._clock.monotonic() + _FILL_SECONDS
        while polled := await tail.poll(_POLL_MS):
            for place, records in polled.items():
                for _ in self._added(place.partition, records):
                    continue
            if self._is_stopping or self._clock.monotonic() > deadline:
                break
        self._resync(self._everyone())

    async def _ask(self, tail: Tail) -> None:
        """Silence may be a broker that is away; its client goes on by itself when it is back."""
        was_connected = self._is_connected
        try:
            await tail.ping()
            self._is_connected = True
        except Unavailable:
            self._is_connected = False
        if was_connected != self._is_connected:
            self._log.info("live_updates_connection_changed", is_connected=self._is_connected)

    def _added(self, partition: int, records: Sequence[Record]) -> Iterator[Change]:
        """The changes among the records that are new here; they stand in the ring."""
        if partition >= self._partitions:
            return
        ring = self._rings[partition]
        for record in records:
            if ring.knows(record.offset):  # read again after a reconnection
                continue
            said = header_text(record.headers, "ce_type") or ""
            name = said if said in EVENT_TYPES else ""
            at = _moment_of(record)
            change = Change(record.offset, record.key or b"", name, record.value or b"", at)
            if not ring.add(change):
                self._resync(self._of_partition(partition))
            if name:
                yield change

    def _deliver(self, partition: int, change: Change) -> None:
        listeners = self._open.get(change.user)
        if listeners:
            frame = change_frame(partition, change)
            for subscription in tuple(listeners):
                subscription.send(frame, change.at)

    def note_written(self, moments: Sequence[float]) -> None:
        """Changes of these moments have left for a browser."""
        now = self._clock.now().timestamp()
        self._metrics.count("sse_events_sent_total", len(moments))
        for at in moments:
            self._metrics.observe("sse_delay_seconds", max(now - at, 0.0))

    def _of_partition(self, partition: int) -> Iterable[Subscription]:
        return [
            each
            for each in self._everyone()
            if partition_of(UUID(each.user.decode()), self._partitions) == partition
        ]

    def _resync(self, subscriptions: Iterable[Subscription]) -> None:
        for subscription in subscriptions:
            subscription.send(RESYNC)


def _moment_of(record: Record) -> float:
    """When the event happened; if it does not say so, when it was written to Kafka."""
    try:
        at = datetime.fromisoformat(header_text(record.headers, "ce_time") or "")
    except ValueError:
        at = None
    return record.timestamp / 1000 if at is None or at.tzinfo is None else at.timestamp()
