"""Words and marks instead of comparisons: `today`, `p1`, `#Work`, `@home`, `due before: friday`."""

import re
from collections.abc import Sequence

from shared.domain.filters.fields import Kind, find_field
from shared.domain.filters.problems import FilterInvalid, Span, quoted
from shared.domain.filters.times import DAY_WORDS, TIME_FORMS, parse_moment
from shared.domain.filters.tokens import Token
from shared.domain.filters.tree import And, Compare, Moment, Node, Operator, Step, StepUnit, Value

_PHRASES: dict[str, tuple[str, Operator, Value]] = {
    "no date": ("due", "=", None),
    "no due date": ("due", "=", None),
    "no label": ("labels", "=", None),
    "no labels": ("labels", "=", None),
    "no project": ("project", "=", None),
    "inbox": ("project", "=", None),
    "no section": ("section", "=", None),
    "no start": ("start", "=", None),
    "no notes": ("notes", "=", None),
    "no parent": ("parent", "=", None),
    "subtask": ("parent", "!=", None),
    "no priority": ("priority", "=", 4),
    **{f"p{number}": ("priority", "=", number) for number in range(1, 5)},
    "no reminder": ("reminders", "=", 0),
    "no reminders": ("reminders", "=", 0),
    "open": ("status", "=", "open"),
    "done": ("done", "=", True),
    "completed": ("done", "=", True),
    "overdue": ("overdue", "=", True),
    "recurring": ("recurring", "=", True),
}
PHRASES = (
    *_PHRASES,
    *DAY_WORDS,
    "next 7 days",
    "search:",
    "due before:",
    "due after:",
    "created before:",
    "created after:",
)
_DAYS = re.compile(r"(?:next )?(\d{1,4}) days?")
_AGO = re.compile(r"([+-]?)\s*(\d{1,5}) (day|week|month|year)s?( ago)?", re.IGNORECASE)
_UNITS: dict[str, StepUnit] = {"day": "d", "week": "w", "month": "M", "year": "y"}
_QUESTION_FIELDS = {"date": "due"}
_MARKS = {"#": "project", "##": "project", "@": "labels", "/": "section"}


def phrase(words: Sequence[Token]) -> Node | None:
    """What the words mean as a whole; None if they are none of ours."""
    span = words[0].span.to(words[-1].span)
    said = " ".join(word.text.lower() for word in words)
    if said in _PHRASES:
        field, operator, value = _PHRASES[said]
        return Compare(field, operator, value, span)
    if (days := _DAYS.fullmatch(said)) is not None:
        last = Moment("today", (Step("+", "d", int(days[1])),))
        within = Compare("due", "<", last, span)
        return And((Compare("due", ">=", Moment("today"), span), within))
    moment = parse_moment(" ".join(word.text for word in words))
    return Compare("due", "=", moment, span) if moment is not None and moment.is_day else None


def named(mark: Token, words: Sequence[Token]) -> Node:
    """The project, section or label of that name; with * any whose name is like it.

    Raises:
        FilterInvalid: no name follows the mark.
    """
    field = _MARKS[mark.text]
    if not words or not words[0].text.strip():
        message = f"After {mark.text} comes the name of a {field.removesuffix('s')}."
        raise FilterInvalid("filter_syntax", message, mark.span, expected=("a name",))
    name = " ".join(word.text for word in words)
    return Compare(field, "like" if "*" in name else "=", name, mark.span.to(words[-1].span))


def is_question(words: Sequence[Token]) -> bool:
    """Whether these words begin a question: `search:`, `due before:`, `created:`."""
    return _question(words) is not None


def _question(words: Sequence[Token]) -> tuple[str, Operator] | None:
    said = " ".join(word.text.lower() for word in words)
    if said == "search:":
        return "text", "like"
    if not said.endswith(":"):
        return None
    name, _, relation = said.removesuffix(":").partition(" ")
    field = find_field(_QUESTION_FIELDS.get(name, name))
    relations: dict[str, Operator] = {"": "=", "before": "<", "after": ">"}
    if field is None or field.kind not in {Kind.WALL, Kind.INSTANT} or relation not in relations:
        return None
    return field.name, relations[relation]


def asked(question: Sequence[Token], words: Sequence[Token], last: Token) -> Node:
    """The comparison that a question means.

    Raises:
        FilterInvalid: nothing follows it, or something that it cannot be compared with.
    """
    found = _question(question)
    if found is None:
        raise ValueError("these words are no question")
    field, operator = found
    said = " ".join(word.text for word in words).strip()
    span = words[0].span.to(words[-1].span) if words else last.span
    if field == "text":
        if not said:
            raise FilterInvalid("filter_syntax", "What is searched for?", span, expected=("words",))
        return Compare("text", "like", said, span)
    return Compare(field, operator, _day_of(said, span), span)


def _day_of(said: str, span: Span) -> Moment:
    found = parse_moment(said)
    if found is not None:
        return found
    if (away := _AGO.fullmatch(said)) is not None:
        is_back = (away[1] == "-") != bool(away[4])
        step = Step("-" if is_back else "+", _UNITS[away[3].lower()], int(away[2]))
        return Moment("today", (step,))
    message = f"{quoted(said)} is no date or time."
    expected = (*TIME_FORMS, "-30 days")
    raise FilterInvalid("filter_value", message, span, expected=expected)
