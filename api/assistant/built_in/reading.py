"""What the built-in assistant tells without changing anything."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Final

from api.assistant.agent import Part, Text
from api.assistant.built_in.choosing import choose_task
from api.assistant.built_in.continuing import NOT_UNDERSTOOD
from api.assistant.built_in.headings import heading
from api.assistant.built_in.using import Asking
from api.assistant.task_words import NO_DATE, quoted
from api.schemas.common import Document
from shared.core.plain import one_line

_SHOWN: Final = 20
_HELLO: Final = "Hello. Tell me a task, or ask “what is due today”; “help” shows what I can do."
_WELCOME: Final = "You are welcome."
_COURTESIES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("hi", "hello", "hey", "hi there", "hello there"), _HELLO),
    **dict.fromkeys(("who are you", "what are you", "are you there"), _HELLO),
    **dict.fromkeys(("good morning", "good afternoon", "good evening"), _HELLO),
    **dict.fromkeys(("thanks", "thank you", "thx", "thank you very much", "many thanks"), _WELCOME),
    **dict.fromkeys(("great", "perfect", "nice", "cool", "great, thanks", "ok thanks"), _WELCOME),
}
_HELP: Final = """\
I can do this, in plain words:
- add: “Pay rent every month on the 1st p1, remind me 1 day before”
- list: “what is due today”, “show overdue”, “what is due friday”, “show @home”
- finish: “complete dentist”; take back: “undo”, “reopen dentist”
- move: “move dentist to friday 3pm”, “postpone dentist by 2 days”, “skip standup”
- reminders: “snooze dentist for 1 hour”, “remind me of dentist 1 hour before”
- change: “rename dentist to dental check”, “set dentist to p1”, “make dentist repeat every year”
- projects: “create project Garden”, “list projects”, “move dentist to project Garden”
- explain: “when is dentist due next”, “why was I not reminded of dentist”
- many at once: “move everything overdue to tomorrow”, “complete all tasks in #Home”
- delete: “delete dentist”
Deletions, changes of many tasks and of repetitions wait for your yes."""


async def list_tasks(asking: Asking) -> AsyncIterator[Part]:
    """The tasks that were asked for are told, numbered."""
    request = asking.request
    wanted: Document = {"limit": _SHOWN}
    if request.filter:
        wanted["filter"] = request.filter
    if request.query:
        wanted["words"] = request.query
    async for part in asking.use("find_tasks", wanted):
        yield part
    found = asking.outcome
    if not found.ok:
        yield Text(found.words)
        return
    first = heading(request.filter, request.query, asking.turn.person)
    if not found.tasks:
        yield Text(f"{first}: nothing.")
        return
    total = int(found.facts.get("total", len(found.tasks)))
    rest = _rest(total, len(found.tasks))
    yield Text(f"{first}: {_count(total)}\n{task_lines(found.tasks)}{rest}")


async def list_projects(asking: Asking) -> AsyncIterator[Part]:
    """The projects are told."""
    async for part in asking.use("list_projects", {}):
        yield part
    yield Text(asking.outcome.words)


async def explain(asking: Asking) -> AsyncIterator[Part]:
    """What happens next to a task is told, and why."""
    chosen: list[Document] = []
    async for part in choose_task(asking, chosen):
        yield part
    if not chosen:
        return
    async for part in asking.use("explain_schedule", {"task_id": chosen[0]["id"]}):
        yield part
    yield Text(asking.outcome.words)


async def help_out(_: Asking) -> AsyncIterator[Part]:
    """What can be asked for is told."""
    yield Text(_HELP)


async def not_understood(asking: Asking) -> AsyncIterator[Part]:
    """It is said plainly that this is not understood."""
    said = one_line(asking.turn.said)
    if not asking.is_alone:
        yield Text(f"I did not understand {quoted(said)}: nothing is changed by it.")
        return
    known = _COURTESIES.get(said.casefold().strip(" .!?,"))
    if known is not None:
        yield Text(known)
        return
    yield Text(
        f"{NOT_UNDERSTOOD} I know everyday requests in English: “help” shows them. "
        f"To keep it as a task, say “add it”."
    )


def task_lines(tasks: Sequence[Document]) -> str:
    """A line for each task, numbered from 1, as people say the numbers back."""
    return "\n".join(f"{number}. {_line(task)}" for number, task in enumerate(tasks, 1))


def _line(task: Document) -> str:
    details = [
        _due(task),
        task["repeats"][:1].lower() + task["repeats"][1:],
        "" if task["priority"] == "none" else f"{task['priority']} priority",
        f"#{task['project']}" if task["project"] else "",
        *(f"@{label}" for label in task["labels"]),
    ]
    shown = ", ".join(detail for detail in details if detail)
    return f"{task['title']} – {shown}" if shown else str(task["title"])


def _due(task: Document) -> str:
    if task["due"] == NO_DATE:
        return ""
    return f"overdue since {task['due']}" if task.get("overdue") else str(task["due"])


def _count(total: int) -> str:
    return "1 task" if total == 1 else f"{total} tasks"


def _rest(total: int, shown: int) -> str:
    return f"\nand {total - shown} more." if total > shown else ""
