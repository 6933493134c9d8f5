"""Every table; importing this package fills `Base.metadata`."""

from shared.db.models.messaging import InboxRow, Lease, OutboxRow
from shared.db.models.operations import (
    Activity,
    AuditEntry,
    DeadLetter,
    Redrive,
    WorkerPause,
)
from shared.db.models.organising import SavedFilter, Section
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
from shared.db.models.transfer import (
    Feed,
    ImportedItem,
    Transfer,
    TransferPart,
    TransferRow,
    Webhook,
    WebhookDelivery,
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
    "Feed",
    "IdempotencyKey",
    "ImportedItem",
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
    "SavedFilter",
    "ScheduledJob",
    "Section",
    "Series",
    "Task",
    "TaskLabel",
    "Transfer",
    "TransferPart",
    "TransferRow",
    "UndoEntry",
    "UsedLink",
    "User",
    "Vacation",
    "Webhook",
    "WebhookDelivery",
    "WorkerPause",
]
