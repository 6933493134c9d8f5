"""Projects as rows, and the tasks in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories.tasks import TASK_SELECT, TaskView, view_of


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project; `default_reminders` None: those of its owner."""

    id: UUID
    user_id: UUID
    name: str
    default_reminders: Sequence[str] | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None = None
    color: str | None = None
    is_favorite: bool = False
    position: str | None = None
    """Key of the manual order; None stands where the id would."""


_COLUMNS = """id, user_id, name, default_reminders, version, created_at, updated_at, archived_at,
    color, is_favorite, position"""
_KEY = 'COALESCE(position, id::text COLLATE "C")'

_INSERT = text(
    f"""
    INSERT INTO projects ({_COLUMNS})
    VALUES (:id, :user_id, :name, CAST(:default_reminders AS text[]), :version, :created_at,
            :updated_at, :archived_at, :color, :is_favorite, :position)
    """  # noqa: S608 - made of constants
)


async def insert_project(connection: Connection, project: ProjectRow) -> None:
    """The project exists."""
    await connection.execute(_INSERT, _values(project))


_UPDATE = text(
    """
    UPDATE projects SET name = :name, default_reminders = CAST(:default_reminders AS text[]),
           version = :version, updated_at = :updated_at, archived_at = :archived_at,
           color = :color, is_favorite = :is_favorite, position = :position
    WHERE id = :id AND version = :version - 1
    """
)


async def update_project(connection: Connection, project: ProjectRow) -> bool:
    """The row equals `project`, whose version is one above the stored one; False if it was not."""
    values = _values(project)
    del values["user_id"], values["created_at"]
    return (await connection.execute(_UPDATE, values)).rowcount == 1


def _values(project: ProjectRow) -> dict[str, object]:
    offsets = project.default_reminders
    return {
        "id": project.id,
        "user_id": project.user_id,
        "name": project.name,
        "default_reminders": None if offsets is None else list(offsets),
        "version": project.version,
        "created_at": project.created_at,
        "updated_at": project.updated_at,
        "archived_at": project.archived_at,
        "color": project.color,
        "is_favorite": project.is_favorite,
        "position": project.position,
    }


_FIND = text(f"SELECT {_COLUMNS} FROM projects WHERE id = :id AND user_id = :user_id")  # noqa: S608 - constants


async def find_project(
    connection: Connection, user_id: UUID, project_id: UUID
) -> ProjectRow | None:
    """This user's project."""
    found = await connection.execute(_FIND, {"id": project_id, "user_id": user_id})
    row = found.one_or_none()
    return ProjectRow(*row) if row else None


# Index ix_projects_user_id. What nobody moved is in the order of creation: ids are keys.
_LIST = text(
    f"""
    SELECT {_COLUMNS} FROM projects
    WHERE user_id = :user_id AND (archived_at IS NOT NULL) = :archived
    AND (CAST(:after AS uuid) IS NULL OR ({_KEY}, id) > (
        SELECT {_KEY}, id FROM projects WHERE id = CAST(:after AS uuid) AND user_id = :user_id))
    ORDER BY {_KEY}, id LIMIT :limit
    """  # noqa: S608 - made of constants
)


async def list_projects(
    connection: Connection, user_id: UUID, *, archived: bool, after: UUID | None, limit: int
) -> list[ProjectRow]:
    """This user's projects in their order, from behind the project `after`."""
    parameters = {
        "user_id": user_id,
        "archived": archived,
        "after": after,
        "limit": limit,
    }
    return [ProjectRow(*row) for row in await connection.execute(_LIST, parameters)]


# Index ix_projects_user_id.
_IDS = text(
    f"""
    SELECT id FROM projects WHERE user_id = :user_id AND archived_at IS NULL ORDER BY {_KEY}, id
    """  # noqa: S608 - made of constants
)


# Index ix_projects_user_id. The oldest first, so that of two names in common one counts always.
_NAMES = text(
    """
    SELECT id, name FROM projects WHERE user_id = :user_id AND archived_at IS NULL
    ORDER BY id LIMIT :limit
    """
)


async def project_names(connection: Connection, user_id: UUID, limit: int) -> dict[UUID, str]:
    """The names of this user's projects that are not archived, the oldest first."""
    rows = await connection.execute(_NAMES, {"user_id": user_id, "limit": limit})
    return {row.id: row.name for row in rows}


async def ordered_ids(connection: Connection, user_id: UUID) -> list[UUID]:
    """This user's projects that are not archived, in their order."""
    return [row.id for row in await connection.execute(_IDS, {"user_id": user_id})]


_PLACE = text(
    """
    UPDATE projects p SET position = n.position, version = p.version + 1, updated_at = :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:keys AS text[])) AS n (id, position)
    WHERE p.id = n.id
    """
)


async def place_projects(
    connection: Connection, ids: Sequence[UUID], keys: Sequence[str], now: datetime
) -> None:
    """These projects stand in this order, each one version on."""
    await connection.execute(_PLACE, {"ids": list(ids), "keys": list(keys), "now": now})


async def remove_project(connection: Connection, project_id: UUID) -> None:
    """The project is gone; what is left in it belongs to none."""
    await connection.execute(text("DELETE FROM projects WHERE id = :id"), {"id": project_id})


_TASKS = text(
    f"{TASK_SELECT} WHERE t.project_id = :project_id AND t.user_id = :user_id "
    "AND t.deleted_at IS NULL AND t.id > :after ORDER BY t.id LIMIT :limit"
)


async def tasks_in(
    connection: Connection, user_id: UUID, project_id: UUID, after: UUID, limit: int
) -> list[TaskView]:
    """The next tasks of a project that are not deleted, by id."""
    parameters = {"project_id": project_id, "user_id": user_id, "after": after, "limit": limit}
    return [view_of(row) for row in await connection.execute(_TASKS, parameters)]


_LEAVE = text(
    """
    UPDATE tasks SET project_id = NULL, section_id = NULL, version = version + 1, updated_at = :now
    WHERE project_id = :project_id AND deleted_at IS NULL
    """
)


async def empty_project(connection: Connection, project_id: UUID, now: datetime) -> None:
    """Its tasks belong to no project, each one version on."""
    await connection.execute(_LEAVE, {"project_id": project_id, "now": now})


_ARCHIVED_OF = text(
    """
    SELECT t.id FROM tasks t JOIN projects p ON p.id = t.project_id
    WHERE t.id = ANY(CAST(:ids AS uuid[])) AND p.archived_at IS NOT NULL ORDER BY t.id
    """
)


async def archived_of(connection: Connection, task_ids: Sequence[UUID]) -> list[UUID]:
    """Those of these tasks whose project is archived."""
    result = await connection.execute(_ARCHIVED_OF, {"ids": list(task_ids)})
    return [row.id for row in result]
