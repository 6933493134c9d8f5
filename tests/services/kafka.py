"""Topics of its own for every test file, told apart by a prefix."""

import uuid
from collections.abc import AsyncIterator

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

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


async def limit_records(kafka: KafkaSettings, topic: str, size: str) -> None:
    """The broker takes no larger batch of a topic, in bytes."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.brokers)
    await admin.start()
    configs = {"max.message.bytes": size}
    resource = ConfigResource(ConfigResourceType.TOPIC, kafka.topic_prefix + topic, configs)
    (answer,) = await admin.alter_configs([resource])
    await admin.close()
    assert [each[0] for each in answer.resources] == [0]
