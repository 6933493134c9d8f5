"""Which tasks are meant, in the language of filters: overdue, p1 & #Work, due < friday."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from shared.domain.filters.times import DAY_WORDS
from shared.domain.words.dates import read_date, read_month
from shared.domain.words.marks import read_mark
from shared.domain.words.reader import Found
from shared.domain.words.request_sentence import Sentence
from shared.domain.words.today import NoSuchTime
from shared.domain.words.tokens import Kind
from shared.domain.words.tree import Day, FromToday, OnDate, OnPeriod, OnWeekday

_NEAR: Final = {0: "today", 1: "tomorrow", -1: "yesterday"}
_WEEKDAYS: Final = DAY_WORDS[len(_NEAR) :]
_WEEK: Final = 7
_MOST_DAYS: Final = 999
_PLAIN_NAME: Final = re.compile(r"[^\W_][\w-]*")
_FIRSTS: Final = re.compile(r"\d{4}-\d{2}-01")
_RESERVED: Final = frozenset({"and", "or", "not", "in", "like"})
_DONE: Final = "done"
_NO_DAYS: Final = frozenset({"no date", "overdue", "overdue | today"})
_OPERATORS: Final = ("&", "|")


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a filter; those of one kind are alternatives where `and` joins them."""

    text: str
    kind: str
    is_or: bool = False
    """It was joined with `or`."""
    is_and: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """The terms of a filter, and whether tasks were said by their name."""

    terms: tuple[Term, ...]
    is_of_tasks: bool = False
    is_of_due: bool = False

    @property
    def text(self) -> str:
        """The filter, as docs/filters.md has it."""
        groups: list[list[Term]] = []
        for term in self.terms:
            is_same = groups and (term.is_or or (term.is_and and term.kind == groups[-1][-1].kind))
            if is_same:
                groups[-1].append(term)
            else:
                groups.append([term])
        if len(groups) == 1:
            return _either(groups[0])
        return " & ".join(_bracketed(group) for group in groups)


def _either(group: Sequence[Term]) -> str:
    return " | ".join(_term(term, alone=len(group) == 1) for term in group)


def _bracketed(group: Sequence[Term]) -> str:
    if len(group) > 1:
        return f"({_either(group)})"
    return _term(group[0], alone=False)


def _term(term: Term, *, alone: bool) -> str:
    is_whole = alone or not any(sign in term.text for sign in _OPERATORS)
    return term.text if is_whole or term.text.startswith(("#", "@")) else f"({term.text})"


def read_filter(sentence: Sentence, place: int, end: int) -> Filter | None:
    """The filter that is said from here to the end; None if it says anything else as well."""
    words, reader = sentence.words.filter, sentence.reader
    terms: list[Term] = []
    is_of_tasks = is_of_due = is_or = is_and = False
    while place < end:
        found = read_term(sentence, place)
        if found is not None and found.end <= end:
            term = found.value
            terms.append(Term(term.text, term.kind, is_or and bool(terms), is_and))
            is_or = is_and = False
            place = found.end
            continue
        word = reader.word(place)
        is_or = is_or or word in words.ors
        is_and = is_and or word in words.ands or reader.is_symbol(place, ",&")
        if not (
            word in words.ors | words.ands | words.fillers or reader.is_symbol(place, ",&-|?.!:")
        ):
            return None
        is_of_tasks = is_of_tasks or word in words.things
        is_of_due = is_of_due or word in reader.words.date.due
        place += 1
    is_of_past = not is_of_due and any(term.text == _DONE for term in terms)
    said = _when_done(sentence, terms) if is_of_past else tuple(terms)
    return Filter(said, is_of_tasks, is_of_due)


def _when_done(sentence: Sentence, terms: Sequence[Term]) -> tuple[Term, ...]:
    """Done yesterday: the day is the one on which it was done."""
    days = [term for term in terms if term.kind == "day" and term.text not in _NO_DAYS]
    return tuple(
        replace(term, text=day_in_past(sentence, term.text, "completed")) if term in days else term
        for term in terms
        if not (days and term.text == _DONE)
    )


def read_term(sentence: Sentence, place: int) -> Found[Term] | None:
    """The part of a filter that begins here."""
    if sentence.reader.at(place).kind is Kind.SYMBOL:
        return None
    return (
        _mark(sentence, place)
        or _phrase(sentence, place)
        or _phrase(sentence, sentence.reader.skip(place, sentence.words.filter.fillers))
        or _priority(sentence, place)
        or _labelled(sentence, place)
        or _project(sentence, place)
        or _without(sentence, place)
        or _bound(sentence, place)
        or _month(sentence, place)
        or read_day_term(sentence, place)
    )


