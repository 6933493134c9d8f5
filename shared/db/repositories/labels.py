"""Labels as rows, and how many open tasks have each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories.tasks import TASK_SELECT, TaskView, view_of


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A word that a user puts on tasks."""

    id: UUID
    user_id: UUID
    name: str
    color: str | None
    is_favorite: bool
    version: int


@dataclass(frozen=True, slots=True)
class CountedLabel:
    """A label, and how many open tasks have it."""

    label: LabelRow
    open_tasks: int


_COLUMNS = "l.id, l.user_id, l.name, l.color, l.is_favorite, l.version"

_COUNT = """(SELECT count(*) FROM task_labels tl JOIN tasks t ON t.id = tl.task_id
            WHERE tl.label_id = l.id AND t.status = 'open' AND t.deleted_at IS NULL)"""

# Index uq_labels_user_id_name gives the order; only the labels of the page are counted.
_LIST = text(
    f"""
    SELECT {_COLUMNS},
           {_COUNT}
    FROM labels l
    WHERE l.user_id = :user_id AND l.name > :after ORDER BY l.name LIMIT :limit
    """  # noqa: S608 - made of constants
)


_LIST_UNCOUNTED = text(_LIST.text.replace(_COUNT, "0"))


async def list_labels(
    connection: Connection, user_id: UUID, *, after: str, limit: int, is_counted: bool = True
) -> list[CountedLabel]:
    """This user's labels by name, from behind `after` ("" for all); 0 tasks unless counted."""
    parameters = {"user_id": user_id, "after": after, "limit": limit}
    rows = await connection.execute(_LIST if is_counted else _LIST_UNCOUNTED, parameters)
    return [_counted(row.values()) for row in rows]


_FIND = text(
    f"""
    SELECT {_COLUMNS},
           {_COUNT}
    FROM labels l WHERE l.user_id = :user_id
    AND (l.id = CAST(:id AS uuid) OR l.name = CAST(:name AS text))
    """  # noqa: S608 - made of constants
)


async def find_label(
    connection: Connection, user_id: UUID, *, label_id: UUID | None = None, name: str | None = None
) -> CountedLabel | None:
    """This user's label of that id or that name."""
    parameters = {"user_id": user_id, "id": label_id, "name": name}
    row = (await connection.execute(_FIND, parameters)).one_or_none()
    return _counted(row.values()) if row else None


def _counted(values: Sequence[object]) -> CountedLabel:
    *plain, count = values
    return CountedLabel(LabelRow(*plain), count)  # type: ignore[arg-type] # columns of a row


_INSERT = text(
    """
    INSERT INTO labels (id, user_id, name, color, is_favorite)
    VALUES (:id, :user_id, :name, :color, :is_favorite)
    """
)
_UPDATE = text(
    """
    UPDATE labels SET name = :name, color = :color, is_favorite = :is_favorite, version = :version
    WHERE id = :id AND user_id = :user_id AND version = :version - 1
    """
)


async def insert_label(connection: Connection, row: LabelRow) -> None:
    """The label exists."""
    values = _values(row)
    del values["version"]
    await connection.execute(_INSERT, values)


async def update_label(connection: Connection, row: LabelRow) -> bool:
    """The row equals `row`, whose version is one above the stored one; False if it was not."""
    return (await connection.execute(_UPDATE, _values(row))).rowcount == 1


def _values(row: LabelRow) -> dict[str, object]:
    return {
        "id": row.id,
        "user_id": row.user_id,
        "name": row.name,
        "color": row.color,
        "is_favorite": row.is_favorite,
        "version": row.version,
    }


# Index ix_task_labels_label_id.
_TASKS = text(
    f"""
    {TASK_SELECT} WHERE t.deleted_at IS NULL
    AND t.id IN (SELECT tl.task_id FROM task_labels tl WHERE tl.label_id = :label_id)
    ORDER BY t.id
    """  # noqa: S608 - made of constants
)


async def tasks_with(connection: Connection, label_id: UUID) -> list[TaskView]:
    """The tasks with this label that are not deleted, as they are now."""
    return [view_of(row) for row in await connection.execute(_TASKS, {"label_id": label_id})]


_TOUCH = text(
    """
    UPDATE tasks t SET version = version + 1, updated_at = :now
    WHERE t.deleted_at IS NULL
    AND t.id IN (SELECT tl.task_id FROM task_labels tl WHERE tl.label_id = :label_id)
    """
)


async def touch_tasks_with(connection: Connection, label_id: UUID, now: datetime) -> None:
    """The tasks with this label are one version on."""
    await connection.execute(_TOUCH, {"label_id": label_id, "now": now})


# Deleted tasks too: restored, they have the label that is left.
_MERGE = text(
    """
    INSERT INTO task_labels (task_id, label_id)
    SELECT task_id, :into_id FROM task_labels WHERE label_id = :from_id
    ON CONFLICT DO NOTHING
    """
)


async def put_on_same_tasks(connection: Connection, *, from_id: UUID, into_id: UUID) -> None:
    """Every task with the first label has the second, too."""
    await connection.execute(_MERGE, {"from_id": from_id, "into_id": into_id})


async def remove_label(connection: Connection, label_id: UUID) -> None:
    """The label is gone, from every task."""
    await connection.execute(text("DELETE FROM labels WHERE id = :id"), {"id": label_id})
