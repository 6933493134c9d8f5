"""Failed attempts to get into accounts, each kind in a bucket that drains with time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text

from shared.db.connection import Connection

KEEP: Final = timedelta(hours=1)
"""So long a bucket is kept after it has drained."""

_FIND = text("SELECT key, drained_at FROM sign_in_failures WHERE key = ANY(:keys)")


async def find_drained(connection: Connection, keys: Sequence[bytes]) -> dict[bytes, datetime]:
    """When these buckets will be empty, as far as something ever fell into them."""
    return {row[0]: row[1] for row in await connection.execute(_FIND, {"keys": list(keys)})}


# In the order of keys, so that two of these never wait in a circle.
_ADD = text(
    """
    INSERT INTO sign_in_failures AS f (key, drained_at)
    SELECT key, CAST(:now AS timestamptz) + each
    FROM unnest(CAST(:keys AS bytea[]), CAST(:each AS interval[])) AS n (key, each)
    ORDER BY key
    ON CONFLICT (key) DO UPDATE
    SET drained_at = greatest(f.drained_at, CAST(:now AS timestamptz))
        + (EXCLUDED.drained_at - CAST(:now AS timestamptz))
    """
)


async def add_failure(
    connection: Connection, each: Sequence[tuple[bytes, timedelta]], now: datetime
) -> None:
    """These buckets hold one failure more, which takes so long to drain."""
    parameters = {
        "keys": [key for key, _ in each],
        "each": [length for _, length in each],
        "now": now,
    }
    await connection.execute(_ADD, parameters)


_DELETE = text("DELETE FROM sign_in_failures WHERE key = :key")


async def delete_failures(connection: Connection, key: bytes) -> None:
    """The bucket is empty."""
    await connection.execute(_DELETE, {"key": key})


# Index ix_sign_in_failures_drained_at. SKIP LOCKED: several processes prune, none waits.
_PRUNE = text(
    """
    DELETE FROM sign_in_failures WHERE key = ANY(ARRAY(
        SELECT key FROM sign_in_failures WHERE drained_at < :before
        ORDER BY drained_at LIMIT :limit FOR UPDATE SKIP LOCKED))
    """
)


async def prune_failures(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` buckets that were empty before then are gone; how many."""
    return (await connection.execute(_PRUNE, {"before": before, "limit": limit})).rowcount