def _month(sentence: Sentence, place: int) -> Found[Term] | None:
    """In december, in Q1: all of it, the one that is now or the next to come."""
    words, reader = sentence.words.filter, sentence.reader
    start = reader.skip(place, reader.words.date.due)
    if not reader.is_word(start, words.within):
        return None
    first, last = (read_month(reader, start + 1, edge=edge) for edge in ("start", "end"))
    if first is None or last is None or not isinstance(first.value.day, OnDate):
        return None
    end = _found(sentence, last.value.day)
    if end is None:
        return None
    begin = end.replace(month=first.value.day.month, day=1)
    return Found(Term(f"due >= {begin} && due < {end + timedelta(days=1)}", "day"), last.end)


def _mark(sentence: Sentence, place: int) -> Found[Term] | None:
    reader = sentence.reader
    found = read_mark(reader, place, sentence.projects)
    if found is None:
        return None
    marked = found.value
    if marked.kind == "priority":
        return Found(Term(f"p{marked.number}", "priority"), found.end)
    span = reader.span(place, found.end)
    name = marked.text or sentence.text[span.start + 1 : span.end].strip('"')
    sign = "@" if marked.kind == "label" else "#"
    return Found(Term(sign + named(name), sign), found.end)


def named(name: str) -> str:
    """A name as filters have it: in quotes unless it is one plain word."""
    is_plain = _PLAIN_NAME.fullmatch(name) and name.lower() not in _RESERVED
    return name if is_plain else quoted_text(name)


def quoted_text(text: str) -> str:
    """A text in quotes, as filters have it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _phrase(sentence: Sentence, place: int) -> Found[Term] | None:
    for words, text in sentence.words.filter.terms.items():
        end = sentence.reader.phrase(place, *words)
        if end is not None:
            kind = "day" if "due" in text or text in ("no date", "yesterday") else "state"
            return Found(Term(text, kind), end)
    return _next_days(sentence, place)


def _next_days(sentence: Sentence, place: int) -> Found[Term] | None:
    """The next 7 days."""
    words, reader = sentence.words.filter, sentence.reader
    number = reader.number(place + 1) or reader.words.number.cardinals.get(reader.word(place + 1))
    is_said = reader.is_word(place, words.next) and reader.is_word(place + 2, words.days)
    if not is_said or not number or number > _MOST_DAYS:
        return None
    return Found(Term(f"next {number} days", "day"), place + 3)


def _priority(sentence: Sentence, place: int) -> Found[Term] | None:
    """High priority, priority 1."""
    words, reader = sentence.words.filter, sentence.reader
    number = words.priorities.get(reader.word(place))
    if number is not None and reader.is_symbol(place + 1, "-"):
        place += 1
    if number is not None and reader.is_word(place + 1, words.priority):
        return Found(Term(f"p{number}", "priority"), place + 2)
    if not reader.is_word(place, words.priority):
        return None
    number = reader.number(place + 1) or words.priorities.get(reader.word(place + 1))
    if number is None or not 1 <= number <= max(words.priorities.values()):
        return None
    return Found(Term(f"p{number}", "priority"), place + 2)


def _labelled(sentence: Sentence, place: int) -> Found[Term] | None:
    """Tagged home, with the label "waiting on"."""
    words, reader = sentence.words.filter, sentence.reader
    start = reader.skip(place, words.labelled | words.label)
    if start == place:
        return None
    start = start + 1 if reader.is_symbol(start, ":") else start
    name = name_at(sentence, start)
    return Found(Term(f"@{named(name)}", "@"), start + 1) if name else None


def name_at(sentence: Sentence, place: int) -> str:
    """The name of a label or a project in one word or in quotes, without its sign."""
    token = sentence.reader.at(place)
    if token.kind is Kind.QUOTED or token.kind is Kind.MARK:
        return sentence.written(place, place + 1).lstrip("#@").strip('"“”')
    return sentence.written(place, place + 1) if sentence.reader.word(place) else ""


def _project(sentence: Sentence, place: int) -> Found[Term] | None:
    """Project Work; Work, if there is such a project; the Work project."""
    words, reader = sentence.words.filter, sentence.reader
    start = reader.skip(place, words.project)
    known = known_project(sentence, start)
    name = known.value if known else (name_at(sentence, start) if start > place else "")
    if not name:
        return None
    end = reader.skip(known.end if known else start + 1, words.project)
    return Found(Term(f"#{named(name)}", "#"), end)


def known_project(sentence: Sentence, place: int) -> Found[str] | None:
    """A project that there is, by its name without a sign."""
    reader = sentence.reader
    word = reader.word(place)
    for others, name in sentence.projects.get(word, ()) if word else ():
        end = reader.phrase(place + 1, *others)
        if end is not None:
            return Found(name, end)
    return None


def _without(sentence: Sentence, place: int) -> Found[Term] | None:
    """Without @waiting, not in #Work, except p4."""
    words, reader = sentence.words.filter, sentence.reader
    if not reader.is_word(place, words.without):
        return None
    start = place + 1
    while reader.is_word(start, words.fillers) and start < place + 3:
        start += 1
    for rule in (_mark, _priority, _labelled, _project):
        found = rule(sentence, start)
        if found is not None:
            return Found(Term(f"!{found.value.text}", "not"), found.end)
    return None


