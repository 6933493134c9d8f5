"""A graveyard a test: its own topics, an empty table."""

from collections.abc import AsyncIterator

import pytest

from shared.db.session import Database
from shared.kafka.admin import delete_topics, ensure_topics
from shared.kafka.producer import EventProducer
from tests.integration.deadletters.harness import Graveyard, clear
from tests.services.kafka import settings_for


@pytest.fixture
async def graveyard(database: Database, kafka_brokers: str) -> AsyncIterator[Graveyard]:
    await clear(database)
    settings = settings_for(kafka_brokers)
    await ensure_topics(settings)
    producer = EventProducer(settings, "tests")
    await producer.start()
    yield Graveyard(database, settings, producer)
    await producer.stop()
    await delete_topics(settings)
