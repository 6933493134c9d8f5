"""iCalendar (RFC 5545): VTODO and VEVENT with rules, exceptions, alarms and parents.

Skips of RFC 7529 become plain rules (product decision 5.1); `X-ANCHOR:COMPLETION` says that a
series counts from completion (5.2).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from shared.interchange.drafts import (
    Draft,
    MadeIds,
    Places,
    on_day,
    settled,
    short_id,
    with_note,
)
from shared.interchange.ics_lines import Component, Property, components
from shared.interchange.ics_series import repeated
from shared.interchange.ics_times import Times, instant_of
from shared.interchange.records import ReadOptions, ReminderRecord, TaskRecord
from shared.interchange.rows import Loss, Row, failed, skipped
from shared.interchange.texts import decoded

_TAKEN: Final = ("VTODO", "VEVENT")
_LOST: Final = {
    "ATTENDEE": "Who was invited",
    "ATTACH": "What was attached",
    "GEO": "The point on the map",
    "EXRULE": "The rule of exceptions",
    "RESOURCES": "What is needed for it",
    "CONTACT": "Whom to ask",
    "CLASS": "Whether it is private",
    "DTEND": "When it ends",
    "ORGANIZER": "Who organizes it",
    "COMMENT": "The comment",
    "PERCENT-COMPLETE": "How far it is done",
    "DURATION": "How long it lasts",
}
_INTO_NOTES: Final = {"LOCATION": "The place", "URL": "The address"}
_LABELS_READ: Final = 1_000
_ESCAPED: Final = re.compile(r"\\([\\;,nN])")


def read(source: Iterable[bytes], options: ReadOptions) -> Iterator[Row]:
    """A row for each component besides zones, parents first.

    Raises:
        InterchangeError: `file_too_large`, `encoding`, `format_unknown`, `too_many_rows`,
            `too_many_lines`, `ics_too_deep`.
    """
    text, losses = decoded(source)
    yield from settled(_Reader(options, losses).drafts(components(text)))


class _Reader:
    def __init__(self, options: ReadOptions, losses: list[Loss]) -> None:
        self._options = options
        self._losses = losses
        self._ids = MadeIds()
        self._project = ""
        self._overridden: dict[str, list[Property]] = defaultdict(list)
        self._parents: dict[str, str] = {}

    def drafts(self, found: Iterable[Component]) -> Iterator[Draft | Row]:
        """All components as drafts; masters know the slots that others override."""
        taken: list[tuple[int, Component]] = []
        number = 0
        for one in found:
            if one.name == "VCALENDAR":
                self._project = _plain(one.value("X-WR-CALNAME"))
                if one.problem:
                    number += 1
                    yield failed(number, "truncated", one.name, one.problem)
            elif one.name != "VTIMEZONE":
                number += 1
                taken.append((number, one))
                slot = one.first("RECURRENCE-ID")
                if slot is not None and one.value("UID"):
                    self._overridden[one.value("UID")].append(slot)
        places = Places()
        made = [self._draft(number, one, places) for number, one in taken]
        for draft in made:
            if isinstance(draft, Draft) and draft.task and draft.task.source_id in self._parents:
                draft.task = replace(draft.task, parent=self._parents[draft.task.source_id])
            yield draft

    def _draft(self, number: int, one: Component, places: Places) -> Draft | Row:
        excerpt = _plain(one.value("SUMMARY")).strip() or _lines(one)
        if one.problem:
            return failed(number, "component_broken", one.name, one.problem, excerpt)
        if one.name not in _TAKEN:
            return skipped(number, "component_unsupported", f"{one.name[:40]} is no task.", excerpt)
        if one.value("STATUS").upper() == "CANCELLED":
            return skipped(number, "cancelled", "It is cancelled there.", excerpt)
        draft = Draft(number, excerpt, order=number)
        draft.losses += self._losses if number == 1 else []
        task = self._task(draft, one)
        found = repeated(draft, one, task, self._overrides(one), self._options)
        if isinstance(found, Row):
            return found
        project = places.project(self._project, draft)
        reminders = self._reminders(draft, one, found)
        draft.task = replace(found, project=project, reminders=reminders)
        return draft

    def _task(self, draft: Draft, one: Component) -> TaskRecord:
        uid = one.value("UID")
        slot = one.value("RECURRENCE-ID")
        source_id = short_id(f"{uid}#{slot}" if slot else uid) if uid else ""
        status = one.value("STATUS").upper()
        if status == "IN-PROCESS":
            draft.lose("status_unsupported", "STATUS", "“In process” became open.")
        if slot:
            message = "An occurrence that differs became a task of its own; its slot is excluded."
            draft.lose("override_separate", "RECURRENCE-ID", message)
            if any("RANGE" in line.params for line in one.all("RECURRENCE-ID")):
                message = "It changed all later ones there; here they stay as they were."
                draft.lose("range_unsupported", "RECURRENCE-ID", message)
        begin, end = Times(draft, self._options.zone).start_and_due(one)
        task = TaskRecord(
            source_id=source_id or self._ids.of(_lines(one)),
            title=_plain(one.value("SUMMARY")),
            notes=_plain(one.value("DESCRIPTION")),
            priority=_priority(one.value("PRIORITY"), draft),
            status="done" if status == "COMPLETED" or one.first("COMPLETED") else "open",
            labels=tuple(islice(_labels(one), _LABELS_READ)),
            parent=self._parent(draft, one, source_id),
            due=end or begin,
            start=begin if end and begin != end else None,
            created_at=instant_of(one.value("CREATED")),
            updated_at=instant_of(one.value("LAST-MODIFIED")),
            completed_at=instant_of(one.value("COMPLETED")),
        )
        for name, what in _INTO_NOTES.items():
            if one.value(name):
                task = with_note(task, f"{name.capitalize()}: {_plain(one.value(name))}")
                draft.lose("into_notes", name, f"{what} stands in the notes.")
        for name, what in _LOST.items():
            if one.first(name):
                draft.lose("property_unsupported", name, f"{what} is not taken over.")
        for line in one.all("BROKEN"):
            draft.lose("line_unreadable", "", f"“{line.value[:60]}”")
        return task

    def _parent(self, draft: Draft, one: Component, source_id: str) -> str | None:
        parent = None
        for line in one.all("RELATED-TO"):
            kind = line.params.get("RELTYPE", "PARENT").upper()
            if kind == "PARENT":
                parent = short_id(line.value.strip())
            elif kind == "CHILD":
                self._parents.setdefault(short_id(line.value.strip()), source_id)
            else:
                draft.lose("relation_unsupported", "RELATED-TO", f"{kind[:20]}: {line.value[:60]}")
        return parent

    def _reminders(
        self, draft: Draft, one: Component, task: TaskRecord
    ) -> tuple[ReminderRecord, ...]:
        found = []
        for alarm in one.parts:
            trigger = alarm.first("TRIGGER")
            reminder = _reminder(alarm, trigger, one.name, task) if trigger else None
            if reminder is None:
                draft.lose("reminder_unreadable", "VALARM", "An alarm cannot be kept.")
            else:
                begins = task.start if reminder.relative_to == "start" else task.due
                found.append(on_day(reminder, begins, self._options.zone))
        return tuple(found)

    def _overrides(self, one: Component) -> list[Property]:
        return [] if one.first("RECURRENCE-ID") else self._overridden.pop(one.value("UID"), [])


def _reminder(
    alarm: Component, trigger: Property, of: str, task: TaskRecord
) -> ReminderRecord | None:
    every = alarm.value("DURATION") if alarm.value("REPEAT").isdecimal() else ""
    again = min(int(alarm.value("REPEAT")[:6]) + 1, 20) if every else None
    at = instant_of(trigger.value.strip())
    if at is not None:
        return ReminderRecord(
            type="absolute", at=at, nag_every=every or None, nag_max=again if every else None
        )
    is_of_end = trigger.params.get("RELATED", "START").upper() == "END"
    if is_of_end and of == "VEVENT":
        return None
    return ReminderRecord(
        type="relative",
        offset=trigger.value.strip(),
        relative_to="start" if task.start and not is_of_end else "due",
        nag_every=every or None,
        nag_max=again if every else None,
    )


def _lines(one: Component) -> str:
    """The first properties as they were written."""
    return "; ".join(f"{line.name}:{line.value}" for line in one.properties[:12])


def _labels(one: Component) -> Iterator[str]:
    for line in one.all("CATEGORIES"):
        for label in re.split(r"(?<!\\),", line.value):
            if label.strip():
                yield _plain(label).strip()


def _priority(text: str, draft: Draft) -> int:
    if not text or text == "0":
        return 4
    number = int(text) if text.isascii() and text.isdecimal() and len(text) == 1 else None
    if number is None:
        draft.lose("priority_unknown", "PRIORITY", f"“{text[:20]}” is not from 0 to 9.")
        return 4
    return 1 if number < 5 else 2 if number == 5 else 3  # noqa: PLR2004 - product decision 5.7


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)
