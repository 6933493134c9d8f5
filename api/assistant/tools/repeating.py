"""A repetition is changed from here on, or ended; both only after a yes."""

from typing import Any, Final, Protocol

from api.assistant.plans import Change, Outcome, Plan
from api.assistant.task_words import moment_of_due, repeat_words, slot_of_due
from api.assistant.tools.ending import OneTask
from api.assistant.tools.phrases import read_repeat
from api.assistant.tools.tasks import Shown, read_task, refuse_ended, slot_words
from api.assistant.tools.tool import Tool, ToolContext
from api.schemas.common import Document
from shared.domain.recurrence import parse_slot
from shared.domain.words.draft import day_of

NEXT_DATES: Final = "next dates"
"""Field of the change that names the dates of before and after."""
_SHOWN_DATES: Final = 3
_KEPT: Final = ("missed_policy", "reset_subtasks", "auto_skip_minutes")


class Editing(Protocol):
    """A change of one task that is being put together."""

    task: Shown
    body: dict[str, Any]
    changes: list[Change]
    notes: list[str]
    due: Document | None

    def put(self, name: str, value: object, words: tuple[str, str], label: str = "") -> None:
        """The field has another value, unless it is so already."""
        ...


async def plan_repeat(context: ToolContext, edit: Editing, phrase: str, when: str | None) -> None:
    """The edit has the rule that is meant, its first time, and the dates that come of it.

    Raises:
        NotUnderstood: the phrase is no repetition.
    """
    task, person = edit.task, context.person
    read = await read_repeat(context, phrase, _series_due(task), when)
    old = task.document["recurrence"] or {}
    kept = {name: old[name] for name in _KEPT if old.get(name) is not None}
    recurrence = {**kept, **read.recurrence}
    new = {"due": read.due, "recurrence": recurrence}
    before = task.repeat_words(context) or "not at all"
    edit.put("recurrence", recurrence, (before, repeat_words(new, person.clock)), "repeats")
    edit.put("due", read.due, (task.due_words(context), moment_of_due(read.due, person)))
    edit.due = read.due
    edit.notes += read.notes
    if "recurrence" not in edit.body and "due" not in edit.body:
        return
    dates, warned = await _dates(context, read.due, read.recurrence)
    edit.notes += [f"Its dates: {dates}." if dates else "It has no dates to come.", *warned]
    if task.repeats:
        edit.notes.append("What came before this occurrence stays as it was.")
        edit.changes.append(task.change(NEXT_DATES, await _dates_so_far(context, task), dates))


def _series_due(task: Shown) -> Document | None:
    """When it is due, at the time of day of its series, from which it may have been moved."""
    due, slot = task.due, task.document["slot"]
    if due is None or slot is None or "T" not in slot:
        return due
    at = parse_slot(slot)
    local = f"{day_of(slot_of_due(due)).isoformat()}T{at:%H:%M:%S}"
    return {**due, "date": None, "datetime_local": local}


async def _dates_so_far(context: ToolContext, task: Shown) -> str:
    path = f"/api/tasks/{task.id}/schedule"
    coming = (await context.caller.ask("GET", path)).document["next"][: _SHOWN_DATES - 1]
    return ", ".join(
        [task.due_words(context), *(slot_words(context, e["slot"], task.due) for e in coming)]
    )


async def _dates(
    context: ToolContext, due: Document, recurrence: Document
) -> tuple[str, list[str]]:
    """The first dates of a rule, for people, and what should be known of it."""
    body: dict[str, Any] = {
        "rrule": recurrence["rrule"],
        "anchor": recurrence["anchor"],
        "dtstart": due.get("datetime_local") or due["date"],
        "n": _SHOWN_DATES,
    }
    if due.get("zone"):
        body["zone"] = due["zone"]
    found = (await context.caller.ask("POST", "/api/recurrence/preview", body=body)).document
    dates = ", ".join(slot_words(context, each["slot"], due) for each in found["dates"])
    return dates, [each["text"] for each in found["warnings"]]


async def _stop(context: ToolContext, wanted: OneTask) -> Outcome | Plan:
    task = await read_task(context, wanted.task_id)
    if not task.repeats:
        words = f"{task.quoted} does not repeat; nothing was changed."
        return Outcome(ok=True, words=words, tasks=(task.summary(context),))
    refuse_ended(task)
    rule, due = task.repeat_words(context), task.due_words(context)
    return Plan(
        words=f"Stop the repetition of {task.quoted} ({rule})",
        done_words=f"{task.quoted} does not repeat any more (it was: {rule}).",
        more=f"Its series ends; this task stays as a single one, due {due}.",
        steps=(task.step("PATCH", "", {"recurrence": None}),),
        changes=(task.change("repeats", rule, "not at all"),),
        needs_confirmation=True,
    )


STOP_REPEATING = Tool(
    name="stop_repeating",
    title="Stop a repetition",
    description="End the series of a repeating task; this occurrence stays as a single task. The "
    "user is asked first.",
    arguments=OneTask,
    kind="destructive",
    run=_stop,
)
