"""The topics that Rondel needs and how each is cut: the one table that the broker is held to."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.core.settings import KafkaSettings
from shared.events.catalog import CATALOG
from shared.events.groups import GROUPS
from shared.events.topics import MAIN_TOPICS, dlq_topic
from shared.kafka.connection import MAX_RECORD_BYTES

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


@dataclass(frozen=True, slots=True)
class WantedTopic:
    """One topic as it should be. `name` is the plain one, without the prefix of the settings."""

    name: str
    partitions: int
    replication_factor: int
    configs: Mapping[str, str]

    @property
    def is_main(self) -> bool:
        """Whether users are spread over its partitions."""
        return self.name in MAIN_TOPICS


def wanted_topics(settings: KafkaSettings) -> dict[str, WantedTopic]:
    """Every topic of the catalogue and of its consumer groups, by its plain name."""
    retry = [name for group in GROUPS.values() for name in group.retry_topics]
    dead = [dlq_topic(name) for name in (*CATALOG, UNKNOWN_TYPE)]
    return {name: _wanted(settings, name) for name in (*retry, *dead, *MAIN_TOPICS)}


def _wanted(settings: KafkaSettings, name: str) -> WantedTopic:
    is_main = name in MAIN_TOPICS
    retention = _DLQ_RETENTION_MS if name.startswith("dlq.") else _MAIN_RETENTION_MS
    largest = MAX_RECORD_BYTES // 2 if is_main else MAX_RECORD_BYTES
    configs = {"retention.ms": str(retention), "max.message.bytes": str(largest)}
    if settings.replication_factor >= _SAFE_REPLICAS:
        configs["min.insync.replicas"] = "2"  # an acknowledged record survives the loss of a broker
    partitions = settings.partitions if is_main else _SIDE_PARTITIONS
    return WantedTopic(name, partitions, settings.replication_factor, configs)
