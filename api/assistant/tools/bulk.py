"""Several tasks are changed at once: those that were shown, as they were shown."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field

from api.assistant.plans import Change, Outcome, Plan, Step
from api.assistant.task_words import moment_of_due
from api.assistant.tools.finding import asks_about_status
from api.assistant.tools.moving import Phrase, later, one_of
from api.assistant.tools.phrases import NotUnderstood, read_length, read_when
from api.assistant.tools.projects import project_called, project_words
from api.assistant.tools.tasks import BULK, Shown
from api.assistant.tools.tool import Arguments, Tool, ToolContext
from api.assistant.tools.updating import Labels, PriorityName, changed_labels, label_words
from api.schemas.bulk import MOST_TASKS
from api.schemas.common import Document
from shared.core.plain import one_line
from shared.domain.words.vocabulary import Unit

_PAGE: Final = 200
_FIELDS: Final = "id,title,status,due,labels,priority,project_id,recurrence,slot,version"
_VERBS: Final = {
    "complete": ("Complete", "Done"),
    "reopen": ("Open again", "Open again"),
    "skip": ("Skip", "Skipped"),
    "postpone": ("Move", "Moved"),
    "delete": ("Delete", "Deleted"),
    "edit": ("Change", "Changed"),
}
_ENDS: Final = {"complete": "done", "reopen": "open", "skip": "skipped"}

Action = Literal["complete", "reopen", "skip", "postpone", "delete", "edit"]


class ChangeTasks(Arguments):
    """Which tasks, by ids or by filter and words, and what is done to all of them."""

    action: Action
    task_ids: Annotated[list[UUID], Field(max_length=MOST_TASKS)] = Field(
        default_factory=list, description="Ids from find_tasks; or leave it out and give a filter"
    )
    filter: Annotated[str, Field(max_length=4_000)] = Field(
        default="", description="As in find_tasks: overdue, #Project, @label, …"
    )
    words: Annotated[str, Field(max_length=200)] = Field(
        default="", description="Words of title or notes"
    )
    to: Phrase | None = Field(
        default=None,
        description="With postpone: when instead, as said: 'tomorrow', 'friday 3pm'. A day alone "
        "keeps each task's time of day",
    )
    by: Phrase | None = Field(
        default=None, description="With postpone: how much later, as said: '2 days'"
    )
    priority: PriorityName | None = Field(default=None, description="With edit")
    add_labels: Labels = Field(default_factory=list, description="With edit")
    remove_labels: Labels = Field(default_factory=list, description="With edit")
    project: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        default=None, description="With edit: name of a project, or inbox"
    )


async def _change(context: ToolContext, wanted: ChangeTasks) -> Outcome | Plan:
    body, notes = await _body(context, wanted)
    tasks = await _tasks(context, wanted)
    if not tasks:
        return Outcome(ok=False, words="No task matches; nothing was changed.")
    changes = tuple(each for task in tasks for each in _changes(context, wanted, body, task))
    if not changes:
        words = "None of them can be changed so, or they are so already; nothing was changed."
        return Outcome(ok=False, words=words)
    ids = {each.task_id for each in changes}
    left = len(tasks) - len(ids)
    tasks = [each for each in tasks if each.id in ids]
    stay = (
        [f"{left} more {'matches, and stays' if left == 1 else 'match, and stay'} as before."]
        if left
        else []
    )
    verb, done = _VERBS[wanted.action]
    what = tasks[0].quoted if len(tasks) == 1 else f"{len(tasks)} tasks"
    more = _more(context, wanted, body, tasks)
    return Plan(
        words=f"{verb} {what}{more}",
        done_words=f"{done}: {what}{more}.",
        more=" ".join([*notes, *stay]),
        steps=tuple(_steps(body, tasks)),
        changes=changes,
        needs_confirmation=len(tasks) > 1 or wanted.action == "delete",
    )


async def _body(context: ToolContext, wanted: ChangeTasks) -> tuple[Document, Sequence[str]]:
    """What is asked of the API besides the ids, and what else should be known.

    Raises:
        NotUnderstood: it does not fit the action.
    """
    fields = _set(context, wanted)
    is_postponed = wanted.action == "postpone"
    if is_postponed:
        one_of("to", wanted.to, "by", wanted.by)
    elif wanted.to is not None or wanted.by is not None:
        raise NotUnderstood("to and by belong to the action postpone.")
    if bool(fields) != (wanted.action == "edit"):
        what = "Say what is to be set" if not fields else "Fields are set with the action edit"
        raise NotUnderstood(f"{what}: priority, add_labels, remove_labels or project.")
    body: Document = {"action": wanted.action, **({"set": fields} if fields else {})}
    if wanted.to is not None:
        read = await read_when(context, wanted.to)
        return {**body, "to": read.due, "keep_time": "date" in read.due}, read.notes
    if wanted.by is not None:
        length = read_length(wanted.by)
        if any(unit in (Unit.MONTH, Unit.YEAR) for _, unit in length.amounts):
            raise NotUnderstood("Months are not equally long: say days or weeks for many tasks.")
        return {**body, "by": length.iso(context.person.today)}, ()
    return body, ()


def _set(context: ToolContext, wanted: ChangeTasks) -> Document:
    found: dict[str, Any] = {
        "priority": wanted.priority,
        "add_labels": [each.lstrip("@") for each in wanted.add_labels],
        "remove_labels": [each.lstrip("@") for each in wanted.remove_labels],
    }
    fields = {name: value for name, value in found.items() if value}
    if wanted.project is not None:
        fields["project_id"] = project_called(wanted.project, context.person)
    return fields


async def _tasks(context: ToolContext, wanted: ChangeTasks) -> list[Shown]:
    """The tasks that are meant, each as it is now.

    Raises:
        NotUnderstood: nothing says which, or they are too many.
        Refused: one is no task of this person, or the filter cannot be read.
    """
    by_query = bool(wanted.filter.strip() or wanted.words.strip())
    if by_query == bool(wanted.task_ids):
        raise NotUnderstood("Say which tasks: either task_ids, or filter and words.")
    if not by_query:
        ids = dict.fromkeys(wanted.task_ids)
        return [await _one(context, each) for each in ids]
    return await _matching(context, wanted)


async def _one(context: ToolContext, task_id: UUID) -> Shown:
    path, query = f"/api/tasks/{task_id}", {"fields": _FIELDS}
    return Shown((await context.caller.ask("GET", path, query=query)).document)


async def _matching(context: ToolContext, wanted: ChangeTasks) -> list[Shown]:
    query: dict[str, Any] = {"limit": _PAGE, "fields": _FIELDS, "with_total": "true"}
    if wanted.filter.strip():
        query["filter"] = wanted.filter.strip()
    if wanted.words.strip():
        query["q"] = wanted.words.strip()
    if not asks_about_status(wanted.filter):
        query["completed"] = "true" if wanted.action == "reopen" else "false"
    found: list[Shown] = []
    while True:
        page = (await context.caller.ask("GET", "/api/tasks", query=query)).document
        if page.get("total", 0) > MOST_TASKS:
            raise NotUnderstood(
                f"{page['total']} tasks match; at most {MOST_TASKS} are changed at once. Say more "
                "exactly which."
            )
        found += [Shown(each) for each in page["items"]]
        if page["next_cursor"] is None or len(found) >= MOST_TASKS:
            return found[:MOST_TASKS]
        query["cursor"] = page["next_cursor"]


def _steps(body: Document, tasks: Sequence[Shown]) -> Iterator[Step]:
    ids = [each.id for each in tasks]
    versions = [each.document["version"] for each in tasks]
    for start in range(0, len(ids), MOST_TASKS):
        part = slice(start, start + MOST_TASKS)
        yield Step("POST", BULK, {**body, "ids": ids[part], "versions": versions[part]})


def _changes(
    context: ToolContext, wanted: ChangeTasks, body: Document, task: Shown
) -> Iterator[Change]:
    """What becomes of one task; nothing if it is so already."""
    if wanted.action == "edit":
        yield from _edits(context, body["set"], task)
    elif wanted.action == "delete":
        yield task.change("task", task.due_words(context), "deleted")
        if task.ends_series:
            yield task.change("repeats", task.repeat_words(context), "ended")
    elif wanted.action == "postpone":
        after = _moved(context, wanted, body, task)
        if after is not None and task.status == "open":
            yield task.change("due", task.due_words(context), after)
    elif wanted.action == "skip" and not task.repeats:
        return
    elif task.status != _ENDS[wanted.action]:
        yield task.change("status", task.status, _ENDS[wanted.action])


def _edits(context: ToolContext, fields: Document, task: Shown) -> Iterator[Change]:
    before = task.document
    if fields.get("priority") not in (None, before["priority"]):
        yield task.change("priority", before["priority"], fields["priority"])
    labels = changed_labels(
        before["labels"], fields.get("add_labels", ()), fields.get("remove_labels", ())
    )
    if labels != before["labels"]:
        yield task.change("labels", label_words(before["labels"]), label_words(labels))
    if "project_id" in fields and fields["project_id"] != before["project_id"]:
        person = context.person
        old, new = (project_words(e, person) for e in (before["project_id"], fields["project_id"]))
        yield task.change("project", old, new)


def _moved(context: ToolContext, wanted: ChangeTasks, body: Document, task: Shown) -> str | None:
    """When it is due then; None if it cannot be moved so."""
    if wanted.by is not None:
        try:
            return moment_of_due(later(context, task, wanted.by), context.person)
        except NotUnderstood:
            return None
    to, due = body["to"], task.due
    zone = to.get("zone") or (due or {}).get("zone")
    if body["keep_time"] and due is not None and due["datetime_local"] is not None:
        at = due["datetime_local"].partition("T")[2]
        to = {"datetime_local": f"{to['date']}T{at}"}
    return moment_of_due({**to, "zone": zone}, context.person)


def _more(context: ToolContext, wanted: ChangeTasks, body: Document, tasks: Sequence[Shown]) -> str:
    """What is said of all of them."""
    repeating = sum(each.repeats for each in tasks)
    if wanted.action == "postpone":
        alone = "; of those that repeat these occurrences alone" if repeating else ""
        if wanted.by is not None:
            return f" by {one_line(wanted.by)}{alone}"
        kept = ", each at its time" if body["keep_time"] else ""
        return f" to {moment_of_due(body['to'], context.person)}{kept}{alone}"
    ending = sum(each.ends_series for each in tasks)
    if wanted.action == "delete" and ending:
        one = "1 of them repeats: its series ends"
        many = f"{ending} of them repeat: their series end"
        return f"; {one if ending == 1 else many}"
    return ""


CHANGE_TASKS = Tool(
    name="change_tasks",
    title="Change several tasks",
    description="Do the same to several tasks: complete, reopen, skip, postpone, delete, or edit "
    "priority, labels and project. The user sees each task and is asked first.",
    arguments=ChangeTasks,
    kind="destructive",
    run=_change,
)
