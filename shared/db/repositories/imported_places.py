"""What an import changes of projects and the like that an earlier one brought."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from shared.db.connection import Connection

_CHANGE_PROJECTS = text(
    """
    UPDATE projects AS p SET name = r.name, color = r.color, is_favorite = r.is_favorite,
           position = r.position, default_reminders = r.default_reminders,
           version = p.version + 1, updated_at = :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
         AS r (id uuid, name text, color text, is_favorite bool, position text,
               default_reminders text[])
    WHERE p.id = r.id AND p.user_id = :user_id RETURNING p.id
    """
)
_CHANGE_SECTIONS = text(
    """
    UPDATE sections AS s SET name = r.name, position = r.position, version = s.version + 1,
           updated_at = :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
         AS r (id uuid, project_id uuid, name text, position text)
    WHERE s.id = r.id AND s.user_id = :user_id AND s.project_id = r.project_id RETURNING s.id
    """
)
_CHANGE_FILTERS = text(
    """
    UPDATE filters AS f SET name = r.name, query = r.query, sort = r.sort, color = r.color,
           is_favorite = r.is_favorite, position = r.position, version = f.version + 1,
           updated_at = :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
         AS r (id uuid, name text, query text, sort text, color text, is_favorite bool,
               position text)
    WHERE f.id = r.id AND f.user_id = :user_id
    AND NOT EXISTS (SELECT FROM filters o
                    WHERE o.user_id = :user_id AND o.name = r.name AND o.id <> r.id)
    RETURNING f.id
    """
)
_CHANGE_LABELS = text(
    """
    UPDATE labels AS l SET color = r.color, is_favorite = r.is_favorite, version = l.version + 1
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
         AS r (id uuid, name text, color text, is_favorite bool)
    WHERE l.id = r.id AND l.user_id = :user_id AND l.name = r.name
    RETURNING l.id
    """
)
_CHANGE_VACATIONS = text(
    """
    UPDATE vacations AS v SET starts_on = r.starts_on, ends_on = r.ends_on,
           skips_occurrences = r.skips_occurrences
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
         AS r (id uuid, starts_on date, ends_on date, skips_occurrences bool)
    WHERE v.id = r.id AND v.user_id = :user_id RETURNING v.id
    """
)
_CHANGES = {
    "project": _CHANGE_PROJECTS,
    "section": _CHANGE_SECTIONS,
    "filter": _CHANGE_FILTERS,
    "label": _CHANGE_LABELS,
    "vacation": _CHANGE_VACATIONS,
}


_DATED = frozenset({"project", "section", "filter"})
"""Those that say when they were changed."""


async def change_places(
    connection: Connection,
    kind: str,
    user_id: UUID,
    rows: Sequence[Mapping[str, Any]],
    now: datetime,
) -> set[UUID]:
    """These are as the rows say; the ids of those that could be so.

    Not where another one has the name or the days; nor a label that would have another name, nor a
    section of another project. Whether a project is archived stays.
    """
    if not rows:
        return set()
    parameters: dict[str, Any] = {
        "user_id": user_id,
        "rows": orjson.dumps(rows, default=str).decode(),
    }
    if kind in _DATED:
        parameters["now"] = now
    return set((await connection.execute(_CHANGES[kind], parameters)).scalars())
