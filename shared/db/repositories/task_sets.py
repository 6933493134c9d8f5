"""Several tasks at once: read, changed and taken back, one statement each however many."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories import row_changes
from shared.db.repositories.tasks import TASK_SELECT, TaskView, view_of
from shared.db.repositories.undo import KEEP

_LOAD_MANY = text(
    f"""
    {TASK_SELECT} WHERE t.id = ANY(CAST(:ids AS uuid[])) AND t.user_id = :user_id
    AND t.deleted_at IS NULL ORDER BY t.id
    """
)


async def load_tasks(
    connection: Connection, user_id: UUID, task_ids: Sequence[UUID]
) -> dict[UUID, TaskView]:
    """Those of these tasks that this user has, by id."""
    result = await connection.execute(_LOAD_MANY, {"ids": list(task_ids), "user_id": user_id})
    return {row.id: view_of(row) for row in result}


# Index ix_tasks_open_of_series.
_OPEN_OF_SERIES = text(
    f"""
    {TASK_SELECT} WHERE t.series_id = :series_id AND t.status = 'open' AND t.deleted_at IS NULL
    ORDER BY COALESCE(t.due_local, t.due_on::timestamp), t.id LIMIT :limit
    """
)


async def open_occurrences(
    connection: Connection, series_id: UUID, limit: int = 1_000
) -> list[TaskView]:
    """The open occurrences of a series, the one due first at the front."""
    parameters = {"series_id": series_id, "limit": limit}
    return [view_of(row) for row in await connection.execute(_OPEN_OF_SERIES, parameters)]


COLUMNS = (
    "title",
    "notes",
    "priority",
    "status",
    "completed_at",
    "due_on",
    "due_at",
    "due_local",
    "zone",
    "start_on",
    "start_at",
    "start_local",
    "skipped_at",
    "project_id",
    "parent_id",
    "section_id",
    "position",
    "checklist",
    "series_fields",
    "series_id",
    "slot",
)
"""What a change of a task may set, and `deleted_at`, which no view has."""

_CHANGE = row_changes.change_of("tasks", (*COLUMNS, "deleted_at"))


async def change_rows(
    connection: Connection, rows: Sequence[tuple[UUID, dict[str, Any]]], now: datetime
) -> None:
    """Each of these tasks has the given columns and a version more; all in one statement."""
    await row_changes.change(connection, _CHANGE, rows, now)


# A slot belongs to one task of its series at each moment, also between two rows of one statement.
_PARK = text("UPDATE tasks SET slot = id::text WHERE id = ANY(CAST(:ids AS uuid[]))")


async def park_slots(connection: Connection, task_ids: Sequence[UUID]) -> None:
    """The slots of these occurrences are free, if there are several; they get others at once."""
    if len(task_ids) > 1:
        await connection.execute(_PARK, {"ids": list(task_ids)})


# A later version that no entry of the undo log tells of was made by the system: the owner moved to
# another zone, or deleted the project. For an occurrence as young as `since`, the log is complete.
# A snooze changes no task. What lies below was copied in the transaction that brought it, or is the
# owner's, also in the trash. Indexes ix_tasks_parent_id, ix_undo_log_user_id_id.
_UNTOUCHED_NEXT = text(
    """
    WITH RECURSIVE tree AS (
        SELECT n.id, n.id AS root
        FROM tasks n JOIN tasks t ON t.series_id = n.series_id AND t.id = n.source_id
        WHERE t.id = ANY(CAST(:task_ids AS uuid[])) AND n.status = 'open' AND n.deleted_at IS NULL
        UNION
        SELECT c.id, tree.root FROM tree JOIN tasks c ON c.parent_id = tree.id
    )
    SELECT n.id FROM tasks n WHERE n.id IN (SELECT root FROM tree)
    AND NOT EXISTS (
        SELECT FROM tree JOIN tasks c ON c.id = tree.id WHERE tree.root = n.id
        AND (c.created_at <> n.created_at OR c.source_id IS NULL
             OR c.version > 1 AND (c.created_at <= :since OR EXISTS (
                 SELECT FROM undo_log u
                 WHERE u.user_id = c.user_id AND c.id = ANY(u.task_ids) AND u.kind <> 'snooze')))
    )
    ORDER BY n.id FOR UPDATE OF n
    """
)


async def find_untouched_next(
    connection: Connection, task_ids: Sequence[UUID], now: datetime
) -> list[UUID]:
    """Occurrences that completing or skipping these brought and nobody has changed since.

    Nor has anybody put, changed or deleted something below them.
    """
    result = await connection.execute(
        _UNTOUCHED_NEXT, {"task_ids": list(task_ids), "since": now - KEEP}
    )
    return [row.id for row in result]


# Index ix_deliveries_task_id.
_TAKE_BACK = text(
    """
    WITH kept AS (
        UPDATE tasks SET series_id = NULL, slot = NULL, deleted_at = :now, updated_at = :now,
               version = version + 1
        WHERE id = ANY(CAST(:ids AS uuid[]))
        AND EXISTS (SELECT FROM deliveries d WHERE d.task_id = tasks.id)
        RETURNING id
    )
    DELETE FROM tasks
    WHERE id = ANY(CAST(:ids AS uuid[])) AND NOT EXISTS (SELECT FROM kept WHERE kept.id = tasks.id)
    """
)


async def remove_tasks(connection: Connection, task_ids: Sequence[UUID], now: datetime) -> None:
    """These occurrences never were and their slots are free.

    Where a message about one left, the row stays, deleted and without slot: receipts hang on it.
    """
    if task_ids:
        await connection.execute(_TAKE_BACK, {"ids": list(task_ids), "now": now})


_SET_LABELS = text(
    """
    WITH wanted AS (
        SELECT w.task_id, w.name
        FROM unnest(CAST(:task_ids AS uuid[]), CAST(:names AS text[])) AS w (task_id, name)
    ), known AS (
        INSERT INTO labels (id, user_id, name)
        SELECT gen_random_uuid(), :user_id, d.name FROM (SELECT DISTINCT name FROM wanted) AS d
        ON CONFLICT (user_id, name) DO UPDATE SET name = excluded.name
        RETURNING id, name
    ), pairs AS (
        SELECT w.task_id, k.id AS label_id FROM wanted w JOIN known k ON k.name = w.name
    ), gone AS (
        DELETE FROM task_labels l WHERE l.task_id = ANY(CAST(:all_ids AS uuid[]))
        AND NOT EXISTS (
            SELECT FROM pairs p WHERE p.task_id = l.task_id AND p.label_id = l.label_id
        )
    )
    INSERT INTO task_labels (task_id, label_id) SELECT task_id, label_id FROM pairs
    ON CONFLICT DO NOTHING
    """
)


async def set_labels(
    connection: Connection, user_id: UUID, labels: Mapping[UUID, Sequence[str]]
) -> None:
    """Each task has exactly these labels; missing ones are made."""
    if not labels:
        return
    pairs = [(task_id, name) for task_id, names in labels.items() for name in names]
    parameters = {
        "user_id": user_id,
        "task_ids": [task_id for task_id, _ in pairs],
        "names": [name for _, name in pairs],
        "all_ids": list(labels),
    }
    await connection.execute(_SET_LABELS, parameters)
