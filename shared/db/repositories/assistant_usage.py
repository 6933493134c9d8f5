"""How many tokens of a model each account has used on each day (UTC)."""

from datetime import date
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

_FIND = text("SELECT tokens FROM assistant_usage WHERE user_id = :user_id AND day = :day")


async def tokens_on(connection: Connection, user_id: UUID, day: date) -> int:
    """What this account has used on that day."""
    row = (await connection.execute(_FIND, {"user_id": user_id, "day": day})).one_or_none()
    return int(row[0]) if row else 0


# An account that is gone has no row to count in, which is no error.
_ADD = text(
    """
    INSERT INTO assistant_usage AS known (user_id, day, tokens)
    SELECT id, :day, :tokens FROM users WHERE id = :user_id
    ON CONFLICT (user_id, day) DO UPDATE SET tokens = known.tokens + excluded.tokens
    RETURNING tokens
    """
)


async def add_tokens(connection: Connection, user_id: UUID, day: date, tokens: int) -> int:
    """As many more count for this account on that day; how many then do."""
    parameters = {"user_id": user_id, "day": day, "tokens": tokens}
    row = (await connection.execute(_ADD, parameters)).one_or_none()
    return int(row[0]) if row else 0
