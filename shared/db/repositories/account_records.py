"""Everything of an account as rows, page by page in the order of ids.

What has no place of its own in the manual order stands by its id. Ids are others where the account
goes to, so the place is told: what was moved stands between those.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories.page_bytes import ended_early

PAGE: Final = 500
_START: Final = UUID(int=0)

Values = dict[str, Any]
Page = tuple[list[Values], Any]
"""Rows, and the mark behind the last of them; None when there are no more."""

_PREFERENCES = text(
    """
    SELECT name, zone, all_day_reminder_time, week_start, time_format, default_reminders,
           all_day_default_reminders, default_channels, quiet_from, quiet_until, digest_at,
           review_on, review_at
    FROM users WHERE id = :user_id
    """
)
_CHANNELS = text("SELECT CAST(id AS text), kind FROM channels WHERE user_id = :user_id")


async def channel_kinds(connection: Connection, user_id: UUID) -> dict[str, str]:
    """The kind of each name by which reminders call the user's channels."""
    rows = await connection.execute(_CHANNELS, {"user_id": user_id})
    return {"email": "email", **{row[0]: row[1] for row in rows}}


async def preferences(connection: Connection, user_id: UUID) -> Values | None:
    """What the user chose; None if the account is gone."""
    row = (await connection.execute(_PREFERENCES, {"user_id": user_id})).one_or_none()
    return dict(row.items()) if row else None


_PLACE: Final = "COALESCE(position, id::text) AS position"
_COLUMNS: Final[Mapping[str, str]] = {
    "vacations": "starts_on, ends_on, skips_occurrences",
    "labels": "name, color, is_favorite",
    "projects": f"""name, color, is_favorite, {_PLACE}, default_reminders, created_at,
        archived_at""",
    "sections": f"CAST(project_id AS text) AS project, name, {_PLACE}, created_at",
    "filters": f"name, query, sort, color, is_favorite, {_PLACE}, created_at",
    "series": """rrule, dtstart, all_day, zone, anchor, missed_policy, reset_subtasks,
        auto_skip_minutes, exdates, rdates, completions, ends_before,
        CAST(follows_id AS text) AS follows, ended_at, created_at""",
}
_STATEMENTS = {
    table: text(
        f"SELECT id, {columns} FROM {table} WHERE user_id = :user_id AND id > :after"  # noqa: S608 - made of constants
        " ORDER BY id LIMIT :limit"
    )
    for table, columns in _COLUMNS.items()
}


async def table_page(connection: Connection, table: str, user_id: UUID, after: Any) -> Page:
    """The next rows of one of the plain tables."""
    parameters = {"user_id": user_id, "after": after or _START, "limit": PAGE}
    rows = (await connection.execute(_STATEMENTS[table], parameters)).all()
    return [dict(row.items()) for row in rows], rows[-1]["id"] if len(rows) == PAGE else None


_TASKS = """
    SELECT t.id, t.title, t.notes, t.priority, t.status, t.due_on, t.due_local, t.zone,
           t.start_on, t.start_local, CAST(t.project_id AS text) AS project,
           CAST(t.section_id AS text) AS section, CAST(t.parent_id AS text) AS parent,
           CAST(t.series_id AS text) AS series, t.slot, CAST(t.source_id AS text) AS follows,
           t.series_fields::text AS series_fields, t.checklist::text AS checklist,
           COALESCE(t.position, t.id::text) AS position,
           t.created_at, t.updated_at, t.completed_at, t.skipped_at, t.deleted_at,
           ARRAY(SELECT l.name FROM task_labels tl JOIN labels l ON l.id = tl.label_id
                 WHERE tl.task_id = t.id ORDER BY l.name) AS labels,
           (SELECT jsonb_agg(jsonb_build_object(
                'id', r.id, 'type', r.kind, 'offset', r.lead, 'relative_to', r.relative_to,
                'channels', r.channels, 'nag_every', r.nag_every, 'nag_max', r.nag_max,
                'nag_sent', r.nag_sent, 'urgent', r.urgent, 'snooze_of', r.snooze_of,
                'state', r.state, 'fire_at', r.fire_at, 'reason', r.reason) ORDER BY r.id)::text
            FROM reminders r
            WHERE r.task_id = t.id AND r.reason IS DISTINCT FROM 'removed') AS reminders
    FROM tasks t WHERE t.user_id = :user_id AND t.id > :after ORDER BY t.id LIMIT :limit + 1
"""
_TASK_PAGE = text(ended_early(_TASKS, "octet_length(notes) + octet_length(checklist)"))


async def task_page(connection: Connection, user_id: UUID, after: Any) -> Page:
    """The next tasks with all that belongs to them, of long ones fewer; those in the trash, too."""
    parameters = {"user_id": user_id, "after": after or _START, "limit": PAGE}
    rows = (await connection.execute(_TASK_PAGE, parameters)).all()[:PAGE]
    tasks = [dict([*row.items()][:-2]) for row in rows]
    return tasks, rows[-1]["id"] if rows and rows[-1]["has_next"] else None


_SLOTS = text(
    """
    SELECT series_id, slot, outcome, count, task_id, logged_at FROM occurrence_log
    WHERE user_id = :user_id AND (series_id, slot) > (CAST(:series AS uuid), CAST(:slot AS text))
    ORDER BY series_id, slot LIMIT :limit
    """
)


async def slot_page(connection: Connection, user_id: UUID, after: Any) -> Page:
    """The next entries of the log of all series."""
    series, slot = after or (_START, "")
    parameters = {"user_id": user_id, "series": series, "slot": slot, "limit": PAGE}
    rows = (await connection.execute(_SLOTS, parameters)).all()
    mark = (rows[-1][0], rows[-1][1]) if len(rows) == PAGE else None
    return [dict(row.items()) for row in rows], mark
