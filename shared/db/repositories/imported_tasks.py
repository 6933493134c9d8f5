"""Tasks and the log of their series as an import writes them: a batch in each statement."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from shared.db.connection import Connection

_TASK = """
    jsonb_to_recordset(CAST(:rows AS jsonb))
    AS r (id uuid, title text, notes text, priority int, status text, completed_at timestamptz,
          due_on date, due_at timestamptz, due_local timestamp, zone text, start_on date,
          start_at timestamptz, start_local timestamp, skipped_at timestamptz, project_id uuid,
          section_id uuid, parent_id uuid, position text, checklist jsonb, series_id uuid,
          slot text, source_id uuid, series_fields jsonb, created_at timestamptz,
          updated_at timestamptz, deleted_at timestamptz)
"""
_INSERT = text(
    f"""
    INSERT INTO tasks (id, user_id, title, notes, priority, status, completed_at, due_on, due_at,
                       due_local, zone, start_on, start_at, start_local, skipped_at, project_id,
                       section_id, parent_id, position, checklist, series_id, slot, source_id,
                       series_fields, created_at, updated_at, deleted_at)
    SELECT r.id, :user_id, r.title, r.notes, r.priority, r.status, r.completed_at, r.due_on,
           r.due_at, r.due_local, r.zone, r.start_on, r.start_at, r.start_local, r.skipped_at,
           r.project_id, r.section_id, r.parent_id, r.position, r.checklist, r.series_id, r.slot,
           r.source_id, NULLIF(r.series_fields, 'null'), r.created_at, r.updated_at, r.deleted_at
    FROM {_TASK}
    """  # noqa: S608 - made of constants
)
_UPDATE = text(
    f"""
    UPDATE tasks AS t SET title = r.title, notes = r.notes, priority = r.priority,
           status = r.status, completed_at = r.completed_at, due_on = r.due_on,
           due_at = r.due_at, due_local = r.due_local, zone = r.zone, start_on = r.start_on,
           start_at = r.start_at, start_local = r.start_local, skipped_at = r.skipped_at,
           project_id = r.project_id, section_id = r.section_id, position = r.position,
           checklist = r.checklist, version = t.version + 1, updated_at = r.updated_at,
           deleted_at = r.deleted_at
    FROM {_TASK} WHERE t.id = r.id AND t.user_id = :user_id
    """  # noqa: S608 - made of constants
)


async def insert_tasks(
    connection: Connection, user_id: UUID, rows: Sequence[Mapping[str, Any]]
) -> None:
    """These tasks exist; their slots were free."""
    if rows:
        parameters = {"user_id": user_id, "rows": orjson.dumps(rows, default=str).decode()}
        await connection.execute(_INSERT, parameters)


# Index uq_tasks_series_id_slot.
_TAKEN = text(
    """
    SELECT t.series_id, t.slot
    FROM unnest(CAST(:series_ids AS uuid[]), CAST(:slots AS text[])) AS w (series_id, slot)
    JOIN tasks t ON t.series_id = w.series_id AND t.slot = w.slot
    """
)


async def taken_slots(
    connection: Connection, slots: Collection[tuple[UUID, str]]
) -> set[tuple[UUID, str]]:
    """Those of these slots that a task has already, also one in the trash."""
    if not slots:
        return set()
    values = {"series_ids": [each for each, _ in slots], "slots": [slot for _, slot in slots]}
    return {(row[0], row[1]) for row in await connection.execute(_TAKEN, values)}


async def update_tasks(
    connection: Connection, user_id: UUID, rows: Sequence[Mapping[str, Any]]
) -> None:
    """These tasks are as the rows say; what they belong to stays."""
    if rows:
        parameters = {"user_id": user_id, "rows": orjson.dumps(rows, default=str).decode()}
        await connection.execute(_UPDATE, parameters)


_SLOTS = text(
    """
    INSERT INTO occurrence_log (series_id, slot, user_id, outcome, count, task_id, logged_at)
    SELECT r.series_id, r.slot, :user_id, r.outcome, r.count, r.task_id, r.logged_at
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
         AS r (series_id uuid, slot text, outcome text, count int, task_id uuid,
               logged_at timestamptz)
    ON CONFLICT (series_id, slot) DO NOTHING
    RETURNING series_id, slot
    """
)


async def insert_slots(
    connection: Connection, user_id: UUID, rows: Sequence[Mapping[str, Any]]
) -> set[tuple[UUID, str]]:
    """The log says this of these slots, where it said nothing; the new ones."""
    if not rows:
        return set()
    parameters = {"user_id": user_id, "rows": orjson.dumps(rows, default=str).decode()}
    return {(row[0], row[1]) for row in await connection.execute(_SLOTS, parameters)}


_LEVELS = text(
    """
    WITH RECURSIVE above AS (
        SELECT id AS root, parent_id, 1 AS level FROM tasks WHERE id = ANY(CAST(:ids AS uuid[]))
        UNION ALL
        SELECT a.root, t.parent_id, a.level + 1 FROM tasks t JOIN above a ON t.id = a.parent_id
        WHERE a.level < 10
    )
    SELECT root, max(level) FROM above GROUP BY root
    """
)


async def levels_of(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, int]:
    """On which level from the top each of these tasks stands; 10 in a circle."""
    if not ids:
        return {}
    return {row[0]: row[1] for row in await connection.execute(_LEVELS, {"ids": list(ids)})}


# Index ix_tasks_parent_id.
_DEPTHS = text(
    """
    WITH RECURSIVE below AS (
        SELECT id AS root, id, 0 AS depth FROM tasks WHERE id = ANY(CAST(:ids AS uuid[]))
        UNION ALL
        SELECT b.root, t.id, b.depth + 1 FROM tasks t JOIN below b ON t.parent_id = b.id
        WHERE t.id <> ALL(CAST(:ids AS uuid[])) AND b.depth < 10
    )
    SELECT root, max(depth) FROM below GROUP BY root
    """
)


async def depths_below(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many levels stand below each of these tasks, down to the next one of them."""
    if not ids:
        return {}
    return {row[0]: row[1] for row in await connection.execute(_DEPTHS, {"ids": list(ids)})}


