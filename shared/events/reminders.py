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
    """A reminder waits for `fire_at`; replaces every older version of it.

    Emitted when a reminder is made, and when its instant moves: the due time changed, a series went
    on, a task was reopened.
    """

    fire_at: Instant


class ReminderCancelled(ReminderEvent):
    """A reminder will not fire any more, up to and including `reminder_version`.

    Emitted when its task is done or deleted, and when a new due time leaves no instant for it.
    """


class ReminderDue(ReminderEvent):
    """The instant has come; `fire_at` is the planned one.

    Sent by the reminders worker at the instant, never before it; again by the next owner of the
    partition if a worker died meanwhile, then with the same `ce_id`.
    """

    fire_at: Instant


class ReminderSnoozed(ReminderEvent):
    """A person wants to be reminded again later; the task does not move.

    Emitted beside the `reminder.scheduled` of the new reminder, which is the subject.
    """

    snooze_of: UUID = Field(description="The reminder that was put off")
    until: Instant


class ReminderSent(ReminderEvent):
    """A channel has taken the message.

    Emitted with the delivery's row, once for each channel of the reminder.
    """

    fire_at: Instant
    channel: str
    lateness_ms: int


class ReminderFailed(ReminderEvent):
    """A channel has refused the message for good.

    Emitted with the delivery's row; `reason` is what the channel said.
    """

    fire_at: Instant
    channel: str
    reason: str


class ReminderSkipped(ReminderEvent):
    """Nothing was sent, and `reason` says why.

    Emitted instead of a delivery: the task was done, deleted or moved meanwhile, or it is too late.
    """

    fire_at: Instant
    channel: str
    reason: str
