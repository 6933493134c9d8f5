"""Every event type: model, version, topic, retry policy. All else is made from this one list."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.events import reminders, tasks
from shared.events.base import EventData
from shared.events.retries import CHANGES, DELIVERIES, RetryPolicy
from shared.events.topics import REMINDERS, TASK_EVENTS, TASK_UPDATES, Topic


@dataclass(frozen=True, slots=True)
class EventType:
    """One line of the catalogue."""

    name: str
    model: type[EventData]
    topic: Topic
    version: int = 1
    retry: RetryPolicy = CHANGES

    @property
    def schema_uri(self) -> str:
        """What `ce_dataschema` says: the type and the version of its data."""
        return f"urn:rondel:event:{self.name}:v{self.version}"


CATALOG: Mapping[str, EventType] = {
    entry.name: entry
    for entry in (
        EventType("task.created", tasks.TaskCreated, TASK_EVENTS),
        EventType("task.updated", tasks.TaskUpdated, TASK_EVENTS),
        EventType("task.completed", tasks.TaskCompleted, TASK_EVENTS),
        EventType("task.reopened", tasks.TaskReopened, TASK_EVENTS),
        EventType("task.deleted", tasks.TaskDeleted, TASK_EVENTS),
        EventType("task.changed", tasks.TaskChanged, TASK_UPDATES),
        EventType("reminder.scheduled", reminders.ReminderScheduled, REMINDERS),
        EventType("reminder.cancelled", reminders.ReminderCancelled, REMINDERS),
        EventType("reminder.due", reminders.ReminderDue, REMINDERS, retry=DELIVERIES),
        EventType("reminder.sent", reminders.ReminderSent, TASK_EVENTS),
        EventType("reminder.failed", reminders.ReminderFailed, TASK_EVENTS),
        EventType("reminder.skipped", reminders.ReminderSkipped, TASK_EVENTS),
    )
}

BY_MODEL: Mapping[type[EventData], EventType] = {entry.model: entry for entry in CATALOG.values()}
