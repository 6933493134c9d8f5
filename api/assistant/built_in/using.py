"""How the built-in assistant uses tools, and remembers which tasks were talked of."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from api.assistant.agent import Message, Part, Text, ToolCall, ToolResult, Turn
from api.assistant.call_ids import new_call_id
from api.assistant.plans import Change, Outcome
from api.assistant.task_words import NO_DATE
from api.schemas.common import Document
from shared.domain.words.requests import Request

WHICH_ONE: Final = "Which one? Answer with its number."
_LISTED: Final = 10


@dataclass
class Asking:
    """One request of a turn, and what its tools have found so far."""

    turn: Turn
    request: Request
    chosen: Document | None = None
    """The task that was chosen by its number after a question."""
    is_alone: bool = True
    """Whether the message is nothing but this request."""
    all_ids: Sequence[str] = ()
    """All that were asked about, if all are meant."""
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        """What the last tool came to."""
        return self.outcomes[-1]

    async def use(self, name: str, arguments: Document) -> AsyncIterator[Part]:
        """The tool is used; its call and its result are told, and `outcome` is there."""
        call = ToolCall(new_call_id(), name, arguments)
        yield call
        outcome = await self.turn.use(name, arguments)
        self.outcomes.append(outcome)
        yield ToolResult(call.id, name, outcome)


def told(outcome: Outcome) -> Text:
    """What came of it, for people; what waits for a yes is listed."""
    if outcome.proposal_id is None:
        return Text(outcome.words)
    lines = [f"- {change_words(each)}" for each in outcome.changes[:_LISTED]]
    more = len(outcome.changes) - len(lines)
    rest = [f"- and {more} more"] if more > 0 else []
    return Text("\n".join([outcome.words, *lines, *rest, "Say yes to do it, or no."]))


def change_words(change: Change) -> str:
    """One line of a diff.

    >>> change_words(Change(None, "Rent", "due", "Mon 30 Nov", "Tue 1 Dec"))
    'Rent: due from Mon 30 Nov to Tue 1 Dec'
    >>> change_words(Change(None, "Rent", "task", "Mon 30 Nov", "deleted"))
    'Rent (Mon 30 Nov): deleted'
    """
    if change.field == "task" and change.before:
        when = "" if change.before == NO_DATE else f" ({change.before})"
        return f"{change.title}{when}: {change.after}"
    if not change.before or not change.after:
        return f"{change.title}: {change.field} {change.before or change.after}".rstrip()
    return f"{change.title}: {change.field} from {change.before} to {change.after}"


def tasks_of(history: Sequence[Message]) -> Sequence[Document]:
    """The tasks that were told of last, in the order told."""
    for message in reversed(history):
        for part in reversed(message.parts):
            found = (part.get("outcome") or {}).get("tasks") if part["type"] == "tool" else None
            if found:
                tasks: Sequence[Document] = found
                return tasks
    return ()


def open_question(history: Sequence[Message]) -> tuple[str, Sequence[Document]] | None:
    """What was asked for when it was unclear which task, and the tasks; None if nothing is open.

    Asked once more, it is about what was said first.
    """
    options: Sequence[Document] = ()
    said = ""
    pairs = zip(reversed(history[:-1]), reversed(history), strict=False)
    for before, answer in islice(pairs, 0, None, 2):
        asked = [each for each in answer.parts if each["type"] == "question"]
        if answer.role != "assistant" or not asked:
            break
        if options and asked[-1]["options"] != options:
            break
        options = asked[-1]["options"]
        said = "".join(each.get("text", "") for each in before.parts)
    return (said, options) if options else None
