"""Whether a row that somebody names is theirs: what an event says of its user is only said."""

from collections.abc import Collection
from typing import Final, Literal, get_args
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

Owned = Literal["account_mails", "channel_tests", "reminders", "tasks"]
"""Tables whose rows are named in events, and have an owner."""

_FOREIGN: Final = {
    name: text(
        f"""
        SELECT t.id FROM {name} t
        JOIN unnest(CAST(:ids AS uuid[]), CAST(:user_ids AS uuid[])) AS w (id, user_id)
        ON t.id = w.id AND t.user_id <> w.user_id
        """  # noqa: S608 - constants
    )
    for name in get_args(Owned)
}


async def foreign_rows(
    connection: Connection, table: Owned, claims: Collection[tuple[UUID, UUID]]
) -> set[UUID]:
    """Those of these rows that exist and belong to another than is said; `claims` are (id, user).

    By primary key: an index probe each.
    """
    if not claims:
        return set()
    parameters = {
        "ids": [row_id for row_id, _ in claims],
        "user_ids": [user_id for _, user_id in claims],
    }
    return set((await connection.execute(_FOREIGN[table], parameters)).scalars())
