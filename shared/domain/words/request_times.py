"""Days, times and lengths in requests: where they stand; the parser reads them."""

from typing import Final

from shared.domain.words.clocks import read_day_part, read_time
from shared.domain.words.dates import read_date
from shared.domain.words.reader import Reader
from shared.domain.words.request_sentence import Sentence
from shared.domain.words.tokens import Kind
from shared.domain.words.tree import At
from shared.domain.words.understand import understand

_MOST_PARTS: Final = 4
_LONGEST: Final = 16
"""Tokens of a phrase that says when."""


def may_begin(reader: Reader, place: int) -> bool:
    """Whether a day, a time or a length can begin here, as far as its first word shows."""
    token = reader.at(place)
    if token.kind is Kind.WORD:
        return token.text in reader.words.known
    return token.kind not in (Kind.SYMBOL, Kind.QUOTED, Kind.MARK, Kind.END)


def end_of_when(reader: Reader, place: int) -> int | None:
    """Behind a day, a time or both; None if there is none."""
    end, is_behind_day = place, False
    for _ in range(_MOST_PARTS):
        after = end + 1 if end > place and reader.is_symbol(end, ",") else end
        found = _part(reader, after, is_behind_day=is_behind_day)
        if found is None:
            break
        end, is_behind_day = found
    return end if end > place else None


def _part(reader: Reader, place: int, *, is_behind_day: bool) -> tuple[int, bool] | None:
    part = read_day_part(reader, place) if is_behind_day else None
    if part is not None:
        return part.end, False
    date = read_date(reader, place)
    if date is not None:
        return date.end, True
    time = read_time(reader, place, bare=is_behind_day)
    return (time.end, False) if time is not None and isinstance(time.value, At) else None


def when_to_end(sentence: Sentence, place: int) -> str | None:
    """The phrase from here to the end, if the parser reads all of it as a due time."""
    reader, stop = sentence.reader, sentence.stop
    if not (stop - _LONGEST <= place < stop) or not may_begin(reader, place):
        return None
    if end_of_when(reader, place) != stop:
        return None
    phrase = sentence.written(place, stop)
    draft = understand(phrase, sentence.context)
    return phrase if draft.due is not None and not draft.title else None


def ends_with_when(sentence: Sentence, start: int, end: int) -> bool:
    """Whether what stands there ends with a day or a time."""
    reader = sentence.reader
    return any(
        may_begin(reader, place) and end_of_when(reader, place) == end
        for place in range(max(start + 1, end - _LONGEST), end)
    )
