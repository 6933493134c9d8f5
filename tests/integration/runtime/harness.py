"""A worker whose every step can be seen: a handler that writes one row an event, and its loop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from typing_extensions import override

from shared.core.clock import SystemClock
from shared.core.settings import KafkaSettings
from shared.db.session import Database, UnitOfWork
from shared.events.envelope import Event, Headers, dump_data, make_headers
from shared.events.retries import RetryPolicy
from shared.events.tasks import TaskCompleted
from shared.events.topics import TASK_EVENTS
from shared.kafka.producer import EventProducer
from shared.kafka.records import Record, TopicPartition
from shared.kafka.tail import TailConsumer
from shared.observability.metrics import Metrics
from workers.runtime.breaker import BreakerLimits
from workers.runtime.handler import AfterCommit, Handler, RecordHandler, TransactionalHandler
from workers.runtime.lane import PartitionLane
from workers.runtime.loop import ConsumerLoop
from workers.runtime.pausing import PauseSwitch
from workers.runtime.testing import RuntimeSignals, Signal

GROUP = "recurrence"
USER = UUID(int=7)
SOON = RetryPolicy(delays={"10s": 0.2, "1m": 0.3, "10m": 0.4}, pause_seconds=0.01)

Hook = Callable[[Sequence[Event]], Awaitable[None]]


async def nothing(_: Sequence[Event]) -> None:
    """Let the events pass."""


class EffectHandler(TransactionalHandler):
    """One row in `effects` an event; `before` is run first, in the same transaction."""

    group = GROUP
    topics = (TASK_EVENTS,)
    types = frozenset({"task.completed"})

    def __init__(self, db: Database, before: Hook = nothing) -> None:
        super().__init__(db)
        self.before = before
        self.opened: list[int] = []
        self.closed: list[int] = []
        self.given_up: list[tuple[int, str]] = []
        self.seen: Signal[Sequence[int]] = Signal()
        self.seen.listen()

    @override
    async def give_up(self, event: Event, reason: str) -> None:
        self.given_up.append((version_of(event), reason))

    @override
    async def handle(self, events: Sequence[Event], uow: UnitOfWork) -> AfterCommit | None:
        versions = [version_of(event) for event in events]
        self.seen.fire(versions)
        await self.before(events)
        await uow.connection.execute(
            text(
                "INSERT INTO effects (event_id, version) SELECT * "
                "FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[]))"
            ),
            {"ids": [event.id for event in events], "versions": versions},
        )
        return None

    @override
    async def open_partition(self, topic: str, partition: int) -> None:
        if topic == TASK_EVENTS:
            self.opened.append(partition)

    @override
    async def close_partition(self, topic: str, partition: int) -> None:
        if topic == TASK_EVENTS:
            self.closed.append(partition)


def version_of(event: Event) -> int:
    """What tells the events of a test apart."""
    assert isinstance(event.data, TaskCompleted)
    return event.data.task_version


async def make_effects_table(db: Database) -> None:
    """An empty table for effects."""
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            text(
                "CREATE TABLE IF NOT EXISTS effects "
                "(n bigint GENERATED ALWAYS AS IDENTITY, event_id uuid, version int)"
            )
        )
        await uow.connection.execute(text("TRUNCATE effects"))
        await uow.connection.execute(text("TRUNCATE inbox"))


async def read_effects(db: Database) -> list[int]:
    """Versions in the order in which their effects were written."""
    async with db.read() as connection:
        result = await connection.execute(text("SELECT version FROM effects ORDER BY n"))
        return [row[0] for row in result]


def headers_of(event_id: UUID, event_type: str = "task.completed") -> Headers:
    """Headers as the relay writes them."""
    return make_headers(
        event_type=event_type,
        event_id=event_id,
        user_id=USER,
        subject="s",
        occurred_at=datetime(2026, 3, 2, tzinfo=UTC),
        traceparent=None,
    )


def body(version: int) -> bytes:
    """Data of a task.completed with that version."""
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return dump_data(
        TaskCompleted(user_id=USER, task_id=UUID(int=1), task_version=version, completed_at=at)
    )


@dataclass
class Bench:
    """A broker's topics and a database, and what a test does with them."""

    db: Database
    kafka: KafkaSettings
    producer: EventProducer
    clock: SystemClock = field(default_factory=SystemClock)
    metrics: Metrics = field(default_factory=Metrics)

    async def send(self, version: int, partition: int = 0, event_id: UUID | None = None) -> None:
        """A task.completed is in Kafka."""
        await self.send_raw(headers_of(event_id or uuid4()), body(version), partition)

    async def send_raw(
        self, headers: Headers, value: bytes | None, partition: int = 0, key: bytes | None = b"k"
    ) -> None:
        """A record is in Kafka."""
        ack = await self.producer.send(
            TASK_EVENTS, partition, key=key, value=value, headers=headers
        )
        await ack

    async def send_range(self, versions: range, partition: int = 0) -> None:
        """As many task.completed are in Kafka, in this order."""
        for version in versions:
            await self.producer.send(
                TASK_EVENTS, partition, key=b"k", value=body(version), headers=headers_of(uuid4())
            )
        await self.producer.flush()

    @asynccontextmanager
    async def worker(
        self,
        handler: Handler | RecordHandler,
        drain_seconds: float = 10,
        policy: RetryPolicy = SOON,
        *,
        signals: RuntimeSignals | None = None,
        limits: BreakerLimits | None = None,
        pause: PauseSwitch | None = None,
    ) -> AsyncIterator["Worker"]:
        """A member of the group; at the end it has drained and left."""
        signals = signals or RuntimeSignals()
        signals.listen()
        loop = ConsumerLoop(
            handler,
            self.kafka,
            self.producer,
            self.clock,
            self.metrics,
            drain_seconds=drain_seconds,
            policy=policy,
            limits=limits,
            pause=pause,
            signals=signals,
        )
        worker = Worker(loop, signals)
        worker.start()
        try:
            yield worker
        finally:
            await worker.stop()

    async def read_topic(self, topic: str, count: int) -> list[Record]:
        """The first `count` records of a topic."""
        tail = TailConsumer(self.kafka, topic, "tests")
        await tail.start(replay=10_000)
        found: list[Record] = []
        async with asyncio.timeout(45):
            while len(found) < count:
                for records in (await tail.poll(200)).values():
                    found.extend(records)
        await tail.stop()
        return found

    async def committed(self, partition: int = 0) -> int | None:
        """Where the group stands in a partition of task-events."""
        return await committed_offset(self.kafka, GROUP, partition)


