"""What foreign readers have in common: rows gathered first, then put in order and made fit.

A parent comes before its children; siblings come in the order that the file gives them. A circle
of parents is opened, and what is not in the file is not pointed at: both are losses.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Final

from shared.core.errors import InvalidInput
from shared.domain.recurrence import check_occurs, parse_rule, slot_text
from shared.domain.reminders import fire_at_for, parse_offset
from shared.domain.tasks import NOTES_MAX, Anchor, Due
from shared.interchange.cleaning import cleaned
from shared.interchange.records import (
    LabelRecord,
    ProjectRecord,
    Record,
    ReminderRecord,
    SectionRecord,
    SeriesRecord,
    TaskRecord,
)
from shared.interchange.rows import Loss, Row, failed, skipped, taken
from shared.interchange.storing import SOURCE_ID_MAX

LOSSES_KEPT: Final = 1_000


@dataclass(slots=True)
class Draft:
    """A row on its way: its task, what has to be there before, and what was lost."""

    number: int
    excerpt: str
    task: TaskRecord | None = None
    before: list[Record] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    order: float = 0
    is_repeated: bool = False

    def lose(self, code: str, name: str, message: str) -> None:
        """One thing of this row does not come over; of very many only the first are told."""
        if len(self.losses) < LOSSES_KEPT:
            self.losses.append(Loss(code, name, message))


class Places:
    """Projects and sections that rows name; each becomes a record where it is named first."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def project(self, name: str, draft: Draft) -> str | None:
        """The source id of the project of this name; None for a blank one."""
        if not name.strip():
            return None
        source_id = short_id(f"project:{name.strip()}")
        if source_id not in self._known:
            self._known.add(source_id)
            draft.before.append(ProjectRecord(source_id=source_id, name=name.strip()))
        return source_id

    def section(self, project: str | None, name: str, draft: Draft) -> str | None:
        """The source id of the section of this name; None for a blank one or without project."""
        if not name.strip():
            return None
        if project is None:
            draft.lose("section_without_project", "section", "A section belongs to a project.")
            return None
        source_id = short_id(f"section:{project}/{name.strip()}")
        if source_id not in self._known:
            self._known.add(source_id)
            draft.before.append(
                SectionRecord(source_id=source_id, project=project, name=name.strip())
            )
        return source_id


