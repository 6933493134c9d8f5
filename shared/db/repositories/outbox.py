"""Events on their way to Kafka."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import TextClause, text

from shared.core.ids import new_uuid7
from shared.core.origin import current_source
from shared.db.connection import Connection
from shared.events.base import EventData
from shared.events.envelope import dump_data, type_of
from shared.events.topics import partition_of
from shared.observability.tracing import traceparents_for

_INSERT = """
    INSERT INTO outbox (partition, topic, user_id, event_id, event_type, subject, payload,
                        occurred_at, traceparent, source, version)
    SELECT u.partition, u.topic, u.user_id, u.event_id, u.event_type, u.subject, u.payload,
           :occurred_at, u.traceparent, :source, u.version
    FROM {behind} unnest(
             CAST(:partitions AS int[]), CAST(:topics AS text[]), CAST(:user_ids AS uuid[]),
             CAST(:event_ids AS uuid[]), CAST(:types AS text[]), CAST(:subjects AS text[]),
             CAST(:payloads AS bytea[]), CAST(:versions AS int[]), CAST(:traceparents AS text[]))
         WITH ORDINALITY
         AS u (partition, topic, user_id, event_id, event_type, subject, payload, version,
               traceparent, n)
    ORDER BY u.n
    """
_APPEND = text(_INSERT.format(behind=""))


def behind(write: str) -> TextClause:
    """A statement that locks the user `:owner_id`, does `write`, and appends the events behind it.

    `write` takes its rows `FROM owner` and returns one; without that nothing is appended. One
    round trip instead of five, and the same order: the ids of events are drawn under the lock.
    """
    return text(  # no value comes in here, only SQL of our own
        f"""
        WITH owner AS MATERIALIZED (
            SELECT id FROM users
            WHERE id = :owner_id AND erased_at IS NULL AND disabled_at IS NULL FOR NO KEY UPDATE
        ), written AS ({write})
        {_INSERT.format(behind="written CROSS JOIN")} RETURNING id
        """  # noqa: S608 - the parts are constants of this package
    )


@dataclass(frozen=True, slots=True)
class LoneWrite:
    """A statement of `behind` with its parameters, `owner_id` among them."""

    statement: TextClause
    parameters: Mapping[str, object]


class WaitingEvent(NamedTuple):
    """One outbox row as the relay publishes it; a tuple, because making it is most of the work."""

    id: int
    partition: int
    topic: str
    user_id: UUID
    event_id: UUID
    event_type: str
    subject: str
    occurred_at: datetime
    traceparent: str | None
    source: str
    version: int
    payload: bytes


async def append(
    connection: Connection, events: Sequence[EventData], now: datetime, partitions: int
) -> None:
    """The events wait in the outbox, in this order, in the partition of their user."""
    await connection.execute(_APPEND, _columns(events, now, partitions))


async def append_behind(
    connection: Connection,
    write: LoneWrite,
    events: Sequence[EventData],
    now: datetime,
    partitions: int,
) -> bool:
    """The write and its events are committed; False if it wrote nothing, and then neither is."""
    parameters = {**write.parameters, **_columns(events, now, partitions)}
    return bool((await connection.execute(write.statement, parameters)).rows)


def _columns(events: Sequence[EventData], now: datetime, partitions: int) -> dict[str, object]:
    types = [type_of(event) for event in events]
    return {
        "partitions": [partition_of(event.user_id, partitions) for event in events],
        "topics": [entry.topic for entry in types],
        "user_ids": [event.user_id for event in events],
        "event_ids": sorted(new_uuid7(now) for _ in events),  # in the order of the events
        "types": [entry.name for entry in types],
        "versions": [entry.version for entry in types],
        "subjects": [event.subject for event in events],
        "payloads": [dump_data(event) for event in events],
        "occurred_at": now,
        "traceparents": traceparents_for([event.__dict__ for event in events]),
        "source": current_source(),
    }


# Index ix_outbox_partition_id: one short descent a lane, also when most lanes are empty.
_CLAIM = text(
    """
    SELECT o.id, o.partition, o.topic, o.user_id, o.event_id, o.event_type, o.subject,
           o.occurred_at, o.traceparent, o.source, o.version, o.payload
    FROM unnest(CAST(:lanes AS int[])) AS lane
    CROSS JOIN LATERAL (
        SELECT * FROM outbox WHERE partition = lane ORDER BY id LIMIT :limit
    ) AS o
    """
)


async def read_lanes(
    connection: Connection, lanes: Sequence[int], limit: int
) -> list[WaitingEvent]:
    """The oldest `limit` events of each lane, in order within the lane."""
    result = await connection.execute(_CLAIM, {"lanes": list(lanes), "limit": limit})
    return [WaitingEvent._make(row) for row in result]


@dataclass(frozen=True, slots=True)
class PublishedEvents:
    """Rows that Kafka has acknowledged, and the lease that they were published under."""

    ids: Sequence[int]
    lease: str
    epoch: int


_DELETE = text(
    """
    DELETE FROM outbox AS o
    USING unnest(CAST(:ids AS bigint[]), CAST(:leases AS text[]), CAST(:epochs AS bigint[]))
          AS p (id, lease, epoch), leases AS l
    WHERE o.id = p.id AND l.name = p.lease AND l.epoch = p.epoch
    RETURNING p.lease
    """
)


async def delete_published(
    connection: Connection, published: Sequence[PublishedEvents]
) -> set[str]:
    """Acknowledged events are gone, but for those whose lease has a newer epoch.

    Answers the leases of which some are gone.
    """
    result = await connection.execute(
        _DELETE,
        {
            "ids": [each for batch in published for each in batch.ids],
            "leases": [batch.lease for batch in published for _ in batch.ids],
            "epochs": [batch.epoch for batch in published for _ in batch.ids],
        },
    )
    return set(result.scalars())


_BACKLOG = text("SELECT count(*), min(occurred_at) FROM outbox")


async def backlog(connection: Connection) -> tuple[int, datetime | None]:
    """How many events wait, and since when the oldest does."""
    depth, oldest = (await connection.execute(_BACKLOG)).one()
    return depth, oldest
