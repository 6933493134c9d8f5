"""Fields of a task are changed; a repetition only on purpose, and only after a yes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from api.assistant.plans import Change, Outcome, Plan
from api.assistant.task_words import NO_DATE, instant_words, moment_of_due
from api.assistant.tools.ending import OneTask
from api.assistant.tools.moving import Phrase
from api.assistant.tools.phrases import (
    NotUnderstood,
    read_reminders,
    read_when,
)
from api.assistant.tools.projects import project_called, project_words
from api.assistant.tools.repeating import NEXT_DATES, plan_repeat
from api.assistant.tools.tasks import Shown, read_task, refuse_ended
from api.assistant.tools.tool import Tool, ToolContext
from api.schemas.common import Document
from shared.core.plain import one_line, undirected_lines
from shared.domain.moments import length_words
from shared.domain.reminders import parse_offset
from shared.domain.tasks import LABEL_MAX, LABELS_MAX, NOTES_MAX, TITLE_MAX

Labels = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=LABEL_MAX)]], Field(max_length=LABELS_MAX)
]
PriorityName = Literal["high", "medium", "low", "none"]

_KEPT: Final = ("relative_to", "channels", "urgent")


class UpdateTask(OneTask):
    """What is to be another; what is left out stays as it is."""

    title: Annotated[str, Field(min_length=1, max_length=TITLE_MAX)] | None = Field(
        default=None, description="The new title, one line"
    )
    notes: Annotated[str, Field(max_length=NOTES_MAX)] | None = Field(
        default=None, description="All of the notes; an empty text clears them"
    )
    priority: PriorityName | None = Field(
        default=None, description="p1 is high, p2 medium, p3 low, p4 none"
    )
    add_labels: Labels = Field(default_factory=list, description="Labels to add, without @")
    remove_labels: Labels = Field(default_factory=list, description="Labels to take away")
    project: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        default=None, description="Name of a project; inbox takes the task out of its project"
    )
    when: Phrase | None = Field(
        default=None,
        description="When it is to be due, as the user said it: 'friday 3pm', 'in 2 days'. Pass "
        "the words on; never compute a date. A day alone keeps the time of day. Of a repeating "
        "task this occurrence alone moves",
    )
    all_day: bool = Field(default=False, description="With when: due on the day, without a time")
    no_due: bool = Field(default=False, description="The task is to have no due time any more")
    remind: Phrase | None = Field(
        default=None,
        description="Reminders to add, as said: '1 day before and at 9am', 'tomorrow at 8'",
    )
    no_reminders: bool = Field(
        default=False, description="Takes away the reminders that it has; with remind it has those"
    )
    repeat: Phrase | None = Field(
        default=None,
        description="How it is to come back from now on, as said: 'every monday at 9'. The user "
        "is asked first if it repeats already. To end a repetition there is stop_repeating",
    )


@dataclass
class Edit:
    """What is sent and told of a change of one task."""

    task: Shown
    body: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    due: Document | None = None

    def put(self, name: str, value: object, words: tuple[str, str], label: str = "") -> None:
        """The field has another value, unless it is so already."""
        if words[0] != words[1]:
            self.body[name] = value
            self.changes.append(self.task.change(label or name, *words))


async def _update(context: ToolContext, wanted: UpdateTask) -> Outcome | Plan:
    given = wanted.model_fields_set - {"task_id"}
    if not any(getattr(wanted, name) not in (None, False, []) for name in given):
        raise NotUnderstood("Say what is to be changed: title, notes, priority, when, repeat, …")
    if wanted.no_due and (wanted.when or wanted.repeat):
        raise NotUnderstood("Give either no_due, or when and repeat.")
    task = await read_task(context, wanted.task_id)
    edit = Edit(task, due=task.due)
    _texts(context, edit, wanted)
    if wanted.repeat is not None:
        refuse_ended(task)
        await plan_repeat(context, edit, wanted.repeat, wanted.when)
    elif wanted.when is not None or wanted.no_due:
        await _due(context, edit, wanted)
    if wanted.remind is not None or wanted.no_reminders:
        await _reminders(context, edit, wanted)
    if not edit.changes:
        return Outcome(
            ok=True,
            words=f"{task.quoted} is so already; nothing was changed.",
            tasks=(task.summary(context),),
        )
    return _plan(edit, is_new_rule="recurrence" in edit.body)


def _plan(edit: Edit, *, is_new_rule: bool) -> Plan:
    task = edit.task
    lines = "; ".join(_line(each) for each in edit.changes if each.field != NEXT_DATES)
    is_series = is_new_rule and task.repeats
    return Plan(
        words=f"Change {task.quoted}: {lines}",
        done_words=f"Changed {task.quoted}: {lines}.",
        more=" ".join(edit.notes),
        steps=(task.step("PATCH", "/series?scope=following" if is_series else "", edit.body),),
        changes=tuple(edit.changes),
        needs_confirmation=is_series,
        tells_reminders=bool({"due", "reminders"} & edit.body.keys()),
    )


def _line(change: Change) -> str:
    if change.field == "notes":
        return "notes" if change.after else "no notes"
    return f"{change.field} from {change.before or 'none'} to {change.after or 'none'}"


def _texts(context: ToolContext, edit: Edit, wanted: UpdateTask) -> None:
    before = edit.task.document
    person = context.person
    if wanted.title is not None:
        words = (f"“{one_line(before['title'])}”", f"“{one_line(wanted.title)}”")
        edit.put("title", wanted.title, words)
    if wanted.notes is not None:
        words = (undirected_lines(before["notes"]), undirected_lines(wanted.notes))
        edit.put("notes", wanted.notes, words)
    if wanted.priority is not None:
        edit.put("priority", wanted.priority, (before["priority"], wanted.priority))
    if wanted.add_labels or wanted.remove_labels:
        labels = changed_labels(before["labels"], wanted.add_labels, wanted.remove_labels)
        edit.put("labels", labels, (label_words(before["labels"]), label_words(labels)))
    if wanted.project is not None:
        project_id = project_called(wanted.project, person)
        words = (project_words(before["project_id"], person), project_words(project_id, person))
        edit.put("project_id", project_id, words, "project")


async def _due(context: ToolContext, edit: Edit, wanted: UpdateTask) -> None:
    task, person = edit.task, context.person
    if wanted.no_due:
        if task.repeats:
            raise NotUnderstood(
                f"{task.quoted} repeats ({task.repeat_words(context)}), so it needs a date. Stop "
                "its repetition first."
            )
        edit.due = None
        edit.put("due", None, (task.due_words(context), NO_DATE))
        return
    refuse_ended(task)
    read = await read_when(context, wanted.when or "", task.due, all_day=wanted.all_day)
    edit.due = read.due
    edit.put("due", read.due, (task.due_words(context), moment_of_due(read.due, person)))
    edit.notes += read.notes
    if task.repeats and "due" in edit.body:
        rule = task.repeat_words(context)
        edit.notes.append(f"Only this occurrence moves; it still repeats: {rule}.")


async def _reminders(context: ToolContext, edit: Edit, wanted: UpdateTask) -> None:
    refuse_ended(edit.task)
    repeats = edit.task.repeats or "recurrence" in edit.body
    stored = [each for each in edit.task.document["reminders"] if each["snooze_of"] is None]
    old = [_as_sent(each) for each in stored if each["reason"] != "removed"]
    new: list[Document] = []
    if wanted.remind is not None:
        new = await read_reminders(context, wanted.remind, edit.due, repeats=repeats)
    kept = [] if wanted.no_reminders else old
    times = {_time_of(each) for each in kept}
    wished = [*kept, *(each for each in new if _time_of(each) not in times)]
    words = (_words(context, old), _words(context, wished))
    edit.put("reminders", wished, words)


def _as_sent(reminder: Document) -> Document:
    """A reminder that is there, as the API takes it back; so it is not touched."""
    kept = {name: reminder[name] for name in _KEPT if reminder[name] is not None}
    nag = reminder["nag"]
    if nag is not None:
        kept["nag"] = {"every": nag["every"], "max": nag["max"]}
    name = "offset" if reminder["offset"] is not None else "at"
    return {name: reminder[name], **kept}


def _time_of(reminder: Document) -> tuple[str | None, str | None, str]:
    relative_to = reminder.get("relative_to") or "due"
    return reminder.get("offset"), reminder.get("at"), relative_to


def _words(context: ToolContext, reminders: Sequence[Document]) -> str:
    return ", ".join(_reminder_words(context, each) for each in reminders) or "none"


def _reminder_words(context: ToolContext, reminder: Document) -> str:
    at = reminder.get("at")
    if at is not None:
        return instant_words(datetime.fromisoformat(at), context.person)
    offset = parse_offset(reminder["offset"])
    base = "the start" if reminder.get("relative_to") == "start" else "it is due"
    if not offset.days and not offset.elapsed:
        return f"when {base}" if base == "it is due" else "at the start"
    is_before = offset.days < 0 or offset.elapsed.total_seconds() < 0
    return f"{length_words(offset)} {'before' if is_before else 'after'} {base}"


def changed_labels(
    before: Sequence[str], added: Sequence[str], removed: Sequence[str]
) -> list[str]:
    """The labels without some, and with others; in any case they are the same."""
    gone = {each.lstrip("@").casefold() for each in removed}
    kept = [each for each in before if each.casefold() not in gone]
    there = {each.casefold() for each in kept}
    return [*kept, *(e for each in added if (e := each.lstrip("@")).casefold() not in there)]


def label_words(labels: Sequence[str]) -> str:
    """Labels, for people."""
    return ", ".join(f"@{one_line(each)}" for each in labels) or "no labels"


UPDATE_TASK = Tool(
    name="update_task",
    title="Change a task",
    description="Change title, notes, priority, labels, project, due time, reminders or repetition "
    "of one task. Dates are phrases in the user's words.",
    arguments=UpdateTask,
    kind="change",
    run=_update,
)
