"""Tasks from sentences, read by the parser that the quick-add box uses."""

from typing import Annotated, Final

from pydantic import Field

from api.assistant.plans import Change, Outcome, Plan, Step
from api.assistant.task_words import NO_DATE, due_words, quoted, repeat_words
from api.assistant.tools.tool import Arguments, Tool, ToolContext
from api.schemas.tasks import Document
from shared.domain.words.understand import MOST_CHARACTERS

_NOT_MEANT: Final = frozenset(
    {"impossible_date", "impossible_time", "contradiction", "rule_refused", "reminder_refused"}
)
"""Problems with which the task would not be what was said."""


class AddTask(Arguments):
    """A sentence."""

    text: Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)] = Field(
        description="The task in the user's own words, dates, repetition, reminders, #project, "
        "@label and p1 to p4 included: 'Pay rent every month on the 1st p1, remind me 1 day "
        "before'. Pass the words on; never compute a date. Words in double quotes are title."
    )


async def _add(context: ToolContext, wanted: AddTask) -> Outcome | Plan:
    person = context.person
    body = {"text": wanted.text, "zone": person.zone, "now": person.now}
    read = (await context.caller.ask("POST", "/api/tasks/parse", body=body)).document
    stopping = [each for each in read["problems"] if each["code"] in _NOT_MEANT]
    if stopping or not read["title"]:
        return _refusal(read)
    task = read["task"]
    details = _details(context, task)
    said = ", ".join([quoted(task["title"]), *details])
    also = [_choice_words(wanted.text, each) for each in read["choices"] if each.get("words")]
    notes = [each["message"] for each in read["problems"]]
    return Plan(
        words=f"Add {said}",
        done_words=" ".join([f"Added {said}.", *notes, *also]),
        steps=(Step("POST", "/api/tasks", task),),
        changes=(Change(None, task["title"], "task", "", ", ".join(details) or NO_DATE),),
    )


def _refusal(read: Document) -> Outcome:
    messages = [each["message"] for each in read["problems"]] or ["A task needs a title."]
    return Outcome(ok=False, words=" ".join(messages), facts={"problems": read["problems"]})


def _details(context: ToolContext, task: Document) -> list[str]:
    whole = {"due": None, "recurrence": None, **task}
    if whole["due"] is not None:
        whole["due"] = {"date": None, "datetime_local": None, "zone": None, **whole["due"]}
    found = [f"due {due_words(whole, context.person)}"] if whole["due"] else []
    repeats = repeat_words(whole)
    return [*found, *([repeats[0].lower() + repeats[1:]] if repeats else [])]


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
