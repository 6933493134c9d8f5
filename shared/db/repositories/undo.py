"""The undo log: what changes looked like before, for 30 days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories.reminders import IS_HELD

KEEP = timedelta(days=30)
"""How long a change can be taken back."""


@dataclass(frozen=True, slots=True)
class UndoRow:
    """One change; `before` is what `shared.commands.undo_images` wrote."""

    id: UUID
    user_id: UUID
    kind: str
    task_ids: tuple[UUID, ...]
    before: dict[str, Any]
    created_at: datetime
    undone_at: datetime | None = None


_INSERT = text(
    """
    INSERT INTO undo_log (id, user_id, kind, task_ids, before, created_at)
    VALUES (:id, :user_id, :kind, CAST(:task_ids AS uuid[]), CAST(:before AS jsonb), :now)
    """
)


async def insert_entry(connection: Connection, row: UndoRow) -> None:
    """The change can be taken back."""
    await connection.execute(
        _INSERT,
        {
            "id": row.id,
            "user_id": row.user_id,
            "kind": row.kind,
            "task_ids": list(row.task_ids),
            "before": orjson.dumps(row.before, default=str).decode(),
            "now": row.created_at,
        },
    )


_COLUMNS = "u.id, u.user_id, u.kind, u.task_ids, u.before::text, u.created_at, u.undone_at"

_FIND = text(f"SELECT {_COLUMNS} FROM undo_log u WHERE u.id = :id AND u.user_id = :user_id")  # noqa: S608 - made of constants


async def find_entry(connection: Connection, user_id: UUID, entry_id: UUID) -> UndoRow | None:
    """This user's entry, if there is one."""
    result = await connection.execute(_FIND, {"id": entry_id, "user_id": user_id})
    row = result.one_or_none()
    return _row(row.values()) if row else None


# Index ix_undo_log_user_id_id, read backward.
_LAST = text(
    f"""
    SELECT {_COLUMNS} FROM undo_log u
    WHERE u.user_id = :user_id AND CAST(:task_id AS uuid) = ANY(u.task_ids)
    AND u.undone_at IS NULL AND u.created_at > :oldest
    ORDER BY u.id DESC LIMIT 1
    """  # noqa: S608 - made of constants
)


async def find_last(
    connection: Connection, user_id: UUID, task_id: UUID, now: datetime
) -> UndoRow | None:
    """The latest change of this task that was not taken back."""
    parameters = {"user_id": user_id, "task_id": task_id, "oldest": now - KEEP}
    row = (await connection.execute(_LAST, parameters)).one_or_none()
    return _row(row.values()) if row else None


_LIST = text(
    f"""
    SELECT {_COLUMNS} FROM undo_log u
    WHERE u.user_id = :user_id AND u.created_at > :oldest
    AND (CAST(:after AS uuid) IS NULL OR u.id < CAST(:after AS uuid))
    ORDER BY u.id DESC LIMIT :limit
    """  # noqa: S608 - made of constants
)


async def list_entries(
    connection: Connection, user_id: UUID, now: datetime, *, after: UUID | None, limit: int
) -> list[UndoRow]:
    """The latest changes of this user before `after`, the newest first."""
    parameters = {"user_id": user_id, "oldest": now - KEEP, "after": after, "limit": limit}
    return [_row(row.values()) for row in await connection.execute(_LIST, parameters)]


def _row(values: Any) -> UndoRow:
    identifier, user_id, kind, task_ids, before, created_at, undone_at = values
    return UndoRow(
        identifier, user_id, kind, tuple(task_ids), orjson.loads(before), created_at, undone_at
    )


_UNDONE = text(
    """
    UPDATE undo_log SET undone_at = :now,
           before = before || jsonb_build_object('restored', CAST(:restored AS jsonb))
    WHERE id = :id
    """
)


async def mark_undone(
    connection: Connection, entry_id: UUID, restored: dict[str, tuple[int, int]], now: datetime
) -> None:
    """The change is taken back.

    `restored` says which version of a task or a series is like which older one.
    """
    parameters = {"id": entry_id, "restored": orjson.dumps(restored).decode(), "now": now}
    await connection.execute(_UNDONE, parameters)


# Index ix_undo_log_user_id_id.
_SETTLE_SNOOZE = text(
    """
    UPDATE undo_log SET undone_at = :now
    WHERE user_id = :user_id AND kind = 'snooze' AND undone_at IS NULL
    AND before -> 'snoozes' = jsonb_build_array(CAST(:snooze_id AS text))
    """
)


