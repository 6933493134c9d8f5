"""The task that a tool is used for, as it is now, and steps that hold only while it is that."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from api.assistant.plans import Change, Step
from api.assistant.task_words import due_words, quoted, repeat_words, task_summary
from api.assistant.tools.phrases import NotUnderstood
from api.assistant.tools.tool import ToolContext
from api.schemas.common import Document
from shared.core.plain import one_line, shortened
from shared.domain.moments import local_words
from shared.domain.recurrence import parse_slot

BULK: Final = "/api/tasks/bulk"
_LONGEST_VALUE: Final = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A task as it was shown to whoever wants to change it."""

    document: Document

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.document["id"])

    @property
    def status(self) -> str:
        """Open, done or skipped."""
        return str(self.document["status"])

    @property
    def due(self) -> Document | None:
        """When it is due, as the API says it."""
        found: Document | None = self.document["due"]
        return found

    @property
    def repeats(self) -> bool:
        """Whether it is an occurrence of a series."""
        return self.document["recurrence"] is not None

    @property
    def quoted(self) -> str:
        """Its title in quotes."""
        return quoted(self.document["title"])

    @property
    def ends_series(self) -> bool:
        """Whether its series ends with its deletion: of one that is over, others have followed."""
        return self.repeats and self.status == "open"

    def due_words(self, context: ToolContext) -> str:
        """When it is due, for people."""
        return due_words(self.document, context.person)

    def repeat_words(self, context: ToolContext) -> str:
        """How it comes back, for people."""
        return repeat_words(self.document, context.person.clock)

    def summary(self, context: ToolContext) -> Document:
        """As outcomes tell of it."""
        return task_summary(self.document, context.person)

    def step(self, method: str, below: str, body: Document | None = None) -> Step:
        """A request about it, refused if it is another by then."""
        return Step(method, f"/api/tasks/{self.id}{below}", body, self.document["version"])

    def bulk_step(self, action: str) -> Step:
        """A request as a change of many, of this one."""
        body = {"action": action, "ids": [self.id], "versions": [self.document["version"]]}
        return Step("POST", BULK, body)

    def change(self, field: str, before: str, after: str) -> Change:
        """One line of a diff of it."""
        return change_of(self.id, self.document["title"], field, before, after)


def change_of(task_id: str | None, title: str, field: str, before: str, after: str) -> Change:
    """One line of a diff; its texts are plain, and short."""
    old, new = (shortened(one_line(each), _LONGEST_VALUE) for each in (before, after))
    return Change(task_id, one_line(title), field, old, new)


async def read_task(context: ToolContext, task_id: UUID) -> Shown:
    """The task.

    Raises:
        Refused: no such task of this person.
    """
    return Shown((await context.caller.ask("GET", f"/api/tasks/{task_id}")).document)


def refuse_ended(task: Shown) -> None:
    """The task is open.

    Raises:
        NotUnderstood: it is done or skipped.
    """
    if task.status != "open":
        raise NotUnderstood(f"{task.quoted} is {task.status}: open it again first.")


async def next_words(context: ToolContext, task: Shown) -> str:
    """What follows a repeating task once it is done or skipped now, as a sentence."""
    if not task.repeats or task.status != "open":
        return ""
    path = f"/api/tasks/{task.id}/schedule"
    coming = (await context.caller.ask("GET", path)).document["next"]
    if not coming:
        return " Nothing follows it: that was the last one."
    return f" Next: {slot_words(context, coming[0]['slot'], task.due)}."


def slot_words(context: ToolContext, slot: str, due: Document | None) -> str:
    """A slot of a series whose times are in the zone of this due time, for people."""
    person = context.person
    words = local_words(parse_slot(slot), person.today, person.clock)
    zone = (due or {}).get("zone")
    return f"{words} ({zone})" if zone and zone != person.zone and "T" in slot else words
