"""Every table; importing this package fills `Base.metadata`."""

from shared.db.models.messaging import InboxRow, Lease, OutboxRow
from shared.db.models.operations import (
    Activity,
    AuditEntry,
    DeadLetter,
    Redrive,
    WorkerPause,
)
from shared.db.models.reminder import Delivery, Punctuality, Reminder, ScheduledJob
from shared.db.models.task import Label, OccurrenceLog, Series, Task, TaskLabel
from shared.db.models.user import IdempotencyKey, User

__all__ = [
    "Activity",
    "AuditEntry",
    "DeadLetter",
    "Delivery",
    "IdempotencyKey",
    "InboxRow",
    "Label",
    "Lease",
    "OccurrenceLog",
    "OutboxRow",
    "Punctuality",
    "Redrive",
    "Reminder",
    "ScheduledJob",
    "Series",
    "Task",
    "TaskLabel",
    "User",
    "WorkerPause",
]
