"""Trees of tasks, and what a copy of a task takes along.

Recurring subtasks go their own way: they are no part of what is copied.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories.reminders import COLUMNS as REMINDER_COLUMNS
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.tasks import TASK_SELECT, TaskView, view_of

MOST_LEVELS = 3
MOST_COPIED = 500

_SUBTREE = text(
    """
    WITH RECURSIVE tree AS (
        SELECT c.id FROM tasks c
        WHERE c.parent_id = ANY(CAST(:ids AS uuid[])) AND c.deleted_at IS NULL
        UNION
        SELECT c.id FROM tree JOIN tasks c ON c.parent_id = tree.id WHERE c.deleted_at IS NULL
    )
    SELECT id FROM tree WHERE id <> ALL(CAST(:ids AS uuid[])) ORDER BY id
    """
)


async def subtree_of(connection: Connection, task_ids: Sequence[UUID]) -> list[UUID]:
    """Every task below these, at any depth, that is not deleted; not these themselves."""
    result = await connection.execute(_SUBTREE, {"ids": list(task_ids)})
    return [row.id for row in result]


@dataclass(frozen=True, slots=True)
class Branch:
    """A task below `root`; parents come before their children."""

    root: UUID
    task: TaskView


# Index ix_tasks_parent_id. A parent beyond the limit takes its children with it: they are deeper.
_BRANCHES = text(
    """
    WITH RECURSIVE tree AS (
        SELECT c.id, c.parent_id AS root, 1 AS depth FROM tasks c
        WHERE c.parent_id = ANY(CAST(:ids AS uuid[])) AND c.deleted_at IS NULL
        AND c.series_id IS NULL
        UNION ALL
        SELECT c.id, tree.root, tree.depth + 1 FROM tree JOIN tasks c ON c.parent_id = tree.id
        WHERE c.deleted_at IS NULL AND c.series_id IS NULL AND tree.depth < :levels
    ), numbered AS (
        SELECT *, row_number() OVER (PARTITION BY root ORDER BY depth, id) AS place FROM tree
    )
    SELECT id, root FROM numbered WHERE place <= :most ORDER BY root, place
    """
)

_TASKS = text(f"{TASK_SELECT} WHERE t.id = ANY(CAST(:ids AS uuid[]))")


async def find_branches(connection: Connection, roots: Sequence[UUID]) -> list[Branch]:
    """What a copy of these tasks takes along: 3 levels, 500 tasks each, no recurring ones."""
    parameters = {"ids": list(roots), "levels": MOST_LEVELS, "most": MOST_COPIED}
    places = [(row.id, row.root) for row in await connection.execute(_BRANCHES, parameters)]
    if not places:
        return []
    rows = await connection.execute(_TASKS, {"ids": [identifier for identifier, _ in places]})
    tasks = {row.id: view_of(row) for row in rows}
    return [Branch(root, tasks[identifier]) for identifier, root in places if identifier in tasks]


_INSERT = text(
    """
    INSERT INTO tasks (id, user_id, title, notes, priority, status, completed_at, skipped_at,
                       due_on, due_at, due_local, zone, start_on, start_at, start_local,
                       project_id, parent_id, source_id, section_id, position, checklist, version,
                       created_at, updated_at)
    SELECT n.id, t.user_id, t.title, t.notes, t.priority, n.status, n.completed_at, n.skipped_at,
           n.due_on, n.due_at, n.due_local, t.zone, n.start_on, n.start_at, n.start_local,
           n.project_id, n.parent_id, t.id, n.section_id, t.position, CAST(n.checklist AS jsonb),
           1, :now, :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:source_ids AS uuid[]), CAST(:parent_ids AS uuid[]),
                CAST(:project_ids AS uuid[]), CAST(:statuses AS text[]),
                CAST(:completed_ats AS timestamptz[]), CAST(:skipped_ats AS timestamptz[]),
                CAST(:due_ons AS date[]), CAST(:due_ats AS timestamptz[]),
                CAST(:due_locals AS timestamp[]), CAST(:start_ons AS date[]),
                CAST(:start_ats AS timestamptz[]), CAST(:start_locals AS timestamp[]),
                CAST(:section_ids AS uuid[]), CAST(:checklists AS text[]))
         AS n (id, source_id, parent_id, project_id, status, completed_at, skipped_at, due_on,
               due_at, due_local, start_on, start_at, start_local, section_id, checklist)
    JOIN tasks t ON t.id = n.source_id
    """
)


async def insert_copies(
    connection: Connection, copies: Sequence[tuple[UUID, TaskView]], now: datetime
) -> None:
    """Each task exists; words, priority and zone are those of the task it is a copy of."""
    tasks = [task for _, task in copies]
    await connection.execute(
        _INSERT,
        {
            "ids": [task.id for task in tasks],
            "source_ids": [source for source, _ in copies],
            "parent_ids": [task.parent_id for task in tasks],
            "project_ids": [task.project_id for task in tasks],
            "statuses": [str(task.status) for task in tasks],
            "completed_ats": [task.completed_at for task in tasks],
            "skipped_ats": [task.skipped_at for task in tasks],
            "due_ons": [task.due_on for task in tasks],
            "due_ats": [task.due_at for task in tasks],
            "due_locals": [task.due_local for task in tasks],
            "start_ons": [task.start_on for task in tasks],
            "start_ats": [task.start_at for task in tasks],
            "start_locals": [task.start_local for task in tasks],
            "section_ids": [task.section_id for task in tasks],
            "checklists": [orjson.dumps(task.checklist).decode() for task in tasks],
            "now": now,
        },
    )


# `series_fields` may name the rows that the occurrence had before they were edited away.
_TO_COPY = text(
    f"""
    SELECT {REMINDER_COLUMNS} FROM reminders r JOIN tasks t ON t.id = r.task_id
    WHERE r.task_id = ANY(CAST(:task_ids AS uuid[])) AND r.snooze_of IS NULL
    AND CASE WHEN jsonb_exists(t.series_fields, 'reminders')
             THEN jsonb_exists(t.series_fields -> 'reminders', CAST(r.id AS text))
             ELSE r.reason IS DISTINCT FROM 'removed' END
    ORDER BY r.task_id, r.id
    """  # noqa: S608 - made of constants
)


async def reminders_to_copy(connection: Connection, task_ids: Sequence[UUID]) -> list[ReminderRow]:
    """The reminders of these tasks that come again next time; snoozes do not."""
    result = await connection.execute(_TO_COPY, {"task_ids": list(task_ids)})
    return [ReminderRow(*row) for row in result]


# Of a chain the last `nag_sent` instants are its own; those before are of a time it was moved from.
# Index uq_deliveries_reminder_id_fire_at_channel.
_CHAIN_STARTS = text(
    """
    SELECT r.id, min(d.fire_at) AS starts_at FROM reminders r CROSS JOIN LATERAL (
        SELECT DISTINCT x.fire_at FROM deliveries x
        WHERE x.reminder_id = r.id AND x.state IN ('sent', 'deferred')
        ORDER BY x.fire_at DESC LIMIT r.nag_sent
    ) AS d
    WHERE r.id = ANY(CAST(:ids AS uuid[])) AND d.fire_at <= r.fire_at GROUP BY r.id
    """
)


async def chain_starts(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When these reminders that nag were first sent, for each of which a message has left."""
    if not ids:
        return {}
    result = await connection.execute(_CHAIN_STARTS, {"ids": list(ids)})
    return {row.id: row.starts_at for row in result}
