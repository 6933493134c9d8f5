"""Where tasks stand: projects, and the tasks above and below."""

from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

_PROJECT = text("SELECT id FROM projects WHERE id = :id AND user_id = :user_id")


async def has_project(connection: Connection, user_id: UUID, project_id: UUID) -> bool:
    """Whether this user has this project."""
    result = await connection.execute(_PROJECT, {"id": project_id, "user_id": user_id})
    return bool(result.rows)


_SECTION = text("SELECT project_id FROM sections WHERE id = :id AND user_id = :user_id")


async def project_of_section(
    connection: Connection, user_id: UUID, section_id: UUID
) -> UUID | None:
    """The project that this section of this user is in; None if there is no such section."""
    result = await connection.execute(_SECTION, {"id": section_id, "user_id": user_id})
    row = result.one_or_none()
    return row.project_id if row else None


# Bounded, so that a circle, which cannot be stored, would not run for ever.
_ANCESTRY = text(
    """
    WITH RECURSIVE above AS (
        SELECT id, parent_id, 1 AS level FROM tasks
        WHERE id = :id AND user_id = :user_id AND deleted_at IS NULL
        UNION ALL
        SELECT t.id, t.parent_id, a.level + 1 FROM tasks t JOIN above a ON t.id = a.parent_id
        WHERE a.level < 10
    )
    SELECT id FROM above ORDER BY level
    """
)


async def ancestry(connection: Connection, user_id: UUID, task_id: UUID) -> list[UUID]:
    """This task of this user and those above it, upward; empty if there is no such task."""
    result = await connection.execute(_ANCESTRY, {"id": task_id, "user_id": user_id})
    return list(result.scalars())


_HEIGHT = text(
    """
    WITH RECURSIVE below AS (
        SELECT id, 1 AS level FROM tasks WHERE id = :id
        UNION ALL
        SELECT t.id, b.level + 1 FROM tasks t JOIN below b ON t.parent_id = b.id
        WHERE b.level < 10 AND t.deleted_at IS NULL
    )
    SELECT max(level) FROM below
    """
)


async def height(connection: Connection, task_id: UUID) -> int:
    """Levels of tasks from this one down, itself included."""
    result = await connection.execute(_HEIGHT, {"id": task_id})
    return int(result.scalar_one() or 1)
