"""Yes, no, the second one, undo, help: what is said as a whole."""

from typing import Final

from shared.domain.words.reader import Reader
from shared.domain.words.request_draft import Request
from shared.domain.words.request_sentence import Sentence
from shared.domain.words.request_targets import read_choice
from shared.domain.words.tokens import Kind
from shared.domain.words.vocabulary import Phrases, Words

_LONGEST: Final = 12
"""Tokens of what is said as a whole."""


def read_talk(sentence: Sentence, whole: Sentence) -> Request | None:
    """A yes or a no, a choice, a call for help or for undoing; of all, politeness included."""
    talk = sentence.words.talk
    if _is_whole(sentence, talk.undo):
        return Request("undo")
    if _is_whole(sentence, talk.help):
        return Request("help")
    if sentence.is_question:
        return None
    if _is_made_of(whole.reader, talk.decline, talk.fillers):
        return Request("decline")
    if _is_made_of(whole.reader, talk.confirm, talk.fillers):
        return Request("confirm")
    return _choice(sentence) or _refusal(sentence) or _assent(sentence)


def _is_whole(sentence: Sentence, phrases: Phrases) -> bool:
    return any(
        sentence.reader.phrase(sentence.start, *phrase) == sentence.stop for phrase in phrases
    )


def _is_made_of(reader: Reader, phrases: Phrases, fillers: Words) -> bool:
    """Whether it is one of the phrases, or several, and nothing else that says anything."""
    place, last, is_said = 0, len(reader.tokens) - 1, False
    if last > _LONGEST:
        return False
    while place < last:
        end = reader.phrases(place, phrases)
        if end is not None:
            place, is_said = end, True
        elif reader.at(place).kind is Kind.SYMBOL or reader.is_word(place, fillers):
            place += 1
        else:
            return False
    return is_said


def _choice(sentence: Sentence) -> Request | None:
    words = sentence.words.target
    if sentence.stop - sentence.start > _LONGEST:
        return None
    if _is_whole(sentence, words.all_chosen):
        return Request("choose", is_all=True)
    choice = read_choice(sentence, sentence.start, sentence.stop)
    if choice is None and sentence.start + 1 == sentence.stop:
        numbers = sentence.reader.words.number.cardinals
        choice = numbers.get(sentence.reader.word(sentence.start))
    return None if choice is None else Request("choose", choice=choice)


def _refusal(sentence: Sentence) -> Request | None:
    """Don't delete it: a no, whatever is not to be done."""
    reader = sentence.reader
    end = reader.phrases(sentence.start, sentence.words.talk.refuses)
    if end is None or not reader.is_word(end, sentence.words.verbs):
        return None
    return Request("decline")


def _assent(sentence: Sentence) -> Request | None:
    """Yes, delete it: a yes to what was proposed."""
    reader, words = sentence.reader, sentence.words
    end = reader.phrases(sentence.start, words.talk.confirm)
    if end is None:
        return None
    end = end + 1 if reader.is_symbol(end, ",") else end
    if not reader.is_word(end, words.verbs):
        return None
    is_pointed = any(reader.phrase(end + 1, *each) == sentence.stop for each in words.target.last)
    return Request("confirm") if is_pointed else None
