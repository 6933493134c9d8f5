"""Any CSV with a header, by a mapping of its columns to fields; also the CSV written here."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from shared.domain.tasks import Due
from shared.domain.zones import to_instant
from shared.interchange.csv_out import COLUMNS, as_was
from shared.interchange.drafts import (
    Draft,
    MadeIds,
    Places,
    not_repeated,
    repeat,
    settled,
    short_id,
)
from shared.interchange.errors import InterchangeError
from shared.interchange.moments import instant, on_clock, written_date, zone_of
from shared.interchange.records import ReadOptions, ReminderRecord, TaskRecord
from shared.interchange.rows import Loss, Row, failed, shortened
from shared.interchange.texts import COLUMNS_MAX, decoded, sniffed, table

FIELDS: Final = (
    "id", "title", "notes", "due", "start", "zone", "priority", "labels", "project", "section",
    "parent", "done", "rrule", "anchor", "reminder", "created", "completed", "ignore",
)  # fmt: skip
_OWN: Final = {"status": "done", "reminders": "reminder"} | {
    "created_at": "created", "completed_at": "completed"
}  # fmt: skip
_TRUE: Final = ("1", "true", "yes", "y", "x", "done", "completed", "✓")
_FALSE: Final = ("", "0", "false", "no", "n", "open", "todo", "-")
_NAMED: Final = {"high": 1, "medium": 2, "low": 3, "none": 4, "": 4}


def read(source: Iterable[bytes], options: ReadOptions) -> Iterator[Row]:
    """A row for each row of the file, parents first.

    Without a mapping, columns are taken by their names. The CSV written by `csv_out` is known by
    its header.

    Raises:
        InterchangeError: `file_too_large`, `encoding`, `header_missing`, `mapping_unknown_field`,
            `mapping_unknown_column`, `mapping_without_title`, `too_many_rows`.
    """
    text, losses = decoded(source)
    rows = table(text, sniffed(text))
    _, head = next(rows, (0, None))
    if not isinstance(head, list):
        raise InterchangeError("header_missing", "The first row must name the columns.")
    names = [name.strip() for name in head]
    is_own = names == list(COLUMNS)
    fields = _fields(names, options, is_own=is_own)
    yield from settled(_Reader(fields, losses, options, is_own=is_own).drafts(rows))


def _fields(names: list[str], options: ReadOptions, *, is_own: bool) -> list[str]:
    if is_own:
        return [_OWN.get(name, name) for name in names]
    mapping = dict(options.mapping)
    for column, field in mapping.items():
        if field not in FIELDS:
            raise InterchangeError("mapping_unknown_field", f"There is no field {field[:40]}.")
        if column not in names:
            raise InterchangeError("mapping_unknown_column", f"No column is {column[:40]}.")
    found = [mapping.get(name, name.lower() if not mapping else "") for name in names]
    if "title" not in found:
        raise InterchangeError("mapping_without_title", "No column becomes the title.")
    return [field if field in FIELDS else "" for field in found][:COLUMNS_MAX]


class _Reader:
    def __init__(
        self, fields: list[str], losses: list[Loss], options: ReadOptions, *, is_own: bool
    ) -> None:
        self._fields = fields
        self._losses = losses
        self._options = options
        self._is_own = is_own
        self._places = Places()
        self._ids = MadeIds()

    def drafts(self, rows: Iterable[tuple[int, list[str] | Loss]]) -> Iterator[Draft | Row]:
        """All rows of the file as drafts."""
        for number, row in rows:
            if isinstance(row, Loss):
                yield failed(number, row.code, row.field, row.message)
                continue
            draft = Draft(number, shortened(",".join(row)), order=number)
            draft.losses += self._losses
            self._losses = []
            if any(row[len(self._fields) :]):
                draft.lose("too_many_columns", "", "It has more columns than the header.")
            self._fill(draft, row)
            yield draft

    def _fill(self, draft: Draft, row: list[str]) -> None:
        cells: dict[str, str] = {}
        for field, cell in zip(self._fields, row, strict=False):
            value = as_was(cell) if self._is_own else cell
            if field == "" and value.strip():
                draft.lose("column_unmapped", "", f"Not mapped: {value[:60]}")
            elif field == "labels" and field in cells:
                cells[field] += f",{value}"
            elif field not in ("", "ignore"):
                cells[field] = value
        project = self._places.project(cells.get("project", ""), draft)
        section = self._places.section(project, cells.get("section", ""), draft)
        given = cells.get("id", "").strip()
        is_skipped = self._is_own and cells.get("done") == "skipped"
        done = not is_skipped and _done(cells.get("done", ""), draft)
        task = TaskRecord(
            source_id=short_id(given) if given else self._ids.of(*row),
            title=cells.get("title", ""),
            notes=cells.get("notes", ""),
            priority=_priority(cells.get("priority", ""), draft),
            status="skipped" if is_skipped else "done" if done else "open",
            labels=_labels(cells.get("labels", "")),
            project=project,
            section=section,
            parent=short_id(cells["parent"].strip()) if cells.get("parent", "").strip() else None,
            created_at=instant(cells.get("created", "").strip()),
            completed_at=instant(cells.get("completed", "").strip()),
        )
        zone = zone_of(cells.get("zone", "").strip(), "zone", draft.losses)
        due, start = (self._due(cells, name, zone, draft) for name in ("due", "start"))
        task = replace(task, due=due, start=start)
        task = self._reminded(draft, task, cells, zone or self._options.zone)
        draft.task = self._repeated(draft, task, cells)

    def _due(self, cells: dict[str, str], name: str, zone: str | None, draft: Draft) -> Due | None:
        text = cells.get(name, "").strip()
        if not text:
            return None
        found = written_date(text, "ymd" if self._is_own else self._options.date_order)
        if isinstance(found, datetime) and found.tzinfo is not None:
            found = self._shown(found, name, zone or self._options.zone, draft)
        if found is None:
            draft.lose("date_unreadable", name, f"“{text[:40]}” is not a date.")
        elif isinstance(found, datetime):
            return Due(local=found.replace(fold=0, microsecond=0), zone=zone)
        return Due(on=found) if found else None

    def _shown(self, found: datetime, name: str, zone: str, draft: Draft) -> datetime | None:
        """What a clock in `zone` shows at the instant."""
        local = on_clock(found, zone)
        if local is not None and to_instant(local, zone) != found.replace(microsecond=0):
            draft.lose("hour_repeated", name, "Clocks show this time twice; here it is the first.")
        return local

    def _reminded(
        self, draft: Draft, task: TaskRecord, cells: dict[str, str], zone: str
    ) -> TaskRecord:
        found = []
        for part in re.split(r"[;\s]+", cells.get("reminder", "").strip()):
            at = instant(part)
            wall = written_date(part, self._options.date_order)
            if re.fullmatch(r"[+-]?P[0-9DTHMSW]+", part, re.ASCII):
                found.append(ReminderRecord(type="relative", offset=part))
            elif at is not None:
                found.append(ReminderRecord(type="absolute", at=at))
            elif isinstance(wall, datetime) and 1900 < wall.year < 2200:  # noqa: PLR2004 - years kept
                at = to_instant(wall.replace(tzinfo=None), zone).astimezone(UTC)
                found.append(ReminderRecord(type="absolute", at=at))
            elif part:
                draft.lose("reminder_unreadable", "reminder", f"“{part[:40]}” is not a time.")
        return replace(task, reminders=tuple(found) or None)

    def _repeated(self, draft: Draft, task: TaskRecord, cells: dict[str, str]) -> TaskRecord:
        rule = cells.get("rrule", "").strip()
        if not rule:
            return task
        anchor = cells.get("anchor", "").strip() or "schedule"
        if anchor == "completion":
            return repeat(draft, task, rule, anchor="completion")
        if anchor != "schedule":
            return not_repeated(draft, task, rule, "anchor_unknown", f"Anchor “{anchor[:20]}”.")
        return repeat(draft, task, rule)


def _done(text: str, draft: Draft) -> bool:
    word = text.strip().lower()
    if word not in _TRUE and word not in _FALSE:
        draft.lose("done_unknown", "done", f"“{text[:20]}” is neither yes nor no; it is open.")
    return word in _TRUE


def _priority(text: str, draft: Draft) -> int:
    word = text.strip().lower().removeprefix("p")
    found = _NAMED.get(word) or (int(word) if word in ("1", "2", "3", "4") else None)
    if found is None:
        draft.lose("priority_unknown", "priority", f"“{text[:20]}” is not from 1 to 4.")
    return found or 4


def _labels(text: str) -> tuple[str, ...]:
    return tuple(label.strip() for label in re.split(r"[,;|]", text) if label.strip())
