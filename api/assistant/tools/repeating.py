"""A repetition is changed from here on, or ended; both only after a yes."""

from typing import Any, Final, Protocol

from api.assistant.plans import Outcome, Plan
from api.assistant.task_words import moment_of_due, repeat_words
from api.assistant.tools.ending import OneTask
from api.assistant.tools.phrases import NotUnderstood, read_repeat
from api.assistant.tools.tasks import Shown, read_task
from api.assistant.tools.tool import Tool, ToolContext
from api.schemas.tasks import Document
from shared.domain.moments import local_words
from shared.domain.recurrence import parse_slot

_SHOWN_DATES: Final = 3
_KEPT: Final = ("missed_policy", "reset_subtasks", "auto_skip_minutes")


class Editing(Protocol):
    """A change of one task that is being put together."""

    task: Shown
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
    read = await read_repeat(context, phrase, task.due, when)
    old = task.document["recurrence"] or {}
    kept = {name: old[name] for name in _KEPT if old.get(name) is not None}
    recurrence = {**kept, **read.recurrence}
    new = {"due": read.due, "recurrence": recurrence}
    before = task.repeat_words(context) or "not at all"
    edit.put("recurrence", recurrence, (before, repeat_words(new, person.clock)), "repeats")
    edit.put("due", read.due, (task.due_words(context), moment_of_due(read.due, person)))
    edit.due = read.due
    edit.notes += read.notes
    edit.notes.append(await _dates_words(context, read.due, read.recurrence))
    if task.repeats:
        edit.notes.append("What was before this occurrence stays as it was.")


async def _dates_words(context: ToolContext, due: Document, recurrence: Document) -> str:
    person = context.person
    body: dict[str, Any] = {
        "rrule": recurrence["rrule"],
        "anchor": recurrence["anchor"],
        "dtstart": due.get("datetime_local") or due["date"],
        "n": _SHOWN_DATES,
    }
    if due.get("zone"):
        body["zone"] = due["zone"]
    found = (await context.caller.ask("POST", "/api/recurrence/preview", body=body)).document
    dates = [
        local_words(parse_slot(each["slot"]), person.today, person.clock) for each in found["dates"]
    ]
    warned = [each["text"] for each in found["warnings"]]
    told = f"Its dates: {', '.join(dates)}." if dates else "It has no dates to come."
    return " ".join([told, *warned])


async def _stop(context: ToolContext, wanted: OneTask) -> Outcome | Plan:
    task = await read_task(context, wanted.task_id)
    if not task.repeats:
        words = f"{task.quoted} does not repeat; nothing was changed."
        return Outcome(ok=True, words=words, tasks=(task.summary(context),))
    if task.status != "open":
        raise NotUnderstood(f"{task.quoted} is {task.status}: use the occurrence that is open.")
    rule, due = task.repeat_words(context), task.due_words(context)
    stays = f"Its series ends; the task itself stays, due {due}"
    return Plan(
        words=f"Stop the repetition of {task.quoted} ({rule}). {stays}",
        done_words=f"{task.quoted} does not repeat any more (it was: {rule}). {stays}.",
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
