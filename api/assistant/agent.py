"""Who answers: what an agent is asked, and the parts of which its answer is made."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from api.assistant.plans import Outcome
from api.assistant.task_words import Person
from api.schemas.common import Document


@dataclass(frozen=True, slots=True)
class Text:
    """More of what is said; plain text, which joins with the text before it."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool is going to be used; `arguments` are as the agent gave them."""

    id: str
    name: str
    arguments: object


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What became of the call of this id."""

    id: str
    name: str
    outcome: Outcome


NoticeCode = Literal[
    "model_unavailable", "model_slow", "model_nonsense", "tokens_used_up", "model_broke_off"
]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the answer itself that its reader should know."""

    code: NoticeCode
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """Which one is meant: each option has an `id` and a `title`; the answer is its number."""

    text: str
    options: Sequence[Document]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a model counted, both ways; not a part of the answer."""

    tokens: int


Part = Text | ToolCall | ToolResult | Notice | Question | Usage


@dataclass(frozen=True, slots=True)
class Message:
    """What was said before: by the user, or by an agent, with the documents of its parts."""

    role: Literal["user", "assistant"]
    parts: Sequence[Document]


@dataclass(frozen=True, slots=True)
class Turn:
    """What is to be answered, to whom, after what; and the tools, as this person may use them.

    `use` takes the name of a tool and its arguments, whatever they are, and never raises for them.
    """

    said: str
    person: Person
    history: Sequence[Message]
    use: Callable[[str, object], Awaitable[Outcome]]


class Agent(Protocol):
    """Answers a turn, part by part."""

    def answer(self, turn: Turn) -> AsyncIterator[Part]:
        """The parts of the answer, as they are ready.

        Raises:
            AgentFailed: it could not go on; what it did with tools is done.
        """
        ...


class AgentFailed(Exception):
    """The agent cannot answer, or not to the end; `code` says why, for the notice."""

    def __init__(self, code: NoticeCode, text: str) -> None:
        super().__init__(text)
        self.code: NoticeCode = code
