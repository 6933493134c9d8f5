"""Vikunja's export: a ZIP with data.json, or that JSON itself: projects with their tasks."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from shared.domain.recurrence.patterns import month_day_parts
from shared.domain.tasks import Anchor, Due
from shared.interchange.drafts import Draft, not_repeated, repeat, settled, with_note
from shared.interchange.errors import InterchangeError
from shared.interchange.fields import id_of, int_of, object_of, objects_of, text_of
from shared.interchange.json_stream import Broken, parts
from shared.interchange.moments import due_of, instant
from shared.interchange.records import (
    LabelRecord,
    ProjectRecord,
    ReadOptions,
    ReminderRecord,
    SectionRecord,
    TaskRecord,
)
from shared.interchange.rows import Row, failed
from shared.interchange.texts import FOREIGN_BYTES_MAX, ROWS_MAX, bounded

_PRIORITIES: Final = {0: 4, 1: 3, 2: 3, 3: 2, 4: 1, 5: 1}
_UNITS: Final = ((86400, "DAILY"), (3600, "HOURLY"), (60, "MINUTELY"))
_RATIO_MAX: Final = 200
_PIECE: Final = 64 * 1024


def read(source: Iterable[bytes], options: ReadOptions) -> Iterator[Row]:
    """A row for each project and each task.

    Raises:
        InterchangeError: `file_too_large`, `zip_unreadable`, `zip_bomb`, `zip_without_data`,
            `format_unknown`, or those of `json_stream.parts`.
    """
    yield from settled(_Reader(options).drafts(unpacked(source, "data.json")))


def unpacked(source: Iterable[bytes], name: str) -> Iterator[bytes]:
    """The file of this name in a ZIP, or the source itself if it is none; bounded in both.

    Raises:
        InterchangeError: as `read`.
    """
    raw = b"".join(bounded(source))
    if raw[:4] != b"PK\x03\x04":
        yield raw
        return
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            found = [one for one in archive.infolist() if one.filename.endswith(name)]
            if not found:
                raise InterchangeError("zip_without_data", f"There is no {name} in the archive.")
            _check_size(found[0])
            with archive.open(found[0]) as file:
                yield from bounded(iter(lambda: file.read(_PIECE), b""))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise InterchangeError("zip_unreadable", f"The archive cannot be read: {error}.") from error
    except (OSError, zlib.error) as error:
        raise InterchangeError("zip_unreadable", "The archive is damaged.") from error


def _check_size(entry: zipfile.ZipInfo) -> None:
    if entry.file_size > FOREIGN_BYTES_MAX:
        raise InterchangeError("file_too_large", "What is in the archive is too large.")
    if entry.file_size > _RATIO_MAX * max(1, entry.compress_size):
        raise InterchangeError("zip_bomb", "The archive is packed tighter than any list of tasks.")


class _Reader:
    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._number = 0

    def drafts(self, source: Iterable[bytes]) -> Iterator[Draft | Row]:
        """All projects and tasks of the file."""
        found: list[Draft | Row] = []
        parents: dict[str, str] = {}
        for name, value in parts(source, most=FOREIGN_BYTES_MAX):
            if name not in ("", "projects", "lists", "tasks"):
                continue
            if isinstance(value, dict) and (name == "tasks" or "due_date" in value):
                found.append(self._task(value, None, parents))
            elif isinstance(value, dict):
                found += self._project(value, parents)
            else:
                number = self._next()
                text = value.text if isinstance(value, Broken) else str(value)[:300]
                found.append(failed(number, "object_unreadable", name, "Not an object.", text))
        if not found:
            raise InterchangeError("format_unknown", "There are no Vikunja projects in it.")
        for draft in found:
            if isinstance(draft, Draft) and draft.task and draft.task.source_id in parents:
                draft.task = replace(draft.task, parent=parents[draft.task.source_id])
            yield draft

    def _next(self) -> int:
        self._number += 1
        if self._number > ROWS_MAX:
            raise InterchangeError("too_many_rows", f"A file may have {ROWS_MAX:,} tasks.")
        return self._number

    def _project(self, value: dict[str, Any], parents: dict[str, str]) -> Iterator[Draft | Row]:
        draft = Draft(self._next(), text_of(value, "title"))
        source_id = f"project:{id_of(value, 'id') or draft.number}"
        if id_of(value, "parent_project_id"):
            draft.lose("project_nested", "parent_project_id", "Projects do not nest here.")
        if text_of(value, "description"):
            draft.lose("description", "description", "Projects have no description here.")
        color = text_of(value, "hex_color")
        draft.before.append(
            ProjectRecord(
                source_id=source_id,
                name=text_of(value, "title"),
                color=f"#{color.removeprefix('#')}" if color else None,
                is_favorite=value.get("is_favorite") is True,
                created_at=instant(value.get("created")),
                archived_at=instant(value.get("updated")) if value.get("is_archived") else None,
            )
        )
        for bucket in objects_of(value, "buckets"):
            name, bucket_id = text_of(bucket, "title"), id_of(bucket, "id")
            if name and bucket_id:
                draft.before.append(
                    SectionRecord(source_id=f"bucket:{bucket_id}", project=source_id, name=name)
                )
        known = {one.source_id for one in draft.before}  # type: ignore[union-attr]  # has ids
        yield draft
        for task in objects_of(value, "tasks"):
            made = self._task(task, source_id, parents)
            if made.task and made.task.section not in known:
                made.task = replace(made.task, section=None)
            yield made

    def _task(self, value: dict[str, Any], project: str | None, parents: dict[str, str]) -> Draft:
        draft = Draft(self._next(), str(value)[:300])
        draft.order = draft.number
        source_id = f"task:{id_of(value, 'id') or draft.number}"
        number = int_of(value, "priority")
        if number not in _PRIORITIES:
            draft.lose("priority_unknown", "priority", f"{number} is not a priority.")
        labels = objects_of(value, "labels")
        for label in labels:
            color = text_of(label, "hex_color")
            if color and id_of(label, "id"):
                draft.before.append(
                    LabelRecord(
                        source_id=f"label:{id_of(label, 'id')}",
                        name=text_of(label, "title"),
                        color=f"#{color.removeprefix('#')}",
                    )
                )
        bucket = id_of(value, "bucket_id")
        task = TaskRecord(
            source_id=source_id,
            title=text_of(value, "title"),
            notes=text_of(value, "description"),
            priority=_PRIORITIES.get(number, 4),
            status="done" if value.get("done") is True else "open",
            labels=tuple(text_of(label, "title") for label in labels),
            project=project,
            section=f"bucket:{bucket}" if bucket else None,
            due=self._due(value, "due_date", draft),
            start=self._due(value, "start_date", draft),
            reminders=_reminders(value, draft),
            created_at=instant(value.get("created")),
            updated_at=instant(value.get("updated")),
            completed_at=instant(value.get("done_at")),
        )
        self._related(draft, value, source_id, parents)
        for comment in objects_of(value, "comments"):
            task = with_note(task, text_of(comment, "comment"))
            draft.lose("note_joined", "comments", "A comment went into the task's notes.")
        for name in (
            "attachments",
            "assignees",
            "percent_done",
            "end_date",
            "hex_color",
            "is_favorite",
        ):
            if value.get(name) and not text_of(value, name).startswith("0001-"):
                draft.lose(f"{name}_unsupported", name, "It is not taken over.")
        draft.task = _repeated(draft, task, value)
        return draft

    def _due(self, value: dict[str, Any], name: str, draft: Draft) -> Due | None:
        text = value.get(name)
        if isinstance(text, str) and text.startswith("0001-"):  # Go's zero time: none
            return None
        return due_of(text, name, draft.losses, zone=None, owner_zone=self._options.zone)

    def _related(
        self, draft: Draft, value: dict[str, Any], source_id: str, parents: dict[str, str]
    ) -> None:
        related = object_of(value, "related_tasks")
        for kind in sorted(related):
            for other in objects_of(related, kind):
                other_id = f"task:{id_of(other, 'id')}"
                if kind == "parenttask":
                    parents[source_id] = other_id
                elif kind == "subtask":
                    parents.setdefault(other_id, source_id)
                else:
                    draft.lose("relation_unsupported", kind[:40], f"{kind[:40]} {other_id}")


def _reminders(value: dict[str, Any], draft: Draft) -> tuple[ReminderRecord, ...]:
    found = []
    for reminder in objects_of(value, "reminders"):
        to = text_of(reminder, "relative_to")
        at = instant(reminder.get("reminder"))
        if to in ("due_date", "start_date"):
            seconds = int_of(reminder, "relative_period")
            sign = "-" if seconds < 0 else ""
            found.append(
                ReminderRecord(
                    type="relative",
                    offset=f"{sign}PT{abs(seconds)}S",
                    relative_to="due" if to == "due_date" else "start",
                )
            )
        elif at is not None:
            found.append(ReminderRecord(type="absolute", at=at))
        else:
            draft.lose("reminder_unreadable", "reminders", "A reminder has no time.")
    return tuple(found)


def _repeated(draft: Draft, task: TaskRecord, value: dict[str, Any]) -> TaskRecord:
    """Mode 0: from the due time; 1: each month; 2: from the completion."""
    seconds, mode = int_of(value, "repeat_after"), int_of(value, "repeat_mode")
    if seconds <= 0 and mode != 1:
        return task
    words = f"repeat_after {seconds} s, repeat_mode {mode}"
    anchor: Anchor = "completion" if mode == 2 else "schedule"  # noqa: PLR2004 - see above
    if mode == 1:
        day = task.due.local or task.due.on if task.due else None
        rule = f"FREQ=MONTHLY;{month_day_parts(day.day if day else 1, 31)}"
        return repeat(draft, task, rule, source=words)
    for size, freq in _UNITS:
        if seconds % size == 0:
            every = seconds // size
            rule = f"FREQ={freq};INTERVAL={every}" if every > 1 else f"FREQ={freq}"
            return repeat(draft, task, rule, anchor=anchor, source=words)
    return not_repeated(draft, task, words, "recurrence_seconds", "Minutes are the smallest unit.")
