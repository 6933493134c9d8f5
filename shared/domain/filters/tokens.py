"""A filter's text in pieces, each with its place. Linear in the length of the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.filters.problems import FilterInvalid, Span

MOST_CHARACTERS = 4_000


class TokenKind(StrEnum):
    """What a piece is."""

    WORD = "word"
    STRING = "string"
    PREFIX = "prefix"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece; of a string `text` is what stands between the quotes, escapes undone."""

    kind: TokenKind
    text: str
    span: Span

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these words, in any case, outside quotes."""
        return self.kind is TokenKind.WORD and self.text.lower() in words

    def is_symbol(self, *symbols: str) -> bool:
        """Whether it is one of these symbols."""
        return self.kind is TokenKind.SYMBOL and self.text in symbols


_PIECE = re.compile(
    r"""
    (?P<space>\s+)
    | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<open>["'])
    | (?P<symbol>&&|\|\||!=|<>|<=|>=|==|[&|!,()=<>])
    | (?P<prefix>\#\#|[#@/])
    | (?P<asked>(?:search|before|after|due|date|created|updated|completed|start):)
    | (?P<word>[^\s&|!,()=<>]+)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_SAME = {"&": "&&", "|": "||", "<>": "!=", "==": "="}
# Control characters, and halves of characters, which no database can store.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def tokens_of(text: str) -> list[Token]:
    """The pieces of `text`, the last of kind END.

    >>> [token.text for token in tokens_of("due<now/d & !@home")]
    ['due', '<', 'now/d', '&&', '!', '@', 'home', '']

    Raises:
        FilterInvalid: it is too long, has control characters, or a string does not end.
    """
    if len(text) > MOST_CHARACTERS:
        span = Span(MOST_CHARACTERS + 1, len(text) - MOST_CHARACTERS)
        message = f"A filter has at most {MOST_CHARACTERS:,} characters."
        raise FilterInvalid("filter_too_long", message, span)
    if unprintable := _UNPRINTABLE.search(text):
        span = Span(unprintable.start() + 1, 1)
        raise FilterInvalid("filter_control", "Control characters are not allowed.", span)
    return [*_pieces(text), Token(TokenKind.END, "", Span(len(text) + 1, 0))]


def _pieces(text: str) -> Iterator[Token]:
    for found in _PIECE.finditer(text):
        piece, span = found[0], Span(found.start() + 1, len(found[0]))
        match found.lastgroup:
            case "string":
                yield Token(TokenKind.STRING, _ESCAPE.sub(r"\1", piece[1:-1]), span)
            case "symbol":
                yield Token(TokenKind.SYMBOL, _SAME.get(piece, piece), span)
            case "prefix":
                yield Token(TokenKind.PREFIX, piece, span)
            case "asked" | "word":
                yield Token(TokenKind.WORD, piece, span)
            case "open":
                message = "This quotation mark has no second one."
                raise FilterInvalid("filter_quote_open", message, span, expected=[piece])
            case _:
                continue
