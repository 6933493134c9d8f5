"""Reminders as rows. Every write is one statement, however many rows it touches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """One reminder of a task as commands write it; the columns in the order of `COLUMNS`."""

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
    relative_to: str = "due"
    snooze_of: UUID | None = None
    nag_every: str | None = None
    nag_max: int | None = None
    nag_sent: int = 0
    urgent: bool = False


COLUMNS = """r.id, r.user_id, r.task_id, r.kind, r.lead, r.fire_at, r.channels, r.state, r.reason,
    r.version, r.relative_to, r.snooze_of, r.nag_every, r.nag_max, r.nag_sent, r.urgent"""
"""What a `ReminderRow` is read from, for `reminders AS r`."""

IS_HELD = """EXISTS (SELECT 1 FROM deliveries d WHERE d.reminder_id = r.id
    AND d.fire_at = r.fire_at AND d.state = 'deferred')"""
"""Whether a message of reminder `r`'s instant still waits for the end of quiet hours."""


_INSERT = text(
    """
    INSERT INTO reminders (id, user_id, task_id, kind, lead, fire_at, channels, state, reason,
                           version, relative_to, snooze_of, nag_every, nag_max, nag_sent, urgent,
                           created_at, updated_at)
    SELECT r.id, r.user_id, r.task_id, r.kind, r.lead, r.fire_at, string_to_array(r.channels, ','),
           r.state, r.reason, 1, r.relative_to, r.snooze_of, r.nag_every, r.nag_max, r.nag_sent,
           r.urgent, :now, :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:user_ids AS uuid[]), CAST(:task_ids AS uuid[]),
                CAST(:kinds AS text[]), CAST(:leads AS text[]), CAST(:fire_ats AS timestamptz[]),
                CAST(:channels AS text[]), CAST(:states AS text[]), CAST(:reasons AS text[]),
                CAST(:relative_tos AS text[]), CAST(:snooze_ofs AS uuid[]),
                CAST(:nag_everys AS text[]), CAST(:nag_maxes AS smallint[]),
                CAST(:nag_sents AS smallint[]), CAST(:urgents AS bool[]))
         AS r (id, user_id, task_id, kind, lead, fire_at, channels, state, reason, relative_to,
               snooze_of, nag_every, nag_max, nag_sent, urgent)
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
            "relative_tos": [row.relative_to for row in rows],
            "snooze_ofs": [row.snooze_of for row in rows],
            "nag_everys": [row.nag_every for row in rows],
            "nag_maxes": [row.nag_max for row in rows],
            "nag_sents": [row.nag_sent for row in rows],
            "urgents": [row.urgent for row in rows],
            "now": now,
        },
    )


_REPLAN = text(
    f"""
    UPDATE reminders AS r SET fire_at = p.fire_at, state = p.state, reason = p.reason,
           nag_sent = p.nag_sent, version = r.version + 1, updated_at = :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:fire_ats AS timestamptz[]), CAST(:states AS text[]),
                CAST(:reasons AS text[]), CAST(:nag_sents AS smallint[]))
         AS p (id, fire_at, state, reason, nag_sent)
    WHERE r.id = p.id
    RETURNING {COLUMNS}
    """  # noqa: S608 - made of constants
)


async def replan_reminders(
    connection: Connection, rows: Sequence[ReminderRow], now: datetime
) -> list[ReminderRow]:
    """Time, state, reason and `nag_sent` are as in `rows`; answers the rows, new versions."""
    if not rows:
        return []
    result = await connection.execute(
        _REPLAN,
        {
            "ids": [row.id for row in rows],
            "fire_ats": [row.fire_at for row in rows],
            "states": [row.state for row in rows],
            "reasons": [row.reason for row in rows],
            "nag_sents": [row.nag_sent for row in rows],
            "now": now,
        },
    )
    return [ReminderRow(*row) for row in result]


_OF_TASKS = text(
    f"""
    SELECT {COLUMNS}
    FROM reminders r WHERE r.task_id = ANY(CAST(:task_ids AS uuid[]))
    AND r.reason IS DISTINCT FROM 'removed'
    ORDER BY r.task_id, r.id
    """  # noqa: S608 - made of constants
)


async def reminders_of(connection: Connection, task_ids: Sequence[UUID]) -> list[ReminderRow]:
    """Every reminder of these tasks that its owner has not removed."""
    result = await connection.execute(_OF_TASKS, {"task_ids": list(task_ids)})
    return [ReminderRow(*row) for row in result]


_CANCEL = text(
    f"""
    UPDATE reminders AS r SET state = 'cancelled', reason = CAST(:reason AS text),
           version = r.version + 1, updated_at = :now
    WHERE r.task_id = ANY(CAST(:task_ids AS uuid[])) AND r.reason IS DISTINCT FROM 'removed'
    AND (r.state IN ('scheduled', 'deferred', 'idle') OR CAST(:reason AS text) = 'removed')
    RETURNING {COLUMNS}
    """  # noqa: S608 - made of constants
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


_REMOVE = text(
    f"""
    UPDATE reminders AS r SET state = 'cancelled', reason = 'removed', version = r.version + 1,
           updated_at = :now
    WHERE r.id = ANY(CAST(:ids AS uuid[]))
    RETURNING {COLUMNS}
    """  # noqa: S608 - made of constants
)


async def remove_reminders(
    connection: Connection, ids: Sequence[UUID], now: datetime
) -> list[ReminderRow]:
    """Their owner has them no more; their deliveries stay. Answers the rows."""
    if not ids:
        return []
    result = await connection.execute(_REMOVE, {"ids": list(ids), "now": now})
    return [ReminderRow(*row) for row in result]


_AMEND = text(
    f"""
    UPDATE reminders AS r SET channels = string_to_array(p.channels, ','), nag_every = p.nag_every,
           nag_max = p.nag_max, urgent = p.urgent, version = r.version + 1, updated_at = :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:channels AS text[]), CAST(:nag_everys AS text[]),
                CAST(:nag_maxes AS smallint[]), CAST(:urgents AS bool[]))
         AS p (id, channels, nag_every, nag_max, urgent)
    WHERE r.id = p.id
    RETURNING {COLUMNS}
    """  # noqa: S608 - made of constants
)


async def amend_reminders(
    connection: Connection, rows: Sequence[ReminderRow], now: datetime
) -> list[ReminderRow]:
    """Channels, nagging and urgency are as in `rows`, times and states stay; answers the rows."""
    if not rows:
        return []
    result = await connection.execute(
        _AMEND,
        {
            "ids": [row.id for row in rows],
            "channels": [",".join(row.channels) for row in rows],
            "nag_everys": [row.nag_every for row in rows],
            "nag_maxes": [row.nag_max for row in rows],
            "urgents": [row.urgent for row in rows],
            "now": now,
        },
    )
    return [ReminderRow(*row) for row in result]
