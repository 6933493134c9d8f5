"""Dead letters as the runtime writes them, and as nobody should."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from shared.core.clock import Clock, SystemClock
from shared.core.principal import Actor
from shared.core.settings import KafkaSettings
from shared.db.repositories.dead_letters import Letter, Selection, find_letter, list_letters
from shared.db.session import Database
from shared.events.envelope import Headers, dump_data, make_headers
from shared.events.tasks import TaskCompleted
from shared.events.topics import dlq_topic
from shared.kafka.producer import EventProducer
from shared.kafka.records import Record, TopicPartition
from shared.kafka.tail import TailConsumer
from shared.observability.metrics import Metrics
from tests.waiting import eventually
from workers.deadletters.mirror import Mirror
from workers.deadletters.redriver import Redriver
from workers.runtime.loop import ConsumerLoop
from workers.runtime.pausing import PauseSwitch
from workers.runtime.testing import RuntimeSignals

USER = UUID(int=7)
OTHER = UUID(int=8)
OPERATOR = Actor("olga", None)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
TOPIC = "task.completed"


def completed(version: int = 1, user_id: UUID = USER) -> bytes:
    """Data of a task.completed."""
    return dump_data(
        TaskCompleted(user_id=user_id, task_id=UUID(int=1), task_version=version, completed_at=AT)
    )


def own_headers(
    event_id: UUID | None = None, event_type: str = TOPIC, user_id: UUID = USER
) -> Headers:
    """Headers as the relay writes them."""
    return make_headers(
        event_type=event_type,
        event_id=event_id or uuid4(),
        user_id=user_id,
        subject="a task",
        occurred_at=AT,
        traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    )


def story(**changes: str | None) -> Headers:
    """The headers of a death; None leaves one out."""
    told: dict[str, str | None] = {
        "original_topic": "task-events",
        "original_partition": "3",
        "original_offset": "41",
        "first_failed_at": "2026-03-02T09:00:01+00:00",
        "last_failed_at": "2026-03-02T09:20:00+00:00",
        "attempts": "4",
        "group": "recurrence",
        "failure_kind": "permanent",
        "error_class": "PermanentError",
        "error": "no such series",
        "fingerprint": "0123456789abcdef",
        **changes,
    }
    return [
        (f"x-{name.replace('_', '-')}", value.encode())
        for name, value in told.items()
        if value is not None
    ]


@dataclass
class Graveyard:
    """Dead-letter topics, the table, and the worker between them."""

    db: Database
    kafka: KafkaSettings
    producer: EventProducer
    clock: Clock = field(default_factory=SystemClock)
    metrics: Metrics = field(default_factory=Metrics)

    async def bury(
        self,
        headers: Headers | None = None,
        value: bytes | None = None,
        *,
        key: bytes | None = b"k",
        event_type: str = TOPIC,
        **told: str | None,
    ) -> None:
        """A record is in a dead-letter topic."""
        ack = await self.producer.send(
            dlq_topic(event_type),
            None,
            key=key,
            value=completed() if value is None else value,
            headers=[*own_headers(event_type=event_type), *story(**told)]
            if headers is None
            else headers,
        )
        await ack

    @asynccontextmanager
    async def mirror(
        self, *, pause: PauseSwitch | None = None, signals: RuntimeSignals | None = None
    ) -> AsyncIterator[ConsumerLoop]:
        """The consumer of the worker; at the end it has drained and left."""
        loop = ConsumerLoop(
            Mirror(self.db, self.metrics),
            self.kafka,
            self.producer,
            self.clock,
            self.metrics,
            pause=pause,
            signals=signals,
        )
        stop = asyncio.Event()
        task = asyncio.create_task(loop.run(stop))
        try:
            yield loop
        finally:
            stop.set()
            await task

    @asynccontextmanager
    async def redriver(self, **options: Any) -> AsyncIterator[Redriver]:
        """The executor of redrives, running."""
        redriver = self.new_redriver(**options)
        stop = asyncio.Event()
        task = asyncio.create_task(redriver.run(stop))
        try:
            yield redriver
        finally:
            stop.set()
            await task

    def new_redriver(self, **options: Any) -> Redriver:
        """One that waits to be told to refresh and to turn."""
        return Redriver(
            options.pop("db", self.db),
            options.pop("producer", self.producer),
            options.pop("clock", self.clock),
            self.metrics,
            uuid4().hex,
            **options,
        )

    async def rows(self, count: int, wanted: Selection | None = None) -> list[Letter]:
        """The letters, oldest first, once there are `count` of them."""

        async def look() -> list[Letter]:
            async with self.db.read() as connection:
                listed, _ = await list_letters(
                    connection, wanted or Selection(), state=None, limit=500
                )
                found = [await find_letter(connection, each.id) for each in reversed(listed)]
            letters = [each for each in found if each is not None]
            return letters if len(letters) >= count else []

        return await eventually(look, what=f"{count} dead letters")

    async def states(self) -> list[str]:
        """The states of all letters, oldest first."""
        async with self.db.read() as connection:
            result = await connection.execute(text("SELECT state FROM dead_letters ORDER BY id"))
            return list(result.scalars())

    async def read_until(self, topic: str, is_last: Callable[[Record], bool]) -> list[Record]:
        """The records of a topic up to that one."""
        tail = TailConsumer(self.kafka, topic, "tests")
        await tail.start(replay=10_000)
        found: list[Record] = []
        async with asyncio.timeout(45):
            while not found or not is_last(found[-1]):
                for records in (await tail.poll(200)).values():
                    found.extend(records)
        await tail.stop()
        return found


@dataclass(frozen=True)
class FakeRecord:
    """A record that no client of ours would write."""

    headers: Sequence[tuple[str, bytes]] = ()
    value: bytes | None = b"{}"
    key: bytes | None = b"k"
    offset: int = 5
    timestamp: int = 1_772_442_000_000


DLQ = TopicPartition(dlq_topic(TOPIC), 0)


async def clear(db: Database) -> None:
    """No letter and no order is left; the audit log stays."""
    async with db.unit_of_work() as uow:
        await uow.connection.execute(text("DELETE FROM dead_letters"))
        await uow.connection.execute(text("DELETE FROM redrives"))
        await uow.connection.execute(text("DELETE FROM leases"))
        await uow.connection.execute(text("DELETE FROM worker_pauses"))
