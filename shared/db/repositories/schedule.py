"""What the words about a schedule need beside the task: its series' state, and its channels."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class SeriesState:
    """How far a series is; `near_slots` are the latest of its tasks, from this one's day on.

    `others_open` are its open tasks but this one; counted for the policy `keep_each` alone.
    `ended_slots` are those of later tasks that are done, skipped or deleted, the latest 200.
    """

    completions: int
    ends_before: str | None
    ended_at: datetime | None
    follows: bool
    others_open: int
    near_slots: tuple[str, ...]
    ended_slots: tuple[str, ...]


# The unique index (series_id, slot), from its end. Deleted tasks keep their slots.
NEAR_SLOTS = """ARRAY(
    SELECT l.slot FROM tasks l WHERE l.series_id = t.series_id AND l.slot >= left(t.slot, 10)
    ORDER BY l.slot DESC LIMIT 200)"""
"""The latest slots of the series of task `t`, from its own day on."""

_ENDED_SLOTS = """ARRAY(
    SELECT e.slot FROM tasks e WHERE e.series_id = t.series_id AND e.slot > t.slot
    AND (e.status <> 'open' OR e.deleted_at IS NOT NULL) ORDER BY e.slot DESC LIMIT 200)"""
"""The slots of the series of task `t` after its own whose tasks are over; the same index."""

# Primary keys of tasks and series; the other subquery reads ix_tasks_open_of_series.
_STATE = text(
    f"""
    SELECT s.completions, s.ends_before, s.ended_at, s.follows_id IS NOT NULL,
           CASE WHEN s.missed_policy = 'keep_each' THEN (
               SELECT count(*) FROM tasks o WHERE o.series_id = s.id AND o.status = 'open'
               AND o.deleted_at IS NULL AND o.id <> t.id) ELSE 0 END,
           {NEAR_SLOTS}, {_ENDED_SLOTS}
    FROM tasks t JOIN series s ON s.id = t.series_id
    WHERE t.id = :task_id AND t.user_id = :user_id
    """  # noqa: S608 - made of constants
)


async def find_state(connection: Connection, user_id: UUID, task_id: UUID) -> SeriesState | None:
    """The state of this task's series; None if it does not recur."""
    found = await connection.execute(_STATE, {"task_id": task_id, "user_id": user_id})
    row = found.one_or_none()
    if row is None:
        return None
    values: tuple[Any, ...] = (*row[:-2], tuple(row[-2]), tuple(row[-1]))
    return SeriesState(*values)


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel as its owner knows it."""

    id: UUID
    name: str
    is_enabled: bool


# Index ix_channels_user_id.
_CHANNELS = text("SELECT id, name, is_enabled FROM channels WHERE user_id = :user_id")


async def channels_of(connection: Connection, user_id: UUID) -> list[ChannelState]:
    """The channels of this user."""
    rows = await connection.execute(_CHANNELS, {"user_id": user_id})
    return [ChannelState(*row) for row in rows]
