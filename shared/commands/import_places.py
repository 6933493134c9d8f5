"""What tasks stand in, as an import brings it: labels, projects, sections, filters, series."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from shared.commands.import_batches import Batch, Named, hash_of
from shared.core.ids import new_uuid7
from shared.db.repositories import imports as repository
from shared.db.repositories.imports import Known
from shared.interchange.records import (
    FilterRecord,
    LabelRecord,
    ProjectRecord,
    SectionRecord,
    SeriesRecord,
    VacationRecord,
)
from shared.interchange.rows import Outcome

R = TypeVar("R", bound=Named)
_Place = LabelRecord | ProjectRecord | SectionRecord | FilterRecord | SeriesRecord | VacationRecord
_Values = dict[str, Any]


async def apply_places(batch: Batch) -> None:
    """Labels, vacations, projects, sections, filters and series of the batch are there."""
    await batch.learn(_keys(batch))
    await _labels(batch)
    await _projects(batch)
    await _sections(batch)
    await _filters(batch)
    await _series(batch)
    await _vacations(batch)


def _keys(batch: Batch) -> set[tuple[str, str]]:
    keys: set[tuple[str, str]] = set()
    for row in batch.rows:
        for record in row.records:
            if isinstance(record, _Place):
                keys.add((record.kind, record.source_id))
            if isinstance(record, SectionRecord):
                keys.add(("project", record.project))
    return keys


def _fresh(
    batch: Batch, kind: type[R], values: Callable[[R], _Values | None]
) -> tuple[list[_Values], dict[UUID, tuple[int, R]]]:
    """Rows of those of this kind that are not here yet, and what they come from, by id."""
    rows: list[_Values] = []
    origin: dict[UUID, tuple[int, R]] = {}
    for row in batch.rows:
        for record in row.records:
            if not isinstance(record, kind):
                continue
            key, digest = (record.kind, record.source_id), hash_of(record)
            known = batch.known.get(key)
            if known is not None:
                _compare(batch, row.number, known, digest)
                continue
            made = values(record)
            if made is None:
                message = "What it belongs to is not in the file, or was deleted here."
                batch.say(row.number, Outcome.SKIPPED, "place_unknown", "project", message)
                continue
            identifier = new_uuid7(batch.uow.now)
            rows.append({"id": identifier, **made})
            origin[identifier] = (row.number, record)
            project = made.get("project_id")
            fresh = Known(identifier, digest, is_here=True, project_id=project)
            batch.make(row.number, key, fresh)
    return rows, origin


def _compare(batch: Batch, number: int, known: Known, digest: bytes) -> None:
    if known.content_hash != digest:
        message = "It was imported before and has changed there; what is here was left as it is."
        batch.say(number, Outcome.SKIPPED, "kept", "", message)


def _forget(batch: Batch, number: int, record: Named, code: str, message: str) -> None:
    """It did not come over after all."""
    key = (record.kind, record.source_id)
    batch.known.pop(key, None)
    batch.made.pop(key, None)
    batch.job.seen.pop(key, None)
    batch.changed.discard(number)
    batch.say(number, Outcome.SKIPPED, code, "name", message)


async def _labels(batch: Batch) -> None:
    rows, origin = _fresh(
        batch,
        LabelRecord,
        lambda r: {"name": r.name.strip(), "color": r.color, "is_favorite": r.is_favorite},
    )
    if batch.job.is_dry_run:
        return
    by_name = {values["name"]: values for values in rows}  # a name twice would be an error
    stored = await repository.merge_labels(
        batch.uow.connection, batch.user.id, list(by_name.values())
    )
    for _, record in origin.values():
        key = (record.kind, record.source_id)
        batch.made[key] = (stored[record.name.strip()], batch.made[key][1])


async def _projects(batch: Batch) -> None:
    rows, _ = _fresh(
        batch,
        ProjectRecord,
        lambda r: {
            "name": r.name.strip(),
            "color": r.color,
            "is_favorite": r.is_favorite,
            "position": r.position,
            "default_reminders": r.default_reminders,
            "created_at": r.created_at,
            "archived_at": r.archived_at,
        },
    )
    await _insert(batch, "project", rows)


async def _sections(batch: Batch) -> None:
    def values(record: SectionRecord) -> _Values | None:
        project = batch.item("project", record.project)
        if project is None:
            return None
        return {
            "project_id": project,
            "name": record.name.strip(),
            "position": record.position,
            "created_at": record.created_at,
        }

    rows, _ = _fresh(batch, SectionRecord, values)
    await _insert(batch, "section", rows)


async def _series(batch: Batch) -> None:
    rows, _ = _fresh(
        batch,
        SeriesRecord,
        lambda r: {
            "rrule": r.rrule,
            "dtstart": r.dtstart,
            "all_day": r.all_day,
            "zone": r.zone,
            "anchor": r.anchor,
            "missed_policy": r.missed_policy,
            "reset_subtasks": r.reset_subtasks,
            "auto_skip_minutes": r.auto_skip_minutes,
            "exdates": r.exdates,
            "rdates": r.rdates,
            "completions": r.completions,
            "ends_before": r.ends_before,
            "ended_at": r.ended_at,
            "created_at": r.created_at,
        },
    )
    await _insert(batch, "series", rows)


async def _insert(batch: Batch, kind: str, rows: list[_Values]) -> None:
    if not batch.job.is_dry_run:
        uow = batch.uow
        await repository.insert_places(uow.connection, kind, batch.user.id, rows, uow.now)


async def _filters(batch: Batch) -> None:
    rows, origin = _fresh(
        batch,
        FilterRecord,
        lambda r: {
            "name": r.name.strip(),
            "query": r.query,
            "sort": r.sort,
            "color": r.color,
            "is_favorite": r.is_favorite,
            "position": r.position,
            "created_at": r.created_at,
        },
    )
    if batch.job.is_dry_run:
        return
    uow = batch.uow
    kept = await repository.insert_filters(uow.connection, batch.user.id, rows, uow.now)
    for identifier in origin.keys() - kept:
        number, record = origin[identifier]
        _forget(batch, number, record, "name_taken", "There is a filter of this name.")


async def _vacations(batch: Batch) -> None:
    rows, origin = _fresh(
        batch,
        VacationRecord,
        lambda r: {
            "starts_on": r.starts_on,
            "ends_on": r.ends_on,
            "skips_occurrences": r.skips_occurrences,
        },
    )
    if batch.job.is_dry_run:
        return
    uow = batch.uow
    kept = await repository.insert_vacations(uow.connection, batch.user.id, rows, uow.now)
    for identifier in origin.keys() - kept:
        number, record = origin[identifier]
        _forget(batch, number, record, "vacation_overlaps", "There is a vacation in these days.")
