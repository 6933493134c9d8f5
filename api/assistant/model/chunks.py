"""One chunk of a model's answer, read as tolerantly as servers differ. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.assistant.model.failures import ModelFailed

_MOST_TOKENS: Final = 10_000_000
"""No answer has more; a server that says so is not believed."""


class _Loose(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore")


class _Function(_Loose):
    name: str | None = None
    arguments: str | dict[str, Any] | None = None


class CallPiece(_Loose):
    """A piece of a tool call, or a whole one. Any of it may be missing."""

    index: int | None = None
    id: str | int | None = None
    function: _Function = Field(default_factory=_Function)


class _TextPart(_Loose):
    type: str = "text"
    text: Any = None


class _Delta(_Loose):
    content: str | list[_TextPart] | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None
    tool_calls: list[CallPiece] | None = None


class _Choice(_Loose):
    delta: _Delta | None = None
    finish_reason: str | None = None


class _Chunk(_Loose):
    choices: list[_Choice] | None = None
    usage: Any = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """What matters of it."""

    text: str = ""
    thoughts: int = 0
    """Characters of what the model thinks; they are counted and not shown."""
    calls: Sequence[CallPiece] = ()
    finish: str | None = None
    tokens: int | None = None


def read_chunk(document: object) -> Chunk:
    """The chunk that this document is.

    Raises:
        ModelFailed: it is none.
    """
    try:
        found = _Chunk.model_validate(document)
    except ValidationError as error:
        raise ModelFailed("broken", "chunk_malformed") from error
    tokens = tokens_of(found.usage)
    if not found.choices:
        return Chunk(tokens=tokens)
    choice = found.choices[0]
    delta = choice.delta or _Delta()
    return Chunk(
        text=_text_of(delta.content),
        thoughts=len(delta.reasoning_content or delta.reasoning or ""),
        calls=delta.tool_calls or (),
        finish=choice.finish_reason,
        tokens=tokens,
    )


def tokens_of(usage: object) -> int | None:
    """The tokens that the server counted; None if it says nothing that can be believed.

    >>> tokens_of({"prompt_tokens": 9, "completion_tokens": 3})
    12
    """
    if not isinstance(usage, dict):
        return None
    total = _count(usage.get("total_tokens"))
    parts = _count(usage.get("prompt_tokens")) + _count(usage.get("completion_tokens"))
    return max(total, parts) or None


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return value if 0 < value < _MOST_TOKENS else 0


def _text_of(content: str | list[_TextPart] | None) -> str:
    if content is None or isinstance(content, str):
        return content or ""
    return "".join(
        each.text for each in content if each.type == "text" and isinstance(each.text, str)
    )
