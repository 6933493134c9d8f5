"""Todoist's data as its API gives it: the Sync API's full answer, or lists of REST objects."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from shared.domain.tasks import REMINDERS_MAX
from shared.interchange.drafts import Draft, not_repeated, repeat, settled, short_id, with_note
from shared.interchange.errors import InterchangeError
from shared.interchange.fields import id_of, int_of, object_of, text_of, texts_of
from shared.interchange.json_stream import parts
from shared.interchange.moments import due_of, instant, zone_of
from shared.interchange.records import (
    LabelRecord,
    ProjectRecord,
    ReadOptions,
    Record,
    ReminderRecord,
    SectionRecord,
    TaskRecord,
)
from shared.interchange.rows import Row, failed, skipped
from shared.interchange.texts import ROWS_MAX, bounded
from shared.interchange.todoist_words import read_words

_LISTS = ("projects", "sections", "labels", "items", "tasks", "notes", "reminders")
_SKIPPED = ("filters", "project_notes")


def read(source: Iterable[bytes], options: ReadOptions) -> Iterator[Row]:
    """A row for each object of the lists that are taken over, children after their parents.

    Raises:
        InterchangeError: `file_too_large`, `format_unknown`, or those of `json_stream.parts`.
    """
    lists: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    number = 0
    for name, value in parts(bounded(source)):
        if name in _LISTS or name in _SKIPPED:
            number += 1
            lists[name].append((number, value))
            if number > ROWS_MAX:
                raise InterchangeError("too_many_rows", f"A file may have {ROWS_MAX:,} objects.")
    if not lists["items"] and not lists["tasks"] and not lists["projects"]:
        raise InterchangeError("format_unknown", "There are no Todoist items or projects in it.")
    yield from settled(_Reader(lists, options).drafts())


class _Reader:
    def __init__(self, lists: dict[str, list[tuple[int, Any]]], options: ReadOptions) -> None:
        self._lists = lists
        self._options = options
        self._tasks: dict[str, Draft] = {}

    def drafts(self) -> Iterator[Draft | Row]:
        """Everything in the file; comments and reminders are in the drafts of their tasks."""
        for name in ("projects", "sections", "labels"):
            for number, value in self._lists[name]:
                yield self._container(name, number, value)
        for number, value in self._lists["items"] + self._lists["tasks"]:
            found = self._item(number, value)
            if isinstance(found, Row):
                yield found
            elif found.task is not None:
                self._tasks.setdefault(found.task.source_id, found)
                if self._tasks[found.task.source_id] is not found:
                    yield found
        yield from self._skipped()
        # Before the tasks leave, their comments and reminders go into them.
        for name in ("notes", "reminders"):
            for number, value in self._lists[name]:
                yield self._part(name, number, value)
        yield from self._tasks.values()

    def _skipped(self) -> Iterator[Row]:
        for name in _SKIPPED:
            for number, value in self._lists[name]:
                message = f"{name} of Todoist have no likeness here."
                yield skipped(number, f"{name}_unsupported", message, str(value))

    def _container(self, name: str, number: int, value: Any) -> Draft | Row:
        draft = Draft(number, _excerpt(value))
        source_id = id_of(value, "id") if isinstance(value, dict) else None
        if source_id is None:
            return failed(number, "object_unreadable", name, "It has no id.", draft.excerpt)
        if value.get("is_deleted") is True:
            return skipped(number, "deleted", "It is deleted there.", draft.excerpt)
        draft.before.append(_CONTAINERS[name](source_id, value, draft))
        return draft

    def _item(self, number: int, value: Any) -> Draft | Row:
        draft = Draft(number, _excerpt(value))
        source_id = id_of(value, "id") if isinstance(value, dict) else None
        if source_id is None:
            return failed(number, "object_unreadable", "items", "It has no id.", draft.excerpt)
        if value.get("is_deleted") is True:
            return skipped(number, "deleted", "It is deleted there.", draft.excerpt)
        draft.order = int_of(value, "child_order", int_of(value, "order"))
        is_done = value.get("checked") in (True, 1) or value.get("is_completed") is True
        done_at = instant(value.get("completed_at"))
        task = TaskRecord(
            source_id=source_id,
            title=text_of(value, "content"),
            notes=text_of(value, "description"),
            priority=5 - min(4, max(1, int_of(value, "priority", 1))),
            status="done" if is_done else "open",
            labels=texts_of(value, "labels"),
            project=id_of(value, "project_id"),
            section=id_of(value, "section_id"),
            parent=id_of(value, "parent_id"),
            created_at=instant(value.get("added_at")) or instant(value.get("created_at")),
            updated_at=instant(value.get("updated_at")),
            completed_at=done_at,
        )
        for name in ("deadline", "duration", "responsible_uid", "assignee_id"):
            if value.get(name) is not None:
                draft.lose(f"{name}_unsupported", name, f"There is no {name} here: {value[name]}.")
        draft.task = self._dated(draft, task, object_of(value, "due"))
        return draft

    def _dated(self, draft: Draft, task: TaskRecord, due: dict[str, Any]) -> TaskRecord:
        if not due:
            return task
        zone = zone_of(due.get("timezone"), "due.timezone", draft.losses)
        text = due.get("datetime") or due.get("date")
        found = due_of(text, "due.date", draft.losses, zone=zone, owner_zone=self._options.zone)
        task = replace(task, due=found)
        if due.get("is_recurring") is not True and due.get("recurring") is not True:
            return task
        words = text_of(due, "string")
        day = found.local or found.on if found else None
        if day is None:
            return not_repeated(draft, task, words, "recurrence_without_date", "It has no date.")
        is_english = due.get("lang") in (None, "en")
        meant = read_words(words, day) if is_english else None
        if meant is None:
            return not_repeated(draft, task, words, "recurrence_words", "They are not understood.")
        return repeat(draft, task, meant.rrule, anchor=meant.anchor, source=words)

    def _part(self, name: str, number: int, value: Any) -> Draft | Row:
        draft = Draft(number, _excerpt(value))
        found = (
            id_of(value, "item_id") or id_of(value, "task_id") if isinstance(value, dict) else ""
        )
        owner = self._tasks.get(found or "")
        if owner is None or owner.task is None:
            return failed(number, "owner_missing", name, "Its task is not there.", draft.excerpt)
        if value.get("is_deleted") is True:
            return skipped(number, "deleted", "It is deleted there.", draft.excerpt)
        if name == "notes":
            owner.task = with_note(owner.task, text_of(value, "content"))
            draft.lose("note_joined", "content", "The comment went into the task's notes.")
            return draft
        reminder = self._reminder(value)
        if reminder is None:
            draft.lose("reminder_unsupported", "type", "This kind of reminder does not exist here.")
        elif len(owner.task.reminders or ()) <= REMINDERS_MAX:  # more are left out, with a loss
            owner.task = replace(owner.task, reminders=(*(owner.task.reminders or ()), reminder))
        return draft

    def _reminder(self, value: dict[str, Any]) -> ReminderRecord | None:
        minutes = int_of(value, "minute_offset", -1)
        if value.get("type") == "relative" and minutes >= 0:
            return ReminderRecord(type="relative", offset=f"-PT{minutes}M")
        at = instant(object_of(value, "due").get("date"))
        if value.get("type") == "absolute" and at is not None:
            return ReminderRecord(type="absolute", at=at)
        return None


def _excerpt(value: Any) -> str:
    """What it is called, or else how it begins."""
    name = text_of(value, "content") or text_of(value, "name") if isinstance(value, dict) else ""
    return (name or str(value))[:300]


# The palette of developer.todoist.com, "Colors".
_COLORS: Final = {
    "berry_red": "#b8256f", "red": "#db4035", "orange": "#ff9933", "yellow": "#fad000",
    "olive_green": "#afb83b", "lime_green": "#7ecc49", "green": "#299438",
    "mint_green": "#6accbc", "teal": "#158fad", "sky_blue": "#14aaf5", "light_blue": "#96c3eb",
    "blue": "#4073ff", "grape": "#884dff", "violet": "#af38eb", "lavender": "#eb96eb",
    "magenta": "#e05194", "salmon": "#ff8d85", "charcoal": "#808080", "grey": "#b8b8b8",
    "taupe": "#ccac93",
}  # fmt: skip


def _project(source_id: str, value: dict[str, Any], draft: Draft) -> Record:
    if id_of(value, "parent_id"):
        draft.lose("project_nested", "parent_id", "Projects do not stand within projects here.")
    is_favorite = value.get("is_favorite") is True
    name = text_of(value, "name")
    archived = instant(value.get("updated_at")) if value.get("is_archived") is True else None
    return ProjectRecord(
        source_id=source_id,
        name=name,
        color=_color(value, draft),
        is_favorite=is_favorite,
        archived_at=archived,
    )


def _section(source_id: str, value: dict[str, Any], draft: Draft) -> Record:
    project = id_of(value, "project_id")
    if project is None:
        project = short_id("project:Todoist")
        draft.before.append(ProjectRecord(source_id=project, name="Todoist"))
    return SectionRecord(source_id=source_id, project=project, name=text_of(value, "name"))


def _label(source_id: str, value: dict[str, Any], draft: Draft) -> Record:
    return LabelRecord(
        source_id=source_id,
        name=text_of(value, "name"),
        color=_color(value, draft),
        is_favorite=value.get("is_favorite") is True,
    )


def _color(value: dict[str, Any], draft: Draft) -> str | None:
    name = text_of(value, "color")
    if name and name not in _COLORS:
        draft.lose("color_unknown", "color", f"“{name[:30]}” is not known here.")
    return _COLORS.get(name)


_CONTAINERS = {"projects": _project, "sections": _section, "labels": _label}
