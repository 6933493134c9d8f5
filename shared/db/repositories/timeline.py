"""What is known of a person, a task, a reminder or an event, from every table that knows some.

Each question answers with the newest `limit` rows before a place in time, so that the answers can
be merged and read on from where a page ended. Ids are text, as everybody shows them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import TextClause, text

from shared.core.ids import UserId
from shared.db.connection import Connection, Row
from shared.events.groups import ACTIVITY_GROUP, GROUPS

Kind = Literal["user", "task", "reminder", "event"]
_IDS = ("user_id", "task_id", "reminder_id")
_TOPICS = list(ACTIVITY_GROUP.topics)  # the records of the other one carry titles


class Before(NamedTuple):
    """A place in a timeline: what is asked for happened before it."""

    at: datetime
    id: UUID


END = Before(datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))
"""After everything."""


def window(before: Before, limit: int) -> Mapping[str, object]:
    """The parameters of a statement that asks for the newest `limit` rows before a place."""
    return {"at": before.at, "before": before.id, "limit": limit}


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Where a record stands in Kafka, and since when that is known here."""

    topic: str
    partition: int
    offset: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Handled:
    """A consumer group has done its part."""

    group: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EventEntry:
    """An event; `record` is None while it waits in the outbox. `handled` is filled in later."""

    id: str
    at: datetime
    type: str
    user_id: str
    task_id: str | None
    reminder_id: str | None
    source: str
    trace_id: str | None
    data: Mapping[str, Any]
    record: RecordPlace | None
    handled: Sequence[Handled] = ()
    kind: Literal["event"] = "event"


# --- what it is about ---

_OWNERS: Mapping[Kind, TextClause] = {
    "user": text(
        """
        SELECT CAST(:id AS uuid) WHERE EXISTS (SELECT 1 FROM users WHERE id = :id)
        OR EXISTS (SELECT 1 FROM activity WHERE user_id = :id)
        OR EXISTS (SELECT 1 FROM dead_letters WHERE user_id = :id)
        """
    ),
    "task": text(
        """
        SELECT user_id FROM tasks WHERE id = :id
        UNION ALL (SELECT user_id FROM activity WHERE task_id = :id LIMIT 1) LIMIT 1
        """
    ),
    "reminder": text(
        """
        SELECT user_id FROM reminders WHERE id = :id
        UNION ALL (SELECT user_id FROM activity WHERE reminder_id = :id LIMIT 1) LIMIT 1
        """
    ),
    # The outbox has no index on it, and is read only if the event is not yet on record.
    "event": text(
        """
        SELECT user_id FROM activity WHERE event_id = :id
        UNION ALL SELECT user_id FROM outbox WHERE event_id = :id
        UNION ALL SELECT user_id FROM dead_letters WHERE event_id = CAST(CAST(:id AS uuid) AS text)
        UNION ALL SELECT NULL FROM inbox WHERE event_id = :id AND consumer_group = ANY(:groups)
        LIMIT 1
        """
    ),
}


async def find_owner(connection: Connection, kind: Kind, identifier: UUID) -> list[UserId | None]:
    """Whose it is, as the only item, None if that is not known; empty if nothing knows the id."""
    parameters: dict[str, object] = {"id": identifier}
    if kind == "event":
        parameters["groups"] = list(GROUPS)
    return [row[0] for row in await connection.execute(_OWNERS[kind], parameters)]


_USER_OF = text("SELECT id FROM users WHERE email = :email")


async def find_user_id(connection: Connection, email: str) -> UUID | None:
    """The account of this lower-case address."""
    row = (await connection.execute(_USER_OF, {"email": email})).one_or_none()
    return row[0] if row else None


_REMINDERS_OF_TASK = text(
    """
    SELECT id FROM reminders WHERE task_id = :id
    UNION SELECT reminder_id FROM activity WHERE task_id = :id AND reminder_id IS NOT NULL
    """
)


async def reminders_of_task(connection: Connection, task_id: UUID) -> list[UUID]:
    """Every reminder that the task has or had."""
    return (await connection.execute(_REMINDERS_OF_TASK, {"id": task_id})).scalars()


# --- events ---

