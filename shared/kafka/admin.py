"""Topics are made here, with the settings they need; never by a broker's auto-creation."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from shared.core.settings import KafkaSettings
from shared.kafka.alter_configs import SetTopicConfigs
from shared.kafka.connection import client_options
from shared.kafka.errors import TopicMismatch, TopicRefused
from shared.kafka.refusals import refusal_of, unavailable
from shared.kafka.topology import WantedTopic, wanted_topics

_VISIBLE_SECONDS = 20.0
_POLL_SECONDS = 0.02


class Remedy(StrEnum):
    """What is done about a difference between the catalogue and the broker."""

    CREATE = "create"
    ALTER = "alter"
    BY_HAND = "by hand"
    """Partitions and replicas: moving data is the operator's decision."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing about a topic that is not as the catalogue wants it. `topic` has no prefix."""

    topic: str
    setting: str
    wanted: str
    found: str | None
    remedy: Remedy


@dataclass(frozen=True, slots=True)
class _FoundTopic:
    partitions: int
    replication_factor: int


async def ensure_topics(settings: KafkaSettings) -> list[str]:
    """Every topic of the catalogue and of the consumer groups is there, with its configs.

    Returns the names of the new ones, without `settings.topic_prefix`. Configs that are not in the
    table stay as they are, replicas and partitions of side topics too, and nothing is deleted. Safe
    to call from many processes at once.

    Raises:
        TopicMismatch: a main topic has another number of partitions; nothing was changed.
        TopicRefused: the broker will not create or alter one.
        Unavailable: no broker answers, or it refuses us (`KafkaRefused`).
    """
    wanted = wanted_topics(settings)
    async with _admin(settings) as admin:
        differences = await _compare(admin, settings, wanted)
        _refuse_mismatch(settings, differences, wanted)
        missing = [each.topic for each in differences if each.remedy is Remedy.CREATE]
        await _create(admin, settings, [wanted[topic] for topic in missing])
        await _alter(admin, settings, [d for d in differences if d.remedy is Remedy.ALTER])
        return missing


async def compare_topics(settings: KafkaSettings) -> list[Difference]:
    """What the broker has otherwise than the catalogue wants it; nothing is changed.

    Raises:
        TopicRefused: the broker does not show the configs of a topic.
        Unavailable: no broker answers, or it refuses us (`KafkaRefused`).
    """
    async with _admin(settings) as admin:
        return await _compare(admin, settings, wanted_topics(settings))


async def delete_topics(settings: KafkaSettings) -> None:
    """Every topic under `settings.topic_prefix` that `ensure_topics` would make is gone."""
    async with _admin(settings) as admin:
        names = set(await _found(admin))
        ours = [settings.topic_prefix + name for name in wanted_topics(settings)]
        await admin.delete_topics([name for name in ours if name in names])


@asynccontextmanager
async def _admin(settings: KafkaSettings) -> AsyncIterator[Any]:
    admin = AIOKafkaAdminClient(**client_options(settings, "admin"))
    try:
        await admin.start()
        yield admin
    except (KafkaError, TimeoutError) as error:
        raise await unavailable(settings, error) from error
    finally:
        await admin.close()


async def _compare(
    admin: Any, settings: KafkaSettings, wanted: Mapping[str, WantedTopic]
) -> list[Difference]:
    found = await _found(admin)
    prefix = settings.topic_prefix
    there = [each for name, each in wanted.items() if prefix + name in found]
    configs = await _configs(admin, prefix, there)
    differences: list[Difference] = []
    for name, topic in wanted.items():
        if prefix + name in found:
            differences.extend(_differences(topic, found[prefix + name], configs[name]))
        else:
            partitions = f"{topic.partitions} partitions"
            differences.append(Difference(name, "topic", partitions, None, Remedy.CREATE))
    return differences


def _differences(
    wanted: WantedTopic, found: _FoundTopic, configs: Mapping[str, str]
) -> list[Difference]:
    cuts = {
        "partitions": (wanted.partitions, found.partitions),
        "replication.factor": (wanted.replication_factor, found.replication_factor),
    }
    by_hand = [
        Difference(wanted.name, what, str(wish), str(fact), Remedy.BY_HAND)
        for what, (wish, fact) in cuts.items()
        if wish != fact
    ]
    to_alter = [
        Difference(wanted.name, key, value, configs.get(key), Remedy.ALTER)
        for key, value in wanted.configs.items()
        if configs.get(key) != value
    ]
    return [*by_hand, *to_alter]


def _refuse_mismatch(
    settings: KafkaSettings,
    differences: Sequence[Difference],
    wanted: Mapping[str, WantedTopic],
) -> None:
    for each in differences:
        if each.setting == "partitions" and wanted[each.topic].is_main:
            name = settings.topic_prefix + each.topic
            raise TopicMismatch(name, int(each.found or 0), int(each.wanted))


async def _create(admin: Any, settings: KafkaSettings, topics: Sequence[WantedTopic]) -> None:
    if not topics:
        return
    prefix = settings.topic_prefix
    new = [
        NewTopic(
            prefix + each.name, each.partitions, each.replication_factor, None, dict(each.configs)
        )
        for each in topics
    ]
    for topic, code, *message in (await admin.create_topics(new)).topic_errors:
        if for_code(code) is not TopicAlreadyExistsError:
            _raise_refusal(topic, code, *message)
    await _await_visible(admin, {prefix + each.name for each in topics})


async def _alter(admin: Any, settings: KafkaSettings, differences: Sequence[Difference]) -> None:
    topics: dict[str, dict[str, str]] = {}
    for each in differences:
        topics.setdefault(settings.topic_prefix + each.topic, {})[each.setting] = each.wanted
    if topics:
        # Any broker takes it to the controller.
        answer = await admin._send_request(SetTopicConfigs(topics))  # noqa: SLF001 - see alter_configs.py
        for code, message, _, topic in answer.responses:
            _raise_refusal(topic, code, message)


def _raise_refusal(topic: str, code: int, message: str | None = None) -> None:
    """Nothing, if `code` says so.

    Raises:
        TopicRefused: in the broker's words, or ours for a missing ACL.
    """
    if code:
        refusal = for_code(code)
        reason = refusal_of(refusal(), topic) or message or refusal.__name__
        raise TopicRefused(topic, reason)


async def _found(admin: Any) -> dict[str, _FoundTopic]:
    # All topics, because asking for one by name makes it on a broker with auto-creation.
    return {
        entry["topic"]: _FoundTopic(
            len(entry["partitions"]), max(len(p["replicas"]) for p in entry["partitions"])
        )
        for entry in await admin.describe_topics()
        if entry["partitions"]
    }


async def _configs(
    admin: Any, prefix: str, topics: Sequence[WantedTopic]
) -> dict[str, dict[str, str]]:
    """The configs of these topics that the table has an opinion about, by plain name."""
    asked = [
        ConfigResource(ConfigResourceType.TOPIC, prefix + each.name, dict(each.configs))
        for each in topics
    ]
    answers = await admin.describe_configs(asked) if asked else []
    configs: dict[str, dict[str, str]] = {}
    for answer in answers:
        for code, message, _, topic, entries in answer.resources:
            _raise_refusal(topic, code, message)
            configs[topic.removeprefix(prefix)] = {entry[0]: entry[1] for entry in entries}
    return configs


async def _await_visible(admin: Any, names: set[str]) -> None:
    """The broker we ask has heard of the new topics from the controller."""
    async with asyncio.timeout(_VISIBLE_SECONDS):
        while not names <= set(await _found(admin)):  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(_POLL_SECONDS)
