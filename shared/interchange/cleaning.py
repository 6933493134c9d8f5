"""Records made fit to be stored; what had to be changed for it is a loss, never silent."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

import orjson

from shared.core.errors import InvalidInput
from shared.domain.filters import parse_filter
from shared.domain.ordering import check_key
from shared.domain.preferences import VACATION_DAYS_MAX, WEEKDAYS
from shared.domain.recurrence import Freq, parse_rule, parse_slot
from shared.domain.recurrence.rolling import MOST_MISSED_COUNTED
from shared.domain.reminders import check_nag, parse_offset
from shared.domain.task_orders import parse_sort
from shared.domain.tasks import LABEL_MAX, LABELS_MAX, NOTES_MAX, REMINDERS_MAX, TITLE_MAX, Due
from shared.domain.zones import load_zone
from shared.interchange.records import (
    FilterRecord,
    LabelRecord,
    PreferencesRecord,
    ProjectRecord,
    Record,
    ReminderRecord,
    SectionRecord,
    SeriesRecord,
    SlotRecord,
    StepRecord,
    TaskRecord,
    VacationRecord,
)
from shared.interchange.rows import Loss
from shared.interchange.storing import (
    FIRST_YEAR,
    LAST_YEAR,
    check_storable,
    check_year,
    in_utc,
)

NAME_MAX: Final = 120
STEPS_MAX: Final = 200
DATES_MAX: Final = 5000
QUERY_MAX: Final = 5000
AUTO_SKIP_MAX: Final = 366 * 24 * 60
REASON_MAX: Final = 200
SERIES_FIELDS_MAX: Final = 500_000


def cleaned(record: Record, losses: list[Loss]) -> Record:
    """The record as it can be stored; `losses` has what was cut, dropped or changed.

    Raises:
        InvalidInput: it cannot be meant at all.
    """
    made = _cleaned(record, losses)
    check_storable(made)
    return made


def _cleaned(record: Record, losses: list[Loss]) -> Record:
    match record:
        case TaskRecord():
            return clean_task(record, losses)
        case SeriesRecord():
            return _series(record, losses)
        case LabelRecord() | ProjectRecord() | FilterRecord() | SectionRecord():
            return _named(record, losses)
        case _:
            _check(record)
            return record


def _named(
    record: LabelRecord | ProjectRecord | FilterRecord | SectionRecord, losses: list[Loss]
) -> Record:
    most = LABEL_MAX if isinstance(record, LabelRecord) else NAME_MAX
    name = _line(record.name, most, "name", losses)
    if not name:
        raise InvalidInput("/name", "name_blank", "It needs a name.")
    if isinstance(record, FilterRecord):
        record = _filter(record, losses)
    if isinstance(record, ProjectRecord) and record.default_reminders is not None:
        record = replace(record, default_reminders=_offsets(record.default_reminders, losses))
    if isinstance(record, LabelRecord):
        return replace(record, name=name, color=_color(record.color, losses))
    position = _position(record.position, losses)
    if isinstance(record, SectionRecord):
        return replace(record, name=name, position=position)
    return replace(record, name=name, position=position, color=_color(record.color, losses))


def _filter(record: FilterRecord, losses: list[Loss]) -> FilterRecord:
    if len(record.query) > QUERY_MAX:
        raise InvalidInput("/query", "query_too_long", f"At most {QUERY_MAX} characters.")
    parse_filter(record.query)
    if record.sort is None:
        return record
    try:
        parse_sort(record.sort)
    except InvalidInput as error:
        losses.append(Loss(error.reason_code, "sort", str(error)))
        return replace(record, sort=None)
    return record


def _offsets(offsets: tuple[str, ...], losses: list[Loss]) -> tuple[str, ...]:
    kept = []
    for offset in offsets:
        try:
            parse_offset(offset)
        except InvalidInput as error:
            losses.append(Loss(error.reason_code, "default_reminders", str(error)))
        else:
            kept.append(offset)
    if len(kept) > REMINDERS_MAX:
        message = f"A task has at most {REMINDERS_MAX} reminders; the rest was left out."
        losses.append(Loss("reminders_too_many", "default_reminders", message))
    return tuple(kept[:REMINDERS_MAX])


def _check(record: SlotRecord | VacationRecord | PreferencesRecord) -> None:
    if isinstance(record, SlotRecord):
        _check_slot(record.slot, "slot")
        if not 1 <= record.count <= MOST_MISSED_COUNTED:
            message = f"From 1 to {MOST_MISSED_COUNTED:,} slots."
            raise InvalidInput("/count", "count_range", message)
    elif isinstance(record, VacationRecord):
        if record.ends_on < record.starts_on:
            raise InvalidInput("/ends_on", "vacation_order", "It ends before it begins.")
        if (record.ends_on - record.starts_on).days >= VACATION_DAYS_MAX:
            message = f"A vacation has at most {VACATION_DAYS_MAX} days."
            raise InvalidInput("/ends_on", "vacation_length", message)
        _check_year(record.starts_on, "starts_on")
    else:
        if record.zone is not None:
            load_zone(record.zone)
        if record.review_on is not None and not 0 <= record.review_on < len(WEEKDAYS):
            raise InvalidInput("/review_on", "weekday_range", "0 for Monday to 6 for Sunday.")


def clean_task(task: TaskRecord, losses: list[Loss]) -> TaskRecord:
    """The task as it can be stored.

    Raises:
        InvalidInput: it cannot be meant at all.
    """
    title = _line(task.title, TITLE_MAX, "title", losses)
    if not title:
        title = "(no title)"
        losses.append(Loss("title_missing", "title", "It had no title."))
    if not 1 <= task.priority <= 4:  # noqa: PLR2004 - the scale of product decision 5.7
        raise InvalidInput("/priority", "priority_range", "A priority is from 1 to 4.")
    if (task.series is None) != (task.slot is None):
        raise InvalidInput("/slot", "slot_without_series", "A slot belongs to a series.")
    if task.slot is not None:
        _check_slot(task.slot, "slot")
    if task.series_fields and len(orjson.dumps(dict(task.series_fields))) > SERIES_FIELDS_MAX:
        raise InvalidInput("/series_fields", "series_fields_invalid", "They are too large.")
    status = task.status
    completed_at, skipped_at = task.completed_at, task.skipped_at
    if status == "done" and completed_at is None:
        completed_at = task.updated_at or task.created_at
        losses.append(Loss("completed_at_unknown", "completed_at", "When it was done is unknown."))
    if status == "skipped" and skipped_at is None:
        skipped_at = task.updated_at or task.created_at
        losses.append(Loss("skipped_at_unknown", "skipped_at", "When it was skipped is unknown."))
    return replace(
        task,
        title=title,
        notes=_notes(task.notes, losses),
        labels=clean_labels(task.labels, losses),
        due=_due(task.due, "due", losses),
        start=_due(task.start, "start", losses),
        reminders=_reminders(task.reminders, losses),
        checklist=_steps(task.checklist, losses),
        position=_position(task.position, losses),
        completed_at=completed_at if status == "done" else None,
        skipped_at=skipped_at if status == "skipped" else None,
    )


def clean_labels(labels: Iterable[str], losses: list[Loss]) -> tuple[str, ...]:
    """Each label once, at most as many as a task may have."""
    found: dict[str, None] = {}
    left_out = 0
    for label in labels:
        if len(found) >= LABELS_MAX:
            left_out += 1
            continue
        name = _line(label, LABEL_MAX, "labels", losses)
        if name:
            found[name] = None
    if left_out:
        message = f"A task has at most {LABELS_MAX} labels; {left_out} were left out."
        losses.append(Loss("labels_too_many", "labels", message))
    return tuple(found)


def _series(series: SeriesRecord, losses: list[Loss]) -> SeriesRecord:
    rule = parse_rule(series.rrule)
    if series.all_day and rule.freq in (Freq.HOURLY, Freq.MINUTELY):
        message = "A series of days cannot come by the hour or minute."
        raise InvalidInput("/rrule", "subdaily_needs_time", message)
    if series.all_day and series.dtstart.time() != time():
        raise InvalidInput("/dtstart", "dtstart_not_midnight", "A series of days starts at 00:00.")
    if series.dtstart.tzinfo is not None:
        raise InvalidInput("/dtstart", "dtstart_not_local", "A series starts at a wall time.")
    _check_year(series.dtstart, "dtstart")
    if series.auto_skip_minutes is not None and not 0 <= series.auto_skip_minutes <= AUTO_SKIP_MAX:
        message = f"From 0 to {AUTO_SKIP_MAX} minutes."
        raise InvalidInput("/auto_skip_minutes", "auto_skip_range", message)
    kept_ex = _slots(series.exdates, "exdates", series.all_day, losses)
    kept_r = _slots(series.rdates, "rdates", series.all_day, losses)
    if series.ends_before is not None:
        _check_slot(series.ends_before, "ends_before", all_day=series.all_day)
    zone = _zone(series.zone, "zone", losses)
    return replace(series, exdates=kept_ex, rdates=kept_r, zone=zone)


def _check_slot(text: str, field: str, *, all_day: bool | None = None) -> None:
    """It is a slot that can be reckoned with, and of the kind of its series if that is known."""
    slot = parse_slot(text)
    if all_day is not None and all_day is isinstance(slot, datetime):
        raise InvalidInput(f"/{field}", "slot_kind", "It is not of the kind of its series.")
    _check_year(slot, field)


def _slots(
    texts: tuple[str, ...], field: str, all_day: bool, losses: list[Loss]
) -> tuple[str, ...]:
    kept = []
    for text in texts[: 2 * DATES_MAX]:
        try:
            _check_slot(text, field, all_day=all_day)
        except InvalidInput as error:
            losses.append(Loss(error.reason_code, field, f"“{text[:40]}” is left out: {error}"))
            continue
        kept.append(text)
        if len(kept) == DATES_MAX:
            break
    if len(texts) > DATES_MAX:
        losses.append(Loss("dates_too_many", field, f"At most {DATES_MAX:,} dates are kept."))
    return tuple(kept)


def _line(text: str, most: int, field: str, losses: list[Loss]) -> str:
    """One line of at most `most` characters."""
    fit = _encodable(text)
    if any(ord(c) < ord(" ") for c in fit):
        spaced = "".join(c if ord(c) >= ord(" ") else " " for c in fit)
        if spaced.strip() != fit.strip():
            losses.append(Loss("control_characters", field, "Control characters became blanks."))
        fit = spaced
    if fit != text and not any(ord(c) < ord(" ") for c in text):
        losses.append(Loss("characters_invalid", field, "Broken characters were replaced."))
    if not fit.strip():
        return ""
    if len(fit) > most:
        losses.append(Loss("text_cut", field, f"It was longer than {most} characters."))
        fit = fit[:most]
    return fit


def _notes(text: str, losses: list[Loss]) -> str:
    fit = _encodable(text).replace("\0", "")
    if fit != text:
        losses.append(Loss("characters_invalid", "notes", "NUL or broken characters were dropped."))
    if len(fit) > NOTES_MAX:
        losses.append(Loss("text_cut", "notes", f"It was longer than {NOTES_MAX} characters."))
        fit = fit[:NOTES_MAX]
    return fit


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _color(color: str | None, losses: list[Loss]) -> str | None:
    if color is None:
        return None
    low = color.lower()
    digits = low.removeprefix("#")
    if low.startswith("#") and len(digits) == 6 and all(c in "0123456789abcdef" for c in digits):  # noqa: PLR2004 - RRGGBB
        return low
    losses.append(Loss("color_unknown", "color", f"“{color[:30]}” is not a colour like #1a2b3c."))
    return None


def _position(position: str | None, losses: list[Loss]) -> str | None:
    if position is None:
        return None
    try:
        check_key(position)
    except InvalidInput:
        message = "Its place in the order is not kept."
        losses.append(Loss("position_unreadable", "position", message))
        return None
    return position


def _due(due: Due | None, field: str, losses: list[Loss]) -> Due | None:
    if due is None:
        return None
    if (due.on is None) == (due.local is None):
        raise InvalidInput(f"/{field}", "due_kind", "Either a date or a wall time.")
    if due.local is not None and due.local.tzinfo is not None:
        raise InvalidInput(f"/{field}", "due_not_local", "A wall time has no offset.")
    day = due.local or due.on
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        losses.append(Loss("date_out_of_range", field, f"The year {day.year} cannot be kept."))
        return None
    return replace(due, zone=_zone(due.zone, field, losses))


def _check_year(day: date, field: str) -> None:
    check_year(datetime.combine(day, time()), field)


def _zone(zone: str | None, field: str, losses: list[Loss]) -> str | None:
    if zone is None:
        return None
    try:
        load_zone(zone)
    except InvalidInput:
        message = f"There is no zone “{zone[:40]}”; the time floats with its owner's."
        losses.append(Loss("zone_unknown", field, message))
        return None
    return zone


def _reminders(
    reminders: tuple[ReminderRecord, ...] | None, losses: list[Loss]
) -> tuple[ReminderRecord, ...] | None:
    if reminders is None:
        return None
    kept = []
    for reminder in reminders:
        try:
            kept.append(_reminder(reminder))
        except InvalidInput as error:
            losses.append(Loss(error.reason_code, "reminders", f"One was left out: {error}"))
    if len(kept) > REMINDERS_MAX:
        message = f"A task has at most {REMINDERS_MAX} reminders; the rest was left out."
        losses.append(Loss("reminders_too_many", "reminders", message))
    return tuple(kept[:REMINDERS_MAX])


def _reminder(reminder: ReminderRecord) -> ReminderRecord:
    is_relative = reminder.type == "relative"
    if is_relative != (reminder.offset is not None) or is_relative == (reminder.at is not None):
        raise InvalidInput("/reminders", "reminder_kind", "Either an offset or an instant.")
    if reminder.offset is not None:
        parse_offset(reminder.offset)
    check_nag(reminder.nag_every, reminder.nag_max, pointer="/reminders")
    check_storable(reminder)
    return replace(
        reminder,
        at=in_utc(reminder.at) if reminder.at else None,
        fire_at=in_utc(reminder.fire_at) if reminder.fire_at else None,
        reason=reminder.reason[:REASON_MAX] if reminder.reason else reminder.reason,
    )


def _steps(steps: tuple[StepRecord, ...], losses: list[Loss]) -> tuple[StepRecord, ...]:
    kept = []
    for step in steps[:STEPS_MAX]:
        title = _line(step.title, TITLE_MAX, "checklist", losses)
        if title:
            kept.append(replace(step, title=title))
        else:
            losses.append(Loss("step_blank", "checklist", "An item without words was left out."))
    if len(steps) > STEPS_MAX:
        message = f"A checklist has at most {STEPS_MAX} items; {len(steps) - STEPS_MAX} left out."
        losses.append(Loss("checklist_too_long", "checklist", message))
    return tuple(kept)