def _bound(sentence: Sentence, place: int) -> Found[Term] | None:
    """Before friday, by friday, after the 5th of december."""
    words, reader = sentence.words.filter, sentence.reader
    start = reader.skip(place, reader.words.date.due)
    for said, sign in ((words.before, "<"), (words.until, "<="), (words.after, ">")):
        if reader.is_word(start, said):
            found = read_date(reader, start + 1, is_led=True)
            day = day_text(sentence, found.value.day) if found else None
            return Found(Term(f"due {sign} {day}", "day"), found.end) if found and day else None
    return None


def read_day_term(sentence: Sentence, place: int) -> Found[Term] | None:
    """Today, on friday, this weekend, on the 5th of december; today's."""
    reader = sentence.reader
    own = sentence.reader.word(place).removesuffix("'s")
    if own != reader.word(place):
        return _own_day(sentence, own, place + 1)
    found = read_date(reader, place)
    if found is None:
        return None
    day = found.value.day
    if isinstance(day, OnPeriod) and day.period == "weekend":
        return _weekend(sentence, day, found.end)
    text = day_text(sentence, day)
    return Found(Term(text, "day"), found.end) if text else None


def _own_day(sentence: Sentence, word: str, end: int) -> Found[Term] | None:
    words = sentence.reader.words
    if word in words.weekdays:
        return Found(Term(_WEEKDAYS[words.weekdays[word]], "day"), end)
    text = _NEAR.get(words.days.get(word, len(_NEAR)))
    return Found(Term(text, "day"), end) if text else None


def day_in_past(sentence: Sentence, day: str, field: str) -> str:
    """What was done or made then; of weekdays the last one that was."""
    if "due" in day:
        return _last_year(sentence, day).replace("due", field)
    if day in _WEEKDAYS:
        today = sentence.today.day
        day = str(today - timedelta(days=(today.weekday() - _WEEKDAYS.index(day)) % _WEEK))
    return f"{field} = {day}"


def _last_year(sentence: Sentence, days: str) -> str:
    """Of months that are still to come those of last year."""
    found = [date.fromisoformat(each) for each in _FIRSTS.findall(days)]
    if len(found) != 2 or found[0] <= sentence.today.day:  # noqa: PLR2004 - from and to
        return days
    for each in found:
        days = days.replace(str(each), str(each.replace(year=each.year - 1)))
    return days


def day_text(sentence: Sentence, day: Day) -> str | None:
    """The day as filters have it: by its name, or its date."""
    match day:
        case FromToday(days) if days in _NEAR:
            return _NEAR[days]
        case OnWeekday(weekday, "next", 0):
            return f"next {_WEEKDAYS[weekday]}"
        case OnWeekday(weekday, "bare", 0):
            return _WEEKDAYS[weekday]
        case _:
            found = _found(sentence, day)
            return found.isoformat() if found else None


def _weekend(sentence: Sentence, day: OnPeriod, end: int) -> Found[Term] | None:
    first = _found(sentence, day)
    if first is None:
        return None
    after = first + timedelta(days=_WEEK - first.weekday())
    return Found(Term(f"due >= {first} && due < {after}", "day"), end)


def _found(sentence: Sentence, day: Day) -> date | None:
    try:
        return sentence.today.find(day).day
    except NoSuchTime:
        return None
