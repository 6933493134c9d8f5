"""What rests under RONDEL_SECRETS_KEY, whatever it is of."""

from collections.abc import Mapping
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

Kind = Literal["channel", "webhook", "second factor"]
"""Whose it is; it was sealed for the purpose `<kind> <id>`."""

_KEYS: Final[Mapping[Kind, tuple[str, str]]] = {
    "channel": ("channels", "id"),
    "webhook": ("webhooks", "id"),
    "second factor": ("second_factors", "user_id"),
}

# Primary keys.
_LOCK = {
    kind: text(
        f"""
        SELECT {key}, sealed FROM {table} WHERE {key} > :after
        ORDER BY {key} LIMIT :limit FOR NO KEY UPDATE
        """  # noqa: S608 - made of constants
    )
    for kind, (table, key) in _KEYS.items()
}

_REPLACE = {
    kind: text(
        f"""
        UPDATE {table} AS t SET sealed = n.sealed
        FROM unnest(CAST(:ids AS uuid[]), CAST(:sealed AS bytea[])) AS n (id, sealed)
        WHERE t.{key} = n.id
        """  # noqa: S608 - made of constants
    )
    for kind, (table, key) in _KEYS.items()
}


async def lock_sealed(
    connection: Connection, kind: Kind, after: UUID, limit: int
) -> dict[UUID, bytes]:
    """What is sealed of those that follow, by id; they are locked."""
    rows = await connection.execute(_LOCK[kind], {"after": after, "limit": limit})
    return {row[0]: row[1] for row in rows}


async def replace_sealed(connection: Connection, kind: Kind, sealed: Mapping[UUID, bytes]) -> None:
    """This is sealed of these; it says the same as before."""
    parameters = {"ids": list(sealed), "sealed": list(sealed.values())}
    await connection.execute(_REPLACE[kind], parameters)
