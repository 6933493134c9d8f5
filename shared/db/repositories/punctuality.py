"""How punctual reminders were: counts by hour, outcome and bucket of lateness (ADR 0006)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import text

from shared.db.connection import Connection

SHARDS = 8
"""Rows of one count that several workers can add to side by side."""

Outcome = Literal["sent", "failed", "skipped", "missed"]


@dataclass(frozen=True, slots=True)
class Tally:
    """So many deliveries ended so; `bucket` and `longest_ms` are 0 for those that were not sent."""

    outcome: Outcome
    bucket: int
    count: int
    longest_ms: int


# The primary key. In its order, so that two writers never wait for each other in a circle.
_ADD = text(
    """
    INSERT INTO punctuality AS p (hour, outcome, bucket, shard, count, longest_ms)
    SELECT :hour, t.outcome, t.bucket, :shard, t.count, t.longest_ms
    FROM unnest(CAST(:outcomes AS text[]), CAST(:buckets AS int[]), CAST(:counts AS bigint[]),
                CAST(:longest AS int[])) AS t (outcome, bucket, count, longest_ms)
    ORDER BY t.outcome, t.bucket
    ON CONFLICT (hour, outcome, bucket, shard) DO UPDATE
    SET count = p.count + excluded.count, longest_ms = greatest(p.longest_ms, excluded.longest_ms)
    """
)


async def add(connection: Connection, hour: datetime, shard: int, tallies: Sequence[Tally]) -> None:
    """These are counted in that hour, if the transaction commits; each outcome and bucket once."""
    if not tallies:
        return
    parameters = {
        "hour": hour,
        "shard": shard,
        "outcomes": [each.outcome for each in tallies],
        "buckets": [each.bucket for each in tallies],
        "counts": [each.count for each in tallies],
        "longest": [each.longest_ms for each in tallies],
    }
    await connection.execute(_ADD, parameters)


@dataclass(frozen=True, slots=True)
class Sums:
    """One outcome and bucket over all hours that were asked for, and over the later ones alone."""

    outcome: Outcome
    bucket: int
    count: int
    longest_ms: int
    recent_count: int
    recent_longest_ms: int


# The primary key from `since` on: some ten rows an hour and worker.
_SUMS = text(
    """
    SELECT outcome, bucket, CAST(sum(count) AS bigint), max(longest_ms),
           CAST(coalesce(sum(count) FILTER (WHERE hour >= :recent), 0) AS bigint),
           coalesce(max(longest_ms) FILTER (WHERE hour >= :recent), 0)
    FROM punctuality WHERE hour >= :since GROUP BY outcome, bucket
    """
)


async def read_sums(connection: Connection, since: datetime, recent: datetime) -> list[Sums]:
    """What was counted from the hour `since` on, and from the hour `recent` on."""
    result = await connection.execute(_SUMS, {"since": since, "recent": recent})
    return [Sums(*row.values()) for row in result]


_FIRST = text("SELECT hour FROM punctuality ORDER BY hour LIMIT 1")


async def first_hour(connection: Connection) -> datetime | None:
    """The first hour in which anything was counted."""
    hours: list[datetime] = (await connection.execute(_FIRST)).scalars()
    return hours[0] if hours else None


# Index ix_reminders_waiting_fire_at. What a channel gave back is about that channel, which may be
# one person's own that has not worked for hours: it says nothing of the service.
_WAITING = text(
    """
    SELECT r.fire_at FROM reminders r
    WHERE r.state = 'scheduled' AND r.fire_at >= :since AND r.fire_at < :before
      AND NOT EXISTS (
        SELECT 1 FROM deliveries d
        WHERE d.reminder_id = r.id AND d.fire_at = r.fire_at AND d.reason IS NOT NULL)
    ORDER BY r.fire_at LIMIT 1
    """
)


async def waiting_since(
    connection: Connection, since: datetime, before: datetime
) -> datetime | None:
    """The first instant of that time for which a reminder was planned that waits still.

    It has not fired, or it has and no channel has said anything yet; what is held up does not
    count, nor what a channel gave back to be tried again.
    """
    parameters = {"since": since, "before": before}
    oldest: list[datetime] = (await connection.execute(_WAITING, parameters)).scalars()
    return oldest[0] if oldest else None


# The primary key. SKIP LOCKED: several processes prune, none waits for the other.
_PRUNE = text(
    """
    DELETE FROM punctuality WHERE (hour, outcome, bucket, shard) IN (
        SELECT hour, outcome, bucket, shard FROM punctuality
        WHERE hour < :before AND hour > (SELECT min(hour) FROM punctuality)
        ORDER BY hour, outcome, bucket, shard LIMIT :limit FOR UPDATE SKIP LOCKED
    )
    """
)


async def prune(connection: Connection, before: datetime, limit: int) -> int:
    """Up to `limit` of the counts of hours from before that instant are gone; how many.

    Those of the first hour stay, as they say since when there is counting.
    """
    result = await connection.execute(_PRUNE, {"before": before, "limit": limit})
    return result.rowcount