_COLUMN_OF: Mapping[Kind, str] = {
    "user": "user_id",
    "task": "task_id",
    "reminder": "reminder_id",
    "event": "event_id",
}
# Indexes ix_activity_user_occurred, ix_activity_task_occurred, ix_activity_reminder_occurred, and
# the primary key: each gives the rows in this order.
_RECORDED: Mapping[Kind, TextClause] = {
    kind: text(
        f"""
        SELECT CAST(event_id AS text) AS id, occurred_at, event_type,
               CAST(user_id AS text) AS user_id, CAST(task_id AS text) AS task_id,
               CAST(reminder_id AS text) AS reminder_id, source,
               split_part(traceparent, '-', 2) AS trace_id, data, topic,
               partition, record_offset, recorded_at
        FROM activity WHERE {column} = :id AND (occurred_at, event_id) < (:at, :before)
        ORDER BY occurred_at DESC, event_id DESC LIMIT :limit
        """  # noqa: S608 - made of constants
    )
    for kind, column in _COLUMN_OF.items()
}


async def recorded_events(
    connection: Connection, kind: Kind, identifier: UUID, before: Before, limit: int
) -> list[EventEntry]:
    """Events that went through Kafka, the newest first."""
    parameters = {"id": identifier, **window(before, limit)}
    return [_recorded(row) for row in await connection.execute(_RECORDED[kind], parameters)]


def _recorded(row: Row) -> EventEntry:
    return _event(
        row,
        (row.user_id, row.task_id, row.reminder_id),
        row.data,
        RecordPlace(row.topic, row.partition, row.record_offset, row.recorded_at),
    )


_WAITING = """
    SELECT CAST(event_id AS text) AS id, occurred_at, event_type, source,
           split_part(traceparent, '-', 2) AS trace_id, payload
    FROM outbox WHERE {condition} AND topic = ANY(CAST(:topics AS text[]))
    AND (occurred_at, event_id) < (:at, :before)
    ORDER BY occurred_at DESC, event_id DESC LIMIT :limit
"""
# Index ix_outbox_partition_id: the lane of the user is read; it is short but for an outage.
_WAITING_OF_USER = text(
    _WAITING.format(
        condition="partition = :partition AND user_id = :user_id AND "
        "(CAST(:subjects AS text[]) IS NULL OR subject = ANY(:subjects))"
    )
)
_WAITING_EVENT = text(_WAITING.format(condition="event_id = :id"))


async def waiting_events(
    connection: Connection,
    user_id: UUID,
    subjects: Collection[str] | None,
    before: Before,
    *,
    partition: int,
    limit: int,
) -> list[EventEntry]:
    """Events of the user that wait in the outbox, about these subjects; None for all."""
    parameters = {
        **window(before, limit),
        "partition": partition,
        "user_id": user_id,
        "subjects": None if subjects is None else list(subjects),
        "topics": _TOPICS,
    }
    return [_waiting(row) for row in await connection.execute(_WAITING_OF_USER, parameters)]


async def waiting_event(connection: Connection, event_id: UUID, before: Before) -> list[EventEntry]:
    """This event, if it waits in the outbox."""
    parameters = {"id": event_id, "topics": _TOPICS, **window(before, 1)}
    return [_waiting(row) for row in await connection.execute(_WAITING_EVENT, parameters)]


def _waiting(row: Row) -> EventEntry:
    data = orjson.loads(row.payload)
    user_id, task_id, reminder_id = (data.pop(name, None) for name in _IDS)
    return _event(row, (user_id, task_id, reminder_id), data, None)


def _event(
    row: Row,
    ids: tuple[str, str | None, str | None],
    data: Mapping[str, Any],
    record: RecordPlace | None,
) -> EventEntry:
    return EventEntry(
        id=row.id,
        at=row.occurred_at,
        type=row.event_type,
        user_id=ids[0],
        task_id=ids[1],
        reminder_id=ids[2],
        source=row.source,
        trace_id=row.trace_id,
        data=data,
        record=record,
    )


# The primary key (consumer_group, event_id), once a pair.
_HANDLED = text(
    """
    SELECT CAST(i.event_id AS text), i.consumer_group, i.handled_at
    FROM unnest(CAST(:groups AS text[])) AS g (name)
    CROSS JOIN unnest(CAST(:ids AS uuid[])) AS e (id)
    JOIN inbox i ON i.consumer_group = g.name AND i.event_id = e.id
    ORDER BY i.handled_at, i.consumer_group
    """
)


async def handled_events(
    connection: Connection, ids: Collection[str]
) -> Mapping[str, Sequence[Handled]]:
    """The groups that have handled each event, in order; of those groups that keep an inbox."""
    found: defaultdict[str, list[Handled]] = defaultdict(list)
    if ids:
        parameters = {"groups": list(GROUPS), "ids": [UUID(each) for each in ids]}
        for event_id, *handled in await connection.execute(_HANDLED, parameters):
            found[event_id].append(Handled(*handled))
    return found
