"""What the next occurrence gets in place of one's own fields: ids of the file become ids here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError

from shared.commands.changing import clean_labels
from shared.commands.import_batches import Batch
from shared.commands.series_fields import SeriesFields, encode_series_fields
from shared.core.errors import InvalidInput
from shared.core.ids import new_uuid7
from shared.db.repositories.imports import Key
from shared.domain.checklists import ChecklistItem
from shared.domain.recurrence import Slot, parse_slot
from shared.domain.tasks import ReminderDraft, TaskPatch
from shared.interchange.records import TaskRecord
from shared.interchange.storing import check_year, in_utc

_PLACES = {"project_id": "project", "section_id": "section"}


class _Step(BaseModel):
    title: str
    is_done: bool = False


class _Reminder(BaseModel):
    offset: str | None = None
    at: datetime | None = None
    channels: tuple[str, ...] | None = None
    relative_to: Literal["due", "start"] | None = None
    nag_every: str | None = None
    nag_max: int | None = None
    urgent: bool = False


class _Fields(BaseModel):
    """As `encode_series_fields` writes them; whether a field is set matters."""

    title: str = ""
    notes: str = ""
    priority: int = Field(default=4, ge=1, le=4)
    labels: tuple[str, ...] = ()
    project_id: str | None = None
    section_id: str | None = None
    checklist: tuple[_Step, ...] = ()
    reminders: tuple[_Reminder, ...] = ()
    start: str | None = None


def is_day(slot: str) -> bool:
    """Whether it is a slot of a series of days."""
    return not isinstance(parse_slot(slot), datetime)


def fields_references(record: TaskRecord) -> list[Key]:
    """The project and the section that the next occurrence is to stand in."""
    given = record.series_fields or {}
    named = ((kind, given.get(name)) for name, kind in _PLACES.items())
    return [(kind, value) for kind, value in named if isinstance(value, str)]


def series_fields_of(batch: Batch, number: int, record: TaskRecord) -> dict[str, Any] | None:
    """The fields as they are stored; None without any, or if they cannot be meant.

    They are checked, since a worker goes by them when the occurrence is done.
    """
    if not record.series_fields:
        return None
    try:
        given = _Fields.model_validate(dict(record.series_fields))
        fields = _read(batch, given)
        TaskPatch(
            title=fields.title,
            notes=fields.notes,
            labels=fields.labels,
            checklist=fields.checklist,
            reminders=fields.reminders,
        )
    except (InvalidInput, ValidationError):
        message = "What its next occurrence is to have instead cannot be read; it is as this one."
        batch.lossy(number, "series_fields_unreadable", "series_fields", message)
        return None
    for name, kind in _PLACES.items():
        if getattr(given, name) is not None and getattr(fields, name) is None:
            message = f"The {kind} of its next occurrence is not in the file."
            batch.lossy(number, f"{kind}_unknown", name, message)
    return encode_series_fields(fields)


def _read(batch: Batch, fields: _Fields) -> SeriesFields:
    values: dict[str, Any] = {
        name: getattr(fields, name)
        for name in ("notes", "priority")
        if name in fields.model_fields_set
    }
    if "title" in fields.model_fields_set:
        values["title"] = fields.title.strip()
    if "labels" in fields.model_fields_set:
        values["labels"] = clean_labels(fields.labels)
    for name, kind in _PLACES.items():
        if name in fields.model_fields_set:
            values[name] = batch.item(kind, getattr(fields, name))
    if "checklist" in fields.model_fields_set:
        values["checklist"] = tuple(
            ChecklistItem(_fresh(batch), each.title, each.is_done) for each in fields.checklist
        )
    if "reminders" in fields.model_fields_set:
        values["reminders"] = tuple(_draft(each, batch.channels) for each in fields.reminders)
    if "start" in fields.model_fields_set:
        values["start"] = _start(fields.start) if fields.start else None
    return SeriesFields(**values)


def _start(text: str) -> Slot:
    start = parse_slot(text)
    check_year(start, "series_fields")
    return start


def _fresh(batch: Batch) -> UUID:
    return new_uuid7(batch.uow.now)


def _draft(given: _Reminder, channels: Mapping[str, Sequence[str]]) -> ReminderDraft:
    """Kinds of channels become those of the account; without any it has its owner's own."""
    if given.at is not None:
        check_year(given.at, "series_fields")
    names = [name for kind in given.channels or () for name in channels.get(kind, ())]
    return ReminderDraft(
        lead=given.offset,
        at=in_utc(given.at) if given.at else None,
        channels=tuple(dict.fromkeys(names)) or None,
        relative_to=given.relative_to or "due",
        nag_every=given.nag_every,
        nag_max=given.nag_max,
        urgent=given.urgent,
    )
