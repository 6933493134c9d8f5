"""Tasks as CSV, for spreadsheets: readable, not lossless; cells cannot be taken for formulas."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from shared.domain.recurrence import slot_text
from shared.domain.tasks import Due
from shared.interchange.records import (
    ProjectRecord,
    Record,
    ReminderRecord,
    SectionRecord,
    SeriesRecord,
    TaskRecord,
)

COLUMNS: Final = (
    "id", "parent", "title", "notes", "priority", "status", "due", "start", "zone", "labels",
    "project", "section", "rrule", "anchor", "reminders", "created_at", "completed_at",
)  # fmt: skip
_DANGEROUS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'")  # noqa: RUF001 - spreadsheets of East Asia take full-width signs, too
"""OWASP, CSV injection."""


def defused(cell: str) -> str:
    """The cell with a quote before what a spreadsheet would take for a formula.

    A cell that begins with a quote gets another one, so that `as_was` is exact.

    >>> defused("=1+1"), defused("plain"), as_was(defused("'quoted'"))
    ("'=1+1", 'plain', "'quoted'")
    """
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def as_was(cell: str) -> str:
    """The cell before it was defused."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_DANGEROUS) else cell


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """A header, then a line for each task that is not in the trash; UTF-8 with a mark.

    Projects, sections and series have to come before the tasks that name them.
    """
    writer = CsvWriter()
    yield writer.head()
    for record in records:
        yield writer.line(record)


class CsvWriter:
    """The same for a caller that gets its records page by page."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._series: dict[str, tuple[str, str]] = {}

    def head(self) -> bytes:
        """The mark of UTF-8 and the names of the columns."""
        return b"\xef\xbb\xbf" + _line(COLUMNS)

    def line(self, record: Record) -> bytes:
        """The line of a task; nothing for what tasks are only in."""
        match record:
            case ProjectRecord() | SectionRecord():
                self._names[record.source_id] = record.name
            case SeriesRecord():
                self._series[record.source_id] = (record.rrule, record.anchor)
            case TaskRecord() if record.deleted_at is None:
                return self._task(record)
            case _:
                pass
        return b""

    def _task(self, task: TaskRecord) -> bytes:
        rrule, anchor = self._series.get(task.series or "", ("", ""))
        due = task.due or task.start
        cells = (
            task.source_id,
            task.parent or "",
            task.title,
            task.notes,
            str(task.priority),
            task.status,
            _due(task.due),
            _due(task.start),
            (due.zone if due else None) or "",
            ", ".join(task.labels),
            self._names.get(task.project or "", ""),
            self._names.get(task.section or "", ""),
            rrule,
            anchor,
            " ".join(_reminder(one) for one in task.reminders or ()),
            task.created_at.isoformat() if task.created_at else "",
            task.completed_at.isoformat() if task.completed_at else "",
        )
        return _line(cells)


def _line(cells: Iterable[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([defused(cell) for cell in cells])
    return out.getvalue().encode("utf-8", "replace")


def _due(due: Due | None) -> str:
    day = (due.local or due.on) if due else None
    return "" if day is None else slot_text(day).removesuffix(";fold=1")


def _reminder(reminder: ReminderRecord) -> str:
    return reminder.offset or (reminder.at.isoformat() if reminder.at else "")
