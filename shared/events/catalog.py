"""Every event type: model, version, topic, retry policy. All else is made from this one list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.events import accounts, channels, digests, places, reminders, tasks, users
from shared.events.base import EventData
from shared.events.retries import CHANGES, DELIVERIES, RetryPolicy
from shared.events.topics import REMINDERS, TASK_EVENTS, TASK_UPDATES, Topic


@dataclass(frozen=True, slots=True)
class OlderVersion:
    """A former version of a type that is still read, and what its data are today."""

    version: int
    model: type[EventData]
    upcast: Callable[[Any], EventData]
    """Makes the newest model's data of this model's."""


@dataclass(frozen=True, slots=True)
class EventType:
    """One line of the catalogue. Only the newest version is written; handlers see no other."""

    name: str
    model: type[EventData]
    topic: Topic
    version: int = 1
    retry: RetryPolicy = CHANGES
    older: tuple[OlderVersion, ...] = ()
    """Versions that records in Kafka may still have."""

    @property
    def schema_uri(self) -> str:
        """What `ce_dataschema` says: the type and the version of its data."""
        return schema_uri(self.name, self.version)

    @property
    def models(self) -> Mapping[int, type[EventData]]:
        """The model of each version that is read, the newest first."""
        return {self.version: self.model} | {each.version: each.model for each in self.older}


def schema_uri(name: str, version: int) -> str:
    """The name of one version of the data of a type.

    >>> schema_uri("task.completed", 2)
    'urn:rondel:event:task.completed:v2'
    """
    return f"urn:rondel:event:{name}:v{version}"


CATALOG: Mapping[str, EventType] = {
    entry.name: entry
    for entry in (
        EventType("task.created", tasks.TaskCreated, TASK_EVENTS),
        EventType("task.updated", tasks.TaskUpdated, TASK_EVENTS),
        EventType("task.completed", tasks.TaskCompleted, TASK_EVENTS),
        EventType("task.reopened", tasks.TaskReopened, TASK_EVENTS),
        EventType("task.deleted", tasks.TaskDeleted, TASK_EVENTS),
        EventType("task.skipped", tasks.TaskSkipped, TASK_EVENTS),
        EventType("task.missed", tasks.TaskMissed, TASK_EVENTS),
        EventType("task.restored", tasks.TaskRestored, TASK_EVENTS),
        EventType("series.updated", tasks.SeriesUpdated, TASK_EVENTS),
        EventType("task.changed", tasks.TaskChanged, TASK_UPDATES),
        EventType("place.changed", places.PlaceChanged, TASK_UPDATES),
        EventType("reminder.scheduled", reminders.ReminderScheduled, REMINDERS),
        EventType("reminder.cancelled", reminders.ReminderCancelled, REMINDERS),
        EventType("reminder.due", reminders.ReminderDue, REMINDERS, retry=DELIVERIES),
        EventType("reminder.sent", reminders.ReminderSent, TASK_EVENTS),
        EventType("reminder.failed", reminders.ReminderFailed, TASK_EVENTS),
        EventType("reminder.skipped", reminders.ReminderSkipped, TASK_EVENTS),
        EventType("reminder.snoozed", reminders.ReminderSnoozed, TASK_EVENTS),
        EventType("digest.scheduled", digests.DigestScheduled, REMINDERS),
        EventType("digest.cancelled", digests.DigestCancelled, REMINDERS),
        EventType("digest.due", digests.DigestDue, REMINDERS, retry=DELIVERIES),
        EventType("digest.sent", digests.DigestSent, TASK_EVENTS),
        EventType("digest.failed", digests.DigestFailed, TASK_EVENTS),
        EventType("digest.skipped", digests.DigestSkipped, TASK_EVENTS),
        EventType("channel.test.asked", channels.ChannelTestAsked, REMINDERS, retry=DELIVERIES),
        EventType("account.mail.asked", accounts.AccountMailAsked, REMINDERS, retry=DELIVERIES),
        EventType("user.timezone.changed", users.UserTimezoneChanged, TASK_EVENTS),
    )
}

SENT_DIRECTLY = frozenset({"reminder.due", "digest.due"})
"""The types that the reminders worker puts into Kafka, without the outbox (ADR 0004)."""

BY_MODEL: Mapping[type[EventData], EventType] = {entry.model: entry for entry in CATALOG.values()}
