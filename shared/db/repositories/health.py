"""Whether the database answers."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_PING = text("SELECT 1")


async def ping(connection: AsyncConnection) -> None:
    """The database has answered."""
    await connection.execute(_PING)
