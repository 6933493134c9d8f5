"""Files as other programs write them: the same tasks in each format, as far as it can hold them."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from cli.bench.import_items import LABELS, Item, by_list, items_of
from shared.domain.tasks import Due
from shared.interchange import native
from shared.interchange.records import (
    LabelRecord,
    ProjectRecord,
    Record,
    ReminderRecord,
    SectionRecord,
    SeriesRecord,
    StepRecord,
    TaskRecord,
)

ZONE: Final = "Europe/Berlin"
_WRITTEN: Final = datetime(2030, 12, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class File:
    """A file; `joined` of its rows become part of others, so they are nothing by themselves."""

    content: bytes
    joined: int = 0


def _own(count: int) -> File:
    """Our own JSON: with series, sections, order, checklists."""
    return File(b"".join(native.write(_records(items_of(count)), _WRITTEN)))


def _records(items: Sequence[Item]) -> Iterator[Record]:
    for name in LABELS:
        yield LabelRecord(source_id=f"l-{name}", name=name, color="#336699")
    for number in by_list(items):
        yield ProjectRecord(source_id=f"p{number}", name=f"List {number}", position=f"m{number}")
        for column in range(2):
            name = f"Part {column}"
            yield SectionRecord(source_id=f"s{number}-{column}", project=f"p{number}", name=name)
    for item in items:
        if item.rrule:
            yield SeriesRecord(
                source_id=f"r{item.number}",
                rrule=item.rrule,
                dtstart=item.due if item.has_time else item.due.replace(hour=0),
                all_day=not item.has_time,
                zone=ZONE if item.has_time else None,
            )
    yield from map(_record, items)


def _record(item: Item) -> TaskRecord:
    day = item.due.date()
    return TaskRecord(
        source_id=f"t{item.number}",
        title=item.title,
        notes=item.notes,
        priority=1 + item.number % 4,
        status="done" if item.is_done else "open",
        completed_at=_WRITTEN if item.is_done else None,
        labels=item.labels,
        project=f"p{item.list}",
        section=f"s{item.list}-{item.column}",
        parent=None if item.parent is None else f"t{item.parent}",
        due=Due(local=item.due, zone=ZONE) if item.has_time else Due(on=day),
        series=f"r{item.number}" if item.rrule else None,
        slot=(item.due.isoformat() if item.has_time else day.isoformat()) if item.rrule else None,
        reminders=(ReminderRecord(type="relative", offset="-PT30M"),) if item.has_time else (),
        checklist=tuple(StepRecord(title=title) for title in item.steps),
        position=f"a{item.number:06}",
    )


def _table(head: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, head, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _written(item: Item) -> str:
    return item.due.isoformat() if item.has_time else item.due.date().isoformat()


def _todoist_csv(count: int) -> File:
    """One project with at most a hundred sections; comments become notes of their tasks."""
    rows: list[dict[str, object]] = []
    for item in items_of(count):
        if item.kind == 0 and item.number // 10 % max(1, count // 1_000) == 0:
            rows.append({"TYPE": "section", "CONTENT": f"Part {item.number}"})
        labels = "".join(f" @{label}" for label in item.labels)
        rows.append(
            {
                "TYPE": "task",
                "CONTENT": item.title + labels,
                "DESCRIPTION": item.notes,
                "PRIORITY": 1 + item.number % 4,
                "INDENT": item.level,
                "DATE": item.words or _written(item),
                "DATE_LANG": "en",
                "TIMEZONE": ZONE,
            }
        )
        if item.steps:
            rows.append({"TYPE": "note", "CONTENT": "Ask the neighbours for the ladder"})
    head = ("TYPE", "CONTENT", "DESCRIPTION", "PRIORITY", "INDENT", "AUTHOR", "RESPONSIBLE",
            "DATE", "DATE_LANG", "TIMEZONE")  # fmt: skip
    joined = sum(row["TYPE"] == "note" for row in rows)
    return File(_table(head, rows).encode(), joined)


def _todoist_json(count: int) -> File:
    """The full answer of the Sync API."""
    items = items_of(count)
    reminders = [
        {"item_id": item.number + 1, "type": "relative", "minute_offset": 30}
        for item in items
        if item.has_time
    ]
    document = {
        "projects": [{"id": f"p{n}", "name": f"List {n}", "color": "teal"} for n in by_list(items)],
        "sections": [
            {"id": f"s{n}-{column}", "project_id": f"p{n}", "name": f"Part {column}"}
            for n in by_list(items)
            for column in range(2)
        ],
        "labels": [{"id": f"l-{name}", "name": name, "color": "grape"} for name in LABELS],
        "items": [_todoist_item(item) for item in items],
        "reminders": reminders,
    }
    return File(orjson.dumps(document), len(reminders))


def _todoist_item(item: Item) -> dict[str, Any]:
    due: dict[str, Any] = {"date": _written(item), "is_recurring": bool(item.words), "lang": "en"}
    due |= {"timezone": ZONE} if item.has_time else {}
    return {
        "id": item.number + 1,
        "content": item.title,
        "description": item.notes,
        "priority": 1 + item.number % 4,
        "labels": item.labels,
        "project_id": f"p{item.list}",
        "section_id": f"s{item.list}-{item.column}",
        "parent_id": None if item.parent is None else item.parent + 1,
        "child_order": item.number,
        "checked": item.is_done,
        "completed_at": "2030-12-01T08:00:00Z" if item.is_done else None,
        "added_at": "2030-11-01T08:00:00Z",
        "due": due | ({"string": item.words} if item.words else {}),
    }


def _ticktick(count: int) -> File:
    """The CSV of a backup, with its preamble."""
    head = ("Folder Name", "List Name", "Title", "Kind", "Tags", "Content", "Is Check list",
            "Start Date", "Due Date", "Reminder", "Repeat", "Priority", "Status", "Created Time",
            "Completed Time", "Order", "Timezone", "Is All Day", "Is Floating", "Column Name",
            "Column Order", "View Mode", "taskId", "parentId")  # fmt: skip
    rows: list[dict[str, object]] = [
        {
            "List Name": f"List {item.list}",
            "Title": item.title,
            "Kind": "CHECKLIST" if item.steps else "TEXT",
            "Tags": ", ".join(item.labels),
            "Content": "\n".join(f"▫{step}" for step in item.steps) or item.notes,
            "Is Check list": "Y" if item.steps else "N",
            "Due Date": item.due.isoformat() + "+0000",
            "Reminder": "TRIGGER:-PT30M" if item.has_time else "",
            "Repeat": item.rrule or "",
            "Priority": (0, 1, 3, 5)[item.number % 4],
            "Status": 2 if item.is_done else 0,
            "Created Time": "2030-11-01T08:00:00+0000",
            "Completed Time": "2030-12-01T08:00:00+0000" if item.is_done else "",
            "Timezone": ZONE,
            "Is All Day": "false" if item.has_time else "true",
            "Is Floating": "false",
            "Column Name": f"Part {item.column}",
            "taskId": item.number + 1,
            "parentId": "" if item.parent is None else item.parent + 1,
        }
        for item in items_of(count)
    ]
    preamble = '"Date: 2030-12-01+0000"\r\n"Version: 7.1"\r\n'
    return File((preamble + _table(head, rows)).encode("utf-8-sig"))


def _microsoft(count: int) -> File:
    """Lists with their tasks, as Graph gives them; a task has steps where others have subtasks."""
    lists = [
        {"id": f"L{n}", "displayName": f"List {n}", "tasks": [_microsoft_task(i) for i in items]}
        for n, items in by_list(items_of(count)).items()
    ]
    return File(orjson.dumps({"value": lists}))


def _microsoft_task(item: Item) -> dict[str, Any]:
    day = {"dateTime": f"{item.due.date()}T00:00:00.0000000", "timeZone": "UTC"}
    titles = item.steps or (("inside",) if item.kind == 0 else ())
    task: dict[str, Any] = {
        "id": f"T{item.number}",
        "title": item.title,
        "body": {"content": item.notes, "contentType": "text"},
        "importance": ("high", "normal", "low")[item.number % 3],
        "status": "completed" if item.is_done else "notStarted",
        "categories": item.labels,
        "createdDateTime": "2030-11-01T08:00:00.0000000Z",
        "dueDateTime": day,
        "isReminderOn": item.has_time,
        "checklistItems": [
            {"id": f"c{item.number}-{n}", "displayName": title, "isChecked": n == 1}
            for n, title in enumerate(titles)
        ],
    }
    if item.has_time:
        task["reminderDateTime"] = {"dateTime": item.due.isoformat(), "timeZone": "UTC"}
    if item.is_done:
        task["completedDateTime"] = day
    pattern = {
        5: {"type": "weekly", "interval": 1, "daysOfWeek": [item.day_name.lower()]},
        6: {"type": "daily", "interval": 3},
        7: {"type": "absoluteMonthly", "interval": 1, "dayOfMonth": item.due.day},
    }.get(item.kind)
    if pattern:
        until = {"type": "noEnd", "startDate": item.due.date().isoformat()}
        task["recurrence"] = {"pattern": pattern, "range": until}
    return task


def _vikunja(count: int) -> File:
    """The ZIP of an export; days repeat there, weeks and months as seconds or a mode."""
    projects = [
        {
            "id": n + 1,
            "title": f"List {n}",
            "hex_color": "1973ff",
            "created": "2030-11-01T08:00:00Z",
            "buckets": [{"id": 2 * n + column + 1, "title": f"Part {column}"} for column in (0, 1)],
            "tasks": [_vikunja_task(item) for item in items],
        }
        for n, items in by_list(items_of(count)).items()
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo("data.json")  # of no date, or the file would be another each time
        archive.writestr(member, orjson.dumps(projects), zipfile.ZIP_DEFLATED)
    return File(packed.getvalue())


def _vikunja_task(item: Item) -> dict[str, Any]:
    seconds = {5: 7 * 86_400, 6: 3 * 86_400}.get(item.kind, 0)
    related = [] if item.parent is None else [{"id": item.parent + 1}]
    return {
        "id": item.number + 1,
        "title": item.title,
        "description": item.notes,
        "done": item.is_done,
        "done_at": "2030-12-01T08:00:00Z" if item.is_done else "0001-01-01T00:00:00Z",
        "due_date": f"{item.due.isoformat()}Z",
        "start_date": "0001-01-01T00:00:00Z",
        "repeat_after": seconds,
        "repeat_mode": 1 if item.kind == 7 else 0,  # noqa: PLR2004 - the monthly one of ten
        "priority": item.number % 6,
        "labels": [{"id": LABELS.index(name) + 1, "title": name} for name in item.labels],
        "bucket_id": 2 * item.list + item.column + 1,
        "created": "2030-11-01T08:00:00Z",
        "reminders": [{"relative_period": -1800, "relative_to": "due_date"}],
        "related_tasks": {"parenttask": related},
    }


def _any_csv(count: int) -> File:
    """A table with columns of our own names, so that it needs no mapping."""
    head = ("id", "title", "notes", "due", "zone", "priority", "labels", "project", "section",
            "parent", "done", "rrule", "reminder")  # fmt: skip
    rows: list[dict[str, object]] = [
        {
            "id": f"row-{item.number}",
            "title": item.title,
            "notes": item.notes,
            "due": _written(item),
            "zone": ZONE if item.has_time else "",
            "priority": 1 + item.number % 4,
            "labels": ",".join(item.labels),
            "project": f"List {item.list}",
            "section": f"Part {item.column}",
            "parent": "" if item.parent is None else f"row-{item.parent}",
            "done": "yes" if item.is_done else "no",
            "rrule": item.rrule or "",
            "reminder": "-PT30M" if item.has_time else "",
        }
        for item in items_of(count)
    ]
    return File(_table(head, rows).encode())


def _calendar(count: int) -> File:
    """To-dos with alarms, parents and rules; no line needs folding."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN", "X-WR-CALNAME:Windows"]
    for item in items_of(count):
        lines += _todo(item)
    return File("\r\n".join([*lines, "END:VCALENDAR", ""]).encode())


