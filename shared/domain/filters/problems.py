"""What is wrong with a filter, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from typing_extensions import override

from shared.core.errors import InvalidInput

_LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text: its first character, counted from 1, and how many it has."""

    column: int
    length: int

    def to(self, last: "Span") -> "Span":
        """From here to the end of `last`."""
        return Span(self.column, last.column + last.length - self.column)


class FilterInvalid(InvalidInput):
    """The filter cannot be meant: `column` and `length` say which piece of it.

    `expected` says what could stand there, `suggestion` what was perhaps meant.
    """

    def __init__(
        self,
        reason_code: str,
        message: str,
        span: Span,
        *,
        expected: Iterable[str] = (),
        suggestion: str | None = None,
        pointer: str = "/filter",
    ) -> None:
        hint = f" Did you mean {suggestion}?" if suggestion else ""
        super().__init__(pointer, reason_code, f"{message} (column {span.column}){hint}")
        self.span = span
        self.expected = tuple(expected)
        self.suggestion = suggestion

    @property
    def error(self) -> dict[str, object]:
        """What is wrong, as clients see it."""
        error: dict[str, object] = {
            "pointer": self.pointer,
            "code": self.reason_code,
            "message": str(self),
            "column": self.span.column,
            "length": self.span.length,
            "expected": list(self.expected),
        }
        if self.suggestion:
            error["suggestion"] = self.suggestion
        return error

    @property
    @override
    def members(self) -> dict[str, object]:
        return {"errors": [self.error]}


def quoted(text: str) -> str:
    """The text between quotation marks, and not too much of it.

    >>> quoted("prio"), len(quoted("a" * 4000))
    ('“prio”', 42)
    """
    if len(text) > _LONGEST_QUOTE:
        text = text[: _LONGEST_QUOTE - 1] + "…"
    return f"“{text}”"


def nearest(text: str, known: Iterable[str]) -> str | None:
    """What is written almost like `text`, if anything is.

    >>> nearest("priorrity", ["priority", "project"])
    'priority'
    """
    by_lower = {name.lower(): name for name in known}
    found = get_close_matches(text[:_LONGEST_QUOTE].lower(), by_lower, n=1)
    return by_lower[found[0]] if found else None
