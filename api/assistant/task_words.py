"""Tasks as the assistant tells of them: short documents, and words for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from api.schemas.common import Document
from shared.core.plain import one_line, shortened, undirected_lines
from shared.domain.moments import Clock, in_clock, local_words, moment_words
from shared.domain.recurrence import Slot, parse_rule, parse_slot
from shared.domain.recurrence.words import rule_words, sentence
from shared.domain.schedule_dates import slot_at
from shared.domain.zones import to_local

NO_DATE: Final = "no date"
MOST_NOTES: Final = 500
"""So many characters of notes are told."""
_SHOWN: Final = 120
_INNER_QUOTES: Final = str.maketrans("“”", "''")
_WAITING: Final = frozenset({"scheduled", "deferred"})


@dataclass(frozen=True, slots=True)
class Person:
    """Who is talked to: how times are told to them, at `now`."""

    user_id: UUID
    zone: str
    now: datetime
    clock: Clock
    week_start: str
    projects: Mapping[str, str]
    """Names of their projects by id."""

    @property
    def today(self) -> date:
        """The day where they are."""
        return to_local(self.now, self.zone).date()


def task_summary(task: Document, person: Person) -> Document:
    """What matters of a `TaskOut` to somebody who talks of it; its text is plain, and short."""
    project = person.projects.get(task["project_id"]) if task["project_id"] else None
    return {
        "id": task["id"],
        "title": one_line(task["title"]),
        "status": task["status"],
        "due": due_words(task, person),
        "overdue": is_overdue(task, person),
        "repeats": repeat_words(task, person.clock),
        "priority": task["priority"],
        "labels": [one_line(each) for each in task["labels"]],
        "project": one_line(project) if project else None,
        "notes": shortened(undirected_lines(task["notes"]), MOST_NOTES),
        "version": task["version"],
    }


def is_overdue(task: Document, person: Person) -> bool:
    """Whether it is open and should have been done; a whole day is over when the day is."""
    due = task["due"]
    if due is None or task["status"] != "open":
        return False
    slot = slot_of_due(due)
    if not isinstance(slot, datetime):
        return slot < person.today
    return instant_of_due(due, person) < person.now


def due_words(task: Document, person: Person) -> str:
    """When it is due: an absolute day, with the time and a foreign zone where there is one."""
    return moment_of_due(task["due"], person)


def moment_of_due(due: Document | None, person: Person) -> str:
    """A due time as `due_words`; members that are missing are not set."""
    if due is None:
        return NO_DATE
    zone = due.get("zone")
    foreign = f" ({zone})" if zone and zone != person.zone else ""
    return local_words(slot_of_due(due), person.today, person.clock) + foreign


def repeat_words(task: Document, clock: Clock = "24h") -> str:
    """How it comes back, as a sentence without its full stop; empty if it does not."""
    recurrence, due = task["recurrence"], task["due"]
    if recurrence is None or due is None:
        return ""
    rule = parse_rule(recurrence["rrule"])
    # Moved by itself it has another time than its series, which its slot tells of.
    start = parse_slot(task["slot"]) if task.get("slot") else slot_of_due(due)
    words = rule_words(rule, start, recurrence["anchor"], says_time=True)
    return in_clock(sentence(words).rstrip("."), clock)


def reminder_moments(task: Document, person: Person) -> list[str]:
    """When the reminders of the task that wait will come, the first one first."""
    found = sorted(
        datetime.fromisoformat(each["fire_at"])
        for each in task["reminders"]
        if each["state"] in _WAITING and each["fire_at"]
    )
    return [instant_words(each, person) for each in found]


def instant_words(instant: datetime, person: Person) -> str:
    """An instant as their clock shows it, with its day."""
    return moment_words(instant, person.now, person.zone, person.clock)


def instant_of_due(due: Document, person: Person) -> datetime:
    """The instant of a due time; of a day its beginning."""
    return slot_at(slot_of_due(due), due.get("zone") or person.zone)


def slot_of_due(due: Document) -> Slot:
    """The day, or the local time, of a due time."""
    local = due.get("datetime_local")
    if local is not None:
        return datetime.fromisoformat(local)
    return date.fromisoformat(due["date"])


def quoted(title: str) -> str:
    """The title as one line in quotes, which it cannot end itself, cut where nobody reads on.

    >>> quoted("Pay rent")
    '“Pay rent”'
    """
    return f"“{shortened(one_line(title), _SHOWN).translate(_INNER_QUOTES)}”"
