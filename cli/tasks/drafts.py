"""A sentence as the server read it: a task to be, what is doubtful, and other readings of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final
from uuid import UUID

from cli.refusals import Document
from cli.tasks.desk import Desk, Told, WrongUse
from cli.tasks.rows import project_names
from shared.core.plain import one_line

_CHANGE_MEANING: Final = frozenset(
    {"impossible_date", "impossible_time", "contradiction", "rule_refused", "reminder_refused"}
)
_MAKE_NO_TASK: Final = frozenset({"empty", "title_too_long"})


class Unclear(Told):
    """A sentence that does not say what was meant; nothing was added."""

    code: ClassVar[str] = "cli.unclear"
    exit_code: ClassVar[int] = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """The body of a task; `new_project` is the name of one that has to be made first."""

    text: str
    body: Document
    choices: Sequence[Document]
    problems: Sequence[Document]
    new_project: str | None = None

    @property
    def title(self) -> str:
        """The title, in one line."""
        return one_line(self.body["title"])

    @property
    def changes_meaning(self) -> bool:
        """Whether the task would not be what was said."""
        return any(each["code"] in _CHANGE_MEANING for each in self.problems)

    @property
    def document(self) -> Document:
        """What programs get to know of the reading."""
        return {"text": self.text, "choices": list(self.choices), "problems": list(self.problems)}


def read_draft(desk: Desk, text: str, zone: str) -> Draft:
    """The sentence as the server reads it.

    Raises:
        Unclear: nothing is left for a title, or too much.
        StackError: the server cannot be asked.
    """
    asked = {"text": text, **({"zone": zone} if zone else {})}
    found = desk.remote.ask("POST", "/api/tasks/parse", json=asked)
    choices = [
        {"number": number, "said": text[each["start"] : each["end"]], **each}
        for number, each in enumerate(found["choices"], start=1)
    ]
    problems: list[Document] = found["problems"]
    for problem in problems:
        if problem["code"] in _MAKE_NO_TASK:
            message = f"“{one_line(text)}” makes no task. {problem['message']}"
            raise Unclear(message, "Say what is to be done.", text=text, problems=problems)
    return Draft(text, found["task"], choices, problems)


def in_project(desk: Desk, draft: Draft, name: str) -> Draft:
    """The draft in this project, whatever the sentence says.

    Raises:
        WrongUse: there is no such project.
    """
    wanted = one_line(name).removeprefix("#").casefold()
    names = project_names(desk)
    fits = [
        key for key, known in names.items() if wanted in {key, known.casefold()} or _same(key, name)
    ]
    if len(fits) != 1:
        known = ", ".join(sorted(names.values())) or "none yet"
        raise WrongUse(f"There is no project “{one_line(name)}”.", f"There are: {known}.")
    return replace(draft, body={**draft.body, "project_id": fits[0]}, new_project=None)


def _same(key: str, text: str) -> bool:
    try:
        return UUID(key) == UUID(text)
    except ValueError:
        return False


def chosen(draft: Draft, numbers: Sequence[int]) -> Draft:
    """The draft with these other readings.

    Raises:
        WrongUse: there are no such choices.
    """
    for number in numbers:
        choice = choice_of(draft.choices, number)
        body = {**draft.body, **changes_of(choice, draft.body.get("recurrence"))}
        draft = replace(draft, body=body, new_project=choice.get("project") or draft.new_project)
    return draft


def choice_of(choices: Sequence[Document], number: int) -> Document:
    """The choice of this number.

    Raises:
        WrongUse: there is none.
    """
    if not 1 <= number <= len(choices):
        has = f"They are 1 to {len(choices)}." if choices else "There is nothing to choose."
        raise WrongUse(f"There is no choice {number}.", has)
    return choices[number - 1]


def changes_of(choice: Document, recurrence: Mapping[str, Any] | None) -> Document:
    """What the choice puts in place of what the task has."""
    body: Document = {}
    if choice.get("due") is not None:
        body["due"] = choice["due"]
    if choice.get("rrule") is not None:
        anchor = recurrence["anchor"] if recurrence else "schedule"
        body["recurrence"] = {"rrule": choice["rrule"], "anchor": anchor}
    return body


def make_project(desk: Desk, name: str) -> str:
    """The id of a new project of this name."""
    return str(desk.remote.change("/api/projects", {"name": name})["id"])
