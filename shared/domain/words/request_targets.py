"""Which task or tasks a request is about: dentist, it, number 2, all overdue tasks."""

from typing import Final

from shared.domain.words.amounts import read_ordinal
from shared.domain.words.reader import Reader
from shared.domain.words.request_draft import Request
from shared.domain.words.request_filters import quoted_text, read_filter, read_term
from shared.domain.words.request_sentence import Sentence
from shared.domain.words.request_times import ends_with_when
from shared.domain.words.tokens import Kind
from shared.domain.words.vocabulary import Phrases

_MOST_CHOICES: Final = 99
_NO_BEGINNING: Final = ",;:.!?-–—"
_NAMED_KIND: Final = "#"
"""Tasks may be called like projects."""
_POSSESSIVE: Final = "'s"


def any_target(sentence: Sentence, start: int, end: int) -> Request | None:
    """One task, or all of some filter."""
    return all_target(sentence, start, end) or one_target(sentence, start, end)


def plain_target(sentence: Sentence, start: int, end: int) -> Request | None:
    """One task, without a day or a time behind it: with one it may be a new task."""
    if ends_with_when(sentence, start, end):
        return None
    return one_target(sentence, start, end)


def pointed_target(sentence: Sentence, start: int, end: int) -> Request | None:
    """A task that is there, as its pronoun or its number shows."""
    found = one_target(sentence, start, end)
    return found if found is not None and found.query is None else None


def one_target(sentence: Sentence, start: int, end: int) -> Request | None:
    """One task: the last one, one by its number, or one by its words."""
    words = sentence.words
    if _is_one_of(sentence, start, end, words.target.last):
        return Request(is_last=True)
    if _is_one_of(sentence, start, end, words.target.all_chosen):
        return Request(is_last=True, is_all=True)
    if start >= end or _is_no_name(sentence, start, end) or _holds_another(sentence, start, end):
        return None
    choice = read_choice(sentence, start, end)
    if choice is not None:
        return Request(choice=choice)
    query = _query(sentence, start, end)
    return Request(query=query) if query else None


def _is_no_name(sentence: Sentence, start: int, end: int) -> bool:
    """Whether no task is named by words that begin like that."""
    reader, words = sentence.reader, sentence.words
    if reader.is_symbol(start, _NO_BEGINNING):
        return True
    if reader.is_word(start, words.talk.questions | words.target.everything):
        return True
    begin = _behind_all(sentence, start)
    is_all = begin > start
    return is_all and (begin >= end or reader.is_word(begin, words.target.plurals))


def all_target(sentence: Sentence, start: int, end: int) -> Request | None:
    """All tasks of a filter: all overdue tasks, everything from today, done tasks."""
    words, reader = sentence.words.target, sentence.reader
    is_open = reader.is_word(start, words.all | words.everything)
    begin = _behind_all(sentence, start)
    found = read_filter(sentence, begin, end)
    if found is not None and found.terms:
        has_plural = any(reader.is_word(place, words.plurals) for place in range(begin, end))
        return Request(filter=found.text, is_all=True) if is_open or has_plural else None
    if not is_open:
        return None
    if found is not None and (found.is_of_tasks or reader.is_word(start, words.everything)):
        return Request(filter="open", is_all=True)
    about = _about(sentence, begin, end, is_noun=reader.is_word(start, words.everything))
    return Request(filter=f"search: {quoted_text(about)}", is_all=True) if about else None


def _behind_all(sentence: Sentence, place: int) -> int:
    words, reader = sentence.words.target, sentence.reader
    if reader.is_word(place, words.all | words.everything):
        place += 1
        while reader.is_word(place, words.own):
            place += 1
    return place


def _about(sentence: Sentence, start: int, end: int, *, is_noun: bool) -> str:
    """What tasks are about: all dentist tasks, all tasks about the dentist."""
    words, reader = sentence.words.target, sentence.reader
    if reader.is_word(end - 1, words.plurals):
        return sentence.written(start, end - 1)
    if reader.is_word(start, words.plurals):
        is_noun, start = True, start + 1
    if not is_noun or not reader.is_word(start, words.about):
        return ""
    return _query(sentence, start + 1, end)


def _holds_another(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a second request follows: complete the report and delete milk."""
    reader, words = sentence.reader, sentence.words
    for place in range(start, end - 1):
        joins = reader.is_word(place, words.target.joins) or reader.is_symbol(place, ",;.!")
        if joins and reader.is_word(place + 1, words.verbs):
            return True
    return False


def _is_one_of(sentence: Sentence, start: int, end: int, phrases: Phrases) -> bool:
    return any(sentence.reader.phrase(start, *phrase) == end for phrase in phrases)


def read_choice(sentence: Sentence, start: int, end: int) -> int | None:
    """The number of one in a list: 2, number 2, #2, the second one."""
    reader, words = sentence.reader, sentence.words.target
    place = reader.skip(start, words.articles)
    token = reader.at(place)
    if token.kind is Kind.MARK and place + 1 == end:
        digits = token.text[1:]
        is_short = token.text[0] == "#" and digits.isascii() and digits.isdigit()
        return _checked(int(digits)) if is_short and len(digits) <= len("99") else None
    ordinal = read_ordinal(reader, place)
    if ordinal is not None:
        behind = reader.skip(ordinal.end, words.ones)
        return _checked(ordinal.value) if behind == end else None
    named = reader.skip(reader.skip(place, words.numbers), words.numbers)
    named = named + 1 if reader.is_symbol(named, ".#") else named
    number = reader.number(named)
    if number is None and named > place:
        number = reader.words.number.cardinals.get(reader.word(named))
    return _checked(number) if number is not None and named + 1 == end else None


def _checked(number: int) -> int | None:
    return number if 1 <= number <= _MOST_CHOICES or number == -1 else None


def _query(sentence: Sentence, start: int, end: int) -> str:
    """The words that name the task, without what only says that it is one."""
    reader, words = sentence.reader, sentence.words.target
    begin = reader.skip(start, words.articles)
    if reader.is_word(begin, words.nouns | words.plurals):
        begin += 1
        while begin < end and reader.is_word(begin, words.called):
            begin += 1
    elif reader.is_word(end - 1, words.nouns):
        end -= 1
    if begin >= end:
        return ""
    if reader.is_word(end - 1, words.dangling) or _is_term(sentence, begin, end):
        return ""
    if all(_says_nothing(reader, place) for place in range(begin, end)) and end > begin + 1:
        return ""
    if end == begin + 1 and reader.at(begin).kind is Kind.MARK:
        return ""
    if end == begin + 1 and reader.at(begin).kind is Kind.QUOTED:
        return " ".join(sentence.written(begin, end)[1:-1].split())
    written = sentence.written(begin, end)
    if reader.is_word(end, words.fields):
        written = written.replace("’", "'").removesuffix(_POSSESSIVE)
    return written if any(char.isalnum() for char in written) else ""


def _is_term(sentence: Sentence, start: int, end: int) -> bool:
    """Whether it says which tasks and names none: today, overdue, p1."""
    found = read_term(sentence, start)
    return found is not None and found.end == end and found.value.kind != _NAMED_KIND


def _says_nothing(reader: Reader, place: int) -> bool:
    """A number or what joins numbers: 1 and 3 are no words of a title."""
    token = reader.at(place)
    is_number = token.kind is Kind.NUMBER or token.text in reader.words.number.joins
    return is_number or token.kind is Kind.SYMBOL
