"""What the slots of a template hold; each says what the request says by it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from shared.domain.words.amounts import read_amounts
from shared.domain.words.marks import read_mark
from shared.domain.words.reader import Found
from shared.domain.words.reminding import read_before
from shared.domain.words.repeats import read_repeat
from shared.domain.words.request_draft import Request
from shared.domain.words.request_filters import (
    known_project,
    name_at,
    read_day_term,
    read_filter,
    read_term,
)
from shared.domain.words.request_sentence import Sentence, merged
from shared.domain.words.request_targets import (
    all_target,
    any_target,
    one_target,
    plain_target,
    pointed_target,
)
from shared.domain.words.request_times import end_of_when, may_begin, when_to_end
from shared.domain.words.tokens import Kind
from shared.domain.words.understand import understand

SpanRule = Callable[[Sentence, int, int], Request | None]
SlotRule = Callable[[Sentence, int], Found[Request] | None]
_LAST_HOUR: Final = 24
_LONGEST: Final = 40
"""Tokens of a repetition."""
_MOST_LABELS: Final = 10
_OF_REPEATS: Final = frozenset({"due", "repeat"})
_NOT_SAID: Final = "overdue | today"
"""What is due: what can be done now."""


def _title(sentence: Sentence, start: int, end: int) -> Request | None:
    written = sentence.written(start, end)
    is_quoted = end == start + 1 and sentence.reader.at(start).kind is Kind.QUOTED
    title = written[1:-1].strip() if is_quoted else written
    return Request(set_title=title) if title else None


def _text(sentence: Sentence, start: int, end: int) -> Request | None:
    span = sentence.reader.span(start, end)
    return Request(text=sentence.text[span.start : span.end])


def _quoted(sentence: Sentence, place: int) -> Found[Request] | None:
    """A title in quotes."""
    is_quoted = sentence.reader.at(place).kind is Kind.QUOTED
    title = _title(sentence, place, place + 1) if is_quoted else None
    return Found(title, place + 1) if title else None


def _anything(_sentence: Sentence, _start: int, _end: int) -> Request:
    return Request()


def _when(sentence: Sentence, place: int) -> Found[Request] | None:
    phrase = when_to_end(sentence, place)
    return Found(Request(when=phrase), sentence.stop) if phrase else None


def _hour(sentence: Sentence, place: int) -> Found[Request] | None:
    """A bare hour at the end: the parser reads it behind its preposition."""
    number = sentence.reader.number(place)
    if number is None or number > _LAST_HOUR or place + 1 != sentence.stop:
        return None
    return Found(Request(when=f"at {number}"), sentence.stop)


def _part(sentence: Sentence, place: int) -> Found[Request] | None:
    """A part of the day at the end: the parser reads it behind its preposition."""
    reader = sentence.reader
    word = reader.word(place)
    if word not in reader.words.day_parts or place + 1 != sentence.stop:
        return None
    lead = " ".join(reader.words.time.part_leads[0])
    return Found(Request(when=f"{lead} {word}"), sentence.stop)


def _old(sentence: Sentence, place: int) -> Found[Request] | None:
    """Where it was until now: that says nothing."""
    end = end_of_when(sentence.reader, place) if may_begin(sentence.reader, place) else None
    return None if end is None else Found(Request(), end)


def _by(sentence: Sentence, place: int) -> Found[Request] | None:
    if not may_begin(sentence.reader, place):
        return None
    found = read_amounts(sentence.reader, place)
    return Found(Request(by=sentence.written(place, found.end)), found.end) if found else None


def _whose(sentence: Sentence, place: int) -> Found[Request] | None:
    """Today's, friday's: which of several."""
    word = sentence.reader.word(place)
    found = read_day_term(sentence, place) if word.endswith("'s") else None
    return Found(Request(when=word.removesuffix("'s")), found.end) if found else None


def _priority(sentence: Sentence, place: int) -> Found[Request] | None:
    words, reader = sentence.words.filter, sentence.reader
    mark = read_mark(reader, place, {})
    if mark is not None and mark.value.kind == "priority":
        return Found(Request(set_priority=mark.value.number), mark.end)
    after = reader.skip(place, words.priority)
    number = reader.number(after) or words.priorities.get(reader.word(after))
    if number is None or not 1 <= number <= max(words.priorities.values()):
        return None
    is_digit = reader.number(after) is not None
    if is_digit and reader.is_glued(after):
        return None
    end = reader.skip(after + 1, words.priority)
    if is_digit and after == place and end < sentence.stop:
        return None
    return Found(Request(set_priority=number), end)


def _labels(sentence: Sentence, place: int) -> Found[Request] | None:
    """Names of labels: home, "waiting on" and @shop."""
    return _listed(sentence, place, _label)


def _marks(sentence: Sentence, place: int) -> Found[Request] | None:
    """Signs with a meaning: @home, #Work, p1."""
    return _listed(sentence, place, _mark)


