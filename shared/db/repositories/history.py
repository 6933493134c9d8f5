"""What became of the slots of series: the log, and the occurrences that it does not know yet.

Slots of one series compare as their texts do; "C" makes that so in every database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

MOST_SLOTS = 20_000
"""As many, the latest, are what streaks and rates are made from."""


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One slot, or `count` from it on; `task_id` is its occurrence, if that is there still."""

    series_id: UUID
    slot: str
    outcome: str
    count: int
    task_id: UUID | None
    title: str | None
    ended_at: datetime | None
    logged_at: datetime | None


@dataclass(frozen=True, slots=True)
class ToldSlot:
    """A slot with what readers want to know besides."""

    row: SlotRow
    title: str | None
    """Its own, else that of the latest occurrence of its series."""
    latest_task_id: UUID | None
    reason: str | None
    """Why it was skipped, as long as the event that says so is on record."""


@dataclass(frozen=True, slots=True)
class SlotFilter:
    """Which slots; days are those of the slots' own local times, both included."""

    outcome: str | None = None
    first: date | None = None
    last: date | None = None


class Place(NamedTuple):
    """The last slot of the page before."""

    slot: str
    series_id: UUID


_CHAIN = text(
    """
    WITH RECURSIVE chain AS (
        SELECT s.id, s.follows_id FROM tasks t JOIN series s ON s.id = t.series_id
        WHERE t.id = :task_id AND t.user_id = :user_id
        UNION
        SELECT s.id, s.follows_id FROM chain c JOIN series s ON s.id = c.follows_id
        WHERE s.user_id = :user_id
    )
    SELECT id FROM chain
    """
)


async def chain_of(connection: Connection, user_id: UUID, task_id: UUID) -> list[UUID]:
    """The series of this task, and those that it goes on from; none if it does not recur."""
    rows = await connection.execute(_CHAIN, {"task_id": task_id, "user_id": user_id})
    return [row.id for row in rows]


# Index ix_tasks_user_created; nothing else says in order whose a series is.
_SERIES_OF = text(
    """
    SELECT DISTINCT series_id FROM tasks
    WHERE user_id = :user_id AND deleted_at IS NULL AND series_id IS NOT NULL
    """
)


async def series_of_user(connection: Connection, user_id: UUID) -> list[UUID]:
    """Every series of this user that still has a task."""
    return [row.series_id for row in await connection.execute(_SERIES_OF, {"user_id": user_id})]


# Primary key of the log and the unique index of tasks, both from series_id on.
_SLOTS_SQL = """
    SELECT e.series_id, e.slot, e.outcome, e.count, e.task_id, e.title, e.ended_at, e.logged_at
    FROM (
        SELECT l.series_id, l.slot, l.outcome, l.count, t.id AS task_id, t.title,
               COALESCE(t.completed_at, t.skipped_at) AS ended_at, l.logged_at
        FROM occurrence_log l LEFT JOIN tasks t
        ON t.series_id = l.series_id AND t.slot = l.slot AND t.deleted_at IS NULL
        WHERE l.series_id = ANY(CAST(:series_ids AS uuid[]))
        UNION ALL
        SELECT t.series_id, t.slot, t.status, 1, t.id, t.title,
               COALESCE(t.completed_at, t.skipped_at), NULL
        FROM tasks t
        WHERE t.series_id = ANY(CAST(:series_ids AS uuid[])) AND t.deleted_at IS NULL
        AND NOT EXISTS (SELECT FROM occurrence_log l
                        WHERE l.series_id = t.series_id AND l.slot = t.slot)
    ) e
    WHERE (CAST(:outcome AS text) IS NULL OR e.outcome = :outcome)
    AND (CAST(:first AS text) IS NULL OR e.slot COLLATE "C" >= :first)
    AND (CAST(:beyond AS text) IS NULL OR e.slot COLLATE "C" < :beyond)
    AND (CAST(:slot AS text) IS NULL
         OR (e.slot COLLATE "C", e.series_id) < (:slot, CAST(:series_id AS uuid)))
    ORDER BY e.slot COLLATE "C" DESC, e.series_id DESC LIMIT :limit
    """
