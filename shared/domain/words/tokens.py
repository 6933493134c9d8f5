"""A sentence in pieces, each with its place. Linear in the length of the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a token is."""

    QUOTED = "quoted"
    MARK = "mark"
    ISO = "iso"
    CLOCK = "clock"
    NUMERIC = "numeric"
    ORDINAL = "ordinal"
    NUMBER = "number"
    WORD = "word"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of the text, the last one not included."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether they have a character in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a sign; `text` in lower case. Glued: no space stands before it."""

    kind: Kind
    text: str
    start: int
    end: int
    is_glued: bool


_PIECE: Final = re.compile(
    r"""
    (?P<quoted>(?<![\w"])"[^"]*"(?![\w"])|(?<!\w)“[^“”]*”(?!\w))
    | (?P<mark>(?<![^\s(\[])(?:\#|@(?!\d))(?:"[^"]+"|[^\s\#@,;!?()\[\]{}"“”]+))
    | (?P<iso>\d{4}-\d{1,2}-\d{1,2}(?:[Tt]\d{2}:\d{2}(?::\d{2})?)?(?![\w-]))
    | (?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?!\d|:\d))
    | (?P<slashed>\d{4}/\d{1,2}/\d{1,2}(?![\w/]))
    | (?P<numeric>\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?(?![\w/])
        | \d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?(?![\w.]) | \d{1,2}-\d{1,2}-\d{4}(?![\w-]))
    | (?P<ordinal>\d{1,3}(?:st|nd|rd|th)(?!\w))
    | (?P<number>\d+)
    | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
    | (?P<symbol>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)


_KINDS: Final = {kind.value: kind for kind in Kind}


def tokens_of(text: str) -> list[Token]:
    """The tokens of `text`, the last of kind END.

    >>> [(token.kind.value, token.text) for token in tokens_of("Call 5pm, #Work")][:4]
    [('word', 'call'), ('number', '5'), ('word', 'pm'), ('symbol', ',')]
    """
    return [*_tokens(text), Token(Kind.END, "", len(text), len(text), is_glued=False)]


def _tokens(text: str) -> Iterator[Token]:
    end = -1
    for found in _PIECE.finditer(text):
        kind = _KINDS.get(found.lastgroup or "symbol", Kind.ISO)
        start, is_glued = found.start(), found.start() == end
        end = found.end()
        if kind is Kind.MARK:
            end = start + len(found[0].rstrip(".:")) if found[0][-1] != '"' else end
        written = text[start:end].lower().replace("’", "'")
        yield Token(kind, written, start, end, is_glued)
