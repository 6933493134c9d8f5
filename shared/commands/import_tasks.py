"""Tasks of an import: from records to rows, planned and announced like any other task."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from shared.commands.archives import silence_archived
from shared.commands.changing import clean_labels, emit_updated
from shared.commands.import_batches import Batch, hash_of
from shared.commands.import_fields import fields_references, is_day, series_fields_of
from shared.commands.import_reminders import reminder_rows
from shared.commands.moving import with_start
from shared.commands.placing import DEEPEST
from shared.commands.planning import due_columns
from shared.commands.reminders import add_reminders, cancel_reminders
from shared.commands.snapshots import about, emit_change
from shared.core.errors import InvalidInput
from shared.core.ids import new_uuid7
from shared.db.repositories import imported_tasks as repository
from shared.db.repositories import plans, task_sets
from shared.db.repositories.imports import (
    Key,
    Known,
    channels_by_kind,
    series_of,
)
from shared.db.repositories.reminders import ReminderRow
from shared.db.repositories.tasks import SeriesView, TaskView
from shared.domain.zones import to_instant, to_local
from shared.events.tasks import TaskCreated
from shared.interchange.records import TaskRecord
from shared.interchange.rows import Outcome


@dataclass
class _Made:
    """A task on its way: where it stood, how it looks, its row."""

    number: int
    record: TaskRecord
    view: TaskView
    values: dict[str, Any]
    is_new: bool
    digest: bytes


def references(record: TaskRecord) -> list[Key]:
    """What the task points at, itself included."""
    found: list[Key] = [("task", record.source_id)]
    pairs = (
        ("project", record.project),
        ("section", record.section),
        ("task", record.parent),
        ("task", record.follows),
        ("series", record.series),
    )
    found += [(kind, source_id) for kind, source_id in pairs if source_id is not None]
    return found + fields_references(record)


async def apply_tasks(batch: Batch) -> None:
    """The tasks of the batch are there, with labels, reminders and events."""
    records = [
        (row.number, record)
        for row in batch.rows
        for record in row.records
        if isinstance(record, TaskRecord)
    ]
    await batch.learn(key for _, record in records for key in references(record))
    slots = [(batch.item("series", record.series), record.slot or "") for _, record in records]
    named = [(series_id, slot) for series_id, slot in slots if series_id]
    series = await series_of(batch.uow.connection, [series_id for series_id, _ in named])
    taken = await repository.taken_slots(batch.uow.connection, named)
    batch.channels = await channels_by_kind(batch.uow.connection, batch.user.id)
    made: dict[UUID, _Made] = {}
    for number, record in records:
        try:
            task = _made(batch, number, record, series, taken)
        except InvalidInput as error:
            where = error.pointer.strip("/")
            batch.say(number, Outcome.FAILED, error.reason_code, where, str(error))
            continue
        if task is not None:
            made[task.view.id] = task
    await _place_below(batch, made)
    if not batch.job.is_dry_run:
        await _store(batch, made)
    await _remind(batch, made)


def _made(
    batch: Batch,
    number: int,
    record: TaskRecord,
    series: Mapping[UUID, SeriesView],
    taken: set[tuple[UUID, str]],
) -> _Made | None:
    """The task as it is to be; None if it stays as it is, or if another has its slot."""
    key, digest = ("task", record.source_id), hash_of(record)
    known = batch.known.get(key)
    if known is not None and known.content_hash == digest:
        return None
    if known is not None and (known.is_edited or not known.is_here):
        code = "edited_here" if known.is_here else "deleted_here"
        message = "It has changed there, but also here since; what is here was left as it is."
        batch.say(number, Outcome.SKIPPED, code, "", message)
        return None
    identifier = known.item_id if known else new_uuid7(batch.uow.now)
    view = _view(batch, number, record, identifier, series)
    if known is not None:
        view = replace(view, version=known.version + 1, updated_at=batch.uow.now)
    elif view.series is not None and view.slot is not None:
        if (view.series.id, view.slot) in taken:
            message = "Another task of its series has this date already."
            batch.say(number, Outcome.SKIPPED, "slot_taken", "slot", message)
            return None
        taken.add((view.series.id, view.slot))
    values = _values(batch, number, record, view)
    batch.make(number, key, Known(identifier, digest, is_here=True, version=view.version))
    return _Made(number, record, view, values, known is None, digest)


def _view(
    batch: Batch,
    number: int,
    record: TaskRecord,
    identifier: UUID,
    series: Mapping[UUID, SeriesView],
) -> TaskView:
    now, user = batch.uow.now, batch.user
    columns = due_columns(record.due, user.zone)
    created = min(record.created_at or now, now)
    updated = min(max(record.updated_at or created, created), now)
    of = series.get(batch.item("series", record.series) or identifier)
    if of is not None and record.slot is not None and is_day(record.slot) is not of.all_day:
        batch.lossy(number, "slot_kind", "slot", "It is not of the kind of its series.")
        of = None
    if record.series is not None and batch.item("series", record.series) is None:
        batch.lossy(number, "series_unknown", "series", "Its rule is not in the file.")
    view = TaskView(
        id=identifier,
        user_id=user.id,
        title=record.title.strip(),
        notes=record.notes,
        priority=record.priority,
        status=record.status,
        completed_at=(record.completed_at or updated) if record.status == "done" else None,
        due_on=columns.due_on,
        due_at=columns.due_at,
        due_local=columns.due_local,
        zone=columns.zone,
        slot=record.slot if of else None,
        version=1,
        created_at=created,
        updated_at=updated,
        skipped_at=(record.skipped_at or updated) if record.status == "skipped" else None,
        project_id=batch.item("project", record.project),
        parent_id=batch.item("task", record.parent),
        series_fields=series_fields_of(batch, number, record) if of else None,
        labels=clean_labels(record.labels),
        series=of,
    )
    if record.project is not None and view.project_id is None:
        batch.lossy(number, "project_unknown", "project", "Its project is not in the file.")
    return _with_start(batch, number, record, view)


def _with_start(batch: Batch, number: int, record: TaskRecord, view: TaskView) -> TaskView:
    """A start in another zone than the due time is the same instant on the clock of that."""
    start = record.start
    named = start.zone if start else None
    if start is not None and named is not None and named != view.zone and record.due is not None:
        message = f"A task starts in the zone in which it is due; it was in {named}."
        batch.lossy(number, "start_zone", "start", message)
        local = start.local
        if local is not None:
            local = to_local(to_instant(local, named), view.zone or batch.user.zone)
        start = replace(start, local=local, zone=None)
    return with_start(view, start, batch.user)


def _values(batch: Batch, number: int, record: TaskRecord, view: TaskView) -> dict[str, Any]:
    names = (
        "id",
        "title",
        "notes",
        "priority",
        "status",
        "completed_at",
        "due_on",
        "due_at",
        "due_local",
        "zone",
        "start_on",
        "start_at",
        "start_local",
        "skipped_at",
        "project_id",
        "parent_id",
        "slot",
        "series_id",
        "series_fields",
        "created_at",
        "updated_at",
    )
    values = {name: getattr(view, name) for name in names}
    steps = [
        {"id": new_uuid7(batch.uow.now), "title": step.title, "is_done": step.is_done}
        for step in record.checklist
    ]
    return values | {
        "section_id": _section(batch, number, record, view),
        "position": record.position,
        "checklist": steps,
        "source_id": batch.item("task", record.follows),
        "deleted_at": record.deleted_at,
    }


def _section(batch: Batch, number: int, record: TaskRecord, view: TaskView) -> UUID | None:
    if record.section is None:
        return None
    known = batch.known.get(("section", record.section))
    if known is None or not known.is_here or known.project_id != view.project_id:
        batch.lossy(number, "section_unknown", "section", "Its section is not in its project.")
        return None
    return known.item_id


async def _place_below(batch: Batch, made: Mapping[UUID, _Made]) -> None:
    """No task stands too deep; a parent that comes later in the file is linked later."""
    above = {task.view.parent_id for task in made.values() if task.view.parent_id} - made.keys()
    levels = await repository.levels_of(batch.uow.connection, sorted(above))
    for task in made.values():
        parent, level, passed = task.view.parent_id, 1, {task.view.id}
        while parent is not None and parent not in passed and level <= DEEPEST:
            passed.add(parent)
            level += levels.get(parent, 1)
            inner = made.get(parent)
            parent = inner.view.parent_id if inner else None
        if level > DEEPEST or parent is not None:
            too_deep(batch, task.number)
            task.view = replace(task.view, parent_id=None)
            task.values["parent_id"] = None


def too_deep(batch: Batch, number: int) -> None:
    """The report tells that the task stands at the top now."""
    message = f"Tasks stand at most {DEEPEST} levels deep; this one stands at the top now."
    batch.lossy(number, "parent_too_deep", "parent", message)


async def _store(batch: Batch, made: Mapping[UUID, _Made]) -> None:
    uow, user = batch.uow, batch.user
    fresh = [task.values for task in made.values() if task.is_new]
    changed = [task for task in made.values() if not task.is_new]
    await repository.insert_tasks(uow.connection, user.id, fresh)
    await repository.update_tasks(uow.connection, user.id, [task.values for task in changed])
    labels = {
        task.view.id: task.view.labels
        for task in made.values()
        if task.view.labels or not task.is_new
    }
    await task_sets.set_labels(uow.connection, user.id, labels)
    for task in made.values():
        _announce(batch, task)


def _announce(batch: Batch, task: _Made) -> None:
    view = task.view
    if not task.is_new:
        emit_updated(batch.uow, view, ["imported"])
    elif task.record.deleted_at is not None:
        return  # it begins in the trash: nobody has to learn of it
    elif view.status == "skipped":
        batch.uow.emit(TaskCreated.model_construct(**about(view)))
    else:
        emit_change(batch.uow, view, "created", TaskCreated.model_construct(**about(view)))


async def _remind(batch: Batch, made: Mapping[UUID, _Made]) -> None:
    """Reminders are planned as of any new task; what is past is not sent."""
    uow = batch.uow
    projects = [task.view.project_id for task in made.values() if task.view.project_id]
    defaults = await plans.default_reminders_of(uow.connection, batch.user.id, projects)
    rows: list[ReminderRow] = []
    for task in made.values():
        of_project = defaults.get(task.view.project_id) if task.view.project_id else None
        rows += reminder_rows(batch, task.number, task.record, task.view, of_project=of_project)
    if batch.job.is_dry_run:
        return
    again = [task.view.id for task in made.values() if not task.is_new]
    if again:
        await cancel_reminders(uow, again, "removed")
    await add_reminders(uow, rows)
    archived = [task.view.id for task in made.values() if task.view.project_id]
    if archived:
        await silence_archived(uow, archived)
