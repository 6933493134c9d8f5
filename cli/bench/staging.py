"""Events that stand beside the outbox until an agent puts them in, as a producer without API."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

# Whole rows of the outbox, whatever columns it has; unlogged, because only the bench reads it.
_TABLE = text("CREATE UNLOGGED TABLE IF NOT EXISTS bench_staged (piece int, event outbox)")
_INDEX = text("CREATE INDEX IF NOT EXISTS ix_bench_staged ON bench_staged (piece)")
_FIRST = text("SELECT coalesce(max(piece) + 1, 0) FROM bench_staged")

# xmin: the rows of this transaction alone, which no relay has seen.
_SET_ASIDE = text(
    """
    WITH mine AS (
        DELETE FROM outbox WHERE xmin = pg_current_xact_id()::xid RETURNING outbox AS event
    )
    INSERT INTO bench_staged (piece, event)
    SELECT :first + t.n - 1, mine.event
    FROM mine
    JOIN unnest(CAST(:task_ids AS uuid[])) WITH ORDINALITY AS t (task_id, n)
      ON t.task_id = CAST(convert_from((mine.event).payload, 'UTF8')::jsonb ->> 'task_id' AS uuid)
    """
)

RELEASE: Final = """
    WITH owners AS MATERIALIZED (
        SELECT id FROM users
        WHERE id IN (SELECT (event).user_id FROM bench_staged WHERE piece >= $1 AND piece < $2)
        ORDER BY id FOR NO KEY UPDATE
    )
    INSERT INTO outbox OVERRIDING USER VALUE
    SELECT (s.event).* FROM bench_staged s JOIN owners ON owners.id = (s.event).user_id
    WHERE s.piece >= $1 AND s.piece < $2
    ORDER BY (s.event).id
"""
"""Pieces from $1 to before $2 wait in the outbox, as a command would have put them there: under
the lock of their users, with ids in the order in which they were emitted."""


async def set_aside(connection: Connection, task_ids: Sequence[UUID]) -> range:
    """What this transaction put into the outbox waits beside it, a piece for each of these tasks.

    The result holds the numbers of the pieces, in the order of the tasks.
    """
    await connection.execute(_TABLE, {})
    await connection.execute(_INDEX, {})
    first = int((await connection.execute(_FIRST, {})).scalar_one())
    await connection.execute(_SET_ASIDE, {"first": first, "task_ids": list(task_ids)})
    return range(first, first + len(task_ids))