def _todo(item: Item) -> Iterator[str]:
    yield from (
        "BEGIN:VTODO",
        f"UID:todo-{item.number}",
        "SUMMARY:" + item.title.replace(",", "\\,"),
    )
    yield f"DTSTAMP:20301201T080000Z\r\nPRIORITY:{(1, 5, 9, 0)[item.number % 4]}"
    if item.notes:
        yield "DESCRIPTION:" + item.notes.replace(",", "\\,").replace("\n", "\\n")
    if item.labels:
        yield "CATEGORIES:" + ",".join(item.labels)
    if item.parent is not None:
        yield f"RELATED-TO:todo-{item.parent}"
    if item.has_time:
        yield f"DUE;TZID={ZONE}:{item.due:%Y%m%dT%H%M%S}"
    else:
        yield f"DUE;VALUE=DATE:{item.due:%Y%m%d}"
    if item.rrule:
        yield f"RRULE:{item.rrule}"
    if item.is_done:
        yield "STATUS:COMPLETED\r\nCOMPLETED:20301201T080000Z"
    if item.has_time:
        yield "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT30M\r\nEND:VALARM"
    yield "END:VTODO"


MAKERS: Final[Mapping[str, Callable[[int], File]]] = {
    "rondel": _own,
    "todoist_csv": _todoist_csv,
    "todoist_json": _todoist_json,
    "ticktick": _ticktick,
    "microsoft": _microsoft,
    "vikunja": _vikunja,
    "csv": _any_csv,
    "ics": _calendar,
}
"""By format: a file with so many tasks."""
