"""Microsoft To Do as Graph gives it: lists with their tasks, or one list of tasks (JSON)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from shared.domain.tasks import Due
from shared.domain.zones import load_zone, to_instant
from shared.interchange.drafts import Draft, not_repeated, repeat, settled
from shared.interchange.errors import InterchangeError
from shared.interchange.fields import id_of, int_of, object_of, objects_of, text_of, texts_of
from shared.interchange.json_stream import Broken, parts
from shared.interchange.moments import instant, iso, on_clock, zone_of
from shared.interchange.records import (
    ProjectRecord,
    ReadOptions,
    ReminderRecord,
    StepRecord,
    TaskRecord,
)
from shared.interchange.rows import Row, failed
from shared.interchange.texts import FOREIGN_BYTES_MAX, ROWS_MAX, bounded

_PRIORITIES: Final = {"high": 1, "normal": 4, "low": 3}
_INDEX: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_DAYS: Final = {
    "monday": "MO", "tuesday": "TU", "wednesday": "WE", "thursday": "TH",
    "friday": "FR", "saturday": "SA", "sunday": "SU",
}  # fmt: skip


def read(source: Iterable[bytes], options: ReadOptions) -> Iterator[Row]:
    """A row for each list and each task.

    Raises:
        InterchangeError: `file_too_large`, `format_unknown`, or those of `json_stream.parts`.
    """
    yield from settled(_drafts(source, options))


def _drafts(source: Iterable[bytes], options: ReadOptions) -> Iterator[Draft | Row]:
    number = 0
    for name, value in parts(bounded(source), most=FOREIGN_BYTES_MAX):
        if name == "@odata.nextLink":
            number += 1
            message = "The file is one page of several; this is where the next one is."
            yield failed(number, "more_pages", name, message, str(value))
        if name not in ("", "value", "lists", "tasks"):
            continue
        number += 1
        if number > ROWS_MAX:
            raise InterchangeError("too_many_rows", f"A file may have {ROWS_MAX:,} tasks.")
        if not isinstance(value, dict):
            text = value.text if isinstance(value, Broken) else str(value)[:300]
            yield failed(number, "object_unreadable", name, "It is not an object.", text)
        elif "displayName" in value:
            project, draft = _list(number, value)
            yield draft
            for task in objects_of(value, "tasks"):
                number += 1
                yield _draft(number, task, project, options)
        else:
            yield _draft(number, value, None, options)
    if number == 0:
        raise InterchangeError("format_unknown", "There are no lists or tasks in it.")


def _list(number: int, value: dict[str, Any]) -> tuple[str | None, Draft]:
    draft = Draft(number, text_of(value, "displayName"))
    project = id_of(value, "id") or f"list:{number}"
    draft.before.append(ProjectRecord(source_id=project, name=text_of(value, "displayName")))
    return project, draft


def _draft(number: int, value: dict[str, Any], project: str | None, options: ReadOptions) -> Draft:
    draft = Draft(number, str(value)[:300], order=number)
    body = object_of(value, "body")
    if text_of(body, "contentType") == "html" and text_of(body, "content"):
        draft.lose("html_kept", "body", "The notes are HTML and were kept as they are.")
    status = text_of(value, "status")
    if status in ("inProgress", "waitingOnOthers", "deferred"):
        draft.lose("status_unsupported", "status", f"“{status}” became open.")
    importance = text_of(value, "importance") or "normal"
    if importance not in _PRIORITIES:
        draft.lose("priority_unknown", "importance", f"“{importance[:20]}” is not known.")
    done_at = _moment(value, "completedDateTime", draft)
    task = TaskRecord(
        source_id=id_of(value, "id") or f"task:{number}",
        title=text_of(value, "title"),
        notes=text_of(body, "content"),
        priority=_PRIORITIES.get(importance, 4),
        status="done" if status == "completed" else "open",
        labels=texts_of(value, "categories"),
        project=project,
        due=_day(value, "dueDateTime", draft, options),
        start=_day(value, "startDateTime", draft, options),
        checklist=tuple(
            StepRecord(
                title=text_of(step, "displayName"),
                is_done=step.get("isChecked") is True,
                source_id=id_of(step, "id"),
            )
            for step in objects_of(value, "checklistItems")
        ),
        reminders=_reminders(value, draft),
        created_at=instant(value.get("createdDateTime")),
        updated_at=instant(value.get("lastModifiedDateTime")),
        completed_at=done_at,
    )
    for name in ("linkedResources", "attachments", "hasAttachments"):
        if value.get(name):
            draft.lose(f"{name}_unsupported", name, "They are not taken over.")
    draft.task = _repeated(draft, task, object_of(value, "recurrence"))
    return draft


def _day(value: dict[str, Any], name: str, draft: Draft, options: ReadOptions) -> Due | None:
    """To Do has days alone, written as midnight in a zone."""
    given = object_of(value, name)
    found = iso(given.get("dateTime"))
    if found is None:
        if given:
            draft.lose("date_unreadable", name, f"“{str(given)[:60]}” is not a time.")
        return None
    zone = zone_of(given.get("timeZone"), name, draft.losses) or "UTC"
    if isinstance(found, datetime) and (found.hour or found.minute):
        # Midnight of the owner's zone, told in another one.
        local = on_clock(found.replace(tzinfo=load_zone(zone)), options.zone)
        if local is None:
            draft.lose("date_out_of_range", name, "It is beyond the calendar.")
            return None
        return Due(on=local.date())
    return Due(on=found.date() if isinstance(found, datetime) else found)


def _moment(value: dict[str, Any], name: str, draft: Draft) -> datetime | None:
    given = object_of(value, name)
    found = iso(given.get("dateTime"))
    if not isinstance(found, datetime):
        return None
    zone = zone_of(given.get("timeZone"), name, draft.losses) or "UTC"
    try:
        return to_instant(found.replace(tzinfo=None), zone).astimezone(UTC)
    except (OverflowError, ValueError):
        draft.lose("date_out_of_range", name, "It is beyond the calendar.")
        return None


def _reminders(value: dict[str, Any], draft: Draft) -> tuple[ReminderRecord, ...]:
    if value.get("isReminderOn") is not True:
        return ()
    at = _moment(value, "reminderDateTime", draft)
    if at is None:
        draft.lose("reminder_unreadable", "reminderDateTime", "Its time cannot be read.")
        return ()
    return (ReminderRecord(type="absolute", at=at),)


def _repeated(draft: Draft, task: TaskRecord, recurrence: dict[str, Any]) -> TaskRecord:
    if not recurrence:
        return task
    rule = rule_of(object_of(recurrence, "pattern"), object_of(recurrence, "range"))
    words = str(recurrence)[:500]
    if rule is None:
        return not_repeated(draft, task, words, "recurrence_unknown", "The pattern is not known.")
    begins = iso(object_of(recurrence, "range").get("startDate"))
    start = Due(on=begins) if begins and not isinstance(begins, datetime) else None
    has_earlier = start and task.due and task.due.on and start.on and start.on <= task.due.on
    if task.due is None and start is not None:
        task = replace(task, due=start)
    return repeat(draft, task, rule, source=words, dtstart=start if has_earlier else None)


def rule_of(pattern: dict[str, Any], ends: dict[str, Any]) -> str | None:
    """The RRULE of a Graph pattern; None if it is none of the six types.

    >>> rule_of({"type": "relativeMonthly", "interval": 1, "daysOfWeek": ["friday"],
    ...     "index": "last"}, {"type": "noEnd"})
    'FREQ=MONTHLY;BYDAY=-1FR'
    """
    every = int_of(pattern, "interval", 1)
    interval = f";INTERVAL={every}" if every != 1 else ""
    days = [_DAYS.get(day.lower(), "") for day in texts_of(pattern, "daysOfWeek")]
    nth = _INDEX.get(text_of(pattern, "index") or "first", 0)
    month, day = int_of(pattern, "month"), int_of(pattern, "dayOfMonth")
    first = _DAYS.get(text_of(pattern, "firstDayOfWeek").lower(), "SU")
    picked = (
        f"BYDAY={','.join(days)};BYSETPOS={nth}"
        if len(days) > 1
        else f"BYDAY={nth}{days[0]}"
        if days
        else ""
    )
    rules = {
        "daily": f"FREQ=DAILY{interval}",
        "weekly": f"FREQ=WEEKLY{interval};BYDAY={','.join(days)};WKST={first}",
        "absoluteMonthly": f"FREQ=MONTHLY{interval};BYMONTHDAY={day}",
        "relativeMonthly": f"FREQ=MONTHLY{interval};{picked}",
        "absoluteYearly": f"FREQ=YEARLY{interval};BYMONTH={month};BYMONTHDAY={day}",
        "relativeYearly": f"FREQ=YEARLY{interval};BYMONTH={month};{picked}",
    }
    rule = rules.get(text_of(pattern, "type"))
    return None if rule is None else rule + _end(ends)


def _end(ends: dict[str, Any]) -> str:
    last: date | None = iso(ends.get("endDate"))
    if text_of(ends, "type") == "endDate" and last is not None:
        return f";UNTIL={last:%Y%m%d}"
    if text_of(ends, "type") == "numbered":
        return f";COUNT={int_of(ends, 'numberOfOccurrences')}"
    return ""
