"""Tasks as the assistant tells of them: short documents, and words for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from api.schemas.tasks import Document
from shared.domain.moments import Clock, local_words
from shared.domain.recurrence import Slot, parse_rule
from shared.domain.recurrence.words import rule_words, sentence
from shared.domain.zones import to_local

NO_DATE: Final = "no date"


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
    """What matters of a `TaskOut` to somebody who talks of it."""
    project = person.projects.get(task["project_id"]) if task["project_id"] else None
    return {
        "id": task["id"],
        "title": task["title"],
        "status": task["status"],
        "due": due_words(task, person),
        "repeats": repeat_words(task),
        "priority": task["priority"],
        "labels": task["labels"],
        "project": project,
        "version": task["version"],
    }


def due_words(task: Document, person: Person) -> str:
    """When it is due: an absolute day, with the time and a foreign zone where there is one."""
    due = task["due"]
    if due is None:
        return NO_DATE
    zone = f" ({due['zone']})" if due.get("zone") and due["zone"] != person.zone else ""
    return local_words(_slot(due), person.today, person.clock) + zone


def repeat_words(task: Document) -> str:
    """How it comes back, as a sentence; empty if it does not."""
    recurrence, due = task["recurrence"], task["due"]
    if recurrence is None or due is None:
        return ""
    after = " after it is done" if recurrence["anchor"] == "completion" else ""
    return sentence(rule_words(parse_rule(recurrence["rrule"]), _slot(due))).rstrip(".") + after


def quoted(title: str) -> str:
    """The title in quotes, cut where nobody reads on.

    >>> quoted("Pay rent")
    '“Pay rent”'
    """
    return f"“{title if len(title) <= _SHOWN else title[: _SHOWN - 1] + '…'}”"


_SHOWN: Final = 120


def _slot(due: Document) -> Slot:
    if due["datetime_local"] is not None:
        return datetime.fromisoformat(due["datetime_local"])
    return date.fromisoformat(due["date"])
