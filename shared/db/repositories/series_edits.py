"""Series as edits read and write them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class StoredSeries:
    """All of a series that an edit may change, and what it must know."""

    id: UUID
    user_id: UUID
    rrule: str
    dtstart: datetime
    all_day: bool
    zone: str | None
    anchor: str
    missed_policy: str
    reset_subtasks: bool
    auto_skip_minutes: int | None
    exdates: tuple[str, ...]
    rdates: tuple[str, ...]
    completions: int
    ends_before: str | None
    ended_at: datetime | None
    version: int


_LOAD = text(
    """
    SELECT id, user_id, rrule, dtstart, all_day, zone, anchor, missed_policy, reset_subtasks,
           auto_skip_minutes, exdates, rdates, completions, ends_before, ended_at, version
    FROM series WHERE id = :id FOR UPDATE
    """
)


async def load_series(connection: Connection, series_id: UUID) -> StoredSeries:
    """The series, locked."""
    row = (await connection.execute(_LOAD, {"id": series_id})).one()
    stored = StoredSeries(*row.values())
    return replace(stored, exdates=tuple(stored.exdates), rdates=tuple(stored.rdates))


COLUMNS = (
    "rrule",
    "dtstart",
    "all_day",
    "zone",
    "anchor",
    "missed_policy",
    "reset_subtasks",
    "auto_skip_minutes",
    "exdates",
    "rdates",
    "ends_before",
    "ended_at",
)
"""What an edit may set."""

_SET = ", ".join(f"{name} = p.{name}" for name in COLUMNS)

# Fields that are not given keep their value: `jsonb_populate_record` starts from the row itself.
_CHANGE = text(
    f"""
    UPDATE series s SET {_SET}, version = s.version + 1, updated_at = :now
    FROM (
        SELECT p.* FROM jsonb_array_elements(CAST(:changes AS jsonb)) AS c
        JOIN series x ON x.id = CAST(c ->> 'id' AS uuid)
        CROSS JOIN LATERAL jsonb_populate_record(x, c -> 'row') AS p
    ) AS p
    WHERE s.id = p.id
    """  # noqa: S608 - made of constants
)


async def change_series(
    connection: Connection, rows: Sequence[tuple[UUID, dict[str, Any]]], now: datetime
) -> None:
    """Each of these series has the given columns and a version more."""
    if rows:
        changes = [{"id": identifier, "row": row} for identifier, row in rows]
        parameters = {"changes": orjson.dumps(changes, default=str).decode(), "now": now}
        await connection.execute(_CHANGE, parameters)


_TAKEN = text(
    """
    SELECT slot FROM tasks WHERE series_id = :series_id AND slot = ANY(CAST(:slots AS text[]))
    AND id <> ALL(CAST(:but AS uuid[]))
    """
)


async def taken_slots(
    connection: Connection, series_id: UUID, slots: Sequence[str], but: Sequence[UUID]
) -> set[str]:
    """Those of these slots that belong to a task other than `but`."""
    parameters = {"series_id": series_id, "slots": list(slots), "but": list(but)}
    return set((await connection.execute(_TAKEN, parameters)).scalars())


_REMOVE = text(
    """
    DELETE FROM series s WHERE s.id = ANY(CAST(:ids AS uuid[]))
    AND NOT EXISTS (SELECT FROM tasks t WHERE t.series_id = s.id)
    """
)


async def remove_series(connection: Connection, series_ids: Sequence[UUID]) -> None:
    """Those of these series that have no task are gone."""
    if series_ids:
        await connection.execute(_REMOVE, {"ids": list(series_ids)})


_SERIES_VERSIONS = text("SELECT id, version FROM series WHERE id = ANY(CAST(:ids AS uuid[]))")


async def series_versions(connection: Connection, series_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The present version of each of these series."""
    result = await connection.execute(_SERIES_VERSIONS, {"ids": list(series_ids)})
    return {row.id: row.version for row in result}
