"""Topics of its own for every test file, told apart by a prefix."""

import uuid
from collections.abc import AsyncIterator

import pytest

from shared.core.settings import KafkaSettings
from shared.kafka.admin import delete_topics, ensure_topics
from tests.services.plugin import ServiceSource

PARTITIONS = 4
"""Enough to see order within and independence between partitions; fewer files than twelve."""


@pytest.fixture(scope="session")
def kafka_brokers(services: ServiceSource) -> str:
    """host:port of a broker."""
    return services.url_of("kafka")


@pytest.fixture(scope="module")
async def kafka_settings(kafka_brokers: str) -> AsyncIterator[KafkaSettings]:
    """Brokers with all topics, empty, for this test file alone."""
    settings = settings_for(kafka_brokers)
    await ensure_topics(settings)
    yield settings
    await delete_topics(settings)


def settings_for(brokers: str, partitions: int = PARTITIONS) -> KafkaSettings:
    """Settings under a prefix that nobody else uses."""
    prefix = f"t{uuid.uuid4().hex[:8]}-"
    return KafkaSettings(brokers=brokers, partitions=partitions, topic_prefix=prefix)
