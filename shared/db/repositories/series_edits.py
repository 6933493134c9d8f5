"""Series as edits read and write them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.db.repositories import row_changes


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

_CHANGE = row_changes.change_of("series", COLUMNS)


async def change_series(
    connection: Connection, rows: Sequence[tuple[UUID, dict[str, Any]]], now: datetime
) -> None:
    """Each of these series has the given columns and a version more."""
    await row_changes.change(connection, _CHANGE, rows, now)


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


# The unique index (series_id, slot), from its end.
_LATEST = text(
    """
    SELECT slot FROM tasks WHERE series_id = :series_id AND slot >= left(:slot, 10)
    AND id <> ALL(CAST(:but AS uuid[])) ORDER BY slot DESC LIMIT 200
    """
)


async def latest_slots(
    connection: Connection, series_id: UUID, slot: str, but: Sequence[UUID]
) -> list[str]:
    """The latest slots of tasks other than `but`, from the day of `slot` on; deleted ones count."""
    parameters = {"series_id": series_id, "slot": slot, "but": list(but)}
    return list((await connection.execute(_LATEST, parameters)).scalars())


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