class MadeIds:
    """Ids for rows without one: a hash of what they are; equal rows are counted."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, *parts: object) -> str:
        """The id; the same parts in the same order of calls give the same ids again."""
        text = "\x1f".join(str(part) for part in parts)
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
        self._seen[digest] += 1
        again = self._seen[digest]
        return digest if again == 1 else f"{digest}-{again}"


def short_id(text: str) -> str:
    """`text`, or its hash if it is too long or odd for an id."""
    if 0 < len(text) <= SOURCE_ID_MAX and text.isprintable():
        return text
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def repeat(
    draft: Draft,
    task: TaskRecord,
    rrule: str,
    *,
    anchor: Anchor = "schedule",
    source: str | None = None,
    exdates: Iterable[date] = (),
    rdates: Iterable[date] = (),
    dtstart: Due | None = None,
) -> TaskRecord:
    """The task as an occurrence of a series with this rule, which is kept byte for byte.

    A rule that cannot be kept is a loss; its words (`source`) then stand in the notes.
    """
    words = source or rrule
    if task.status != "open":
        message = f"It is done, so it does not come back: {words[:100]}"
        draft.lose("recurrence_of_done", "recurrence", message)
        return task
    due = task.due
    start = dtstart or due
    if due is None or start is None:
        return not_repeated(draft, task, words, "recurrence_without_date", "It has no due date.")
    slot = due.local or due.on
    first = start.local or start.on
    if slot is None or first is None or isinstance(slot, datetime) != isinstance(first, datetime):
        return not_repeated(draft, task, words, "recurrence_without_date", "Start and due differ.")
    try:
        rule = parse_rule(rrule)
        check_occurs(rule, first)
    except InvalidInput as error:
        return not_repeated(draft, task, words, error.reason_code, str(error))
    all_day = not isinstance(first, datetime)
    source_id = short_id(f"series:{task.source_id}")
    draft.before.append(
        SeriesRecord(
            source_id=source_id,
            rrule=rule.text,
            dtstart=_midnight(first),
            all_day=all_day,
            zone=due.zone,
            anchor=anchor,
            exdates=tuple(slot_text(day) for day in exdates),
            rdates=tuple(slot_text(day) for day in rdates),
        )
    )
    return replace(task, series=source_id, slot=slot_text(slot))


def not_repeated(draft: Draft, task: TaskRecord, words: str, code: str, why: str) -> TaskRecord:
    """The task with the words of its recurrence in the notes, and a loss that says why."""
    message = f"It does not come back here; how it did stands in its notes. {why}"
    draft.lose(code, "recurrence", message)
    return with_note(task, f"Repeats: {words}")


def with_note(task: TaskRecord, text: str) -> TaskRecord:
    """The task with a paragraph more in its notes."""
    if len(task.notes) > NOTES_MAX:  # is cut anyway, with a loss
        return task
    return replace(task, notes=f"{task.notes}\n\n{text}" if task.notes else text)


def on_day(reminder: ReminderRecord, due: Due | None, zone: str) -> ReminderRecord:
    """The reminder at its instant if it counts from the midnight of a day, as others count it."""
    if reminder.offset is None or due is None or due.on is None:
        return reminder
    try:
        at = fire_at_for(due.on, parse_offset(reminder.offset), zone, time.min)
    except InvalidInput:
        return reminder
    return replace(reminder, type="absolute", offset=None, relative_to="due", at=at)


def _midnight(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, datetime.min.time())


def settled(drafts: Iterable[Draft | Row]) -> Iterator[Row]:
    """Rows of all drafts: those that failed at once, then parents before children."""
    tasks: dict[str, Draft] = {}
    rest: list[Draft] = []
    for draft in drafts:
        if isinstance(draft, Row):
            yield draft
        elif draft.task is None:
            rest.append(draft)
        elif draft.task.source_id in tasks:
            code, message = "id_repeated", "Another row has the same id; this one was left out."
            # What comes before it may be needed by others, so only the task is dropped.
            draft.task = None
            draft.is_repeated = True
            draft.lose(code, "id", message)
            rest.append(draft)
        else:
            tasks[draft.task.source_id] = draft
    depths = _depths(tasks)
    ordered = sorted(tasks.items(), key=lambda item: (depths[item[0]], item[1].order))
    everything = rest + [draft for _, draft in ordered]
    arrival = _Arrival(everything)
    for draft in everything:
        yield arrival.row(draft)


class _Arrival:
    """Which projects and sections are there already; one comes with the first row that needs it."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._places = {
            record.source_id: record
            for draft in drafts
            for record in draft.before
            if isinstance(record, ProjectRecord | SectionRecord)
        }
        self._arrived: set[str] = set()

    def row(self, draft: Draft) -> Row:
        """The row of the draft, with what it needs before it."""
        task = self._located(draft) if draft.task else None
        draft.task = task
        places: dict[str, ProjectRecord | SectionRecord] = {}
        others: list[Record] = []
        for record in draft.before:
            if isinstance(record, ProjectRecord | SectionRecord):
                self._need(record.source_id, places)
            elif not (isinstance(record, LabelRecord) and record.source_id in self._arrived):
                others.append(record)
        for source_id in (task.project, task.section) if task else ():
            self._need(source_id, places)
        draft.before = [*places.values(), *others]
        row = _row(draft)
        if row.records:
            self._arrived.update(places)
            labels = (one for one in others if isinstance(one, LabelRecord))
            self._arrived.update(label.source_id for label in labels)
        return row

    def _need(
        self, source_id: str | None, places: dict[str, ProjectRecord | SectionRecord]
    ) -> None:
        if source_id is None or source_id in self._arrived or source_id in places:
            return
        record = self._places.get(source_id)
        if isinstance(record, SectionRecord):
            self._need(record.project, places)
        if record is not None:
            places[source_id] = record

    def _located(self, draft: Draft) -> TaskRecord | None:
        """The task without project or section that the file does not have."""
        task = draft.task
        if task is not None and task.project is not None and task.project not in self._places:
            draft.lose("project_missing", "project", "Its project is not in the file.")
            task = replace(task, project=None)
        if task is not None and task.section is not None:
            section = self._places.get(task.section)
            if not isinstance(section, SectionRecord) or section.project != task.project:
                draft.lose("section_missing", "section", "Its section is not in the file.")
                task = replace(task, section=None)
        return task


def _depths(tasks: Mapping[str, Draft]) -> dict[str, int]:
    """How many ancestors each has; links that lead nowhere or in a circle are cut."""
    depths: dict[str, int] = {}
    for source_id in tasks:
        path: list[str] = []
        on_path: set[str] = set()
        current: str | None = source_id
        while current is not None and current not in depths:
            path.append(current)
            on_path.add(current)
            current = _parent(tasks, current, on_path)
        depth = -1 if current is None else depths[current]
        for one in reversed(path):
            depth += 1
            depths[one] = depth
    return depths


def _parent(tasks: Mapping[str, Draft], source_id: str, path: set[str]) -> str | None:
    draft = tasks[source_id]
    parent = draft.task.parent if draft.task else None
    if parent is None or draft.task is None:
        return None
    if parent in tasks and parent not in path:
        return parent
    code, why = ("parent_circle", "Its parents go in a circle; it stands alone.")
    if parent not in tasks:
        code, why = ("parent_missing", "Its parent is not in the file; it stands alone.")
    draft.lose(code, "parent", why)
    draft.task = replace(draft.task, parent=None)
    return None


def _row(draft: Draft) -> Row:
    losses = draft.losses
    try:
        records = [cleaned(record, losses) for record in draft.before]
        if draft.task is not None:
            records.append(cleaned(draft.task, losses))
    except InvalidInput as error:
        field_name = error.pointer.lstrip("/")
        return failed(draft.number, error.reason_code, field_name, str(error), draft.excerpt)
    if draft.is_repeated and not records:
        return skipped(draft.number, losses[-1].code, losses[-1].message, draft.excerpt)
    return taken(draft.number, records, losses, draft.excerpt)
