"""Everything of a user is deleted, in batches, and then the user."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.models import User

_LAST: Final = "transfers"
_TABLES: Final = tuple(
    table.name
    for table in reversed(User.metadata.sorted_tables)
    if "user_id" in table.columns and table.name != _LAST
)
"""Every table with rows of users, those that point at others first; new ones are among them."""

_STATEMENTS = {
    name: text(
        f"DELETE FROM {name} WHERE ctid = ANY(ARRAY("  # noqa: S608 - names of our own tables
        f"SELECT ctid FROM {name} WHERE user_id = :user_id LIMIT :limit))"
    )
    for name in _TABLES
}
_JOBS = text(
    """
    DELETE FROM scheduled_jobs WHERE reminder_id = ANY(ARRAY(
        SELECT j.reminder_id FROM scheduled_jobs j JOIN reminders r ON r.id = j.reminder_id
        WHERE r.user_id = :user_id LIMIT :limit))
    """
)


async def erase_some(connection: Connection, user_id: UUID, limit: int) -> bool:
    """Up to `limit` rows of each table are gone, waiting reminders first; whether some are left."""
    parameters = {"user_id": user_id, "limit": limit}
    is_more = (await connection.execute(_JOBS, parameters)).rowcount == limit
    for statement in _STATEMENTS.values():
        if (await connection.execute(statement, parameters)).rowcount == limit:
            return True
    return is_more


_USER = text("DELETE FROM users WHERE id = :user_id")


async def erase_user(connection: Connection, user_id: UUID) -> None:
    """The account is gone, and the transfer that did it with it."""
    await connection.execute(_USER, {"user_id": user_id})


_CLOSE = text(
    """
    UPDATE users SET erased_at = :now, email = :email, password_hash = NULL
    WHERE id = :user_id AND erased_at IS NULL RETURNING id
    """
)


async def close_account(connection: Connection, user_id: UUID, now: datetime) -> bool:
    """Nobody can use the account any more, and its address is free; False if it was gone."""
    email = f"{user_id}@erased.invalid"
    parameters = {"user_id": user_id, "email": email, "now": now}
    return bool((await connection.execute(_CLOSE, parameters)).rows)
