"""What an import writes, a batch in each statement, and what it knows of earlier ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories.tasks import SeriesView
from shared.db.repositories.transfers import TransferView

Key = tuple[str, str]
"""Kind and source id."""


@dataclass(frozen=True, slots=True)
class Known:
    """Something of a file that came before: what it became here.

    `is_here`: it was not deleted for good since. `project_id` is that of a section. `looks` is what
    is here now of a label (name, colour, favourite) or a vacation (days, skips), which do not say
    when they were edited, and of a project whether it is archived.
    """

    item_id: UUID
    content_hash: bytes
    is_here: bool
    is_edited: bool = False
    version: int = 1
    project_id: UUID | None = None
    looks: tuple[Any, ...] = ()


_KNOWN = text(
    """
    SELECT i.kind, i.source_id, i.item_id, i.content_hash,
           COALESCE(t.id, p.id, s.id, f.id, r.id, v.id, l.id) IS NOT NULL,
           COALESCE(COALESCE(t.updated_at, p.updated_at, s.updated_at, f.updated_at)
                    > i.imported_at, false),
           COALESCE(t.version, 1), s.project_id, l.name, l.color, l.is_favorite, v.starts_on,
           v.ends_on, v.skips_occurrences, p.archived_at IS NOT NULL
    FROM unnest(CAST(:kinds AS text[]), CAST(:ids AS text[])) AS w (kind, source_id)
    JOIN imported_items i ON i.user_id = :user_id AND i.source = :source
         AND i.kind = w.kind AND i.source_id = w.source_id
    LEFT JOIN tasks t ON i.kind = 'task' AND t.id = i.item_id
    LEFT JOIN projects p ON i.kind = 'project' AND p.id = i.item_id
    LEFT JOIN sections s ON i.kind = 'section' AND s.id = i.item_id
    LEFT JOIN filters f ON i.kind = 'filter' AND f.id = i.item_id
    LEFT JOIN series r ON i.kind = 'series' AND r.id = i.item_id
    LEFT JOIN vacations v ON i.kind = 'vacation' AND v.id = i.item_id
    LEFT JOIN labels l ON i.kind = 'label' AND l.id = i.item_id
    """
)


async def known_items(
    connection: Connection, user_id: UUID, source: str, keys: Iterable[Key]
) -> dict[Key, Known]:
    """Those of these things that an import from there brought before."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    parameters = {
        "user_id": user_id,
        "source": source,
        "kinds": [kind for kind, _ in wanted],
        "ids": [identifier for _, identifier in wanted],
    }
    result = await connection.execute(_KNOWN, parameters)
    return {(row[0], row[1]): _known(list(row.values())) for row in result}


def _known(values: Sequence[Any]) -> Known:
    item_id, content_hash, is_here, is_edited, version, project_id = values[2:8]
    looks = {"label": values[8:11], "vacation": values[11:14], "project": values[14:]}
    return Known(
        item_id,
        content_hash,
        is_here,
        is_edited=is_edited,
        version=version,
        project_id=project_id,
        looks=tuple(looks.get(values[0], ())),
    )


_REMEMBER = text(
    """
    INSERT INTO imported_items (user_id, source, kind, source_id, item_id, content_hash,
                                imported_at)
    SELECT :user_id, :source, m.kind, m.source_id, m.item_id, decode(m.hash, 'hex'), :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
         AS m (kind text, source_id text, item_id uuid, hash text)
    ON CONFLICT (user_id, source, kind, source_id) DO UPDATE
    SET content_hash = excluded.content_hash, imported_at = excluded.imported_at
    """
)


async def remember_items(
    connection: Connection,
    user_id: UUID,
    source: str,
    items: Mapping[Key, tuple[UUID, bytes]],
    now: datetime,
) -> None:
    """The next import from there knows what these became."""
    if not items:
        return
    rows = [
        {"kind": kind, "source_id": identifier, "item_id": item_id, "hash": digest.hex()}
        for (kind, identifier), (item_id, digest) in items.items()
    ]
    parameters = {"user_id": user_id, "source": source, "rows": _json(rows), "now": now}
    await connection.execute(_REMEMBER, parameters)


_FIRST_TIME = text(
    """
    WITH file AS (
        SELECT sha256(string_agg(sha256(content), '' ORDER BY number)) AS hash
        FROM transfer_parts WHERE transfer_id = :id
    ), known AS (
        INSERT INTO imported_items (user_id, source, kind, source_id, item_id, content_hash,
                                    imported_at)
        SELECT :user_id, :source, 'file', encode(hash, 'hex'), :id, hash, :at
        FROM file WHERE NOT CAST(:is_dry_run AS bool)
        ON CONFLICT DO NOTHING
    )
    SELECT i.imported_at FROM file JOIN imported_items i ON i.user_id = :user_id
        AND i.source = :source AND i.kind = 'file' AND i.source_id = encode(file.hash, 'hex')
    """
)


async def first_imported_at(connection: Connection, transfer: TransferView) -> datetime:
    """When exactly this file was imported for the first time; that is remembered from now on."""
    parameters = {
        "id": transfer.id,
        "user_id": transfer.user_id,
        "source": transfer.format,
        "at": transfer.created_at,
        "is_dry_run": transfer.is_dry_run,
    }
    row = (await connection.execute(_FIRST_TIME, parameters)).one_or_none()
    return row[0] if row else transfer.created_at


def _json(rows: Sequence[Mapping[str, Any]]) -> str:
    return orjson.dumps(rows, default=str).decode()


