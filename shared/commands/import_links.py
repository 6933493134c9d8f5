"""The last pass of an import: what came later than what points at it, and the log of series."""

from typing import Any
from uuid import UUID

from shared.commands.import_batches import Batch
from shared.commands.import_fields import is_day
from shared.commands.import_tasks import references, too_deep
from shared.commands.placing import DEEPEST
from shared.db.repositories import imported_tasks as repository
from shared.db.repositories.imports import series_of
from shared.interchange.records import SeriesRecord, SlotRecord, TaskRecord
from shared.interchange.rows import Outcome


async def apply_links(batch: Batch) -> None:
    """Tasks stand below their parents, series and occurrences know what they follow."""
    pairs = [(row.number, record) for row in batch.rows for record in row.records]
    keys = []
    for _, record in pairs:
        if isinstance(record, TaskRecord):
            keys += references(record)
        elif isinstance(record, SeriesRecord):
            keys += [("series", each) for each in (record.source_id, record.follows) if each]
        elif isinstance(record, SlotRecord):
            keys += [("series", record.series)]
            keys += [("task", record.task)] if record.task else []
    await batch.learn(keys)
    tasks = [(n, r) for n, r in pairs if isinstance(r, TaskRecord)]
    await _parents(batch, tasks)
    await _follows(batch, [record for _, record in pairs])
    await _slots(batch, [(n, r) for n, r in pairs if isinstance(r, SlotRecord)])


async def _parents(batch: Batch, tasks: list[tuple[int, TaskRecord]]) -> None:
    """Only of tasks that nobody has changed here since."""
    wanted: dict[UUID, UUID | None] = {}
    numbers: dict[UUID, int] = {}
    for number, record in tasks:
        if record.parent is None:
            continue
        item, parent = batch.item("task", record.source_id), batch.item("task", record.parent)
        known = batch.known.get(("task", record.source_id))
        if item is None or known is None or known.is_edited:
            continue
        if parent is None:
            message = "What it is below is not in the file, or did not come over."
            batch.lossy(number, "parent_unknown", "parent", message)
        elif item != parent:
            wanted[item], numbers[item] = parent, number
    if batch.job.is_dry_run:
        return
    found = await repository.missing_parents(batch.uow.connection, list(wanted))
    late = {item: parent for item, parent in wanted.items() if item in found}
    await repository.set_parents(batch.uow.connection, batch.user.id, late)
    levels = await repository.levels_of(batch.uow.connection, list(late))
    below = await repository.depths_below(batch.uow.connection, list(late))
    deep: dict[UUID, UUID | None] = {
        item: None for item, level in levels.items() if level + below[item] > DEEPEST
    }
    await repository.set_parents(batch.uow.connection, batch.user.id, deep)
    for item in deep:
        too_deep(batch, numbers[item])


async def _follows(batch: Batch, records: list[Any]) -> None:
    for kind, model in (("task", TaskRecord), ("series", SeriesRecord)):
        links: dict[UUID, UUID] = {}
        for record in records:
            if isinstance(record, model) and record.follows is not None:
                item, follows = batch.item(kind, record.source_id), batch.item(kind, record.follows)
                if item is not None and follows is not None:
                    links[item] = follows
        if not batch.job.is_dry_run:
            await repository.set_follows(batch.uow.connection, batch.user.id, kind, links)


async def _slots(batch: Batch, slots: list[tuple[int, SlotRecord]]) -> None:
    rows: list[dict[str, Any]] = []
    numbers: dict[tuple[UUID, str], int] = {}
    named = {batch.item("series", record.series) for _, record in slots} - {None}
    views = await series_of(batch.uow.connection, [each for each in named if each])
    for number, record in slots:
        series = batch.item("series", record.series)
        view = views.get(series) if series else None
        if series is None:
            message = "Its series is not in the file."
            batch.say(number, Outcome.SKIPPED, "series_unknown", "series", message)
        elif view is not None and is_day(record.slot) is not view.all_day:
            message = "It is not of the kind of its series."
            batch.say(number, Outcome.SKIPPED, "slot_kind", "slot", message)
        elif (series, record.slot) in numbers:
            batch.say(number, Outcome.SKIPPED, "slot_twice", "slot", "It stands there twice.")
        else:
            numbers[series, record.slot] = number
            rows.append(
                {
                    "series_id": series,
                    "slot": record.slot,
                    "outcome": record.outcome,
                    "count": record.count,
                    "task_id": batch.item("task", record.task),
                    "logged_at": record.logged_at,
                }
            )
    if batch.job.is_dry_run:
        batch.changed.update(numbers.values())
        return
    stored = await repository.insert_slots(batch.uow.connection, batch.user.id, rows)
    batch.changed.update(numbers[key] for key in stored)
