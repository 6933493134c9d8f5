"""Many rows of one table changed by one statement, each in columns of its own."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import TextClause, text

from shared.db.connection import Connection


def change_of(table: str, columns: Iterable[str]) -> TextClause:
    """The statement for `change`: of these columns a row has those that are given for it.

    What is not given keeps its value: `jsonb_populate_record` starts from the row itself.
    """
    columns_set = ", ".join(f"{name} = p.{name}" for name in columns)
    return text(
        f"""
        UPDATE {table} r SET {columns_set}, version = r.version + 1, updated_at = :now
        FROM (
            SELECT p.* FROM jsonb_array_elements(CAST(:changes AS jsonb)) AS c
            JOIN {table} x ON x.id = CAST(c ->> 'id' AS uuid)
            CROSS JOIN LATERAL jsonb_populate_record(x, c -> 'row') AS p
        ) AS p
        WHERE r.id = p.id
        """  # noqa: S608 - made of constants
    )


async def change(
    connection: Connection,
    statement: TextClause,
    rows: Sequence[tuple[UUID, dict[str, Any]]],
    now: datetime,
) -> None:
    """Each of these rows has the given columns and a version more."""
    if rows:
        changes = [{"id": identifier, "row": row} for identifier, row in rows]
        parameters = {"changes": orjson.dumps(changes, default=str).decode(), "now": now}
        await connection.execute(statement, parameters)
