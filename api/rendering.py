"""Rows to bytes. Written by hand instead of through the answer models, for speed.

A contract test reads every answer back through the models in `api.schemas`.
"""

from zlib import crc32

import orjson
from starlette.responses import Response

from api.schemas.common import PRIORITY_NAMES, Document
from api.schemas.sparse import Fields
from shared.db.repositories.task_queries import ListedReminder, ListedTask
from shared.db.repositories.tasks import ReminderView, SeriesView, TaskView

JSON = "application/json"


TaskLike = TaskView | ListedTask
"""A task from a command or from a query: the same names, so it looks the same on the wire."""

ReminderLike = ReminderView | ListedReminder


def dump(document: object) -> bytes:
    """JSON; instants end in Z."""
    return orjson.dumps(document, option=orjson.OPT_UTC_Z)


def json_response(
    document: object, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """The document as an answer that no cache keeps unless `headers` say otherwise."""
    return Response(dump(document), status, {"cache-control": "no-store", **(headers or {})}, JSON)


def versioned_response(
    document: Document, version: int, status: int = 200, place: str = ""
) -> Response:
    """One row with its ETag, to be asked for again before it is used; a new one is in `place`."""
    headers = {"etag": f'"{version}"', "cache-control": "private, no-cache"}
    if status == 201:  # noqa: PLR2004 - Created
        headers["location"] = f"{place}/{document['id']}"
    return json_response(document, status, headers)


def only(document: Document, fields: Fields) -> Document:
    """The members that were asked for.

    >>> only({"id": 1, "title": "t", "notes": ""}, frozenset({"id", "title"}))
    {'id': 1, 'title': 't'}
    """
    if fields is None:
        return document
    return {name: value for name, value in document.items() if name in fields}


def task_document(task: TaskLike) -> Document:
    """The task as `TaskOut`."""
    series = task.series
    return {
        "id": str(task.id),  # asyncpg has a UUID class of its own, which orjson does not know
        "title": task.title,
        "notes": task.notes,
        "priority": PRIORITY_NAMES[task.priority],
        "status": task.status,
        "completed": task.completed_at is not None,
        "completed_at": task.completed_at,
        "skipped_at": task.skipped_at,
        "labels": task.labels,
        "due": _due(task) if task.due_local or task.due_on else None,
        "start": _start(task) if task.start_local or task.start_on else None,
        "project_id": str(task.project_id) if task.project_id else None,
        "parent_id": str(task.parent_id) if task.parent_id else None,
        "section_id": str(task.section_id) if task.section_id else None,
        "position": task.position or str(task.id),
        "checklist": task.checklist,
        "recurrence": _recurrence(series) if series else None,
        "recurring_pattern": series.rrule if series else None,
        "reminders": [_reminder(each) for each in task.reminders],
        "series_id": str(series.id) if series else None,
        "slot": task.slot,
        "version": task.version,
        "created_at": task.created_at,
        "updated_at": task.updated_at,
    }


def changed_document(task: TaskView) -> Document:
    """The task as `ChangedTaskOut`."""
    return {
        **task_document(task),
        "undo_id": str(task.undo_id) if task.undo_id else None,
        "reminders_kept": [str(each) for each in task.reminders_kept],
    }


def _recurrence(series: SeriesView) -> Document:
    return {
        "rrule": series.rrule,
        "anchor": series.anchor,
        "missed_policy": series.missed_policy,
        "reset_subtasks": series.reset_subtasks,
        "auto_skip_minutes": series.auto_skip_minutes,
        "exdates": series.exdates,
        "rdates": series.rdates,
    }


def _start(task: TaskLike) -> Document:
    return {
        "date": task.start_on,
        "datetime_local": task.start_local,
        "zone": task.zone,
        "at": task.start_at,
    }


def _due(task: TaskLike) -> Document:
    return {
        "date": task.due_on,
        "datetime_local": task.due_local,
        "zone": task.zone,
        "at": task.due_at,
    }


def _reminder(reminder: ReminderLike) -> Document:
    is_absolute = reminder.lead is None
    return {
        "id": str(reminder.id),
        "type": "absolute" if is_absolute else "relative",
        "offset": reminder.lead,
        "at": reminder.fire_at if is_absolute else None,
        "relative_to": None if is_absolute else reminder.relative_to,
        "fire_at": reminder.fire_at,
        "channels": reminder.channels,
        "nag": _nag(reminder) if reminder.nag_every else None,
        "urgent": reminder.urgent,
        "snooze_of": str(reminder.snooze_of) if reminder.snooze_of else None,
        "state": reminder.state,
        "reason": reminder.reason,
    }


def _nag(reminder: ReminderLike) -> Document:
    return {"every": reminder.nag_every, "max": reminder.nag_max, "sent": reminder.nag_sent}


def etag_of(task: TaskLike) -> str:
    """Names this state of the task, its reminders and its series.

    The number before the point is the task's version, which is all that If-Match compares; what
    becomes of a reminder, or of the rule of what is done, changes the number after it, so that a
    cached answer is never stale. (That a reminder was sent changes none of their versions.)
    """
    others = crc32(str(task.series and task.series.version).encode())
    for each in task.reminders:
        state = f"{each.id} {each.version} {each.state} {each.reason} {each.fire_at}"
        others = crc32(state.encode(), others)
    return f'"{task.version}.{others}"'


def task_response(task: TaskLike, status: int = 200, fields: Fields = None) -> Response:
    """One task with its ETag, to be asked for again before it is used.

    The ETag is that of the whole task whatever `fields` say: If-Match is about its version.
    """
    headers = {"etag": etag_of(task), "cache-control": "private, no-cache"}
    if status == 201:  # noqa: PLR2004 - Created
        headers["location"] = f"/api/tasks/{task.id}"
    return Response(dump(only(task_document(task), fields)), status, headers, JSON)


def changed_response(task: TaskView) -> Response:
    """One task after a change, with its new ETag."""
    headers = {"etag": etag_of(task), "cache-control": "private, no-cache"}
    return Response(dump(changed_document(task)), 200, headers, JSON)
