"""A request without the politeness around it: what its rules look at."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from shared.domain.words.draft import Context
from shared.domain.words.english import ENGLISH
from shared.domain.words.english_requests import REQUESTS
from shared.domain.words.marks import Projects, known_projects
from shared.domain.words.reader import Reader
from shared.domain.words.request_draft import Request
from shared.domain.words.request_words import RequestWords
from shared.domain.words.today import Today
from shared.domain.words.tokens import Kind, Token, tokens_of
from shared.domain.words.vocabulary import Phrases

_MOST_POLITE: Final = 6


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens from `start` on, the politeness in front of it and behind it not included."""

    text: str
    reader: Reader
    context: Context
    today: Today
    projects: Projects
    words: RequestWords = REQUESTS
    start: int = 0
    is_question: bool = False
    """It ends with the sign of one, and nobody was asked politely to do something."""

    @property
    def stop(self) -> int:
        """The place behind the last token."""
        return len(self.reader.tokens) - 1

    def written(self, start: int, end: int) -> str:
        """What stands there, with single spaces."""
        if start >= end:
            return ""
        span = self.reader.span(start, end)
        return " ".join(self.text[span.start : span.end].split())

    @property
    def rest(self) -> str:
        """The text from the first token on, the politeness behind it included."""
        return self.text[self.reader.at(self.start).start :].strip()


def whole_of(text: str, context: Context) -> Sentence:
    """All of the text, the politeness included."""
    reader = Reader(tokens_of(text), ENGLISH)
    today = Today(context.now, context.zone, context.time_format, context.day_first)
    return Sentence(text, reader, context, today, known_projects(context.projects))


def sentence_of(whole: Sentence) -> Sentence:
    """The request in the text: what was asked politely is no question."""
    tokens = whole.reader.tokens
    start, was_asked = _behind_politeness(whole.reader, 0)
    end = _before_thanks(whole.reader, start)
    is_question = any(token.text == "?" for token in tokens[end:])
    reader = Reader([*tokens[:end], _end_of(tokens, end)], ENGLISH)
    return replace(whole, reader=reader, start=start, is_question=is_question and not was_asked)


def _end_of(tokens: Sequence[Token], end: int) -> Token:
    at = tokens[end - 1].end if end else 0
    return Token(Kind.END, "", at, at, is_glued=False)


def _behind_politeness(reader: Reader, place: int) -> tuple[int, bool]:
    talk, was_asked = REQUESTS.talk, False
    last = len(reader.tokens) - 1
    for _ in range(_MOST_POLITE):
        asks = reader.phrases(place, talk.asks)
        end = asks or reader.phrases(place, talk.polite)
        if end is None:
            break
        while reader.is_symbol(end, ",!:-"):
            end += 1
        if end >= last:
            break
        place, was_asked = end, was_asked or asks is not None
    return place, was_asked


def _before_thanks(reader: Reader, start: int) -> int:
    end = _before_signs(reader, len(reader.tokens) - 1, start)
    for _ in range(_MOST_POLITE):
        before = _before_phrase(reader, end, REQUESTS.talk.thanks)
        if before is None or before <= start:
            break
        end = _before_signs(reader, before, start)
    return end


def _before_signs(reader: Reader, end: int, start: int) -> int:
    while end > start and reader.is_symbol(end - 1, ".!?,;…"):
        end -= 1
    return end


def _before_phrase(reader: Reader, end: int, phrases: Phrases) -> int | None:
    for words in phrases:
        start = end - len(words)
        if start >= 0 and reader.phrase(start, *words) is not None:
            return start
    return None


_PLAIN: Final = Request()


def merged(request: Request, other: Request) -> Request:
    """What both say; where they differ, the other one."""
    said = {
        each.name: getattr(other, each.name)
        for each in fields(Request)
        if getattr(other, each.name) != getattr(_PLAIN, each.name)
    }
    return replace(request, **said)
