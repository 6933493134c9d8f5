"""Open occurrences whose time has passed, and that somebody has to look after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

DEFAULT_GRACE_MINUTES = 24 * 60
_EASTMOST = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An occurrence that may have to be skipped, or followed although it is open."""

    series_id: UUID
    task_id: UUID
    user_id: UUID


# Index ix_tasks_open_of_series, from where the page before ended. Days are judged by the caller in
# the owner's zone: here they are a day wide on either side.
_OVERDUE = text(
    """
    SELECT t.series_id, t.id, t.user_id
    FROM tasks t JOIN series s ON s.id = t.series_id
    JOIN users u ON u.id = t.user_id AND u.erased_at IS NULL AND u.disabled_at IS NULL
    WHERE t.series_id IS NOT NULL AND t.status = 'open' AND t.deleted_at IS NULL
    AND (t.series_id, t.id) > (CAST(:series_id AS uuid), CAST(:task_id AS uuid))
    AND (t.due_at <= :now OR t.due_on < :today)
    AND NOT EXISTS (SELECT FROM projects p
                    WHERE p.id = t.project_id AND p.archived_at IS NOT NULL)
    AND (s.missed_policy = 'keep_each'
         OR s.missed_policy = 'auto_skip' AND (
             t.due_on IS NOT NULL
             OR t.due_at <= CAST(:now AS timestamptz)
                - make_interval(mins => COALESCE(s.auto_skip_minutes, :grace)))
         OR EXISTS (SELECT FROM vacations v WHERE v.user_id = t.user_id AND v.skips_occurrences
                    AND COALESCE(t.due_on, CAST(t.due_local AS date))
                        BETWEEN v.starts_on - 1 AND v.ends_on + 1))
    ORDER BY t.series_id, t.id LIMIT :limit
    """
)


async def find_overdue(
    connection: Connection, after: Candidate | None, now: datetime, limit: int
) -> list[Candidate]:
    """Candidates as of `now`, ordered by series and task, after that one."""
    nobody = UUID(int=0)
    parameters = {
        "series_id": after.series_id if after else nobody,
        "task_id": after.task_id if after else nobody,
        "now": now,
        "today": (now + _EASTMOST).date(),
        "grace": DEFAULT_GRACE_MINUTES,
        "limit": limit,
    }
    return [Candidate(*row) for row in await connection.execute(_OVERDUE, parameters)]


_VACATIONS = text(
    """
    SELECT user_id, starts_on, ends_on FROM vacations
    WHERE user_id = ANY(CAST(:ids AS uuid[])) AND (skips_occurrences OR NOT :only_skipping)
    ORDER BY user_id, starts_on
    """
)


async def vacations_of(
    connection: Connection, user_ids: Sequence[UUID], *, only_skipping: bool
) -> dict[UUID, list[tuple[date, date]]]:
    """First and last day of each vacation of these users; of those that skip, or of all."""
    parameters = {"ids": list(user_ids), "only_skipping": only_skipping}
    found: dict[UUID, list[tuple[date, date]]] = {}
    for row in await connection.execute(_VACATIONS, parameters):
        found.setdefault(row.user_id, []).append((row.starts_on, row.ends_on))
    return found


_SKIP = text(
    """
    UPDATE tasks SET status = 'skipped', skipped_at = :now, updated_at = :now,
           version = version + 1
    WHERE id = ANY(CAST(:ids AS uuid[])) AND status = 'open' AND deleted_at IS NULL
    RETURNING id
    """
)


async def mark_skipped(
    connection: Connection, task_ids: Sequence[UUID], now: datetime
) -> set[UUID]:
    """Those of these tasks that were open are skipped; their ids."""
    result = await connection.execute(_SKIP, {"ids": list(task_ids), "now": now})
    return {row.id for row in result}
