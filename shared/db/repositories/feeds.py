"""Calendar feeds in the database, and the tasks that they show. Read straight from the driver."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection, Driver
from shared.db.repositories.filter_owners import FilterOwner
from shared.db.repositories.filter_sql import FilterSql
from shared.db.repositories.page_bytes import ended_early
from shared.domain.filters import Node


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A secret address; its secret is not kept."""

    id: UUID
    user_id: UUID
    name: str
    scope: str
    project_id: UUID | None
    filter_id: UUID | None
    created_at: datetime
    last_used_at: datetime | None = None


_COLUMNS = "id, user_id, name, scope, project_id, filter_id, created_at, last_used_at"

_INSERT = text(
    """
    INSERT INTO feeds (id, user_id, token_hash, name, scope, project_id, filter_id, created_at)
    VALUES (:id, :user_id, :token_hash, :name, :scope, :project_id, :filter_id, :created_at)
    """
)


async def insert_feed(connection: Connection, row: FeedRow, token_hash: bytes) -> None:
    """The feed exists under the token of this hash."""
    await connection.execute(
        _INSERT,
        {
            "id": row.id,
            "user_id": row.user_id,
            "token_hash": token_hash,
            "name": row.name,
            "scope": row.scope,
            "project_id": row.project_id,
            "filter_id": row.filter_id,
            "created_at": row.created_at,
        },
    )


_LIST = text(f"SELECT {_COLUMNS} FROM feeds WHERE user_id = :user_id ORDER BY id")  # noqa: S608 - constant


async def list_feeds(connection: Connection, user_id: UUID) -> list[FeedRow]:
    """This user's feeds, the oldest first."""
    result = await connection.execute(_LIST, {"user_id": user_id})
    return [FeedRow(*row) for row in result]


_RENEW = text(
    f"""
    UPDATE feeds SET token_hash = :token_hash, last_used_at = NULL
    WHERE id = :id AND user_id = :user_id RETURNING {_COLUMNS}
    """  # noqa: S608 - made of constants
)


async def renew_token(
    connection: Connection, user_id: UUID, feed_id: UUID, token_hash: bytes
) -> FeedRow | None:
    """The feed, now under another token; None if there is none."""
    result = await connection.execute(
        _RENEW, {"id": feed_id, "user_id": user_id, "token_hash": token_hash}
    )
    return FeedRow(*result.rows[0]) if result.rows else None


_DELETE = text("DELETE FROM feeds WHERE id = :id AND user_id = :user_id")


async def delete_feed(connection: Connection, user_id: UUID, feed_id: UUID) -> bool:
    """Whether there was such a feed; its address is dead now."""
    result = await connection.execute(_DELETE, {"id": feed_id, "user_id": user_id})
    return result.rowcount > 0


_TOUCH = text(
    """
    UPDATE feeds SET last_used_at = :now
    WHERE id = :id AND (last_used_at IS NULL OR last_used_at < :before)
    """
)


async def touch_feed(
    connection: Connection, feed_id: UUID, now: datetime, before: datetime
) -> None:
    """Its last use is now, if the one that is noted is older than `before`."""
    await connection.execute(_TOUCH, {"id": feed_id, "now": now, "before": before})


class OpenedFeed(NamedTuple):
    """A feed with what is needed of its owner, and a mark that changes with what it shows.

    What a filter finds changes by itself, too: see `found_mark`.
    """

    id: UUID
    user_id: UUID
    name: str
    project_id: UUID | None
    zone: str
    all_day_reminder_time: time
    last_used_at: datetime | None
    mark: str
    query: str | None = None
    """Of the saved filter that it shows."""


# Everything that a feed shows leaves a trace in one of these; deleted rows in the counts.
_OPEN = """
    SELECT f.id, f.user_id, f.name, f.project_id, u.zone, u.all_day_reminder_time, f.last_used_at,
        concat_ws('/', f.name, u.zone, u.all_day_reminder_time,
            (SELECT concat_ws('.', count(*), sum(t.version), max(t.updated_at))
             FROM tasks t WHERE t.user_id = f.user_id AND t.deleted_at IS NULL),
            (SELECT concat_ws('.', count(*), sum(s.version)) FROM series s
             WHERE s.user_id = f.user_id),
            (SELECT concat_ws('.', count(*), sum(r.version), max(r.updated_at)) FROM reminders r
             WHERE r.user_id = f.user_id),
            (SELECT md5(string_agg(concat(l.id, l.name), '' ORDER BY l.id)) FROM labels l
             WHERE l.user_id = f.user_id),
            (SELECT concat_ws('.', count(p.archived_at), sum(p.version)) FROM projects p
             WHERE p.user_id = f.user_id)) AS mark,
        q.query
    FROM feeds f JOIN users u ON u.id = f.user_id LEFT JOIN filters q ON q.id = f.filter_id
    WHERE f.token_hash = $1 AND u.erased_at IS NULL AND u.disabled_at IS NULL
"""


async def open_feed(connection: Driver, token_hash: bytes) -> OpenedFeed | None:
    """The feed of this token; None if no feed has it."""
    row = await connection.fetchrow(_OPEN, token_hash)
    return OpenedFeed(*row.values()) if row else None


class FeedReminder(NamedTuple):
    """A reminder that still says something about its task."""

    lead: str | None
    fire_at: datetime | None
    relative_to: str


