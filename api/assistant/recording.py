"""An answer as it is kept: documents of its parts, texts joined, tools with what became of them."""

from collections.abc import Sequence
from typing import Any, Final

from api.assistant.agent import Notice, Part, Question, Text, ToolCall, ToolResult
from api.assistant.plans import Outcome
from api.rendering import dump
from api.schemas.common import Document

MOST_BYTES: Final = 1 << 18
"""Of an answer, as it is kept: as much as all that the longest one says."""
_SHORT_BYTES: Final = 1_000
_NOT_NEEDED: Final = frozenset({"tasks", "changes", "facts"})


class Recording:
    """The parts so far."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self._last_outcome: Outcome | None = None

    def note(self, outcome: Outcome) -> None:
        """A tool has done this, whether or not the agent lives to tell of it."""
        self._last_outcome = outcome

    def add(self, part: Part) -> None:
        """The part belongs to the answer."""
        match part:
            case Text(text) if self.documents and self.documents[-1]["type"] == "text":
                self.documents[-1]["text"] += text
            case ToolResult(identifier, _, outcome):
                self._settle(identifier, outcome)
            case _:
                document = document_of(part)
                if document is not None:
                    self.documents.append(document)

    def end(self) -> list[Document]:
        """All parts; a tool that was used as the answer broke off has what became of it.

        Of more than `MOST_BYTES` those found first are kept without what they found.
        """
        last, outcome = self.documents[-1:], self._last_outcome
        if outcome is not None and last and last[0].get("outcome", "told") is None:
            last[0]["outcome"] = outcome.as_document()
        return shortened_to(MOST_BYTES, self.documents)

    def _settle(self, identifier: str, outcome: Outcome) -> None:
        for each in reversed(self.documents):
            if each["type"] == "tool" and each["id"] == identifier and each["outcome"] is None:
                each["outcome"] = outcome.as_document()
                break
        self._last_outcome = None


def shortened_to(most: int, documents: Sequence[Document]) -> list[Document]:
    """The parts; of more bytes than that the first tools are kept without what they found."""
    sizes = [len(dump(each)) for each in documents]
    total, found = sum(sizes), list(documents)
    for number, size in enumerate(sizes):
        if total <= most:
            break
        if found[number]["type"] == "tool":
            found[number] = _short(found[number])
            total -= size - len(dump(found[number]))
    return found


def _short(tool: Document) -> Document:
    """What it was, what became of it, and what takes it back."""
    is_short = len(dump(tool["arguments"])) <= _SHORT_BYTES
    outcome = {k: v for k, v in (tool["outcome"] or {}).items() if k not in _NOT_NEEDED}
    return {
        **tool,
        "arguments": tool["arguments"] if is_short else {},
        "outcome": outcome or None,
    }


def document_of(part: Part) -> Document | None:
    """The part as it is stored; None for what is no part of the answer."""
    match part:
        case Text(text):
            return {"type": "text", "text": text}
        case ToolCall(identifier, name, arguments):
            called: dict[str, Any] = {"id": identifier, "name": name, "arguments": arguments}
            return {"type": "tool", **called, "outcome": None}
        case Notice(code, text):
            return {"type": "notice", "code": code, "text": text}
        case Question(text, options):
            return {"type": "question", "text": text, "options": list(options)}
        case _:
            return None
