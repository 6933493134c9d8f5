"""Deleted tasks: listed, brought back, and after 30 days gone for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories.page_bytes import ended_early
from shared.db.repositories.tasks import TASK_SELECT, TaskView, view_of
from shared.db.repositories.undo import KEEP

__all__ = ["KEEP", "TrashPlace", "Trashed"]


@dataclass(frozen=True, slots=True)
class Trashed:
    """A deleted task."""

    task: TaskView
    deleted_at: datetime


class TrashPlace(NamedTuple):
    """The last deleted task of the page before."""

    deleted_at: datetime
    id: UUID


_ROOTS = """
    t.user_id = :user_id AND t.deleted_at IS NOT NULL
    AND NOT EXISTS (SELECT FROM tasks p WHERE p.id = t.parent_id AND p.deleted_at = t.deleted_at)
    AND NOT (t.series_id IS NULL AND EXISTS (
        SELECT FROM tasks o WHERE o.id = t.source_id AND o.series_id IS NOT NULL))
"""
"""What was deleted by itself. An occurrence that was taken back never was: its row is kept for its
receipts alone."""

# Index ix_tasks_trash, read backward.
_PAGE = f"""
    SELECT t.id, t.deleted_at, octet_length(t.notes) + octet_length(t.checklist::text) AS size
    FROM tasks t WHERE {_ROOTS}
    AND (CAST(:deleted_at AS timestamptz) IS NULL
         OR (t.deleted_at, t.id) < (CAST(:deleted_at AS timestamptz), CAST(:id AS uuid)))
    ORDER BY t.deleted_at DESC, t.id DESC LIMIT :limit + 1