async def committed_offset(kafka: KafkaSettings, group: str, partition: int) -> int | None:
    """What the broker has for a group that may have no member at the moment."""
    from aiokafka import TopicPartition  # noqa: PLC0415 - the tests' view of the broker
    from aiokafka.admin import AIOKafkaAdminClient  # noqa: PLC0415 - the same

    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.brokers)
    await admin.start()
    at = TopicPartition(kafka.topic_prefix + TASK_EVENTS, partition)
    offsets = await admin.list_consumer_group_offsets(kafka.topic_prefix + group, partitions=[at])
    await admin.close()
    return offsets[at].offset if at in offsets and offsets[at].offset >= 0 else None


@dataclass
class Worker:
    """A running consumer loop."""

    loop: ConsumerLoop
    signals: RuntimeSignals
    halt: asyncio.Event = field(default_factory=asyncio.Event)
    task: "asyncio.Task[None] | None" = None

    def start(self) -> None:
        """It runs."""
        self.task = asyncio.create_task(self.loop.run(self.halt))

    async def stop(self) -> None:
        """It has stopped; raises what ended it, once."""
        self.halt.set()
        if self.task is not None:
            task, self.task = self.task, None
            await task

    @property
    def lanes(self) -> Mapping[TopicPartition, PartitionLane]:
        """The partitions that it owns."""
        return self.loop._partitions.lanes

    async def handled(self, events: int) -> None:
        """So many more events have been handled."""
        while events > 0:
            events -= await self.signals.handled.wait()
