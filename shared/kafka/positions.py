"""Where consumer groups stand in their topics, asked from outside of them."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from shared.core.settings import KafkaSettings
from shared.kafka.connection import client_options
from shared.kafka.records import TopicPartition
from shared.kafka.refusals import unavailable


async def end_offsets(settings: KafkaSettings, topics: Iterable[str]) -> dict[TopicPartition, int]:
    """The offset that the next record of each partition of these topics will get.

    Raises:
        Unavailable: no broker answers, or it refuses us (`KafkaRefused`).
    """
    prefix = settings.topic_prefix
    try:
        async with _consumer(settings, [prefix + topic for topic in topics]) as client:
            found: Mapping[Any, int] = await client.end_offsets(client.assignment())
    except KafkaError as error:
        raise await unavailable(settings, error) from error
    return {
        TopicPartition(at.topic.removeprefix(prefix), at.partition): offset
        for at, offset in found.items()
    }


async def committed_offsets(settings: KafkaSettings, group: str) -> dict[TopicPartition, int]:
    """Where the group goes on in each partition in which it has committed anything.

    Raises:
        Unavailable: no broker answers, or it refuses us (`KafkaRefused`).
    """
    admin = AIOKafkaAdminClient(**client_options(settings, "admin"))
    prefix = settings.topic_prefix
    try:
        await admin.start()
        found = await admin.list_consumer_group_offsets(prefix + group)
    except KafkaError as error:
        raise await unavailable(settings, error) from error
    finally:
        await admin.close()
    return {
        TopicPartition(at.topic.removeprefix(prefix), at.partition): entry.offset
        for at, entry in found.items()
    }


@asynccontextmanager
async def _consumer(settings: KafkaSettings, topics: Iterable[str]) -> AsyncIterator[Any]:
    """A client that belongs to no group, so that all partitions of the topics are its own."""
    client = AIOKafkaConsumer(
        *topics, **client_options(settings, "positions"), enable_auto_commit=False
    )
    try:
        await client.start()
        yield client
    finally:
        await client.stop()
