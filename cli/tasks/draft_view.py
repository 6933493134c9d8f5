"""What was understood of a sentence, line by line, so that it can be checked at a glance."""

from collections.abc import Iterator
from typing import Final

from rich.text import Text

from cli.refusals import Document
from cli.tasks.desk import Desk
from cli.tasks.drafts import Draft
from cli.tasks.rows import project_names
from cli.tasks.wording import due_words, priority_mark, reminder_words, slot_of, slot_words
from shared.core.plain import one_line
from shared.domain.recurrence.slots import parse_slot, slot_text

_DATES: Final = 3
_WIDTH: Final = 11


def repeats_of(desk: Desk, task: Document) -> Document | None:
    """How it comes back, in words and with its next three dates; None if it does not."""
    recurrence, due = task.get("recurrence"), task.get("due")
    if recurrence is None:
        return None
    asked = {"rrule": recurrence["rrule"], "anchor": recurrence["anchor"], "n": _DATES}
    if due is not None:
        asked["dtstart"] = slot_text(slot_of(due))
        asked |= {"zone": due["zone"]} if due.get("zone") else {}
    found = desk.remote.ask("POST", "/api/recurrence/preview", json=asked)
    return {"text": found["text"], "dates": [each["slot"] for each in found["dates"]]}


def show_task(desk: Desk, draft: Draft, task: Document, repeats: Document | None) -> None:
    """Title and all that the task has."""
    desk.say(Text(one_line(task["title"]), style="bold"))
    for name, value in _lines(desk, draft, task, repeats):
        desk.say(Text.assemble(("  " + name.ljust(_WIDTH), "dim"), value))


def show_doubts(desk: Desk, draft: Draft) -> None:
    """What was not understood, and what the sentence may mean as well."""
    for problem in draft.problems:
        said = one_line(draft.text[problem["start"] : problem["end"]])
        at = f"“{said}”: " if said else ""
        desk.say(Text(f"  ! {at}{one_line(problem['message'])}", style="yellow"))
    for choice in draft.choices:
        said, words = one_line(choice["said"]), one_line(choice["words"])
        may = words if choice.get("project") else f"“{said}” may also mean {words}"
        desk.say(Text(f"  ? {may}: rondel add --choose {choice['number']}", style="cyan"))


def _lines(
    desk: Desk, draft: Draft, task: Document, repeats: Document | None
) -> Iterator[tuple[str, str]]:
    if task.get("due") is not None:
        yield "due", due_words(desk, task["due"])
    if repeats is not None:
        yield "repeats", repeats["text"]
        dates = ", ".join(slot_words(desk, parse_slot(each)) for each in repeats["dates"])
        yield "", dates
    if task.get("reminders"):
        yield "reminders", "; ".join(reminder_words(desk, each) for each in task["reminders"])
    if task.get("project_id"):
        yield "project", project_names(desk).get(task["project_id"], "(archived)")
    elif draft.new_project is not None:
        yield "project", f"{one_line(draft.new_project)} (new)"
    if task.get("labels"):
        yield "labels", " ".join(f"@{one_line(each)}" for each in task["labels"])
    if priority := priority_mark(task.get("priority", "none")):
        yield "priority", priority
