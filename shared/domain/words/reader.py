"""Looking at tokens: what rules of the grammar ask."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from shared.domain.words.tokens import Kind, Span, Token
from shared.domain.words.vocabulary import Phrases, Vocabulary

T = TypeVar("T")

_OPENING: Final = frozenset("([{,;:–—…")
_CLOSING: Final = frozenset(",.;:!?)]}…")
_MOST_DIGITS: Final = 6
_SOLID: Final = frozenset({Kind.WORD, Kind.NUMBER, Kind.ORDINAL, Kind.CLOCK, Kind.NUMERIC})


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What a rule has read, up to the token `end`, which is not part of it."""

    value: T
    end: int


@dataclass(frozen=True, slots=True)
class Reader:
    """The tokens of a sentence and the words of a language; positions are numbers of tokens."""

    tokens: Sequence[Token]
    words: Vocabulary
    own: Sequence[str] = field(init=False)
    """The word that stands at each place for itself; "" where none does."""

    def __post_init__(self) -> None:
        before = Kind.END
        own = []
        for token in self.tokens:
            is_own = token.kind is Kind.WORD and not (token.is_glued and before in _SOLID)
            own.append(token.text if is_own else "")
            before = token.kind
        object.__setattr__(self, "own", own)

    def at(self, place: int) -> Token:
        """The token there, or the end, which stands before the first one as well."""
        last = len(self.tokens) - 1
        return self.tokens[place if 0 <= place < last else last]

    def word(self, place: int) -> str:
        """The word that stands there for itself; "" if none does."""
        return self.own[place] if 0 <= place < len(self.own) else ""

    def is_word(self, place: int, words: Collection[str]) -> bool:
        """Whether one of these words stands there."""
        return self.word(place) in words

    def is_symbol(self, place: int, symbols: str) -> bool:
        """Whether one of these signs stands there."""
        token = self.at(place)
        return token.kind is Kind.SYMBOL and token.text in symbols

    def skip(self, place: int, words: Collection[str]) -> int:
        """Behind one of these words, if one is there."""
        return place + 1 if self.is_word(place, words) else place

    def phrase(self, place: int, *words: str) -> int | None:
        """Behind these words in a row; None if they are not there."""
        for offset, word in enumerate(words):
            if self.word(place + offset) != word:
                return None
        return place + len(words)

    def phrases(self, place: int, phrases: Phrases) -> int | None:
        """Behind the first of these phrases that is there; None if none is."""
        for words in phrases:
            end = self.phrase(place, *words)
            if end is not None:
                return end
        return None

    def is_glued(self, place: int) -> bool:
        """Whether nothing separates this token from the one before."""
        return self.at(place).is_glued

    def number(self, place: int) -> int | None:
        """The number that is there in digits; None for none, or one that is too long."""
        token = self.at(place)
        is_number = token.kind is Kind.NUMBER and len(token.text) <= _MOST_DIGITS
        return int(token.text) if is_number else None

    def span(self, start: int, end: int) -> Span:
        """The characters of these tokens."""
        return Span(self.tokens[start].start, self.tokens[end - 1].end)

    def begins(self, place: int) -> bool:
        """Whether a phrase can begin here: behind a space, or a sign that opens."""
        token = self.at(place)
        if not token.is_glued or place == 0:
            return True
        before = self.tokens[place - 1]
        return before.kind is Kind.SYMBOL and before.text in _OPENING

    def ends(self, place: int) -> bool:
        """Whether a phrase can end before this token: a space follows, or signs that close."""
        while True:
            token = self.at(place)
            if token.kind is Kind.END or not token.is_glued:
                return True
            if token.kind is not Kind.SYMBOL or token.text not in _CLOSING:
                return False
            place += 1
