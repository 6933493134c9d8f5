"""The manual order of tasks: who stands beside whom in one place.

A place is a project, a section of it and a task above, each or none. Only open tasks are looked at:
what is done keeps its key, which the next occurrence has, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

_KEY = 'COALESCE(t.position, t.id::text COLLATE "C")'

# Indexes ix_tasks_parent_id, ix_tasks_section_id, ix_tasks_project_id, ix_tasks_user_created.
_SIBLINGS = f"""
    SELECT t.id, {_KEY} AS key FROM tasks t
    WHERE t.user_id = :user_id AND t.deleted_at IS NULL AND t.status = 'open' AND t.id <> :moved
    AND t.project_id IS NOT DISTINCT FROM CAST(:project_id AS uuid)
    AND t.section_id IS NOT DISTINCT FROM CAST(:section_id AS uuid)
    AND t.parent_id IS NOT DISTINCT FROM CAST(:parent_id AS uuid)
"""  # noqa: S608 - made of constants


@dataclass(frozen=True, slots=True)
class Place:
    """Where tasks stand beside each other."""

    project_id: UUID | None
    section_id: UUID | None
    parent_id: UUID | None


def _parameters(user_id: UUID, place: Place, moved: UUID) -> dict[str, object]:
    return {
        "user_id": user_id,
        "moved": moved,
        "project_id": place.project_id,
        "section_id": place.section_id,
        "parent_id": place.parent_id,
    }


_BEFORE = text(
    f"""
    SELECT key FROM ({_SIBLINGS}) AS s WHERE (key, id) < (:key, CAST(:id AS uuid))
    ORDER BY key DESC, id DESC LIMIT 1
    """  # noqa: S608 - made of constants
)
_BEHIND = text(
    f"""
    SELECT key FROM ({_SIBLINGS}) AS s WHERE (key, id) > (:key, CAST(:id AS uuid))
    ORDER BY key, id LIMIT 1
    """  # noqa: S608 - made of constants
)
_LAST = text(f"SELECT max(key) AS key FROM ({_SIBLINGS}) AS s")  # noqa: S608 - made of constants


async def key_beside(
    connection: Connection,
    user_id: UUID,
    place: Place,
    moved: UUID,
    anchor: tuple[str, UUID],
    *,
    is_before: bool,
) -> str | None:
    """The key of whom `moved` would stand beside if it stood next to the anchor."""
    key, identifier = anchor
    parameters = _parameters(user_id, place, moved) | {"key": key, "id": identifier}
    result = await connection.execute(_BEFORE if is_before else _BEHIND, parameters)
    row = result.one_or_none()
    return row.key if row else None


async def last_key(connection: Connection, user_id: UUID, place: Place, moved: UUID) -> str | None:
    """The key of the last in that place; None if nobody else is there."""
    result = await connection.execute(_LAST, _parameters(user_id, place, moved))
    key: str | None = result.scalar_one()
    return key


_IN_ORDER = text(f"SELECT id FROM ({_SIBLINGS}) AS s ORDER BY key, id")  # noqa: S608 - constants


async def ids_in_order(
    connection: Connection, user_id: UUID, place: Place, moved: UUID
) -> list[UUID]:
    """Those in that place but for `moved`, in their order."""
    result = await connection.execute(_IN_ORDER, _parameters(user_id, place, moved))
    return [row.id for row in result]


_GIVE_KEYS = text(
    """
    UPDATE tasks t SET position = n.position, version = t.version + 1, updated_at = :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:keys AS text[])) AS n (id, position)
    WHERE t.id = n.id
    """
)


async def give_keys(
    connection: Connection, ids: Sequence[UUID], keys: Sequence[str], now: datetime
) -> None:
    """These tasks have these keys, each one version on."""
    await connection.execute(_GIVE_KEYS, {"ids": list(ids), "keys": list(keys), "now": now})
