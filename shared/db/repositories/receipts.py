"""Deliveries as their owner reads them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories.timeline import END, Before


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one message, or of a reminder that has none yet (then without an id).

    `channel_kind` and `channel_name` are those of the channel, if it is one and is still there.
    """

    id: UUID | None
    reminder_id: UUID
    task_id: UUID | None
    channel: str | None
    channel_kind: str | None
    channel_name: str | None
    planned_at: datetime | None
    state: str
    reason: str | None
    sent_at: datetime | None
    lateness_ms: int | None
    provider_answer: str | None
    attempts: int
    resends: int
    message_id: str | None
    carried_by: UUID | None
    carried_at: datetime | None
    task_done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deliveries: None leaves it open. Planned from `start` on and before `end`."""

    reminder_id: UUID | None = None
    task_id: UUID | None = None
    state: str | None = None
    start: datetime | None = None
    end: datetime | None = None


# By ix_deliveries_user_fire_at, backwards; the unique key (reminder_id, ...) and
# ix_deliveries_task_id serve the narrow questions.
_DELIVERIES = text(
    """
    SELECT d.id, d.reminder_id, d.task_id, d.channel, c.kind, c.name, d.fire_at, d.state,
           d.reason, d.sent_at, d.lateness_ms, d.provider_answer, d.attempts, d.resends,
           d.message_id, d.carried_by, d.carried_at, t.completed_at
    FROM deliveries d
    LEFT JOIN tasks t ON t.id = d.task_id
    LEFT JOIN channels c ON c.user_id = d.user_id AND c.id::text = d.channel
    WHERE d.user_id = :user_id AND (d.fire_at, d.id) < (:at, :before)
    AND (CAST(:reminder_id AS uuid) IS NULL OR d.reminder_id = CAST(:reminder_id AS uuid))
    AND (CAST(:task_id AS uuid) IS NULL OR d.task_id = CAST(:task_id AS uuid))
    AND (CAST(:state AS text) IS NULL OR d.state = CAST(:state AS text))
    AND (CAST(:start AS timestamptz) IS NULL OR d.fire_at >= CAST(:start AS timestamptz))
    AND (CAST(:end AS timestamptz) IS NULL OR d.fire_at < CAST(:end AS timestamptz))
    ORDER BY d.fire_at DESC, d.id DESC LIMIT :limit
    """
)


async def list_receipts(
    connection: Connection, user_id: UUID, wanted: Wanted, limit: int, before: Before = END
) -> list[Receipt]:
    """The user's deliveries, those planned last first."""
    parameters = {
        "user_id": user_id,
        "at": before.at,
        "before": before.id,
        "reminder_id": wanted.reminder_id,
        "task_id": wanted.task_id,
        "state": wanted.state,
        "start": wanted.start,
        "end": wanted.end,
        "limit": limit,
    }
    return [Receipt(*row) for row in await connection.execute(_DELIVERIES, parameters)]


_WITHOUT = text(
    """
    SELECT NULL, r.id, r.task_id, NULL, NULL, NULL, r.fire_at,
           CASE r.state WHEN 'scheduled' THEN 'planned' ELSE r.state END, r.reason,
           NULL, NULL, NULL, 0, 0, NULL, NULL, NULL, t.completed_at
    FROM reminders r LEFT JOIN tasks t ON t.id = r.task_id
    WHERE r.user_id = :user_id
    AND (r.id = CAST(:reminder_id AS uuid) OR r.task_id = CAST(:task_id AS uuid))
    AND NOT EXISTS (SELECT FROM deliveries d WHERE d.reminder_id = r.id AND d.fire_at = r.fire_at)
    ORDER BY r.fire_at DESC NULLS FIRST, r.id DESC
    """
)


async def reminders_without(connection: Connection, user_id: UUID, wanted: Wanted) -> list[Receipt]:
    """Reminders of the user that have no delivery for their present instant, and why not."""
    parameters = {
        "user_id": user_id,
        "reminder_id": wanted.reminder_id,
        "task_id": wanted.task_id,
    }
    return [Receipt(*row) for row in await connection.execute(_WITHOUT, parameters)]


_IS_OWN = text(
    """
    SELECT EXISTS (SELECT FROM reminders WHERE id = CAST(:reminder_id AS uuid)
                   AND user_id = :user_id)
        OR EXISTS (SELECT FROM tasks WHERE id = CAST(:task_id AS uuid) AND user_id = :user_id)
    """
)


async def is_own(connection: Connection, user_id: UUID, wanted: Wanted) -> bool:
    """Whether the task or reminder is one of this user, deleted or not."""
    parameters = {
        "user_id": user_id,
        "reminder_id": wanted.reminder_id,
        "task_id": wanted.task_id,
    }
    return bool((await connection.execute(_IS_OWN, parameters)).scalar_one())
