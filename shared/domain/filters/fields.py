"""What can be asked about a task: names, kinds, and which comparisons make sense."""

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.filters.problems import nearest


class Kind(StrEnum):
    """What values of a field are."""

    FLAG = "flag"
    CHOICE = "choice"
    TEXT = "text"
    NUMBER = "number"
    WALL = "wall time"
    INSTANT = "instant"
    NAME = "name"
    ID = "id"


_EQUAL = ("=", "!=")
_ORDER = (*_EQUAL, "<", "<=", ">", ">=")
_LISTS = ("in", "not in")
_LIKE = ("like", "not like")
_OPERATORS = {
    Kind.FLAG: _EQUAL,
    Kind.CHOICE: (*_EQUAL, *_LISTS),
    Kind.TEXT: (*_EQUAL, *_LISTS, *_LIKE),
    Kind.NUMBER: (*_ORDER, *_LISTS),
    Kind.WALL: (*_ORDER, *_LISTS),
    Kind.INSTANT: (*_ORDER, *_LISTS),
    Kind.NAME: (*_EQUAL, *_LISTS, *_LIKE),
    Kind.ID: (*_EQUAL, *_LISTS),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field; `can_be_unset` says whether `= null` makes sense, else `instead` says what does."""

    name: str
    kind: Kind
    can_be_unset: bool = False
    choices: tuple[str, ...] = ()
    instead: str = ""

    @property
    def operators(self) -> tuple[str, ...]:
        """The operators that it can be compared with."""
        return _LIKE if self.name == "text" else _OPERATORS[self.kind]


FREQUENCIES = ("yearly", "monthly", "weekly", "daily", "hourly", "minutely")
STATUSES = ("open", "done", "skipped")

FIELDS = {
    field.name: field
    for field in (
        Field("done", Kind.FLAG),
        Field("overdue", Kind.FLAG),
        Field("recurring", Kind.FLAG),
        Field("status", Kind.CHOICE, choices=STATUSES),
        Field("title", Kind.TEXT),
        Field("notes", Kind.TEXT, can_be_unset=True),
        Field("text", Kind.TEXT),
        Field("priority", Kind.NUMBER, instead="priority = 4"),
        Field("due", Kind.WALL, can_be_unset=True),
        Field("start", Kind.WALL, can_be_unset=True),
        Field("created", Kind.INSTANT),
        Field("updated", Kind.INSTANT),
        Field("completed", Kind.INSTANT, can_be_unset=True),
        Field("next_reminder", Kind.INSTANT, can_be_unset=True),
        Field("project", Kind.NAME, can_be_unset=True),
        Field("section", Kind.NAME, can_be_unset=True),
        Field("labels", Kind.NAME, can_be_unset=True),
        Field("parent", Kind.ID, can_be_unset=True),
        Field("rrule.freq", Kind.CHOICE, can_be_unset=True, choices=FREQUENCIES),
        Field("missed", Kind.NUMBER, can_be_unset=True),
        Field("skipped", Kind.NUMBER, can_be_unset=True),
        Field("subtasks", Kind.NUMBER, instead="subtasks = 0"),
        Field("subtasks.open", Kind.NUMBER, instead="subtasks.open = 0"),
        Field("reminders", Kind.NUMBER, instead="reminders = 0"),
        Field("checklist", Kind.NUMBER, instead="checklist = 0"),
        Field("checklist.open", Kind.NUMBER, instead="checklist.open = 0"),
    )
}

_OTHER_NAMES = {
    "completed_at": "completed",
    "created_at": "created",
    "description": "notes",
    "doneat": "completed",
    "done_at": "completed",
    "due_date": "due",
    "duedate": "due",
    "freq": "rrule.freq",
    "label": "labels",
    "note": "notes",
    "reminder": "reminders",
    "repeating": "recurring",
    "start_date": "start",
    "startdate": "start",
    "tag": "labels",
    "tags": "labels",
    "updated_at": "updated",
}
"""What other programs call them."""


def find_field(name: str) -> Field | None:
    """The field of that name, in any case, or by the name that another program gives it.

    >>> find_field("dueDate").name
    'due'
    """
    name = name.lower()
    return FIELDS.get(_OTHER_NAMES.get(name, name))


def similar_field(name: str) -> str | None:
    """The field whose name is written almost so."""
    found = nearest(name, (*FIELDS, *_OTHER_NAMES))
    return _OTHER_NAMES.get(found, found) if found else None
