"""What plans depend on, and the plans of all open tasks, for those who make them anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories.tasks import TASK_SELECT, TaskView, view_of

_DEFAULTS = text(
    """
    SELECT id, default_reminders FROM projects
    WHERE id = ANY(CAST(:ids AS uuid[])) AND user_id = :user_id AND default_reminders IS NOT NULL
    """
)


async def default_reminders_of(
    connection: Connection, user_id: UUID, projects: Sequence[UUID]
) -> dict[UUID, tuple[str, ...]]:
    """The offsets that these projects give their tasks; none where that is left to the owner."""
    if not projects:
        return {}
    result = await connection.execute(_DEFAULTS, {"ids": list(projects), "user_id": user_id})
    return {row[0]: tuple(row[1]) for row in result}


_ENABLED = text(
    """
    SELECT id::text FROM channels
    WHERE id = ANY(CAST(:ids AS uuid[])) AND user_id = :user_id AND is_enabled
    """
)


async def enabled_channels(
    connection: Connection, user_id: UUID, ids: Sequence[UUID]
) -> frozenset[str]:
    """Those of these channels, by name, that are this user's and enabled."""
    result = await connection.execute(_ENABLED, {"ids": list(ids), "user_id": user_id})
    return frozenset(result.scalars())


# Index ix_reminders_task_id.
_EVER = text("SELECT DISTINCT task_id FROM reminders WHERE task_id = ANY(CAST(:ids AS uuid[]))")


async def had_reminders(connection: Connection, task_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those of these tasks that have reminders or had some that their owner removed."""
    return frozenset((await connection.execute(_EVER, {"ids": list(task_ids)})).scalars())


@dataclass(frozen=True, slots=True)
class Scope:
    """Which open tasks with a time: those without a zone of their own, those with a date."""

    floating: bool = False
    all_day: bool = False


_SCOPED = """t.deleted_at IS NULL AND t.status = 'open' AND t.id > :after
    AND COALESCE(t.due_local, t.start_local, t.due_on, t.start_on) IS NOT NULL"""

# Index ix_tasks_user_created, read forward.
_OPEN = text(
    f"""{TASK_SELECT}
    WHERE t.user_id = :user_id AND {_SCOPED}
    AND (t.zone IS NULL OR NOT CAST(:floating AS bool))
    AND (COALESCE(t.due_on, t.start_on) IS NOT NULL OR NOT CAST(:all_day AS bool))
    ORDER BY t.id LIMIT :limit"""
)


async def read_open_tasks(
    connection: Connection, user_id: UUID, scope: Scope, after: UUID, limit: int
) -> list[TaskView]:
    """Up to `limit` open tasks of this user with an id above `after`, in order, with reminders."""
    parameters = {
        "user_id": user_id,
        "floating": scope.floating,
        "all_day": scope.all_day,
        "after": after,
        "limit": limit,
    }
    return [view_of(row) for row in await connection.execute(_OPEN, parameters)]


_OPEN_OF_ALL = text(f"{TASK_SELECT} WHERE {_SCOPED} ORDER BY t.id LIMIT :limit")


async def read_open_tasks_of_all(connection: Connection, after: UUID, limit: int) -> list[TaskView]:
    """As `read_open_tasks`, whoever they belong to."""
    parameters = {"after": after, "limit": limit}
    return [view_of(row) for row in await connection.execute(_OPEN_OF_ALL, parameters)]


@dataclass(frozen=True, slots=True)
class MovedTask:
    """A task whose wall times mean other instants now."""

    id: UUID
    due_at: datetime | None
    start_at: datetime | None


_MOVE = text(
    """
    UPDATE tasks AS t SET due_at = m.due_at, start_at = m.start_at, version = t.version + 1,
           updated_at = :now
    FROM unnest(CAST(:ids AS uuid[]), CAST(:due_ats AS timestamptz[]),
                CAST(:start_ats AS timestamptz[])) AS m (id, due_at, start_at)
    WHERE t.id = m.id
    """
)


async def move_tasks(connection: Connection, tasks: Sequence[MovedTask], now: datetime) -> None:
    """The tasks have these instants, and versions one above."""
    if not tasks:
        return
    parameters = {
        "ids": [each.id for each in tasks],
        "due_ats": [each.due_at for each in tasks],
        "start_ats": [each.start_at for each in tasks],
        "now": now,
    }
    await connection.execute(_MOVE, parameters)


_COUNT_FIXED = text(
    """
    SELECT count(*) FROM tasks
    WHERE user_id = :user_id AND deleted_at IS NULL AND status = 'open' AND zone IS NOT NULL
    AND COALESCE(due_local, start_local, due_on, start_on) IS NOT NULL
    """
)


async def count_fixed(connection: Connection, user_id: UUID) -> int:
    """How many open tasks have a time and a zone of their own."""
    return int((await connection.execute(_COUNT_FIXED, {"user_id": user_id})).scalar_one())


_MARKER = text("SELECT value FROM markers WHERE name = :name")
_MARK = text(
    """
    INSERT INTO markers (name, value, updated_at) VALUES (:name, :value, :now)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
    """
)
_ZONE_DATA = "tzdata"


async def read_zone_data(connection: Connection) -> str | None:
    """The version of the zone data that plans were made with, if somebody noted it."""
    row = (await connection.execute(_MARKER, {"name": _ZONE_DATA})).one_or_none()
    return row[0] if row else None


async def note_zone_data(connection: Connection, version: str, now: datetime) -> None:
    """Plans are those of this version."""
    await connection.execute(_MARK, {"name": _ZONE_DATA, "value": version, "now": now})
