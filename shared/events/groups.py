"""The consumer groups: who reads which topics and acts on which event types."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.events.catalog import CATALOG
from shared.events.retries import union_of
from shared.events.topics import REMINDERS, TASK_EVENTS, Topic, retry_topic


@dataclass(frozen=True, slots=True)
class ConsumerGroup:
    """One kind of worker as Kafka sees it."""

    name: str
    """Also the name of the worker, of its inbox, and in its retry topics."""
    topics: tuple[Topic, ...]
    types: frozenset[str]
    """The event types that are handled; records of others are passed over unread."""

    @property
    def retry_topics(self) -> dict[str, float]:
        """Its retry topics and their seconds of delay, shortest first."""
        tiers = union_of(CATALOG[name].retry for name in self.types)
        return {retry_topic(self.name, tier): seconds for tier, seconds in tiers.items()}


def _types_on(*topics: Topic) -> frozenset[str]:
    return frozenset(entry.name for entry in CATALOG.values() if entry.topic in topics)


def _by_name(groups: Iterable[ConsumerGroup]) -> Mapping[str, ConsumerGroup]:
    return {group.name: group for group in groups}


RECURRENCE_GROUP = ConsumerGroup("recurrence", (TASK_EVENTS,), frozenset({"task.completed"}))
REMINDERS_GROUP = ConsumerGroup(
    "reminders",
    (REMINDERS,),
    frozenset({"reminder.scheduled", "reminder.cancelled", "digest.scheduled", "digest.cancelled"}),
)
NOTIFICATIONS_GROUP = ConsumerGroup(
    "notifications",
    (REMINDERS,),
    frozenset({"reminder.due", "digest.due", "channel.test.asked", "account.mail.asked"}),
)
ACTIVITY_GROUP = ConsumerGroup(
    "activity", (TASK_EVENTS, REMINDERS), _types_on(TASK_EVENTS, REMINDERS)
)
WEBHOOKS_GROUP = ConsumerGroup("webhooks", (TASK_EVENTS,), _types_on(TASK_EVENTS))

GROUPS: Mapping[str, ConsumerGroup] = _by_name(
    (RECURRENCE_GROUP, REMINDERS_GROUP, NOTIFICATIONS_GROUP, ACTIVITY_GROUP, WEBHOOKS_GROUP)
)
"""Every group that handles events."""

DEAD_LETTERS_GROUP = "deadletters"
"""Mirrors the dead letters into a table; handles no events, so it has no retry topics."""

WORKERS: tuple[str, ...] = ("relay", *GROUPS, DEAD_LETTERS_GROUP)
"""Every kind of worker that can be paused."""
