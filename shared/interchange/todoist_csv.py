"""Todoist's CSV of one project (todoist.com/help: import or export a project as a CSV file)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from shared.core.errors import InvalidInput
from shared.domain.recurrence import Series, next_slots
from shared.domain.tasks import Due
from shared.domain.words.draft import Context
from shared.domain.words.understand import understand
from shared.interchange.drafts import (
    Draft,
    MadeIds,
    Places,
    not_repeated,
    repeat,
    settled,
    with_note,
)
from shared.interchange.errors import InterchangeError
from shared.interchange.moments import written_date, zone_of
from shared.interchange.records import ReadOptions, TaskRecord
from shared.interchange.rows import Loss, Row, failed, shortened, skipped
from shared.interchange.texts import decoded, sniffed, table
from shared.interchange.todoist_words import Repeat, read_words, sounds_recurring

_LABEL = re.compile(r"(?:^|(?<=\s))@([^\s@]{1,60})")
_PROJECT = "Todoist"
_LONG = timedelta(days=3653)
"""Ten years: every day of a calendar, also 29 February, comes at least once in them."""
_WORDS_MAX = 200


def read(source: Iterable[bytes], options: ReadOptions) -> Iterator[Row]:
    """A row for each task, section and note of the file.

    Raises:
        InterchangeError: `file_too_large`, `encoding`, `header_missing`, `too_many_rows`.
    """
    text, losses = decoded(source)
    rows = table(text, sniffed(text))
    _, head = next(rows, (0, None))
    names = [name.strip().upper() for name in head] if isinstance(head, list) else []
    if "TYPE" not in names or "CONTENT" not in names:
        raise InterchangeError("header_missing", "The first row must name TYPE and CONTENT.")
    yield from settled(_Reader(names, losses, options).drafts(rows))


class _Reader:
    """Where the reading of a file stands: the last task of each indent, and the section."""

    def __init__(self, names: list[str], losses: list[Loss], options: ReadOptions) -> None:
        self._names = names
        self._losses = losses
        self._options = options
        self._places = Places()
        self._ids = MadeIds()
        self._open: list[Draft] = []
        self._section: str | None = None

    def drafts(self, rows: Iterable[tuple[int, list[str] | Loss]]) -> Iterator[Draft | Row]:
        """All rows of the file as drafts; notes are in those of their tasks."""
        for number, row in rows:
            if isinstance(row, Loss):
                yield failed(number, row.code, row.field, row.message)
                continue
            cells = dict(zip(self._names, row, strict=False))
            draft = Draft(number, shortened(cells.get("CONTENT") or ",".join(row)), order=number)
            draft.losses += self._losses
            self._losses = []
            if len(row) > len(self._names) and any(row[len(self._names) :]):
                draft.lose("too_many_columns", "", "It has more columns than the header.")
            yield self._draft(draft, cells)

    def _draft(self, draft: Draft, row: dict[str, str]) -> Draft | Row:
        match row.get("TYPE", "").strip().lower():
            case "task":
                self._task(draft, row)
            case "section":
                project = self._places.project(_PROJECT, draft)
                self._section = self._places.section(project, row.get("CONTENT", ""), draft)
                self._open = []
            case "note":
                if not self._open or self._open[-1].task is None:
                    return failed(
                        draft.number, "note_alone", "TYPE", "There is no task.", draft.excerpt
                    )
                task = self._open[-1].task
                self._open[-1].task = with_note(task, row.get("CONTENT", ""))
                draft.lose("note_joined", "CONTENT", "The comment went into the task's notes.")
            case "meta" | "":
                return skipped(draft.number, "no_content", "It says how Todoist shows the list.")
            case other:
                message = f"“{other[:30]}” is not a type of row."
                return failed(draft.number, "type_unknown", "TYPE", message, draft.excerpt)
        return draft

    def _task(self, draft: Draft, row: dict[str, str]) -> None:
        content = row.get("CONTENT", "")
        labels = tuple(_LABEL.findall(content))
        indent = row.get("INDENT", "").strip()
        level = max(1, int(indent)) if re.fullmatch("[0-9]{1,2}", indent) else 1
        level = min(level, len(self._open) + 1)
        self._open = self._open[: level - 1]
        parent = self._open[-1].task if self._open else None
        title = " ".join(_LABEL.sub("", content).split()) if labels else content
        task = TaskRecord(
            source_id=self._ids.of(self._section, parent and parent.source_id, content),
            title=title,
            notes=row.get("DESCRIPTION", ""),
            priority=_priority(row.get("PRIORITY", "").strip(), draft),
            labels=labels,
            project=self._places.project(_PROJECT, draft),
            section=self._section,
            parent=parent.source_id if parent else None,
        )
        if row.get("RESPONSIBLE", "").strip():
            draft.lose("responsible", "RESPONSIBLE", "Who is responsible is not taken over.")
        for name in ("DURATION", "DEADLINE"):
            if row.get(name, "").strip():
                message = f"There is no such thing here: {row[name][:40]}"
                draft.lose(f"{name.lower()}_unsupported", name, message)
        draft.task = self._dated(draft, task, row)
        self._open.append(draft)

    def _dated(self, draft: Draft, task: TaskRecord, row: dict[str, str]) -> TaskRecord:
        text = row.get("DATE", "").strip()
        if not text:
            return task
        zone = zone_of(row.get("TIMEZONE", "").strip(), "TIMEZONE", draft.losses)
        written = self._written(text, zone)
        if written is not None:
            return replace(task, due=written)
        is_english = row.get("DATE_LANG", "").strip().lower() in ("", "en")
        today = self._options.today if is_english else None
        found = self._repeating(text, zone, today) if today else None
        if found is None:
            return self._once(draft, task, text, zone, today)
        meant, due = found
        if due is None:
            why = "The rule has no date."
            return not_repeated(draft, task, text, "rule_never_occurs", why)
        draft.lose(
            "date_from_words",
            "DATE",
            f"“{text[:100]}” names no due date; it is first due on {_told(due)}.",
        )
        task = replace(task, due=due)
        return repeat(draft, task, meant.rrule, anchor=meant.anchor, source=text)

    def _written(self, text: str, zone: str | None) -> Due | None:
        """The date that is written in numbers."""
        found = written_date(text, self._options.date_order)
        if isinstance(found, datetime):
            return Due(local=found.replace(tzinfo=None), zone=zone)
        return None if found is None else Due(on=found)

    def _repeating(
        self, text: str, zone: str | None, today: date
    ) -> tuple[Repeat, Due | None] | None:
        """The rule that the words mean, and its first date; None if they are not understood."""
        meant = read_words(text, today)
        begins = self._beginning(meant, zone, today) if meant else None
        if begins is None:
            return None
        start = begins.local or begins.on or today
        meant = read_words(text, start)  # every month starting 15 Jan is the 15th of each
        if meant is None:
            return None
        return meant, _first_due(meant.rrule, start, begins.zone, self._options.zone, today)

    def _beginning(self, meant: Repeat, zone: str | None, today: date) -> Due | None:
        """From when on it comes back, at its time of day; None if that is not understood."""
        begins: Due | None = Due(on=today)
        if meant.begins:
            is_day_first = self._options.date_order == "dmy"
            begins = self._written(meant.begins, zone) or one_date(
                meant.begins, today, zone, is_day_first=is_day_first
            )
        if begins is None or meant.at is None:
            return begins
        if begins.on is None:  # one time of day too many
            return None
        return Due(local=datetime.combine(begins.on, meant.at), zone=zone)

    def _once(
        self, draft: Draft, task: TaskRecord, text: str, zone: str | None, today: date | None
    ) -> TaskRecord:
        """The task with the one date that the words say; without it where they are not read."""
        is_day_first = self._options.date_order == "dmy"
        due = one_date(text, today, zone, is_day_first=is_day_first) if today else None
        if due is None or today is None:
            if sounds_recurring(text):
                why = "These words are not understood, and a CSV has no date besides them."
                return not_repeated(draft, task, text, "date_words", why)
            message = f"Its date is not understood: {text[:100]}; it stands in the notes."
            draft.lose("date_words", "DATE", message)
            return with_note(task, f"Date: {text}")
        if due != one_date(text, today + _LONG, zone, is_day_first=is_day_first):
            message = f"“{text[:100]}” was read as of {today}: it is due on {_told(due)}."
            draft.lose("date_from_words", "DATE", message)
        return replace(task, due=due)


def one_date(text: str, today: date, zone: str | None, *, is_day_first: bool) -> Due | None:
    """What words that are a date and nothing else mean on `today`; None if they are not.

    >>> one_date("3 Dec 2026 10:00", date(2026, 11, 27), None, is_day_first=True).local
    datetime.datetime(2026, 12, 3, 10, 0)
    >>> one_date("tomorrow", date(2026, 11, 27), None, is_day_first=True).on
    datetime.date(2026, 11, 28)
    >>> one_date("when it rains", date(2026, 11, 27), None, is_day_first=True) is None
    True
    """
    if len(text) > _WORDS_MAX:
        return None
    midnight = datetime.combine(today, time(), UTC)
    meant = understand(text, Context(midnight, "UTC", day_first=is_day_first))
    is_date_alone = (
        {each.name for each in meant.highlights} == {"due"}
        and {each.code for each in meant.problems} <= {"empty", "in_past"}
        and not meant.title
        and meant.recurrence is None
    )
    if not is_date_alone:
        return None
    if isinstance(meant.due, datetime):
        return Due(local=meant.due, zone=meant.zone or zone)
    return None if meant.due is None else Due(on=meant.due)


def _told(due: Due) -> str:
    """Its date as people write it, with its time if it has one."""
    return f"{due.local:%Y-%m-%d %H:%M}" if due.local else str(due.on)


def _first_due(
    rrule: str, begins: date, zone: str | None, owner_zone: str, today: date
) -> Due | None:
    """The first date of the rule that is not over; None if there is none or it is no rule."""
    yesterday = today - timedelta(days=1)
    try:
        series = Series(rrule, begins, zone or owner_zone)
        first = next(iter(next_slots(series, yesterday, 1)), None)
    except InvalidInput:
        return None
    if isinstance(first, datetime):
        return Due(local=first, zone=zone)
    return None if first is None else Due(on=first)


def _priority(text: str, draft: Draft) -> int:
    if text in ("1", "2", "3", "4"):
        return int(text)
    message = "It has no priority; Todoist would take it as the highest, here it is the lowest."
    if text:
        message = f"“{text[:20]}” is not a priority."
    draft.lose("priority_missing", "PRIORITY", message)
    return 4
