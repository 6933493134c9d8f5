"""An event of one user that names a row of another was forged, or written by a bug."""

from collections.abc import Collection
from uuid import UUID

from shared.db.connection import Connection
from shared.db.repositories.ownership import Owned, foreign_rows
from workers.runtime.handler import PermanentError


async def refuse_foreign(
    connection: Connection, table: Owned, claims: Collection[tuple[UUID, UUID]]
) -> None:
    """None of these rows belongs to another than its event says; `claims` are (id, user).

    Statements that act on rows are limited to the event's user by themselves. Where they found
    nothing, this tells what is merely late from what is to go to the dead letters.

    Raises:
        PermanentError: one does.
    """
    if await foreign_rows(connection, table, claims):
        raise PermanentError(f"the event names one of {table} that is not its user's")