_SLOTS = text(_SLOTS_SQL)


async def list_slots(
    connection: Connection,
    series_ids: Sequence[UUID],
    wanted: SlotFilter,
    *,
    limit: int,
    after: Place | None = None,
) -> list[SlotRow]:
    """The slots of these series, the latest first."""
    if not series_ids:
        return []
    parameters = _parameters(series_ids, wanted, limit, after)
    return [SlotRow(*row) for row in await connection.execute(_SLOTS, parameters)]


# The latest task by the unique index of tasks, the event by ix_activity_task_occurred.
_TOLD = text(
    f"""
    SELECT p.*, COALESCE(p.title, latest.title), latest.id, said.reason
    FROM ({_SLOTS_SQL}) p
    LEFT JOIN LATERAL (
        SELECT t.id, t.title FROM tasks t
        WHERE t.series_id = p.series_id AND t.deleted_at IS NULL
        ORDER BY t.slot COLLATE "C" DESC LIMIT 1
    ) latest ON true
    LEFT JOIN LATERAL (
        SELECT a.data ->> 'reason' AS reason FROM activity a
        WHERE p.outcome = 'skipped' AND a.task_id = p.task_id AND a.event_type = 'task.skipped'
        ORDER BY a.occurred_at DESC LIMIT 1
    ) said ON true
    ORDER BY p.slot COLLATE "C" DESC, p.series_id DESC
    """  # noqa: S608 - made of constants
)


async def list_told_slots(
    connection: Connection,
    series_ids: Sequence[UUID],
    wanted: SlotFilter,
    *,
    limit: int,
    after: Place | None = None,
) -> list[ToldSlot]:
    """As `list_slots`, for a page that somebody reads: two look-ups more for each of them."""
    if not series_ids:
        return []
    parameters = _parameters(series_ids, wanted, limit, after)
    rows = await connection.execute(_TOLD, parameters)
    return [ToldSlot(SlotRow(*row[:-3]), *row[-3:]) for row in map(tuple, rows)]


def _parameters(
    series_ids: Sequence[UUID], wanted: SlotFilter, limit: int, after: Place | None
) -> dict[str, Any]:
    beyond = None if wanted.last is None else wanted.last + timedelta(days=1)
    return {
        "series_ids": list(series_ids),
        "outcome": wanted.outcome,
        "first": None if wanted.first is None else wanted.first.isoformat(),
        "beyond": None if beyond is None else beyond.isoformat(),
        "slot": None if after is None else after.slot,
        "series_id": None if after is None else after.series_id,
        "limit": limit,
    }


@dataclass(frozen=True, slots=True)
class SeriesRule:
    """The rule of the series a task belongs to."""

    rrule: str
    dtstart: datetime
    all_day: bool
    zone: str | None
    anchor: str
    exdates: tuple[str, ...]
    rdates: tuple[str, ...]
    ends_before: str | None
    id: UUID
    completions: int
    slot: str
    """That of the task."""
    is_open: bool


_RULE = text(
    """
    SELECT s.rrule, s.dtstart, s.all_day, s.zone, s.anchor, s.exdates, s.rdates, s.ends_before,
           s.id, s.completions, t.slot, t.status = 'open'
    FROM tasks t JOIN series s ON s.id = t.series_id
    WHERE t.id = :task_id AND t.user_id = :user_id
    """
)


async def find_rule(connection: Connection, user_id: UUID, task_id: UUID) -> SeriesRule | None:
    """The rule of this task's series; None if it does not recur."""
    found = await connection.execute(_RULE, {"task_id": task_id, "user_id": user_id})
    row = found.one_or_none()
    return SeriesRule(*row) if row else None
