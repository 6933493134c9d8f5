"""What tasks stand in, as an import brings it: labels, projects, sections, filters, series."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, get_args
from uuid import UUID

from shared.commands.changing import emit_place
from shared.commands.filters import MOST_FILTERS
from shared.commands.import_batches import Batch, Named, hash_of
from shared.commands.import_kept import why_kept
from shared.commands.sections import SECTIONS_MAX
from shared.commands.vacations import MOST as MOST_VACATIONS
from shared.core.ids import new_uuid7
from shared.db.repositories import imports as repository
from shared.db.repositories.imported_places import change_places
from shared.db.repositories.imports import Known
from shared.db.repositories.saved_filters import list_filters
from shared.db.repositories.vacations import vacations_of
from shared.events.places import Place
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
_KEPT = {
    "kept": "It has changed there; what is here was left as it is.",
    "edited_here": "It has changed there, but also here since; what is here was left as it is.",
    "deleted_here": "It has changed there, but was deleted here since.",
}


async def apply_places(batch: Batch) -> None:
    """Labels, vacations, projects, sections, filters and series of the batch are there."""
    await batch.learn(_keys(batch))
    await _labels(batch)
    await _projects(batch)
    await _sections(batch)
    await _filters(batch)
    await _series(batch)
    await _vacations(batch)
    _tell(batch)


def _keys(batch: Batch) -> set[tuple[str, str]]:
    keys: set[tuple[str, str]] = set()
    for row in batch.rows:
        for record in row.records:
            if isinstance(record, _Place):
                keys.add((record.kind, record.source_id))
            if isinstance(record, SectionRecord):
                keys.add(("project", record.project))
    return keys


def _tell(batch: Batch) -> None:
    """Browsers learn of which kinds something is new or has changed."""
    if batch.job.is_dry_run:
        return
    kinds = {kind for kind, _ in batch.made}
    for place in get_args(Place):
        if place in kinds:
            emit_place(batch.uow, batch.user.id, place, None)


@dataclass
class _Sorted(Generic[R]):
    """Rows of one kind that are new and that have changed there, and what they come from, by id.

    `before`: what was known of those that have changed.
    """

    new: list[_Values] = field(default_factory=list)
    changed: list[_Values] = field(default_factory=list)
    origin: dict[UUID, tuple[int, R]] = field(default_factory=dict)
    before: dict[UUID, Known] = field(default_factory=dict)


def _sorted(batch: Batch, kind: type[R], values: Callable[[R], _Values | None]) -> _Sorted[R]:
    """Those that nobody has edited here since they came are to be as they are there now."""
    found = _Sorted[R]()
    for row in batch.rows:
        for record in row.records:
            if not isinstance(record, kind):
                continue
            key, digest = (record.kind, record.source_id), hash_of(record)
            known = batch.known.get(key)
            if known is not None and known.content_hash == digest:
                continue
            why = why_kept(record, known) if known is not None else None
            if why is not None:
                batch.say(row.number, Outcome.SKIPPED, why, "", _KEPT[why])
                continue
            made = values(record)
            if made is None:
                message = "What it belongs to is not in the file, or was deleted here."
                batch.say(row.number, Outcome.SKIPPED, "place_unknown", "project", message)
                continue
            identifier = known.item_id if known else new_uuid7(batch.uow.now)
            if known is not None:
                found.before[identifier] = known
            (found.changed if known else found.new).append({"id": identifier, **made})
            found.origin[identifier] = (row.number, record)
            looks = known.looks if known else ()
            project = made.get("project_id")
            fresh = Known(identifier, digest, is_here=True, project_id=project, looks=looks)
            batch.make(row.number, key, fresh)
    return found


async def _change(batch: Batch, kind: str, found: _Sorted[R]) -> None:
    """Those that cannot be as they are there stay as they are here, and the report says so."""
    if batch.job.is_dry_run:
        return
    uow = batch.uow
    done = await change_places(uow.connection, kind, batch.user.id, found.changed, uow.now)
    for identifier in found.before.keys() - done:
        number, record = found.origin[identifier]
        _forget(batch, number, record, "kept", _KEPT["kept"])
        batch.known[record.kind, record.source_id] = found.before[identifier]


def _forget(batch: Batch, number: int, record: Named, code: str, message: str) -> None:
    """It did not come over after all."""
    key = (record.kind, record.source_id)
    batch.known.pop(key, None)
    batch.made.pop(key, None)
    batch.job.seen.pop(key, None)
    batch.changed.discard(number)
    batch.say(number, Outcome.SKIPPED, code, "name", message)


def _fitting(
    batch: Batch, found: _Sorted[R], why_not: Callable[[_Values], tuple[str, str] | None]
) -> list[_Values]:
    """The new ones but for those that cannot be here; `why_not` says code and message."""
    fitting = []
    for values in found.new:
        refusal = why_not(values)
        if refusal is None:
            fitting.append(values)
        else:
            _forget(batch, *found.origin[values["id"]], *refusal)
    return fitting


async def _labels(batch: Batch) -> None:
    found = _sorted(
        batch,
        LabelRecord,
        lambda r: {"name": r.name.strip(), "color": r.color, "is_favorite": r.is_favorite},
    )
    await _change(batch, "label", found)
    if batch.job.is_dry_run:
        return
    by_name = {values["name"]: values for values in found.new}  # a name twice would be an error
    stored = await repository.merge_labels(
        batch.uow.connection, batch.user.id, list(by_name.values())
    )
    for values in found.new:
        _, record = found.origin[values["id"]]
        key = (record.kind, record.source_id)
        batch.made[key] = (stored[values["name"]], batch.made[key][1])


async def _projects(batch: Batch) -> None:
    found = _sorted(
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
    await _insert(batch, "project", found.new)
    await _change(batch, "project", found)
    for identifier, known in found.before.items():
        number, record = found.origin[identifier]
        if (record.archived_at is not None,) != known.looks:
            message = "Whether it is archived stays as it is here."
            batch.lossy(number, "archive_kept", "archived_at", message)


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

    found = _sorted(batch, SectionRecord, values)
    projects = sorted({values["project_id"] for values in found.new})
    there = Counter(await repository.sections_in(batch.uow.connection, projects))

    def why_not(values: _Values) -> tuple[str, str] | None:
        there[values["project_id"]] += 1
        if there[values["project_id"]] > SECTIONS_MAX:
            return "sections_too_many", f"A project has at most {SECTIONS_MAX} sections."
        return None

    await _insert(batch, "section", _fitting(batch, found, why_not))
    await _change(batch, "section", found)


async def _series(batch: Batch) -> None:
    found = _sorted(
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
    await _insert(batch, "series", found.new)


async def _insert(batch: Batch, kind: str, rows: list[_Values]) -> None:
    if not batch.job.is_dry_run:
        uow = batch.uow
        await repository.insert_places(uow.connection, kind, batch.user.id, rows, uow.now)


async def _filters(batch: Batch) -> None:
    found = _sorted(
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
    await _change(batch, "filter", found)
    if batch.job.is_dry_run or not found.new:
        return
    names = {each.name for each in await list_filters(batch.uow.connection, batch.user.id)}

    def why_not(values: _Values) -> tuple[str, str] | None:
        if values["name"] in names:
            return "name_taken", "There is a filter of this name."
        if len(names) >= MOST_FILTERS:
            return "filters_too_many", f"There are at most {MOST_FILTERS} filters."
        names.add(values["name"])
        return None

    await _insert(batch, "filter", _fitting(batch, found, why_not))


async def _vacations(batch: Batch) -> None:
    found = _sorted(
        batch,
        VacationRecord,
        lambda r: {
            "starts_on": r.starts_on,
            "ends_on": r.ends_on,
            "skips_occurrences": r.skips_occurrences,
        },
    )
    if batch.job.is_dry_run or not (found.new or found.changed):
        return
    rows = await vacations_of(batch.uow.connection, [batch.user.id])
    days = {row.id: (row.starts_on, row.ends_on) for row in rows}

    def is_free(values: _Values) -> bool:
        first, last = values["starts_on"], values["ends_on"]
        others = [each for identifier, each in days.items() if identifier != values["id"]]
        if any(first <= ends_on and starts_on <= last for starts_on, ends_on in others):
            return False
        days[values["id"]] = first, last
        return True

    def why_not(values: _Values) -> tuple[str, str] | None:
        if len(days) >= MOST_VACATIONS:
            return "vacations_too_many", f"There are at most {MOST_VACATIONS} vacations."
        if not is_free(values):
            return "vacation_overlaps", "There is a vacation in these days."
        return None

    found.changed = [each for each in found.changed if each["id"] in days and is_free(each)]
    await _change(batch, "vacation", found)
    await _insert(batch, "vacation", _fitting(batch, found, why_not))
