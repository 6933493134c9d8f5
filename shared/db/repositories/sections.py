"""Sections of projects as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories.tasks import TASK_SELECT, TaskView, view_of


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A heading within a project; `position` None stands where its id would."""

    id: UUID
    user_id: UUID
    project_id: UUID
    name: str
    position: str | None
    version: int
    created_at: datetime
    updated_at: datetime


_COLUMNS = "id, user_id, project_id, name, position, version, created_at, updated_at"
_KEY = 'COALESCE(position, id::text COLLATE "C")'

_INSERT = text(
    f"""
    INSERT INTO sections ({_COLUMNS})
    VALUES (:id, :user_id, :project_id, :name, :position, :version, :created_at, :updated_at)
    """  # noqa: S608 - made of constants
)


async def insert_section(connection: Connection, row: SectionRow) -> None:
    """The section exists."""
    await connection.execute(
        _INSERT,
        {
            "id": row.id,
            "user_id": row.user_id,
            "project_id": row.project_id,
            "name": row.name,
            "position": row.position,
            "version": row.version,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        },
    )


_UPDATE = text(
    """
    UPDATE sections SET name = :name, position = :position, version = :version,
           updated_at = :updated_at
    WHERE id = :id AND version = :version - 1
    """
)


async def update_section(connection: Connection, row: SectionRow) -> bool:
    """The row equals `row`, whose version is one above the stored one; False if it was not."""
    parameters = {
        "id": row.id,
        "name": row.name,
        "position": row.position,
        "version": row.version,
        "updated_at": row.updated_at,
    }
    return (await connection.execute(_UPDATE, parameters)).rowcount == 1


_FIND = text(f"SELECT {_COLUMNS} FROM sections WHERE id = :id AND user_id = :user_id")  # noqa: S608 - constants


async def find_section(
    connection: Connection, user_id: UUID, section_id: UUID
) -> SectionRow | None:
    """This user's section."""
    found = await connection.execute(_FIND, {"id": section_id, "user_id": user_id})
    row = found.one_or_none()
    return SectionRow(*row) if row else None


# Index ix_sections_project_id. At most SECTIONS_MAX, so it is no page.
_LIST = text(
    f"""
    SELECT {_COLUMNS} FROM sections WHERE project_id = :project_id AND user_id = :user_id
    ORDER BY {_KEY}, id
    """  # noqa: S608 - made of constants
)


async def list_sections(
    connection: Connection, user_id: UUID, project_id: UUID
) -> list[SectionRow]:
    """The sections of this user's project, in their order."""
    parameters = {"project_id": project_id, "user_id": user_id}
    return [SectionRow(*row) for row in await connection.execute(_LIST, parameters)]


# Each list of places is written in one statement.
_PLACE_SECTIONS = text(
    """
    UPDATE sections s SET position = n.position, version = s.version + 1, updated_at = :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:keys AS text[])) AS n (id, position)
    WHERE s.id = n.id
    """
)


async def place_sections(
    connection: Connection, ids: Sequence[UUID], keys: Sequence[str], now: datetime
) -> None:
    """These sections stand in this order, each one version on."""
    parameters = {"ids": list(ids), "keys": list(keys), "now": now}
    await connection.execute(_PLACE_SECTIONS, parameters)


# Index ix_tasks_section_id.
_TASKS = text(
    f"{TASK_SELECT} WHERE t.section_id = :section_id AND t.user_id = :user_id "
    "AND t.deleted_at IS NULL ORDER BY t.id"
)


async def tasks_in_section(
    connection: Connection, user_id: UUID, section_id: UUID
) -> list[TaskView]:
    """The tasks of a section that are not deleted."""
    parameters = {"section_id": section_id, "user_id": user_id}
    return [view_of(row) for row in await connection.execute(_TASKS, parameters)]


_LEAVE = text(
    """
    UPDATE tasks SET section_id = NULL, version = version + 1, updated_at = :now
    WHERE section_id = :section_id AND deleted_at IS NULL
    """
)


async def remove_section(connection: Connection, section_id: UUID, now: datetime) -> None:
    """The section is gone; its tasks are in the project alone, each one version on."""
    await connection.execute(_LEAVE, {"section_id": section_id, "now": now})
    await connection.execute(text("DELETE FROM sections WHERE id = :id"), {"id": section_id})