_PROJECTS = text(
    """
    INSERT INTO projects (id, user_id, name, color, is_favorite, position, default_reminders,
                          created_at, updated_at, archived_at)
    SELECT r.id, :user_id, r.name, r.color, r.is_favorite, r.position, r.default_reminders,
           COALESCE(r.created_at, :now), :now, r.archived_at
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
         AS r (id uuid, name text, color text, is_favorite bool, position text,
               default_reminders text[], created_at timestamptz, archived_at timestamptz)
    """
)
_SECTIONS = text(
    """
    INSERT INTO sections (id, user_id, project_id, name, position, created_at, updated_at)
    SELECT r.id, :user_id, r.project_id, r.name, r.position, COALESCE(r.created_at, :now), :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
         AS r (id uuid, project_id uuid, name text, position text, created_at timestamptz)
    """
)
_FILTERS = text(
    """
    INSERT INTO filters (id, user_id, name, query, sort, color, is_favorite, position,
                         created_at, updated_at)
    SELECT r.id, :user_id, r.name, r.query, r.sort, r.color, r.is_favorite, r.position,
           COALESCE(r.created_at, :now), :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
         AS r (id uuid, name text, query text, sort text, color text, is_favorite bool,
               position text, created_at timestamptz)
    """
)
_LABELS = text(
    """
    INSERT INTO labels (id, user_id, name, color, is_favorite)
    SELECT r.id, :user_id, r.name, r.color, r.is_favorite
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
         AS r (id uuid, name text, color text, is_favorite bool)
    ON CONFLICT (user_id, name) DO UPDATE
    SET color = COALESCE(labels.color, excluded.color),
        is_favorite = labels.is_favorite OR excluded.is_favorite
    RETURNING id, name
    """
)
_SERIES = text(
    """
    INSERT INTO series (id, user_id, rrule, dtstart, all_day, zone, anchor, missed_policy,
                        reset_subtasks, auto_skip_minutes, exdates, rdates, completions,
                        ends_before, ended_at, created_at, updated_at)
    SELECT r.id, :user_id, r.rrule, r.dtstart, r.all_day, r.zone, r.anchor, r.missed_policy,
           r.reset_subtasks, r.auto_skip_minutes, r.exdates, r.rdates, r.completions,
           r.ends_before, r.ended_at, COALESCE(r.created_at, :now), :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
         AS r (id uuid, rrule text, dtstart timestamp, all_day bool, zone text, anchor text,
               missed_policy text, reset_subtasks bool, auto_skip_minutes int, exdates text[],
               rdates text[], completions int, ends_before text, ended_at timestamptz,
               created_at timestamptz)
    """
)
_VACATIONS = text(
    """
    INSERT INTO vacations (id, user_id, starts_on, ends_on, skips_occurrences, created_at)
    SELECT r.id, :user_id, r.starts_on, r.ends_on, r.skips_occurrences, :now
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
         AS r (id uuid, starts_on date, ends_on date, skips_occurrences bool)
    """
)
_PLACES = {
    "project": _PROJECTS,
    "section": _SECTIONS,
    "filter": _FILTERS,
    "vacation": _VACATIONS,
    "series": _SERIES,
}


async def insert_places(
    connection: Connection,
    kind: str,
    user_id: UUID,
    rows: Sequence[Mapping[str, Any]],
    now: datetime,
) -> None:
    """These projects, sections, filters, vacations or series exist."""
    if rows:
        parameters = {"user_id": user_id, "rows": _json(rows), "now": now}
        await connection.execute(_PLACES[kind], parameters)


# Index ix_sections_project_id.
_SECTIONS_IN = text(
    """
    SELECT project_id, count(*) FROM sections WHERE project_id = ANY(CAST(:ids AS uuid[]))
    GROUP BY project_id
    """
)


async def sections_in(connection: Connection, projects: Sequence[UUID]) -> dict[UUID, int]:
    """How many sections those of these projects have that have any."""
    if not projects:
        return {}
    result = await connection.execute(_SECTIONS_IN, {"ids": list(projects)})
    return {row[0]: row[1] for row in result}


async def merge_labels(
    connection: Connection, user_id: UUID, rows: Sequence[Mapping[str, Any]]
) -> dict[str, UUID]:
    """There are labels of these names; looks that one has already stay. Ids by name."""
    if not rows:
        return {}
    result = await connection.execute(_LABELS, {"user_id": user_id, "rows": _json(rows)})
    return {row[1]: row[0] for row in result}


_SERIES_OF = text(
    """
    SELECT id, rrule, anchor, dtstart, all_day, zone, version, missed_policy, reset_subtasks,
           auto_skip_minutes, exdates, rdates
    FROM series WHERE id = ANY(CAST(:ids AS uuid[]))
    """
)


async def series_of(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, SeriesView]:
    """These series."""
    if not ids:
        return {}
    result = await connection.execute(_SERIES_OF, {"ids": list(ids)})
    return {row[0]: SeriesView(*row.values()) for row in result}


_CHANNELS = text("SELECT kind, CAST(id AS text) FROM channels WHERE user_id = :user_id ORDER BY id")


async def channels_by_kind(connection: Connection, user_id: UUID) -> dict[str, list[str]]:
    """Names by which reminders call the user's channels, by kind."""
    found: dict[str, list[str]] = {"email": ["email"]}
    for row in await connection.execute(_CHANNELS, {"user_id": user_id}):
        found.setdefault(row[0], []).append(row[1])
    return found
