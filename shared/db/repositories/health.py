"""Whether the database answers."""

from sqlalchemy import text

from shared.db.connection import Connection

_PING = text("SELECT 1")


async def ping(connection: Connection) -> None:
    """The database has answered."""
    await connection.execute(_PING)