def _listed(sentence: Sentence, place: int, rule: SlotRule) -> Found[Request] | None:
    found = rule(sentence, place)
    for _ in range(_MOST_LABELS):
        if found is None:
            return None
        reader = sentence.reader
        after = found.end + 1 if reader.is_symbol(found.end, ",&") else found.end
        after = reader.skip(after, sentence.words.filter.ands)
        other = rule(sentence, after) if after > found.end or rule is _mark else None
        if other is None:
            break
        labels = (*found.value.add_labels, *other.value.add_labels)
        both = merged(found.value, other.value)
        found = Found(replace(both, add_labels=tuple(dict.fromkeys(labels))), other.end)
    return found


def _label(sentence: Sentence, place: int) -> Found[Request] | None:
    if sentence.reader.is_word(place, sentence.words.target.articles):
        return None
    name = name_at(sentence, place)
    return Found(Request(add_labels=(name,)), place + 1) if name else None


def _mark(sentence: Sentence, place: int) -> Found[Request] | None:
    found = read_mark(sentence.reader, place, sentence.projects)
    if found is None or sentence.reader.is_symbol(place, "!"):
        return None
    marked = found.value
    name = marked.text or sentence.written(place, found.end)[1:].strip('"')
    if marked.kind == "priority":
        return Found(Request(set_priority=marked.number), found.end)
    if marked.kind == "project":
        return Found(Request(set_project=name), found.end)
    return Found(Request(add_labels=(name,)), found.end)


def _project(sentence: Sentence, place: int) -> Found[Request] | None:
    """#Work, project Work, the Work project, inbox."""
    words, reader = sentence.words.filter, sentence.reader
    if reader.is_word(place, words.inbox):
        return Found(Request(set_project=reader.word(place)), place + 1)
    mark = _mark(sentence, place)
    if mark is not None and mark.value.set_project:
        return mark
    start = reader.skip(place, words.project)
    known = known_project(sentence, start)
    if known is not None:
        return Found(Request(set_project=known.value), reader.skip(known.end, words.project))
    name = name_at(sentence, start)
    if name and start > place:
        return Found(Request(set_project=name), start + 1)
    is_named = name and reader.is_word(start + 1, words.project)
    return Found(Request(set_project=name), start + 2) if is_named else None


def _repeat(sentence: Sentence, place: int) -> Found[Request] | None:
    """From here to the end, or to the word task, what the parser reads as a repetition."""
    reader = sentence.reader
    if place < sentence.stop - _LONGEST or not may_begin(reader, place):
        return None
    if read_repeat(reader, place) is None:
        return None
    is_noun = reader.is_word(sentence.stop - 1, sentence.words.target.nouns)
    end = sentence.stop - 1 if is_noun else sentence.stop
    phrase = sentence.written(place, end)
    draft = understand(phrase, sentence.context)
    names = {each.name for each in draft.highlights}
    is_whole = draft.recurrence is not None and not draft.title and names <= _OF_REPEATS
    return Found(Request(set_repeat=phrase), end) if is_whole else None


def _remind(sentence: Sentence, place: int) -> Found[Request] | None:
    if not may_begin(sentence.reader, place):
        return None
    found = read_before(sentence.reader, place)
    return (
        Found(Request(set_remind=sentence.written(place, found.end)), found.end) if found else None
    )


def _filter(sentence: Sentence, place: int) -> Found[Request] | None:
    found = read_filter(sentence, place, sentence.stop)
    if found is None:
        return None
    text = found.text
    if not found.terms and found.is_of_tasks:
        text = "open"
    elif not found.terms and found.is_of_due:
        text = _NOT_SAID
    return Found(Request(filter=text), sentence.stop) if text else None


def _day(sentence: Sentence, place: int) -> Found[Request] | None:
    """The day or the week in which something was."""
    start = sentence.reader.skip(place, sentence.reader.words.date.on)
    found = read_term(sentence, start)
    if found is None or found.value.kind != "day":
        return None
    return Found(Request(filter=found.value.text), found.end)


SPANS: Final[Mapping[str, SpanRule]] = {
    "task": any_target,
    "tasks": all_target,
    "one": one_target,
    "plain": plain_target,
    "pointed": pointed_target,
    "title": _title,
    "text": _text,
    "any": _anything,
}
"""Slots that go on to where the next place of the template fits."""
SLOTS: Final[Mapping[str, SlotRule]] = {
    "quoted": _quoted,
    "when": _when,
    "hour": _hour,
    "part": _part,
    "old": _old,
    "by": _by,
    "whose": _whose,
    "priority": _priority,
    "labels": _labels,
    "marks": _marks,
    "project": _project,
    "repeat": _repeat,
    "remind": _remind,
    "filter": _filter,
    "day": _day,
}
"""Slots that know themselves where they end."""