"""  # noqa: S608 - made of constants
_LIST = text(f"{ended_early(_PAGE, 'size')} LIMIT :limit")
_MANY = text(f"{TASK_SELECT} WHERE t.id = ANY(CAST(:ids AS uuid[]))")


async def list_trash(
    connection: Connection, user_id: UUID, *, after: TrashPlace | None, limit: int
) -> tuple[list[Trashed], bool]:
    """The tasks that this user deleted, the newest deletion first; whether more are.

    At most `limit`, of long ones fewer; not those deleted with another.
    """
    deleted_at, identifier = after or (None, None)
    parameters = {
        "user_id": user_id,
        "deleted_at": deleted_at,
        "id": identifier,
        "limit": limit,
    }
    places = (await connection.execute(_LIST, parameters)).all()
    if not places:
        return [], False
    rows = await connection.execute(_MANY, {"ids": [place.id for place in places]})
    tasks = {row.id: view_of(row) for row in rows}
    found = [Trashed(tasks[place.id], place.deleted_at) for place in places]
    return found, bool(places[-1].has_next)


_TREE = text(
    f"""
    WITH RECURSIVE tree AS (
        SELECT t.id, t.deleted_at, 1 AS level FROM tasks t WHERE t.id = :id AND {_ROOTS}
        UNION ALL
        SELECT c.id, c.deleted_at, tree.level + 1 FROM tree JOIN tasks c ON c.parent_id = tree.id
        WHERE c.deleted_at = tree.deleted_at AND tree.level < 10
    )
    SELECT id, level FROM tree ORDER BY level, id
    """  # noqa: S608 - made of constants
)


async def tree_of(connection: Connection, user_id: UUID, task_id: UUID) -> dict[UUID, int]:
    """This deleted task of the user and those deleted with it, with their levels from 1 on."""
    result = await connection.execute(_TREE, {"id": task_id, "user_id": user_id})
    return {row.id: row.level for row in result}


async def load_deleted(connection: Connection, task_ids: Sequence[UUID]) -> list[TaskView]:
    """These tasks, deleted or not."""
    rows = await connection.execute(_MANY, {"ids": list(task_ids)})
    return [view_of(row) for row in rows]


_FREE = text(
    """
    UPDATE tasks SET parent_id = NULL, version = version + 1
    WHERE parent_id = ANY(CAST(:ids AS uuid[])) AND NOT (id = ANY(CAST(:ids AS uuid[])))
    """
)
_PURGE = text(
    "DELETE FROM tasks WHERE id = ANY(CAST(:ids AS uuid[])) AND deleted_at IS NOT NULL"
    " RETURNING series_id"
)
# Whoever makes a task of one of these meanwhile waits, and does not find it any more.
_HOLD = text("SELECT id FROM series WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY id FOR UPDATE")
# A series that others go on from is kept as long as one of them has a task: their history is one.
# Indexes ix_series_follows_id and uq_tasks_series_id_slot.
_UNUSED_SERIES = text(
    """
    WITH RECURSIVE left_by AS (
        SELECT id, follows_id FROM series WHERE id = ANY(CAST(:ids AS uuid[]))
        UNION
        SELECT s.id, s.follows_id FROM series s JOIN left_by l ON s.id = l.follows_id
    ), whole AS (
        SELECT id, follows_id FROM left_by
        UNION
        SELECT s.id, s.follows_id FROM series s JOIN whole w ON s.follows_id = w.id
    ), used AS (
        SELECT w.id, w.follows_id FROM whole w
        WHERE EXISTS (SELECT FROM tasks t WHERE t.series_id = w.id)
        UNION
        SELECT w.id, w.follows_id FROM whole w JOIN used u ON w.id = u.follows_id
    )
    DELETE FROM series WHERE id IN (SELECT id FROM left_by EXCEPT SELECT id FROM used)
    """
)
# What could be undone of these alone tells of them.
_FORGET = text(
    """
    DELETE FROM undo_log
    WHERE user_id = :user_id AND task_ids <@ CAST(:ids AS uuid[])
    """
)


async def purge(connection: Connection, task_ids: Sequence[UUID]) -> int:
    """These deleted tasks are gone for ever; what else was below them stands alone. How many.

    Series that no task is left of are gone, too, with their log.
    """
    if not task_ids:
        return 0
    await connection.execute(_FREE, {"ids": list(task_ids)})
    purged = list((await connection.execute(_PURGE, {"ids": list(task_ids)})).scalars())
    series = {each for each in purged if each is not None}
    if series:
        await connection.execute(_HOLD, {"ids": list(series)})
        await connection.execute(_UNUSED_SERIES, {"ids": list(series)})
    return len(purged)


async def forget_changes(connection: Connection, user_id: UUID, task_ids: Sequence[UUID]) -> None:
    """The undo log has nothing that is of these tasks alone."""
    await connection.execute(_FORGET, {"user_id": user_id, "ids": list(task_ids)})


_ALL = text("SELECT id FROM tasks WHERE user_id = :user_id AND deleted_at IS NOT NULL")


async def all_deleted(connection: Connection, user_id: UUID) -> list[UUID]:
    """Every deleted task of this user."""
    return [row.id for row in await connection.execute(_ALL, {"user_id": user_id})]


# Index ix_tasks_trash, which has deleted tasks alone. SKIP LOCKED: several processes prune, none
# waits for the other.
_OLD = text(
    """
    SELECT id FROM tasks WHERE deleted_at < :before
    ORDER BY deleted_at LIMIT :limit FOR UPDATE SKIP LOCKED
    """
)


async def prune(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` of the tasks deleted before that instant are gone for ever; how many."""
    rows = await connection.execute(_OLD, {"before": before, "limit": limit})
    return await purge(connection, [row.id for row in rows])


_IMAGE = text(
    """
    SELECT u.id, i.image::text AS image, jsonb_array_length(u.before -> 'tasks') AS tasks
    FROM undo_log u CROSS JOIN LATERAL jsonb_array_elements(u.before -> 'tasks') AS i (image)
    WHERE u.user_id = :user_id AND u.undone_at IS NULL
    AND u.task_ids && CAST(:ids AS uuid[]) AND jsonb_exists(i.image -> 'row', 'deleted_at')
    AND CAST(i.image ->> 'id' AS uuid) = ANY(CAST(:ids AS uuid[]))
    ORDER BY u.id
    """
)


@dataclass(frozen=True, slots=True)
class DeletionImage:
    """What the undo log knows of a deletion; `tasks` were deleted with one entry."""

    entry_id: UUID
    image: str
    tasks: int


async def deletion_images(
    connection: Connection, user_id: UUID, task_ids: Sequence[UUID]
) -> list[DeletionImage]:
    """What the deletions of these tasks can be taken back with, the latest last."""
    result = await connection.execute(_IMAGE, {"user_id": user_id, "ids": list(task_ids)})
    return [DeletionImage(row.id, row.image, row.tasks) for row in result]