async def settle_snooze(
    connection: Connection, user_id: UUID, snooze_id: UUID, now: datetime
) -> None:
    """What made or moved this snooze alone counts as taken back."""
    parameters = {"user_id": user_id, "snooze_id": str(snooze_id), "now": now}
    await connection.execute(_SETTLE_SNOOZE, parameters)


_RESTORED = text(
    """
    SELECT (before -> 'restored')::text AS restored FROM undo_log
    WHERE user_id = :user_id AND undone_at IS NOT NULL
    AND jsonb_exists_any(before -> 'restored', CAST(:ids AS text[]))
    ORDER BY undone_at, id
    """
)


async def restored_versions(
    connection: Connection, user_id: UUID, ids: Sequence[UUID]
) -> dict[tuple[str, int], int]:
    """For a task or a series, and a version of it: the later version that an undo made alike."""
    parameters = {"user_id": user_id, "ids": [str(each) for each in ids]}
    return {
        (identifier, old): new
        for row in await connection.execute(_RESTORED, parameters)
        for identifier, (old, new) in orjson.loads(row.restored).items()
    }


_VERSIONS = text(
    """
    SELECT id, version FROM tasks
    WHERE user_id = :user_id AND id = ANY(CAST(:ids AS uuid[]))
    """
)


async def versions_of(
    connection: Connection, user_id: UUID, task_ids: Sequence[UUID]
) -> dict[UUID, int]:
    """The present version of each of these tasks, deleted ones too; what is gone is left out."""
    result = await connection.execute(_VERSIONS, {"user_id": user_id, "ids": list(task_ids)})
    return {row.id: row.version for row in result}


@dataclass(frozen=True, slots=True)
class ReminderState:
    """How a reminder stands, one that its owner removed too."""

    id: UUID
    task_id: UUID
    fire_at: datetime | None
    state: str
    reason: str | None
    is_snooze: bool
    nag_every: str | None = None
    nag_sent: int = 0
    nag_max: int | None = None
    is_held: bool = False
    """Whether a message of its instant still waits for the end of quiet hours."""


_STATES = text(
    f"""
    SELECT r.id, r.task_id, r.fire_at, r.state, r.reason, r.snooze_of IS NOT NULL, r.nag_every,
           r.nag_sent, r.nag_max,
           {IS_HELD}
    FROM reminders r WHERE r.task_id = ANY(CAST(:task_ids AS uuid[])) ORDER BY r.task_id, r.id
    """  # noqa: S608 - made of constants
)


async def reminder_states(connection: Connection, task_ids: Sequence[UUID]) -> list[ReminderState]:
    """Every reminder that these tasks have or had."""
    result = await connection.execute(_STATES, {"task_ids": list(task_ids)})
    return [ReminderState(*row) for row in result]


# What the end of a slot said of others (missed, done along with it) goes with it.
_UNLOG = text(
    """
    DELETE FROM occurrence_log AS l
    USING unnest(CAST(:series_ids AS uuid[]), CAST(:slots AS text[])) AS g (series_id, slot)
    WHERE l.series_id = g.series_id
    AND (l.slot = g.slot
         OR l.slot > g.slot AND l.task_id = (SELECT t.id FROM tasks t
                                             WHERE t.series_id = g.series_id AND t.slot = g.slot))
    """
)


async def unlog_slots(connection: Connection, slots: Sequence[tuple[UUID, str]]) -> None:
    """The log says nothing of these slots, nor of those that were passed over from them."""
    if slots:
        parameters = {"series_ids": [s for s, _ in slots], "slots": [slot for _, slot in slots]}
        await connection.execute(_UNLOG, parameters)


_COUNT = text(
    """
    UPDATE series AS s SET completions = s.completions + c.change
    FROM unnest(CAST(:ids AS uuid[]), CAST(:changes AS int[])) AS c (id, change)
    WHERE s.id = c.id
    """
)


async def count_completions(connection: Connection, changes: Mapping[UUID, int]) -> None:
    """Each series has counted so many completions more (COUNT with anchor completion)."""
    if changes:
        parameters = {"ids": list(changes), "changes": list(changes.values())}
        await connection.execute(_COUNT, parameters)


# Index ix_undo_log_created_at. SKIP LOCKED: several processes prune, none waits for the other.
_PRUNE = text(
    """
    DELETE FROM undo_log WHERE id IN (
        SELECT id FROM undo_log WHERE created_at < :before
        ORDER BY created_at LIMIT :limit FOR UPDATE SKIP LOCKED
    )
    """
)


async def prune(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` of the oldest entries from before that instant are gone; how many."""
    result = await connection.execute(_PRUNE, {"before": before, "limit": limit})
    return result.rowcount
