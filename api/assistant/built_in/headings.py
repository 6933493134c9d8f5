"""What a list is of, in words: “Tomorrow, Fri 27 Nov”, “Overdue”, “High priority, #Home”."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from api.assistant.task_words import Person, quoted
from shared.domain.filters.times import DAY_WORDS
from shared.domain.moments import day_words

_NEAR: Final[Mapping[str, int]] = {"today": 0, "tomorrow": 1, "yesterday": -1}
_WEEKDAYS: Final = DAY_WORDS[len(_NEAR) :]
_WEEK: Final = 7
_STATES: Final[Mapping[str, str]] = {
    "open": "open",
    "overdue": "overdue",
    "overdue | today": "overdue or due today",
    "no date": "without a date",
    "done": "done",
    "recurring": "recurring tasks",
    "no labels": "without a label",
    "no project": "without a project",
    "no priority": "without a priority",
    "no reminder": "without a reminder",
    "reminders > 0": "with a reminder",
    "recurring = true": "recurring tasks",
    **{
        f"due >= now/{unit}{first} && due < now/{unit}{after}": f"{which} {name}"
        for unit, name in (("w", "week"), ("M", "month"), ("y", "year"))
        for which, first, after in (
            ("last", f"-1{unit}", ""),
            ("this", "", f"+1{unit}"),
            ("next", f"+1{unit}", f"+2{unit}"),
        )
    },
    "p1": "high priority",
    "p2": "medium priority",
    "p3": "low priority",
    "p4": "no priority",
}
_DAY: Final = re.compile(r"(due|completed|created) (<=|<|>|=) (\S+)")
_SIGNS: Final[Mapping[str, str]] = {
    "due <": "due before",
    "due <=": "due by",
    "due >": "due after",
    "due =": "due",
    "completed =": "done",
    "created =": "made",
}
_SPAN: Final = re.compile(r"(due|completed|created) >= (\S+) && \1 < (\S+)")
_PARTS: Final = " & "
_OR: Final = " | "


def heading(filter_: str | None, query: str | None, person: Person) -> str:
    """What the list is of, as the beginning of a sentence; what has no words is told as it is."""
    said = [quoted(query)] if query else []
    if filter_:
        said = [*_parts(filter_, person), *said]
    text = ", ".join(said) or _STATES["open"]
    return text[:1].upper() + text[1:]


def _parts(filter_: str, person: Person) -> list[str]:
    if filter_ in _STATES or "(" in filter_ or '"' in filter_:
        return [_part(filter_, person)]
    if _OR in filter_ and _PARTS not in filter_:
        return [" or ".join(_part(each, person) for each in filter_.split(_OR))]
    return [_part(each, person) for each in filter_.split(_PARTS)]


def _part(text: str, person: Person) -> str:
    day = _day(text, person)
    if day is not None:
        return day
    compared = _DAY.fullmatch(text)
    sign = _SIGNS.get(f"{compared[1]} {compared[2]}") if compared else None
    found = _day(compared[3], person) if compared and sign else None
    if found is not None:
        return f"{sign} {found}"
    return _STATES.get(text) or _span(text, person) or text


def _span(text: str, person: Person) -> str | None:
    """Days from the first to the last, which the filter names by the day after it."""
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    week = text.replace(found[1], "due")
    done = {"due": "", "completed": "done ", "created": "made "}[found[1]]
    if week in _STATES:
        return done + _STATES[week]
    try:
        first, after = date.fromisoformat(found[2]), date.fromisoformat(found[3])
    except ValueError:
        return None
    last = after - timedelta(days=1)
    return f"{done}{day_words(first, person.today)} to {day_words(last, person.today)}"


def _day(text: str, person: Person) -> str | None:
    """A day of a filter: by its name with its date, or the date."""
    today = person.today
    if text in _NEAR:
        return f"{text}, {day_words(today + timedelta(days=_NEAR[text]), today)}"
    if text in _WEEKDAYS:
        ahead = (_WEEKDAYS.index(text) - today.weekday()) % _WEEK
        return day_words(today + timedelta(days=ahead), today)
    try:
        return day_words(date.fromisoformat(text), today)
    except ValueError:
        return None
