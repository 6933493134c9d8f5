"""PostgreSQL or Kafka goes away and comes back: the worker waits, nothing is lost or doubled."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from uuid import uuid4

import pytest
from typing_extensions import override

from shared.core.clock import SystemClock
from shared.db.engine import create_engine
from shared.db.session import Database
from shared.events.envelope import Event
from shared.kafka.admin import delete_topics, ensure_topics
from shared.kafka.producer import EventProducer
from shared.kafka.records import Record, TopicPartition
from tests.integration.runtime.harness import (
    Bench,
    EffectHandler,
    body,
    headers_of,
    make_effects_table,
    read_effects,
)
from tests.services.kafka import PARTITIONS
from tests.services.kafka import settings_for as kafka_settings_for
from tests.services.own import OwnServer
from tests.services.postgres import settings_for as database_settings_for
from workers.runtime.handler import RecordHandler, TransientError


@pytest.fixture
async def fragile(own_postgres: OwnServer, kafka_brokers: str) -> AsyncIterator[Bench]:
    """A bench whose database may be killed."""
    engine = create_engine(database_settings_for(own_postgres.url), "tests")
    database = Database(engine, SystemClock(), PARTITIONS)
    await make_effects_table(database)
    kafka = kafka_settings_for(kafka_brokers)
    await ensure_topics(kafka)
    producer = EventProducer(kafka, "tests")
    await producer.start()
    yield Bench(database, kafka, producer)
    await producer.stop()
    await delete_topics(kafka)
    await engine.dispose()


async def test_postgres_away_is_waited_for(fragile: Bench, own_postgres: OwnServer) -> None:
    async with fragile.worker(EffectHandler(fragile.db)) as worker:
        await fragile.send(1)
        await worker.signals.committed.wait()
        own_postgres.kill()
        for partition in (0, 1):
            await fragile.send_range(range(10, 15), partition)
        assert await worker.signals.away.wait() == "PostgreSQL"
        await own_postgres.start()
        assert await worker.signals.back.wait() == "PostgreSQL"
        await worker.handled(11)
        assert worker.signals.buried.is_silent
        assert worker.signals.retried.is_silent
        assert worker.signals.away.is_silent  # said once for the outage, not once a try
    assert sorted(await read_effects(fragile.db)) == [1, *(n for n in range(10, 15) for _ in "ab")]
    assert await fragile.committed(0) == 6


async def test_crash_of_postgres_in_the_middle_of_a_batch(
    fragile: Bench, own_postgres: OwnServer
) -> None:
    killed = asyncio.Event()

    async def kill_once(_: Sequence[Event]) -> None:
        if not killed.is_set():
            killed.set()
            own_postgres.kill()

    await fragile.send_range(range(1, 4))
    async with fragile.worker(EffectHandler(fragile.db, kill_once)) as worker:
        await worker.signals.away.wait()
        assert await fragile.committed() is None
        await own_postgres.start()
        await worker.handled(3)
    assert await read_effects(fragile.db) == [1, 2, 3]
    assert await fragile.committed() == 3


async def test_stop_while_postgres_is_away_leaves_the_events_to_the_next(
    fragile: Bench, own_postgres: OwnServer
) -> None:
    await fragile.send(1)
    own_postgres.kill()
    async with fragile.worker(EffectHandler(fragile.db), drain_seconds=60) as worker:
        await worker.signals.away.wait()
        async with asyncio.timeout(10):
            await worker.stop()
    assert await fragile.committed() is None
    await own_postgres.start()
    async with fragile.worker(EffectHandler(fragile.db)) as worker:
        await worker.handled(1)
    assert await read_effects(fragile.db) == [1]


async def test_what_a_partition_waits_for_at_its_opening_is_over_when_it_opens(
    bench: Bench,
) -> None:
    class Busy(EffectHandler):
        tries = 0

        @override
        async def open_partition(self, topic: str, partition: int) -> None:
            self.tries += 1
            if self.tries == 1:
                raise TransientError("busy")

    async with bench.worker(Busy(bench.db)) as worker:
        assert await worker.signals.away.wait() == "TransientError"
        assert await worker.signals.back.wait() == "TransientError"


async def test_what_plain_records_wait_for_is_over_when_they_are_handled(bench: Bench) -> None:
    class Busy(RecordHandler):
        group = "recurrence"
        topics = ("task-events",)
        tries = 0

        @override
        async def process(self, at: TopicPartition, records: Sequence[Record]) -> None:
            self.tries += 1
            if self.tries == 1:
                raise TransientError("busy")

    await bench.send(1)
    async with bench.worker(Busy()) as worker:
        assert await worker.signals.away.wait() == "TransientError"
        assert await worker.signals.back.wait() == "TransientError"


@pytest.mark.slow
async def test_restart_of_the_broker(database: Database, own_kafka: OwnServer) -> None:
    await make_effects_table(database)
    kafka = kafka_settings_for(own_kafka.url)
    await ensure_topics(kafka)
    producer = EventProducer(kafka, "tests")
    await producer.start()
    bench = Bench(database, kafka, producer)
    async with bench.worker(EffectHandler(database)) as worker:
        await bench.send_range(range(1, 101))
        await worker.handled(100)
        own_kafka.kill()
        # Sent into the outage: acknowledged after it, once, and in order.
        waiting = [
            await producer.send(
                "task-events", 0, key=b"k", value=body(n), headers=headers_of(uuid4())
            )
            for n in range(101, 201)
        ]
        assert not any(ack.done() for ack in waiting)
        await own_kafka.start()
        await asyncio.gather(*waiting)
        await worker.handled(100)
    assert await read_effects(database) == list(range(1, 201))
    assert await bench.committed() == 200
    await producer.stop()


@pytest.mark.slow
async def test_worker_started_before_the_broker(database: Database, own_kafka: OwnServer) -> None:
    await make_effects_table(database)
    kafka = kafka_settings_for(own_kafka.url)
    await ensure_topics(kafka)
    own_kafka.kill()
    producer = EventProducer(kafka, "tests")
    bench = Bench(database, kafka, producer)
    async with bench.worker(EffectHandler(database)) as worker:
        assert await worker.signals.away.wait() == "Kafka"
        await own_kafka.start()
        await producer.start()
        await bench.send(1)
        await worker.handled(1)
    assert await read_effects(database) == [1]
    await producer.stop()
