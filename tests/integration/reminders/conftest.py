"""Schedulers over the database of the test file and topics of its own."""

import pytest
from sqlalchemy import text

from shared.kafka.producer import EventProducer
from shared.kafka.tail import TailConsumer
from tests.integration.reminders.harness import Worker
from tests.integration.reminders.spoiling import HOUR, Store


@pytest.fixture(autouse=True)
async def empty_job_store(database):
    async with database.statement() as connection:
        await connection.execute(text("DELETE FROM scheduled_jobs"))


@pytest.fixture
async def producer(kafka_settings):
    producer = EventProducer(kafka_settings, "test-reminders")
    await producer.start()
    yield producer
    await producer.stop()


@pytest.fixture
async def start_worker(database, producer):
    """Starts workers that own the given partitions and are stopped after the test."""
    running = []

    async def start(partitions, owner="one", tracer=None):
        worker = Worker(database, producer, owner, tracer)
        worker.scheduler.start()
        for partition in partitions:
            await worker.handler.open_partition("reminders", partition)
        running.append(worker)
        return worker

    yield start
    for worker in running:
        await worker.scheduler.stop()


@pytest.fixture
async def tail(kafka_settings):
    tail = TailConsumer(kafka_settings, "reminders", "test-tail")
    await tail.start()
    yield tail
    await tail.stop()


@pytest.fixture
async def store(database, producer):
    """Ten reminders of two people in agreement with their jobs, and nothing else."""
    store = Store(database, Worker(database, producer, "filler"))
    for table in ("users", "outbox", "leases"):
        await store.sql(f"DELETE FROM {table}")
    for _ in range(2):
        await store.plan(*(HOUR + n for n in range(5)))
    return store
