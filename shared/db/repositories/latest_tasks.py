"""The latest open task of each series, with the rule that says what follows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class LatestTaskRow:
    """A task and the columns of its series; `taken` are up to 200 later slots that had a task."""

    id: UUID
    title: str
    priority: int
    project_id: UUID | None
    due_on: date | None
    due_at: datetime | None
    slot: str
    series_id: UUID
    rrule: str
    dtstart: datetime
    all_day: bool
    zone: str | None
    anchor: str
    missed_policy: str
    completions: int
    ends_before: str | None
    exdates: tuple[str, ...]
    rdates: tuple[str, ...]
    taken: tuple[str, ...]


# Index ix_tasks_open_of_series; the other subquery reads the unique index (series_id, slot).
_LATEST = text(
    """
    SELECT DISTINCT ON (t.series_id)
           t.id, t.title, t.priority, t.project_id, t.due_on, t.due_at, t.slot, s.id,
           s.rrule, s.dtstart, s.all_day, s.zone, s.anchor, s.missed_policy, s.completions,
           s.ends_before, s.exdates, s.rdates,
           ARRAY(SELECT l.slot FROM tasks l WHERE l.series_id = t.series_id AND l.slot > t.slot
                 ORDER BY l.slot DESC LIMIT 200)
    FROM tasks t JOIN series s ON s.id = t.series_id
    WHERE t.user_id = :user_id AND t.status = 'open' AND t.deleted_at IS NULL
      AND t.series_id IS NOT NULL AND (s.ended_at IS NULL OR s.ends_before IS NOT NULL)
    ORDER BY t.series_id, t.slot DESC
    LIMIT :limit
    """
)


async def latest_tasks(connection: Connection, user_id: UUID, limit: int) -> list[LatestTaskRow]:
    """Of each series of this user that goes on, its latest open task; the oldest series first."""
    result = await connection.execute(_LATEST, {"user_id": user_id, "limit": limit})
    return [_row(row) for row in result]


def _row(row: Any) -> LatestTaskRow:
    values: tuple[Any, ...] = (*row[:-3], *(tuple(each) for each in row[-3:]))
    return LatestTaskRow(*values)
