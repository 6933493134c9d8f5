"""Topics are made here, with the settings they need; never by a broker's auto-creation."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from shared.core.errors import Unavailable
from shared.core.settings import KafkaSettings
from shared.events.topics import MAIN_TOPICS
from shared.kafka.connection import client_options
from shared.kafka.errors import TopicMismatch, TopicRefused
from shared.kafka.topology import WantedTopic, wanted_topics

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
    wanted = wanted_topics(settings)
    try:
        async with _admin(settings) as admin:
            return await _create_missing(admin, settings, wanted)
    except (KafkaError, TimeoutError) as error:
        raise Unavailable("Kafka") from error


async def delete_topics(settings: KafkaSettings) -> None:
    """Every topic under `settings.topic_prefix` that `ensure_topics` would make is gone."""
    async with _admin(settings) as admin:
        names = set(await _partition_counts(admin))
        ours = [settings.topic_prefix + name for name in wanted_topics(settings)]
        await admin.delete_topics([name for name in ours if name in names])


@asynccontextmanager
async def _admin(settings: KafkaSettings) -> AsyncIterator[Any]:
    admin = AIOKafkaAdminClient(**client_options(settings, "admin"))
    try:
        await admin.start()
        yield admin
    finally:
        await admin.close()


async def _create_missing(
    admin: Any, settings: KafkaSettings, wanted: Mapping[str, WantedTopic]
) -> list[str]:
    found = await _partition_counts(admin)
    prefix = settings.topic_prefix
    for topic in MAIN_TOPICS:
        count = found.get(prefix + topic)
        if count is not None and count != wanted[topic].partitions:
            raise TopicMismatch(prefix + topic, count, wanted[topic].partitions)
    missing = [topic for topic in wanted if prefix + topic not in found]
    if missing:
        new = [_new_topic(prefix, wanted[topic]) for topic in missing]
        _raise_refusals((await admin.create_topics(new)).topic_errors)
        await _await_visible(admin, {prefix + topic for topic in missing})
    return missing


def _new_topic(prefix: str, topic: WantedTopic) -> NewTopic:
    return NewTopic(
        prefix + topic.name, topic.partitions, topic.replication_factor, None, dict(topic.configs)
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
