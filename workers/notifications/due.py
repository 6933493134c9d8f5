"""What has come due: a reminder of one task, or a message about many. Pure."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.events.base import EventData
from shared.events.digests import DigestDue, DigestKind
from shared.events.reminders import ReminderDue


@dataclass(frozen=True, slots=True)
class Due:
    """One row of `reminders` in one version, whose instant has come; only digests have no task."""

    reminder_id: UUID
    version: int
    fire_at: datetime
    user_id: UUID
    task_id: UUID | None
    digest: DigestKind | None = None


def due_of(data: EventData) -> Due:
    """What the event says has come due."""
    match data:
        case ReminderDue():
            return Due(
                data.reminder_id, data.reminder_version, data.fire_at, data.user_id, data.task_id
            )
        case DigestDue():
            return Due(
                data.digest_id, data.digest_version, data.fire_at, data.user_id, None, data.kind
            )
        case _:
            raise TypeError(f"{type(data).__name__} is not handled here")
