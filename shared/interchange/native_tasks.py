"""`rondel.tasks.v1`: the older export of tasks alone, one JSON document."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from shared.core.errors import InvalidInput
from shared.domain.recurrence import parse_slot
from shared.domain.tasks import Due
from shared.interchange.cleaning import cleaned
from shared.interchange.drafts import Draft
from shared.interchange.errors import InterchangeError
from shared.interchange.fields import id_of, int_of, object_of, objects_of, text_of, texts_of
from shared.interchange.json_stream import Broken, parts
from shared.interchange.moments import instant, iso
from shared.interchange.records import ReminderRecord, SeriesRecord, TaskRecord
from shared.interchange.rows import Row, failed, taken

FORMAT: Final = "rondel.tasks.v1"
_PRIORITIES: Final = {"high": 1, "medium": 2, "low": 3, "none": 4}


def read(source: Iterable[bytes]) -> Iterator[Row]:
    """A row for each task, in the order of the file; a task may come before its parent.

    Projects are not in this format, so tasks stand in none. Memory for one task, besides the ids
    of series.

    Raises:
        InterchangeError: `format_unknown`, or those of `json_stream.parts`.
    """
    number = 0
    series: set[str] = set()
    is_known = False
    for name, value in parts(source):
        if name == "format":
            is_known = value == FORMAT
        elif name == "tasks":
            if not is_known:
                break
            number += 1
            yield _row(number, value, series)
    if not is_known:
        raise InterchangeError("format_unknown", f"The document does not begin with {FORMAT}.")


def _row(number: int, value: Any, series: set[str]) -> Row:
    if not isinstance(value, dict):
        text = value.text if isinstance(value, Broken) else str(value)[:300]
        return failed(number, "object_unreadable", "tasks", "This task is not an object.", text)
    draft = Draft(number, str(value)[:300])
    try:
        _fill(draft, value, series)
        records = [cleaned(record, draft.losses) for record in draft.before]
        if draft.task is not None:
            records.append(cleaned(draft.task, draft.losses))
    except InvalidInput as error:
        field = error.pointer.lstrip("/")
        return failed(number, error.reason_code, field, str(error), draft.excerpt)
    series.update(one.source_id for one in records if isinstance(one, SeriesRecord))
    return taken(number, records, draft.losses, draft.excerpt)


def _fill(draft: Draft, value: dict[str, Any], series: set[str]) -> None:
    source_id = id_of(value, "id")
    if source_id is None:
        raise InvalidInput("/id", "id_missing", "A task of this format has an id.")
    status = text_of(value, "status")
    task = TaskRecord(
        source_id=source_id,
        title=text_of(value, "title"),
        notes=text_of(value, "notes"),
        priority=_PRIORITIES.get(text_of(value, "priority"), int_of(value, "priority", 4)),
        status="done" if status == "done" else "skipped" if status == "skipped" else "open",
        labels=texts_of(value, "labels"),
        parent=id_of(value, "parent_id"),
        due=_due(object_of(value, "due")),
        start=_due(object_of(value, "start")),
        reminders=tuple(_reminder(one) for one in objects_of(value, "reminders")),
        created_at=instant(value.get("created_at")),
        updated_at=instant(value.get("updated_at")),
        completed_at=instant(value.get("completed_at")),
        skipped_at=instant(value.get("skipped_at")),
    )
    if id_of(value, "project_id"):
        draft.lose("project_not_in_file", "project_id", "This format does not hold projects.")
    series_id, rule = id_of(value, "series_id"), object_of(value, "recurrence")
    if series_id and rule:
        slot = text_of(value, "slot")
        task = replace(task, series=series_id, slot=slot)
        if series_id not in series:
            draft.before.append(_series(series_id, slot, rule, task, draft))
    draft.task = task


def _series(
    series_id: str, slot: str, rule: dict[str, Any], task: TaskRecord, draft: Draft
) -> SeriesRecord:
    """The series as far as its occurrence tells: it begins at the slot that comes first."""
    first = parse_slot(slot)
    is_timed = isinstance(first, datetime)
    rrule = text_of(rule, "rrule")
    if "COUNT=" in rrule.upper():
        message = "This format does not say when it began; COUNT counts anew from here."
        draft.lose("series_start_unknown", "recurrence", message)
    policy = text_of(rule, "missed_policy")
    return SeriesRecord(
        source_id=series_id,
        rrule=rrule,
        dtstart=first if isinstance(first, datetime) else datetime.fromisoformat(slot),
        all_day=not is_timed,
        zone=task.due.zone if task.due and is_timed else None,
        anchor="completion" if rule.get("anchor") == "completion" else "schedule",
        missed_policy="keep_each"
        if policy == "keep_each"
        else "auto_skip"
        if policy == "auto_skip"
        else "collapse",
        reset_subtasks=rule.get("reset_subtasks") is not False,
        auto_skip_minutes=int_of(rule, "auto_skip_minutes", -1)
        if rule.get("auto_skip_minutes") is not None
        else None,
        exdates=texts_of(rule, "exdates"),
        rdates=texts_of(rule, "rdates"),
    )


def _due(value: dict[str, Any]) -> Due | None:
    local = iso(value.get("datetime_local"))
    if isinstance(local, datetime):
        return Due(local=local, zone=text_of(value, "zone") or None)
    on = iso(value.get("date"))
    return None if on is None or isinstance(on, datetime) else Due(on=on)


def _reminder(value: dict[str, Any]) -> ReminderRecord:
    nag = object_of(value, "nag")
    is_relative = value.get("type") == "relative"
    return ReminderRecord(
        type="relative" if is_relative else "absolute",
        offset=text_of(value, "offset") if is_relative else None,
        relative_to="start" if value.get("relative_to") == "start" else "due",
        at=None if is_relative else instant(value.get("at")),
        nag_every=text_of(nag, "every") if nag else None,
        nag_max=int_of(nag, "max") if nag else None,
        nag_sent=int_of(nag, "sent"),
        urgent=value.get("urgent") is True,
        source_id=id_of(value, "id"),
        snooze_of=id_of(value, "snooze_of"),
    )
