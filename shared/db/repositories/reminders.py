"""Reminders as rows. Every write is one statement, however many rows it touches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """One row of `reminders` as commands write it."""

    id: UUID
    user_id: UUID
    task_id: UUID
    kind: str
    lead: str | None
    fire_at: datetime | None
    channels: tuple[str, ...]
    state: str
    reason: str | None
    version: int = 1


_INSERT = text(
    """
    INSERT INTO reminders (id, user_id, task_id, kind, lead, fire_at, channels, state, reason,
                           version, created_at, updated_at)
    SELECT r.id, r.user_id, r.task_id, r.kind, r.lead, r.fire_at, string_to_array(r.channels, ','),
           r.state, r.reason, 1, :now, :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:user_ids AS uuid[]), CAST(:task_ids AS uuid[]),
                CAST(:kinds AS text[]), CAST(:leads AS text[]), CAST(:fire_ats AS timestamptz[]),
                CAST(:channels AS text[]), CAST(:states AS text[]), CAST(:reasons AS text[]))
         AS r (id, user_id, task_id, kind, lead, fire_at, channels, state, reason)
    """
)


async def insert_reminders(
    connection: Connection, rows: Sequence[ReminderRow], now: datetime
) -> None:
    """The reminders exist."""
    if not rows:
        return
    await connection.execute(
        _INSERT,
        {
            "ids": [row.id for row in rows],
            "user_ids": [row.user_id for row in rows],
            "task_ids": [row.task_id for row in rows],
            "kinds": [row.kind for row in rows],
            "leads": [row.lead for row in rows],
            "fire_ats": [row.fire_at for row in rows],
            "channels": [",".join(row.channels) for row in rows],
            "states": [row.state for row in rows],
            "reasons": [row.reason for row in rows],
            "now": now,
        },
    )


_REPLAN = text(
    """
    UPDATE reminders AS r SET fire_at = p.fire_at, state = p.state, reason = p.reason,
           version = r.version + 1, updated_at = :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:fire_ats AS timestamptz[]), CAST(:states AS text[]),
                CAST(:reasons AS text[])) AS p (id, fire_at, state, reason)
    WHERE r.id = p.id
    RETURNING r.id, r.user_id, r.task_id, r.kind, r.lead, r.fire_at, r.channels, r.state,
              r.reason, r.version
    """
)


async def replan_reminders(
    connection: Connection, rows: Sequence[ReminderRow], now: datetime
) -> list[ReminderRow]:
    """Time, state and reason are as in `rows`; answers the rows with their new versions."""
    if not rows:
        return []
    result = await connection.execute(
        _REPLAN,
        {
            "ids": [row.id for row in rows],
            "fire_ats": [row.fire_at for row in rows],
            "states": [row.state for row in rows],
            "reasons": [row.reason for row in rows],
            "now": now,
        },
    )
    return [ReminderRow(*row) for row in result]


_OF_TASKS = text(
    """
    SELECT id, user_id, task_id, kind, lead, fire_at, channels, state, reason, version
    FROM reminders WHERE task_id = ANY(CAST(:task_ids AS uuid[]))
    AND reason IS DISTINCT FROM 'removed'
    ORDER BY task_id, id
    """
)


async def reminders_of(connection: Connection, task_ids: Sequence[UUID]) -> list[ReminderRow]:
    """Every reminder of these tasks that its owner has not removed."""
    result = await connection.execute(_OF_TASKS, {"task_ids": list(task_ids)})
    return [ReminderRow(*row) for row in result]


_CANCEL = text(
    """
    UPDATE reminders SET state = 'cancelled', reason = CAST(:reason AS text), version = version + 1,
           updated_at = :now
    WHERE task_id = ANY(CAST(:task_ids AS uuid[])) AND reason IS DISTINCT FROM 'removed'
    AND (state IN ('scheduled', 'idle') OR CAST(:reason AS text) = 'removed')
    RETURNING id, user_id, task_id, kind, lead, fire_at, channels, state, reason, version
    """
)


async def cancel_reminders(
    connection: Connection, task_ids: Sequence[UUID], reason: str, now: datetime
) -> list[ReminderRow]:
    """No reminder of these tasks waits any more; answers the ones that were changed.

    With the reason `removed` the owner's list is empty too: past ones are hidden, their
    deliveries stay.
    """
    parameters = {"task_ids": list(task_ids), "reason": reason, "now": now}
    result = await connection.execute(_CANCEL, parameters)
    return [ReminderRow(*row) for row in result]
