"""What plans depend on besides the task: defaults of projects, channels, whether there were any."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

_DEFAULTS = text("SELECT default_reminders FROM projects WHERE id = :id AND user_id = :user_id")


async def default_reminders_of(
    connection: Connection, user_id: UUID, project_id: UUID
) -> tuple[str, ...] | None:
    """The offsets that this project gives its tasks; None if it leaves that to its owner."""
    parameters = {"id": project_id, "user_id": user_id}
    row = (await connection.execute(_DEFAULTS, parameters)).one_or_none()
    return tuple(row[0]) if row and row[0] is not None else None


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
_EVER = text("SELECT EXISTS (SELECT FROM reminders WHERE task_id = :task_id)")


async def had_reminders(connection: Connection, task_id: UUID) -> bool:
    """Whether this task has reminders or had some that its owner removed."""
    return bool((await connection.execute(_EVER, {"task_id": task_id})).scalar_one())
