"""What the next occurrence gets in place of fields that were edited for one occurrence alone.

`tasks.series_fields` holds it as JSON: title, notes, priority, labels (names), project_id and
section_id (text or null), checklist, start (a day or a local time as slots are written, or null),
and reminders, a list of {offset or at, channels, relative_to, nag_every, nag_max, urgent}, or of
the ids of reminders that the occurrence had before. The start, and `at` of a reminder, belong to
the slot of the occurrence that was edited; they move with the slots.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.domain.checklists import Checklist, read_checklist
from shared.domain.recurrence import Slot, parse_slot, slot_text
from shared.domain.tasks import UNSET, ReminderDraft, Unset

_REMINDER_KEYS = ("channels", "relative_to", "nag_every", "nag_max", "urgent")


@dataclass(frozen=True, slots=True)
class SeriesFields:
    """The fields as the series knows them; UNSET is what the occurrence itself has."""

    title: str | Unset = UNSET
    notes: str | Unset = UNSET
    priority: int | Unset = UNSET
    labels: tuple[str, ...] | Unset = UNSET
    reminders: tuple[ReminderDraft, ...] | Unset = UNSET
    """UNSET also where rows of the occurrence are named; their repository reads them by id."""
    project_id: UUID | Unset | None = UNSET
    section_id: UUID | Unset | None = UNSET
    checklist: Checklist | Unset = UNSET
    start: Slot | Unset | None = UNSET


def encode_series_fields(fields: SeriesFields) -> dict[str, Any] | None:
    """The JSON of these fields; None if there are none.

    >>> encode_series_fields(SeriesFields(title="Rent", labels=("home",)))
    {'title': 'Rent', 'labels': ['home']}
    """
    stored: dict[str, Any] = {
        name: value
        for name in ("title", "notes", "priority")
        if not isinstance(value := getattr(fields, name), Unset)
    }
    if not isinstance(fields.labels, Unset):
        stored["labels"] = list(fields.labels)
    if not isinstance(fields.project_id, Unset):
        stored["project_id"] = str(fields.project_id) if fields.project_id else None
    if not isinstance(fields.section_id, Unset):
        stored["section_id"] = str(fields.section_id) if fields.section_id else None
    if not isinstance(fields.checklist, Unset):
        stored["checklist"] = [
            {"id": str(each.id), "title": each.title, "is_done": each.is_done}
            for each in fields.checklist
        ]
    if not isinstance(fields.start, Unset):
        stored["start"] = slot_text(fields.start) if fields.start else None
    if not isinstance(fields.reminders, Unset):
        stored["reminders"] = [_encode_reminder(each) for each in fields.reminders]
    return stored or None


def decode_series_fields(stored: Mapping[str, Any] | None) -> SeriesFields:
    """The fields of that JSON; keys of a newer release are passed over.

    >>> decode_series_fields({"priority": 1, "from_later": True}).priority
    1
    >>> decode_series_fields(None) == SeriesFields()
    True
    """
    if not stored:
        return SeriesFields()
    project, labels = stored.get("project_id"), stored.get("labels")
    section, checklist = stored.get("section_id"), stored.get("checklist")
    start = stored.get("start")
    reminders = stored.get("reminders")
    if reminders and all(isinstance(each, str) for each in reminders):
        reminders = None
    return SeriesFields(
        title=stored.get("title", UNSET),
        notes=stored.get("notes", UNSET),
        priority=stored.get("priority", UNSET),
        labels=UNSET if labels is None else tuple(labels),
        reminders=UNSET if reminders is None else tuple(_decode_reminder(r) for r in reminders),
        project_id=(UUID(project) if project else None) if "project_id" in stored else UNSET,
        section_id=(UUID(section) if section else None) if "section_id" in stored else UNSET,
        checklist=UNSET if checklist is None else read_checklist(checklist),
        start=(parse_slot(start) if start else None) if "start" in stored else UNSET,
    )


def _encode_reminder(draft: ReminderDraft) -> dict[str, Any]:
    return {
        "offset": draft.lead,
        "at": draft.at.isoformat() if draft.at else None,
        "channels": None if draft.channels is None else list(draft.channels),
        "relative_to": draft.relative_to,
        "nag_every": draft.nag_every,
        "nag_max": draft.nag_max,
        "urgent": draft.urgent,
    }


def _decode_reminder(stored: Mapping[str, Any]) -> ReminderDraft:
    rest = {key: stored[key] for key in _REMINDER_KEYS if stored.get(key) is not None}
    if "channels" in rest:
        rest["channels"] = tuple(rest["channels"])
    at = stored.get("at")
    return ReminderDraft(
        lead=stored.get("offset"), at=datetime.fromisoformat(at) if at else None, **rest
    )
