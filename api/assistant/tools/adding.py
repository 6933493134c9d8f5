"""Tasks from sentences, read by the parser that the quick-add box uses."""

from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import Field

from api.assistant.plans import Outcome, Plan, Step
from api.assistant.task_words import NO_DATE, due_words, quoted, repeat_words
from api.assistant.tools.projects import project_words
from api.assistant.tools.tasks import change_of
from api.assistant.tools.tool import Arguments, Tool, ToolContext
from api.schemas.common import Document
from shared.domain.tasks import NOTES_MAX
from shared.domain.words.understand import MOST_CHARACTERS

_NOT_MEANT: Final = frozenset(
    {
        "impossible_date",
        "impossible_time",
        "contradiction",
        "rule_refused",
        "reminder_refused",
        "title_too_long",
    }
)
"""Problems with which the task would not be what was said."""


class AddTask(Arguments):
    """A sentence, and notes if there are any."""

    text: Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)] = Field(
        description="The task in the user's own words, dates, repetition, reminders, #project, "
        "@label and p1 to p4 included: 'Pay rent every month on the 1st p1, remind me 1 day "
        "before'. Pass the words on; never compute a date. Words in double quotes are title."
    )
    notes: Annotated[str, Field(max_length=NOTES_MAX)] = Field(
        default="", description="Longer text that belongs to the task; it is kept as it is"
    )


async def _add(context: ToolContext, wanted: AddTask) -> Outcome | Plan:
    person = context.person
    body = {"text": wanted.text, "zone": person.zone, "now": person.now}
    read = (await context.caller.ask("POST", "/api/tasks/parse", body=body)).document
    stopping = [each for each in read["problems"] if each["code"] in _NOT_MEANT]
    if stopping or not read["title"]:
        return _refusal(read)
    task = {**read["task"], **({"notes": wanted.notes} if wanted.notes else {})}
    details = _details(context, task)
    said = ", ".join([quoted(task["title"]), *details])
    also = [_choice_words(wanted.text, each) for each in read["choices"] if _is_told(each)]
    notes = [_problem_words(each, read["choices"]) for each in read["problems"]]
    return Plan(
        words=f"Add {said}",
        done_words=f"Added {said}.",
        more=" ".join([*notes, *also]),
        steps=(Step("POST", "/api/tasks", task),),
        changes=(change_of(None, task["title"], "task", "", ", ".join(details) or NO_DATE),),
        tells_reminders=True,
    )


def _refusal(read: Document) -> Outcome:
    messages = [each["message"] for each in read["problems"]] or ["A task needs a title."]
    words = f"{' '.join(messages)} Nothing was added."
    return Outcome(ok=False, words=words, facts={"problems": read["problems"]})


def _details(context: ToolContext, task: Document) -> list[str]:
    person = context.person
    whole = {"due": None, "recurrence": None, **task}
    repeats = repeat_words(whole, person.clock)
    found = [
        f"due {due_words(whole, person)}" if whole["due"] else "",
        repeats[:1].lower() + repeats[1:],
        f"{task['priority']} priority" if task.get("priority", "none") != "none" else "",
        f"in {project_words(task['project_id'], person)}" if task.get("project_id") else "",
        *(f"@{label}" for label in task.get("labels", ())),
    ]
    return [each for each in found if each]


def _is_told(choice: Document) -> bool:
    """Whether it is another reading; that a project is missing is told as a problem."""
    return bool(choice.get("words")) and choice.get("project") is None


def _problem_words(problem: Document, choices: Sequence[Document]) -> str:
    """What is wrong; a project that is not there is named, and that the task is in none."""
    if problem["code"] != "project_unknown":
        return str(problem["message"])
    names = [each["project"] for each in choices if each.get("project") is not None]
    name = names[-1] if names else ""
    return f"There is no project {quoted(name)}, so it is in none." if name else problem["message"]


def _choice_words(text: str, choice: Document) -> str:
    said = text[choice["start"] : choice["end"]]
    return f"{quoted(said)} may mean {choice['words']} as well."


ADD_TASK = Tool(
    name="add_task",
    title="Add a task",
    description="Make one task of a sentence. Call it once for each task.",
    arguments=AddTask,
    kind="change",
    run=_add,
)
