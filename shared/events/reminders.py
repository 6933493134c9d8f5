"""Events about reminders. A stale `reminder_version` is dropped by every handler."""

from uuid import UUID

from pydantic import Field
from typing_extensions import override

from shared.events.base import EventData, Instant


class ReminderEvent(EventData):
    """Something happened to one reminder."""

    reminder_id: UUID
    task_id: UUID
    reminder_version: int = Field(ge=1)

    @property
    @override
    def subject(self) -> str:
        return str(self.reminder_id)


class ReminderScheduled(ReminderEvent):
    """A reminder waits for `fire_at`; replaces every older version of it."""

    fire_at: Instant


class ReminderCancelled(ReminderEvent):
    """A reminder will not fire any more, up to and including `reminder_version`."""


class ReminderDue(ReminderEvent):
    """The instant has come; `fire_at` is the planned one."""

    fire_at: Instant


class ReminderSent(ReminderEvent):
    """A channel has taken the message."""

    fire_at: Instant
    channel: str
    lateness_ms: int


class ReminderFailed(ReminderEvent):
    """A channel has refused the message for good."""

    fire_at: Instant
    channel: str
    reason: str


class ReminderSkipped(ReminderEvent):
    """Nothing was sent, and `reason` says why."""

    fire_at: Instant
    channel: str
    reason: str