class FeedTask(NamedTuple):
    """A task of a feed; `leads` if it is the last of the open occurrences of its series."""

    id: UUID
    title: str
    notes: str
    priority: int
    created_at: datetime
    updated_at: datetime
    version: int
    due_on: date | None
    due_local: datetime | None
    start_on: date | None
    start_local: datetime | None
    zone: str | None
    completed_at: datetime | None
    slot: str | None
    series_fields: dict[str, Any] | None
    parent: UUID | None
    """The series of its parent, or else the parent: what the calendar calls it by."""
    labels: Sequence[str]
    leads: bool
    series_id: UUID | None
    rrule: str | None
    dtstart: datetime | None
    all_day: bool | None
    series_zone: str | None
    anchor: str | None
    exdates: Sequence[str] | None
    rdates: Sequence[str] | None
    ends_before: str | None
    skipped: Sequence[str]
    reminders: Sequence[FeedReminder]


MOST_SKIPPED = 500

_TASKS = f"""
    SELECT t.id, t.title, t.notes, t.priority, t.created_at, t.updated_at, t.version, t.due_on,
        t.due_local, t.start_on, t.start_local, t.zone, t.completed_at, t.slot, t.series_fields,
        (SELECT CASE WHEN q.anchor = 'schedule' THEN q.id ELSE p.id END
         FROM tasks p LEFT JOIN series q ON q.id = p.series_id WHERE p.id = t.parent_id),
        ARRAY(SELECT l.name FROM task_labels tl JOIN labels l ON l.id = tl.label_id
              WHERE tl.task_id = t.id ORDER BY l.name),
        t.status = 'open' AND s.id IS NOT NULL AND t.id = (
            SELECT o.id FROM tasks o WHERE o.series_id = s.id AND o.status = 'open'
            AND o.deleted_at IS NULL ORDER BY o.slot DESC LIMIT 1),
        s.id, s.rrule, s.dtstart, s.all_day, s.zone, s.anchor, s.exdates, s.rdates, s.ends_before,
        ARRAY(SELECT o.slot FROM occurrence_log o
              WHERE o.series_id = s.id AND o.outcome = 'skipped' AND t.status = 'open'
              ORDER BY o.slot DESC LIMIT {MOST_SKIPPED}),
        ARRAY(SELECT ROW(r.lead, r.fire_at, r.relative_to) FROM reminders r
              WHERE r.task_id = t.id AND t.status = 'open' AND r.snooze_of IS NULL
              AND (r.kind = 'relative' AND r.reason IS DISTINCT FROM 'removed'
                   OR r.kind = 'absolute' AND r.state = 'scheduled')
              ORDER BY r.fire_at NULLS LAST, r.id)
    FROM tasks t LEFT JOIN series s ON s.id = t.series_id
    WHERE t.user_id = $1 AND t.deleted_at IS NULL AND t.id > $2
    AND (t.status = 'open' OR t.status = 'done' AND t.completed_at >= $3)
    AND ($4::uuid IS NULL OR t.project_id = $4)
    AND NOT EXISTS (
        SELECT FROM projects p WHERE p.id = t.project_id AND p.archived_at IS NOT NULL)
    AND ($5 OR COALESCE(t.due_local, t.due_on, t.start_local, t.start_on) IS NOT NULL)
    AND {{found}} ORDER BY t.id LIMIT $6 + 1
"""  # noqa: S608 - made of constants

_FOUND = """
    SELECT md5(string_agg(t.id::text, '' ORDER BY t.id)) AS mark
    FROM tasks t LEFT JOIN series s ON s.id = t.series_id
    WHERE t.user_id = $1 AND t.deleted_at IS NULL AND t.status <> 'skipped' AND {found}
"""

_FIRST = UUID(int=0)


async def feed_tasks(
    connection: Driver,
    feed: OpenedFeed,
    *,
    done_since: datetime,
    with_undated: bool,
    after: UUID | None,
    limit: int,
    matching: tuple[Node, FilterOwner] | None = None,
) -> tuple[list[FeedTask], UUID | None]:
    """Tasks of the feed after this one, open ones and those done lately; the last, if more follow.

    At most `limit`, of long ones fewer. `matching`: only those that this filter of its owner finds.
    """
    arguments: list[object] = [
        feed.user_id,
        after or _FIRST,
        done_since,
        feed.project_id,
        with_undated,
        limit,
    ]
    found = _condition(arguments, matching) if matching else "true"
    statement = ended_early(_TASKS.format(found=found), "octet_length(notes)")
    rows = (await connection.fetch(statement, *arguments))[:limit]
    tasks = [_task(tuple(row.values())[:-2]) for row in rows]
    return tasks, tasks[-1].id if rows and rows[-1]["has_next"] else None


async def found_mark(connection: Driver, user_id: UUID, matching: tuple[Node, FilterOwner]) -> str:
    """What changes when the filter finds other tasks, be it only because time goes by."""
    arguments: list[object] = [user_id]
    found = _condition(arguments, matching)
    row = await connection.fetchrow(_FOUND.format(found=found), *arguments)
    return f"{row['mark']}" if row else ""


def _condition(arguments: list[object], matching: tuple[Node, FilterOwner]) -> str:
    """The filter as a condition, whose values are added to the arguments."""
    node, owner = matching

    def argument(value: object) -> str:
        arguments.append(value)
        return f"${len(arguments)}"

    return FilterSql(argument, owner).condition(node)


def _task(values: tuple[Any, ...]) -> FeedTask:
    return FeedTask._make((*values[:-1], [FeedReminder(*each) for each in values[-1]]))


_ZONES = """
    SELECT DISTINCT zone FROM (
        SELECT zone FROM tasks WHERE user_id = $1 AND deleted_at IS NULL AND zone IS NOT NULL
        UNION ALL SELECT zone FROM series WHERE user_id = $1 AND zone IS NOT NULL) AS used
    ORDER BY zone
"""


async def zones_in_use(connection: Driver, user_id: UUID) -> list[str]:
    """The zones that times of this user are fixed to."""
    return [row["zone"] for row in await connection.fetch(_ZONES, user_id)]
