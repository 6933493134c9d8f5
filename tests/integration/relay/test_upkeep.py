"""What becomes of a relay whose upkeep fails, and of one that is stopped while Kafka is away."""

import asyncio
import uuid
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text
from typing_extensions import override

from shared.core.clock import SystemClock
from shared.db.engine import create_engine
from shared.db.repositories import leases
from shared.db.session import Database
from shared.kafka.admin import ensure_topics
from shared.kafka.producer import EventProducer
from shared.observability.metrics import Metrics
from tests.integration.relay.test_relay import append, depth
from tests.services import postgres
from tests.services.forwarder import forwarding
from tests.services.kafka import PARTITIONS, settings_for
from tests.waiting import eventually
from workers.relay.lanes import LEASE_SECONDS
from workers.relay.relay import Relay


@pytest.fixture
async def producer(kafka_settings):
    producer = EventProducer(kafka_settings, "test-relay")
    await producer.start()
    yield producer
    await producer.stop()


def relay_of(database, producer):
    return Relay(database, producer, SystemClock(), Metrics(), uuid.uuid4().hex)


async def test_a_measuring_that_was_cancelled_does_not_end_the_upkeep(database, producer):
    relay, stop = relay_of(database, producer), asyncio.Event()
    async with database.unit_of_work() as uow:
        await uow.connection.execute(text("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE"))
        running = asyncio.create_task(relay.run(stop))
        await eventually(lambda: cancel_the_measuring(database))
    names = [f"{leases.RELAY_LANE}{partition}" for partition in range(database.partitions)]
    async with database.statement() as connection:
        taken = await leases.acquire(connection, names, "second", LEASE_SECONDS, force=True)
    await eventually(lambda: holds(relay, 0))
    async with database.statement() as connection:
        await leases.release(connection, taken)
    await eventually(lambda: holds(relay, database.partitions))
    assert not running.done()
    stop.set()
    await running


async def cancel_the_measuring(database):
    async with database.read() as connection:
        found = await connection.execute(
            text(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
                " AND query LIKE '%min(occurred_at)%'"
            )
        )
    return found.rows


async def holds(relay, count):
    return len(relay.health().details["lanes"]) == count


async def is_well(relay):
    return relay.health().status == "ok"


async def test_a_database_that_goes_away_is_said_once_until_it_is_back(
    database_url, producer, caplog
):
    caplog.set_level("INFO")
    port = urlsplit(database_url).port
    async with forwarding(port) as network:
        url = database_url.replace(f":{port}/", f":{network.port}/")
        engine = create_engine(postgres.settings_for(url), "test")
        database = Database(engine, SystemClock(), PARTITIONS)
        relay, stop = relay_of(database, producer), asyncio.Event()
        running = asyncio.create_task(relay.run(stop))
        await eventually(lambda: is_well(relay))
        network.cut()
        await eventually(lambda: holds(relay, 0))
        known = network.connections

        async def was_tried_again():
            return network.connections >= known + 2

        await eventually(was_tried_again)
        assert relay.health().details["away"] == ["PostgreSQL"]
        network.is_down = False
        await eventually(lambda: is_well(relay))
        stop.set()
        await running
        await engine.dispose()
    said = [each.getMessage() for each in caplog.records if "relay_dependency" in each.getMessage()]
    assert ["works=True" in each for each in said] == [True, False, True]


class BrokenDatabase(Database):
    """A bug in what the upkeep does."""

    @override
    @asynccontextmanager
    async def statement(self):
        raise RuntimeError("a bug")
        yield


async def test_a_bug_in_the_upkeep_ends_the_relay(engine, producer):
    relay = relay_of(BrokenDatabase(engine, SystemClock(), PARTITIONS), producer)
    with pytest.raises(RuntimeError, match="a bug"):
        async with asyncio.timeout(10):
            await relay.run(asyncio.Event())


async def test_a_relay_that_is_stopped_while_kafka_is_away_leaves_the_rest_in_the_outbox(
    database, own_kafka
):
    kafka = settings_for(own_kafka.url)
    await ensure_topics(kafka)
    producer = EventProducer(kafka, "test-relay")
    await producer.start()
    relay, stop = relay_of(database, producer), asyncio.Event()
    running = asyncio.create_task(relay.run(stop))
    await eventually(lambda: holds(relay, database.partitions))
    own_kafka.kill()
    await append(database, range(3))

    async def is_busy():
        return relay._busy

    await eventually(is_busy)
    stop.set()
    async with asyncio.timeout(20):
        await running
    assert await depth(database) == 3
    await producer.stop()
