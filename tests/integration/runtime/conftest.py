"""A bench a test: its own topics, an empty effects table."""

from collections.abc import AsyncIterator

import pytest

from shared.db.session import Database
from shared.kafka.admin import delete_topics, ensure_topics
from shared.kafka.producer import EventProducer
from tests.integration.runtime.harness import Bench, make_effects_table
from tests.services.kafka import settings_for


@pytest.fixture
async def bench(database: Database, kafka_brokers: str) -> AsyncIterator[Bench]:
    await make_effects_table(database)
    settings = settings_for(kafka_brokers)
    await ensure_topics(settings)
    producer = EventProducer(settings, "tests")
    await producer.start()
    yield Bench(database, settings, producer)
    await producer.stop()
    await delete_topics(settings)
