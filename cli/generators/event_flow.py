"""Who writes and who reads each event, as the code says it."""

from collections.abc import Collection
from dataclasses import dataclass

from api.live.hub import EVENT_TYPES as LIVE_TYPES
from shared.core.settings import KafkaSettings
from shared.events.catalog import CATALOG, SENT_DIRECTLY, EventType
from shared.events.groups import GROUPS
from shared.events.topics import TASK_UPDATES
from shared.kafka.topology import WantedTopic, wanted_topics


@dataclass(frozen=True)
class Reader:
    """A part of Rondel that reads events."""

    name: str
    group: str | None
    """Its consumer group; None if each of its processes reads everything."""
    topics: Collection[str]
    types: Collection[str]

    @property
    def retry_topics(self) -> list[str]:
        """Where it parks what is to be tried again, shortest delay first."""
        if self.group is None:
            return []
        return list(GROUPS[self.group].retry_topics)


def readers() -> list[Reader]:
    """Every part that reads events."""
    workers = [
        Reader(group.name, group.name, group.topics, sorted(group.types))
        for group in GROUPS.values()
    ]
    return [*workers, Reader("api", None, (TASK_UPDATES,), sorted(LIVE_TYPES))]


def readers_of(entry: EventType) -> list[Reader]:
    """Those that act on this type."""
    return [reader for reader in readers() if entry.name in reader.types]


def sender_of(entry: EventType) -> str:
    """The worker that puts it into Kafka; what it says was decided elsewhere."""
    return "reminders" if entry.name in SENT_DIRECTLY else "relay"


def types_on(topic: str) -> list[EventType]:
    """The types of a main topic."""
    return [entry for entry in CATALOG.values() if entry.topic == topic]


def topics() -> dict[str, WantedTopic]:
    """Every topic by its name, cut as without any settings."""
    return wanted_topics(KafkaSettings(brokers="localhost:9092"))