_LINK = text(
    """
    UPDATE tasks AS t SET parent_id = w.parent_id
    FROM unnest(CAST(:ids AS uuid[]), CAST(:parents AS uuid[])) AS w (id, parent_id)
    WHERE t.id = w.id AND t.user_id = :user_id AND t.id IS DISTINCT FROM w.parent_id
    """
)


async def set_parents(
    connection: Connection, user_id: UUID, parents: Mapping[UUID, UUID | None]
) -> None:
    """These tasks stand below those, or at the top."""
    if parents:
        values = {"user_id": user_id, "ids": list(parents), "parents": list(parents.values())}
        await connection.execute(_LINK, values)


_FOLLOWS_TASK = text(
    """
    UPDATE tasks AS t SET source_id = w.follows
    FROM unnest(CAST(:ids AS uuid[]), CAST(:follows AS uuid[])) AS w (id, follows)
    WHERE t.id = w.id AND t.user_id = :user_id
    """
)
_FOLLOWS_SERIES = text(
    """
    UPDATE series AS s SET follows_id = w.follows
    FROM unnest(CAST(:ids AS uuid[]), CAST(:follows AS uuid[])) AS w (id, follows)
    WHERE s.id = w.id AND s.user_id = :user_id AND s.id <> w.follows
    """
)


async def set_follows(
    connection: Connection, user_id: UUID, kind: str, follows: Mapping[UUID, UUID]
) -> None:
    """These tasks (or series) come from those."""
    if follows:
        statement = _FOLLOWS_TASK if kind == "task" else _FOLLOWS_SERIES
        values = {"user_id": user_id, "ids": list(follows), "follows": list(follows.values())}
        await connection.execute(statement, values)


_MISSING = text("SELECT id FROM tasks WHERE id = ANY(CAST(:ids AS uuid[])) AND parent_id IS NULL")


async def missing_parents(connection: Connection, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these tasks that stand at the top."""
    return set((await connection.execute(_MISSING, {"ids": list(ids)})).scalars()) if ids else set()
