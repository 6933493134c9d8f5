"""What operators see at a glance of the tables that the system works with."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.domain.delivery_reasons import REASONS, split_reason

_CODE = re.compile(r"(?<!\d)[45]\d\d(?!\d)")
_NEWEST_HANDLED = 5_000
_NEWEST_DELIVERIES = 50_000


@dataclass(frozen=True, slots=True)
class LeaseState:
    """A lease, and whether its owner is alive by the database's clock."""

    name: str
    owner: str
    is_live: bool


# The whole table: some rows a partition and process.
_LEASES = text("SELECT name, owner, expires_at > clock_timestamp() FROM leases ORDER BY name")


async def list_leases(connection: Connection) -> list[LeaseState]:
    """Every lease that somebody holds or held."""
    return [LeaseState(*row.values()) for row in await connection.execute(_LEASES)]


# Index ix_inbox_handled_at, backwards. Bounded: a group that has handled nothing lately is not
# searched for among all rows.
_HANDLED = text(
    """
    SELECT consumer_group, max(handled_at) FROM (
        SELECT consumer_group, handled_at FROM inbox ORDER BY handled_at DESC LIMIT :newest
    ) AS latest GROUP BY consumer_group
    """
)


async def last_handled(connection: Connection) -> dict[str, datetime]:
    """When each group handled its last event, if that is among the newest of all groups."""
    result = await connection.execute(_HANDLED, {"newest": _NEWEST_HANDLED})
    return {row[0]: row[1] for row in result}


# Index ix_scheduled_jobs_partition_run, a short range in each partition.
_COMING = text(
    """
    SELECT date_trunc('minute', run_at) AS minute, count(*) FROM scheduled_jobs
    WHERE partition = ANY(CAST(:partitions AS int[])) AND parked_reason IS NULL
          AND run_at >= :since AND run_at < :until
    GROUP BY minute ORDER BY minute
    """
)


async def coming_by_minute(
    connection: Connection, partitions: Sequence[int], since: datetime, until: datetime
) -> list[tuple[datetime, int]]:
    """How many reminders are to fire in each minute of that time; minutes without are left out."""
    parameters = {"partitions": list(partitions), "since": since, "until": until}
    return [(row[0], row[1]) for row in await connection.execute(_COMING, parameters)]


# The same index.
_OVERDUE = text(
    """
    SELECT count(*), min(run_at) FROM scheduled_jobs
    WHERE partition = ANY(CAST(:partitions AS int[])) AND parked_reason IS NULL
          AND run_at < :before
    """
)


async def overdue_jobs(
    connection: Connection, partitions: Sequence[int], before: datetime
) -> tuple[int, datetime | None]:
    """How many reminders should have fired before that instant and have not; since when."""
    parameters = {"partitions": list(partitions), "before": before}
    count, oldest = (await connection.execute(_OVERDUE, parameters)).one()
    return count, oldest


@dataclass(frozen=True, slots=True)
class ChannelTotals:
    """What became of the deliveries through one kind of channel."""

    kind: str
    """`email`, a kind of channel, or `removed` for channels that are gone."""
    sent: int
    failed: int
    sending: int
    last_sent_at: datetime | None
    last_failed_at: datetime | None
    last_failure: str | None
    """The kind of the last failure (`failure_class`)."""


# The primary key, backwards: ids of deliveries carry the time at which they were first claimed.
_CHANNELS = text(
    """
    WITH latest AS (
        SELECT channel, state, reason, sent_at, claimed_at FROM deliveries
        WHERE id >= :first ORDER BY id DESC LIMIT :newest
    ), kinds AS (
        SELECT DISTINCT l.channel,
               CASE WHEN l.channel = 'email' THEN 'email' ELSE coalesce(c.kind, 'removed') END
               AS kind
        FROM latest l LEFT JOIN channels c
        ON c.id = CASE WHEN l.channel = 'email' THEN NULL ELSE CAST(l.channel AS uuid) END
    )
    SELECT k.kind, count(*) FILTER (WHERE l.state = 'sent'),
           count(*) FILTER (WHERE l.state = 'failed'),
           count(*) FILTER (WHERE l.state = 'sending'),
           max(l.sent_at), max(l.claimed_at) FILTER (WHERE l.state = 'failed'),
           (array_agg(l.reason ORDER BY l.claimed_at DESC) FILTER (WHERE l.state = 'failed'))[1]
    FROM latest l JOIN kinds k USING (channel)
    GROUP BY k.kind ORDER BY k.kind
    """
)


async def channel_totals(
    connection: Connection, now: datetime, back: timedelta
) -> list[ChannelTotals]:
    """What became of the deliveries that were begun in the time `back` before `now`, by kind."""
    since = UUID(int=int((now - back).timestamp() * 1000) << 80)
    parameters = {"first": since, "newest": _NEWEST_DELIVERIES}
    found = [
        ChannelTotals(*row.values()) for row in await connection.execute(_CHANNELS, parameters)
    ]
    return [replace(each, last_failure=failure_class(each.last_failure)) for each in found]


def failure_class(reason: str | None) -> str | None:
    """What kind of failure the reason of a delivery tells of, without the words of anybody else.

    Those may name the receiver.

    >>> failure_class("550 5.1.1 <ada@example.com>: unknown"), failure_class("no such host")
    ('answer 550', 'other')
    """
    if reason is None:
        return None
    known, given_up = split_reason(reason)
    if known in REASONS:
        return known
    if given_up:
        return "gave up"
    code = _CODE.search(reason)
    return f"answer {code.group()}" if code else "other"
