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
from shared.db.models.task import (
    Label,
    OccurrenceLog,
    Project,
    Series,
    Task,
    TaskLabel,
    UndoEntry,
)
from shared.db.models.user import (
    Channel,
    ChannelTest,
    IdempotencyKey,
    Marker,
    UsedLink,
    User,
    Vacation,
)

__all__ = [
    "Activity",
    "AuditEntry",
    "Channel",
    "ChannelTest",
    "DeadLetter",
    "Delivery",
    "IdempotencyKey",
    "InboxRow",
    "Label",
    "Lease",
    "Marker",
    "OccurrenceLog",
    "OutboxRow",
    "Project",
    "Punctuality",
    "Redrive",
    "Reminder",
    "ScheduledJob",
    "Series",
    "Task",
    "TaskLabel",
    "UndoEntry",
    "UsedLink",
    "User",
    "Vacation",
    "WorkerPause",
]
