"""What somebody asks the assistant for."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Intent: TypeAlias = Literal[
    "add",
    "list",
    "complete",
    "reopen",
    "skip",
    "postpone",
    "snooze",
    "move",
    "delete",
    "change",
    "explain",
    "undo",
    "confirm",
    "decline",
    "choose",
    "help",
    "projects",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class Request:
    """An intent, the task or tasks it is about, and what is to become of them.

    Phrases stand as they were said: the parser reads them, nothing here computes a date.
    """

    intent: Intent = "unknown"
    query: str | None = None
    """The words that name the task, without articles; of a list, what its tasks are about."""
    choice: int | None = None
    """The place in a list that was shown, from 1; -1 is the last."""
    is_last: bool = False
    """The task that was talked of last: it, that one."""
    is_all: bool = False
    """All tasks of `filter`; of a choice, or with `is_last`, all that were shown last."""
    filter: str | None = None
    """In the language of docs/filters.md. It says nothing of done tasks unless they did."""
    when: str | None = None
    """The day or time; of a skip, a deletion or a reopening, which of several is meant."""
    by: str | None = None
    """A length of time."""
    text: str | None = None
    """Of a new task: what the parser reads."""
    is_guess: bool = False
    """It only reads like a task: nobody asked to add it."""
    set_title: str | None = None
    set_priority: int | None = None
    set_project: str | None = None
    """A name; `inbox` is no project."""
    set_repeat: str | None = None
    set_remind: str | None = None
    """Such as 1 hour before: `remind me` in front of it makes a phrase of the parser."""
    add_labels: tuple[str, ...] = ()
    remove_labels: tuple[str, ...] = ()
    no_due: bool = False
    no_repeat: bool = False
    no_reminders: bool = False
