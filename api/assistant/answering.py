"""One turn of a conversation: a yes is carried out, a model asked, or the built-in one answers."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from api.assistant.agent import (
    Agent,
    AgentFailed,
    Message,
    Notice,
    Part,
    Question,
    Text,
    ToolCall,
    ToolResult,
    Turn,
    Usage,
)
from api.assistant.built_in.requests import is_yes
from api.assistant.built_in.using import WHICH_ONE, open_question
from api.assistant.call_ids import new_call_id
from api.assistant.plans import Outcome

APPLY: Final = "apply_changes"
_NOTHING_WAITS: Final = "There is nothing that waits for a yes."
_TALKED_ON: Final = "We have talked of something else since I asked: ask for it once more."
_DISMISSED: Final = "Good, it stays as it is."
_FALLS_BACK: Final = " The built-in assistant answers instead: it knows the everyday requests."
_BROKE_OFF: Final = " What is shown above was done; nothing else was."


class Waiting(Protocol):
    """The changes that wait for a yes in this conversation."""

    async def pending(self) -> str | None:
        """The id of the latest; None if nothing waits."""
        ...

    async def apply(self, proposal_id: str) -> Outcome:
        """They are carried out, unless somebody was faster."""
        ...

    async def dismiss(self, proposal_id: str) -> None:
        """They will not be."""
        ...


class Budget(Protocol):
    """Tokens of a model that this person may still use today."""

    async def left(self) -> int:
        """How many."""
        ...

    async def spend(self, tokens: int) -> None:
        """So many were used."""
        ...


@dataclass(frozen=True, slots=True)
class Answerers:
    """Who can answer."""

    built_in: Agent
    model: Callable[[int], Agent] | None
    """The model, which may use so many tokens for this answer; None if there is none."""
    waiting: Waiting
    budget: Budget


async def answer(turn: Turn, who: Answerers) -> AsyncIterator[Part]:
    """The parts of the answer. A model that fails leaves the answer to the built-in assistant.

    A yes or a no to changes that were proposed just before is never left to a model. Later it may
    be the answer to something else: whoever says yes to another question deletes nothing.
    """
    yes = await is_yes(turn.said, turn.person)
    if yes is not None:
        proposal_id = await who.waiting.pending()
        if proposal_id is not None and proposal_id in offered(turn.history):
            async for part in _decided(who.waiting, proposal_id, is_yes=yes):
                yield part
            return
        if who.model is None:
            yield _nothing_waits(turn.history, has_proposal=proposal_id is not None)
            return
    if who.model is not None:
        said = _Said()
        async for part in _by_model(turn, who.model, who.budget, said):
            yield part
        if said.is_answered:
            return
    async for part in who.built_in.answer(turn):
        yield part


def _nothing_waits(history: Sequence[Message], *, has_proposal: bool) -> Part:
    """What a yes or a no is answered that decides nothing: a question that is open comes again."""
    asked = open_question(history)
    if asked is not None:
        return Question(WHICH_ONE, asked[1])
    return Text(_TALKED_ON if has_proposal else _NOTHING_WAITS)


def offered(history: Sequence[Message]) -> frozenset[str]:
    """The proposals of the last answer; answers that only carried one out are passed over.

    >>> tool = {"type": "tool", "name": "delete_task", "outcome": {"proposal_id": "p"}}
    >>> done = {"type": "tool", "name": "apply_changes", "outcome": {"ok": True}}
    >>> asked, applied = Message("assistant", [tool]), Message("assistant", [done])
    >>> offered([asked, Message("user", []), applied])
    frozenset({'p'})
    >>> offered([asked, Message("user", []), Message("assistant", [])])
    frozenset()
    """
    for message in reversed(history):
        tools = [part for part in message.parts if part["type"] == "tool"]
        is_decided = bool(tools) and all(part["name"] == APPLY for part in tools)
        if message.role == "assistant" and not is_decided:
            found = (part["outcome"].get("proposal_id") for part in tools if part["outcome"])
            return frozenset(each for each in found if each)
    return frozenset()


@dataclass
class _Said:
    """What a model came to."""

    is_answered: bool = False


async def _by_model(
    turn: Turn, model: Callable[[int], Agent], budget: Budget, said: _Said
) -> AsyncIterator[Part]:
    left = await budget.left()
    if left <= 0:
        yield Notice("tokens_used_up", "The tokens of today are used up." + _FALLS_BACK)
        return
    has_acted = False
    try:
        async for part in model(left).answer(turn):
            if isinstance(part, Usage):
                await budget.spend(part.tokens)
                continue
            has_acted = has_acted or (isinstance(part, ToolResult) and _acts(part.outcome))
            yield part
    except AgentFailed as failed:
        if has_acted:
            yield Notice("model_broke_off", str(failed) + _BROKE_OFF)
        else:
            yield Notice(failed.code, str(failed) + _FALLS_BACK)
            return
    said.is_answered = True


def _acts(outcome: Outcome) -> bool:
    """Whether something is changed by it, or waits to be; or was, before the rest was refused."""
    return bool(outcome.changes or outcome.undo_ids or outcome.facts.get("steps_done"))


async def _decided(waiting: Waiting, proposal_id: str, *, is_yes: bool) -> AsyncIterator[Part]:
    if not is_yes:
        await waiting.dismiss(proposal_id)
        yield Text(_DISMISSED)
        return
    call: Callable[[str], Awaitable[Outcome]] = waiting.apply
    identifier = new_call_id()
    yield ToolCall(identifier, APPLY, {"proposal_id": proposal_id})
    outcome = await call(proposal_id)
    yield ToolResult(identifier, APPLY, outcome)
    yield Text(outcome.words)
