"""A sentence to the assistant becomes a request. Pure; the grammar is in docs/plain-words.md."""

from typing import Final

from shared.domain.words.draft import Context, Draft, day_of
from shared.domain.words.leads import read_lead
from shared.domain.words.request_draft import Intent, Request
from shared.domain.words.request_matching import match_first
from shared.domain.words.request_sentence import Sentence, sentence_of, whole_of
from shared.domain.words.request_talk import read_talk
from shared.domain.words.understand import understand

__all__ = ["Intent", "Request", "read_request"]

_UNKNOWN: Final = Request()


def read_request(text: str, context: Context) -> Request:
    """What is asked for; `unknown` if that is not sure enough to do anything.

    Linear in the length of the text, for any text.
    """
    whole = whole_of(text, context)
    sentence = sentence_of(whole)
    talk = read_talk(sentence, whole)
    if talk is not None or sentence.start >= sentence.stop:
        return talk or _UNKNOWN
    words = sentence.words
    head = sentence.reader.word(sentence.start)
    return (
        match_first(sentence, words.first)
        or _led(sentence)
        or match_first(sentence, words.by_head.get(head, words.by_head[""]))
        or _guessed(sentence)
        or _UNKNOWN
    )


def _led(sentence: Sentence) -> Request | None:
    """A new task, as its lead says."""
    if read_lead(sentence.reader, sentence.start) is None:
        return None
    return Request("add", text=sentence.rest)


def _guessed(sentence: Sentence) -> Request | None:
    """A sentence that reads like a task: one with a day, a repetition, a mark."""
    reader, talk = sentence.reader, sentence.words.talk
    is_refused = reader.phrases(sentence.start, talk.refuses) is not None
    if sentence.is_question or is_refused or reader.is_word(sentence.start, talk.questions):
        return None
    draft = understand(sentence.rest, sentence.context)
    if not draft.title or draft.title.lower() in sentence.words.verbs:
        return None
    if not _is_like_a_task(sentence, draft) or _is_past(sentence, draft):
        return None
    return Request("add", text=sentence.rest, is_guess=True)


def _is_like_a_task(sentence: Sentence, draft: Draft) -> bool:
    """Whether it is planned or marked; the verb of a request needs more than a mark."""
    is_planned = draft.due is not None or draft.recurrence is not None
    if sentence.reader.is_word(sentence.start, sentence.words.verbs):
        return is_planned
    is_marked = draft.priority is not None or draft.labels or draft.project is not None
    return is_planned or bool(is_marked or draft.reminders)


def _is_past(sentence: Sentence, draft: Draft) -> bool:
    return draft.due is not None and day_of(draft.due) < sentence.today.day
