"""Events that went through Kafka, a row each: what timelines are made of."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection


class ActivityRow(NamedTuple):
    """One event; a tuple, because many are made. `data` is JSON text, without the ids beside it."""

    event_id: UUID
    occurred_at: datetime
    event_type: str
    user_id: UUID
    task_id: UUID | None
    reminder_id: UUID | None
    topic: str
    partition: int
    offset: int
    source: str
    traceparent: str | None
    data: str


# In id order, so that two owners of a partition who write the same events never wait for each
# other in a circle.
_INSERT = text(
    """
    INSERT INTO activity (event_id, occurred_at, event_type, user_id, task_id, reminder_id, topic,
                          partition, record_offset, source, traceparent, data, recorded_at)
    SELECT a.event_id, a.occurred_at, a.event_type, a.user_id, a.task_id, a.reminder_id, a.topic,
           a.partition, a.record_offset, a.source, a.traceparent, CAST(a.data AS jsonb), :now
    FROM unnest(CAST(:event_ids AS uuid[]), CAST(:occurred_ats AS timestamptz[]),
                CAST(:types AS text[]), CAST(:user_ids AS uuid[]), CAST(:task_ids AS uuid[]),
                CAST(:reminder_ids AS uuid[]), CAST(:topics AS text[]), CAST(:partitions AS int[]),
                CAST(:offsets AS bigint[]), CAST(:sources AS text[]),
                CAST(:traceparents AS text[]), CAST(:data AS text[]))
         AS a (event_id, occurred_at, event_type, user_id, task_id, reminder_id, topic, partition,
               record_offset, source, traceparent, data)
    ORDER BY a.event_id
    ON CONFLICT DO NOTHING
    """
)
_COLUMNS = (
    *("event_ids", "occurred_ats", "types", "user_ids", "task_ids", "reminder_ids", "topics"),
    *("partitions", "offsets", "sources", "traceparents", "data"),
)


async def insert_new(connection: Connection, rows: Sequence[ActivityRow], now: datetime) -> int:
    """The events are on record, those that were before as they were; how many are new."""
    columns = dict(zip(_COLUMNS, zip(*rows, strict=True), strict=True))
    result = await connection.execute(_INSERT, {**columns, "now": now})
    return result.rowcount


# Index ix_activity_recorded_at. SKIP LOCKED: several processes prune, none waits for the other.
_PRUNE = text(
    """
    DELETE FROM activity WHERE event_id IN (
        SELECT event_id FROM activity WHERE recorded_at < :before
        ORDER BY recorded_at LIMIT :limit FOR UPDATE SKIP LOCKED
    )
    """
)


async def prune(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` of the rows recorded before that instant, oldest first, are gone; how many."""
    result = await connection.execute(_PRUNE, {"before": before, "limit": limit})
    return result.rowcount
