"""Topics are made here, with the settings they need; never by a broker's auto-creation."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from shared.core.errors import Unavailable
from shared.core.settings import KafkaSettings
from shared.events.catalog import CATALOG
from shared.events.groups import GROUPS
from shared.events.topics import MAIN_TOPICS, dlq_topic
from shared.kafka.connection import MAX_RECORD_BYTES, client_options
from shared.kafka.errors import TopicMismatch, TopicRefused

UNKNOWN_TYPE = "unknown"
"""Stands for the event type of a record that does not say one: such records go to dlq.unknown."""

# One partition each. In a retry tier the record at the head is the next one due, whoever wrote it,
# and every partition more would ride along in each fetch of a consumer for hardly any records. The
# dead letters are read in the order they came in, by people.
_SIDE_PARTITIONS = 1
_DAY_MS = 24 * 60 * 60 * 1000
_MAIN_RETENTION_MS = 7 * _DAY_MS
_DLQ_RETENTION_MS = 30 * _DAY_MS
_SAFE_REPLICAS = 3
_VISIBLE_SECONDS = 20.0
_POLL_SECONDS = 0.02


async def ensure_topics(settings: KafkaSettings) -> list[str]:
    """Every topic of the catalogue and of its consumer groups exists; returns the new ones.

    Names are given without `settings.topic_prefix`. Safe to call from many processes at once.

    Raises:
        TopicMismatch: a main topic exists with another number of partitions.
        TopicRefused: the broker will not create one.
        Unavailable: no broker answers.
    """
    wanted = _wanted(settings)
    try:
        async with _admin(settings) as admin:
            return await _create_missing(admin, settings, wanted)
    except (KafkaError, TimeoutError) as error:
        raise Unavailable("Kafka") from error


async def delete_topics(settings: KafkaSettings) -> None:
    """Every topic under `settings.topic_prefix` that `ensure_topics` would make is gone."""
    async with _admin(settings) as admin:
        names = set(await _partition_counts(admin))
        ours = [settings.topic_prefix + name for name in _wanted(settings)]
        await admin.delete_topics([name for name in ours if name in names])


def _wanted(settings: KafkaSettings) -> dict[str, int]:
    """Topic to number of partitions."""
    retry = [topic for group in GROUPS.values() for topic in group.retry_topics]
    dead = [dlq_topic(name) for name in (*CATALOG, UNKNOWN_TYPE)]
    sides = dict.fromkeys((*retry, *dead), _SIDE_PARTITIONS)
    return sides | dict.fromkeys(MAIN_TOPICS, settings.partitions)


@asynccontextmanager
async def _admin(settings: KafkaSettings) -> AsyncIterator[Any]:
    admin = AIOKafkaAdminClient(**client_options(settings, "admin"))
    try:
        await admin.start()
        yield admin
    finally:
        await admin.close()


async def _create_missing(
    admin: Any, settings: KafkaSettings, wanted: Mapping[str, int]
) -> list[str]:
    found = await _partition_counts(admin)
    prefix = settings.topic_prefix
    for topic in MAIN_TOPICS:
        count = found.get(prefix + topic)
        if count is not None and count != wanted[topic]:
            raise TopicMismatch(prefix + topic, count, wanted[topic])
    missing = [topic for topic in wanted if prefix + topic not in found]
    if missing:
        new = [_new_topic(settings, topic, wanted[topic]) for topic in missing]
        _raise_refusals((await admin.create_topics(new)).topic_errors)
        await _await_visible(admin, {prefix + topic for topic in missing})
    return missing


def _new_topic(settings: KafkaSettings, topic: str, partitions: int) -> NewTopic:
    retention = _DLQ_RETENTION_MS if topic.startswith("dlq.") else _MAIN_RETENTION_MS
    configs = {"retention.ms": str(retention)}
    if topic not in MAIN_TOPICS:
        configs["max.message.bytes"] = str(MAX_RECORD_BYTES)
    if settings.replication_factor >= _SAFE_REPLICAS:
        configs["min.insync.replicas"] = "2"  # an acknowledged record survives the loss of a broker
    return NewTopic(
        settings.topic_prefix + topic, partitions, settings.replication_factor, None, configs
    )


def _raise_refusals(answers: Sequence[tuple[Any, ...]]) -> None:
    for topic, code, *message in answers:
        refusal = for_code(code)
        if code and refusal is not TopicAlreadyExistsError:
            reason = message[0] if message and message[0] else refusal.__name__
            raise TopicRefused(topic, reason)


async def _partition_counts(admin: Any) -> dict[str, int]:
    # All topics, because asking for one by name makes it on a broker with auto-creation.
    return {entry["topic"]: len(entry["partitions"]) for entry in await admin.describe_topics()}


async def _await_visible(admin: Any, names: set[str]) -> None:
    """The broker we ask has heard of the new topics from the controller."""
    async with asyncio.timeout(_VISIBLE_SECONDS):
        while not names <= set(await _partition_counts(admin)):  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(_POLL_SECONDS)
