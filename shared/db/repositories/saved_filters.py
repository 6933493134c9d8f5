"""Saved filters as rows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class SavedFilterRow:
    """A question that somebody keeps; `sort` None: the usual order."""

    id: UUID
    user_id: UUID
    name: str
    query: str
    sort: str | None
    color: str | None
    is_favorite: bool
    version: int
    created_at: datetime
    updated_at: datetime


_COLUMNS = "id, user_id, name, query, sort, color, is_favorite, version, created_at, updated_at"

_INSERT = text(
    f"""
    INSERT INTO filters ({_COLUMNS})
    VALUES (:id, :user_id, :name, :query, :sort, :color, :is_favorite, :version, :created_at,
            :updated_at)
    """  # noqa: S608 - made of constants
)
_UPDATE = text(
    """
    UPDATE filters SET name = :name, query = :query, sort = :sort, color = :color,
           is_favorite = :is_favorite, version = :version, updated_at = :updated_at
    WHERE id = :id AND version = :version - 1
    """
)
_FIND = text(f"SELECT {_COLUMNS} FROM filters WHERE id = :id AND user_id = :user_id")  # noqa: S608 - constants
# Index uq_filters_user_id_name; who moved none has them in the order of creation.
_LIST = text(
    f"""
    SELECT {_COLUMNS} FROM filters WHERE user_id = :user_id
    ORDER BY COALESCE(position, id::text) COLLATE "C", id
    """  # noqa: S608 - made of constants
)


def _values(row: SavedFilterRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in _COLUMNS.split(", ")}


async def insert_filter(connection: Connection, row: SavedFilterRow) -> None:
    """The filter is kept."""
    await connection.execute(_INSERT, _values(row))


async def update_filter(connection: Connection, row: SavedFilterRow) -> bool:
    """The row equals `row`, whose version is one above the stored one; False if it was not."""
    values = _values(row)
    del values["user_id"], values["created_at"]
    return (await connection.execute(_UPDATE, values)).rowcount == 1


async def find_filter(
    connection: Connection, user_id: UUID, filter_id: UUID
) -> SavedFilterRow | None:
    """This user's filter."""
    found = await connection.execute(_FIND, {"id": filter_id, "user_id": user_id})
    row = found.one_or_none()
    return SavedFilterRow(*row) if row else None


async def list_filters(connection: Connection, user_id: UUID) -> list[SavedFilterRow]:
    """Every filter of this user, in their order."""
    return [SavedFilterRow(*row) for row in await connection.execute(_LIST, {"user_id": user_id})]


async def remove_filter(connection: Connection, filter_id: UUID) -> None:
    """The filter is gone."""
    await connection.execute(text("DELETE FROM filters WHERE id = :id"), {"id": filter_id})
