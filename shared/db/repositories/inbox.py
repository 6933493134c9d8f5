"""Which events a consumer group has handled."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

# Primary key (consumer_group, event_id). A second transaction with the same event waits for the
# first one's end here, so two owners of a partition never both handle it. In id order, so that two
# such batches cannot wait for each other in a circle.
_INSERT_NEW = text(
    """
    INSERT INTO inbox (consumer_group, event_id, handled_at)
    SELECT :consumer_group, event_id, :now
    FROM unnest(CAST(:event_ids AS uuid[])) AS event_id
    ORDER BY event_id
    ON CONFLICT DO NOTHING
    RETURNING event_id
    """
)


async def insert_new(
    connection: Connection, group: str, event_ids: Sequence[UUID], now: datetime
) -> set[UUID]:
    """The events count as handled if the transaction commits; those that did not before."""
    result = await connection.execute(
        _INSERT_NEW, {"consumer_group": group, "event_ids": list(event_ids), "now": now}
    )
    return set(result.scalars())


# Index ix_inbox_handled_at. SKIP LOCKED: several processes prune, none waits for the other.
_PRUNE = text(
    """
    DELETE FROM inbox WHERE (consumer_group, event_id) IN (
        SELECT consumer_group, event_id FROM inbox WHERE handled_at < :before
        ORDER BY handled_at LIMIT :limit FOR UPDATE SKIP LOCKED
    )
    """
)


async def prune(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` of the oldest entries from before that instant are gone; how many."""
    result = await connection.execute(_PRUNE, {"before": before, "limit": limit})
    return result.rowcount
