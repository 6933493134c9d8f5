"""Sentences and what they mean, as data: one JSON object a line, one file a category.

They are written by hand, from the rules and never from what a parser says. `load` refuses what a
slip of the pen leaves behind: unknown keys, the same sentence twice, rules that nobody could
store, a first occurrence that its rule does not have, titles with words that nobody said.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

from shared.core.errors import InvalidInput
from shared.domain.filters import parse_filter
from shared.domain.recurrence import Series, next_slots, parse_rule
from shared.domain.recurrence.rule import WEEKDAYS, Freq
from shared.domain.reminders import parse_offset
from shared.domain.words.requests import Intent, Request
from shared.domain.zones import load_zone, to_instant

FOLDER = Path(__file__).parent
LEAST = {
    "dates": 110,
    "times": 80,
    "recurrence": 150,
    "reminders": 70,
    "tokens": 50,
    "leads": 30,
    "negatives": 90,
    "faults": 40,
    "mixed": 40,
    "intents": 400,
}
"""So many cases each category has at least; these are all categories."""
INTENTS = frozenset(get_args(Intent))
_WALL = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", re.ASCII)
_CODE = re.compile(r"[a-z]+(_[a-z]+)*", re.ASCII)
_LOWEST_PRIORITY = 4


class BadCase(ValueError):
    """A line of a file of cases cannot be what its author meant."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the reader of a sentence knows; the fields of a context, `now` in UTC."""

    now: datetime
    zone: str
    time_format: str
    week_start: str
    day_first: bool
    projects: tuple[str, ...]

    @property
    def today(self) -> date:
        """The day in the zone of the reader."""
        return self.now.astimezone(load_zone(self.zone)).date()


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and all that should be found in it; None or empty: nothing of the kind."""

    text: str
    title: str = ""
    due: str | None = None
    start: str | None = None
    zone: str | None = None
    rrule: str | None = None
    anchor: str | None = None
    reminders: tuple[str, ...] = ()
    priority: int | None = None
    labels: tuple[str, ...] = ()
    project: str | None = None
    ambiguous: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    intent: str | None = None
    query: str | None = None
    when: str | None = None
    filter: str | None = None
    by: str | None = None
    choice: int | None = None
    is_last: bool = False
    is_all: bool = False
    is_guess: bool = False
    add_text: str | None = None
    """What the parser reads of a new task, where that is not the whole text."""
    set_title: str | None = None
    set_priority: int | None = None
    set_project: str | None = None
    set_repeat: str | None = None
    set_remind: str | None = None
    add_labels: tuple[str, ...] = ()
    remove_labels: tuple[str, ...] = ()
    no_due: bool = False
    no_repeat: bool = False
    no_reminders: bool = False
    now: str = "2026-11-25T10:00"
    at_zone: str = "Europe/Berlin"
    time_format: str = "24h"
    day_first: bool = True
    week_start: str = "MO"
    projects: tuple[str, ...] = ()
    why: str | None = field(default=None, compare=False)
    place: str = field(default="", compare=False)

    @property
    def settings(self) -> Settings:
        """The context in which the sentence was typed."""
        now = to_instant(datetime.fromisoformat(self.now), self.at_zone).astimezone(UTC)
        return Settings(
            now, self.at_zone, self.time_format, self.week_start, self.day_first, self.projects
        )

    @property
    def typed(self) -> tuple[object, ...]:
        """The sentence and its settings: what no two cases share."""
        return (self.text, self.settings)


_SETTINGS = frozenset(("now", "at_zone", "time_format", "day_first", "week_start", "projects"))
SLOTS = frozenset(one.name for one in fields(Request)) - {"text"}
"""The fields of a request; its text is `add_text`, since `text` is the sentence."""
_SLOTS = SLOTS | {"add_text"}
_LISTS = frozenset(
    ("reminders", "labels", "ambiguous", "problems", "projects", "add_labels", "remove_labels")
)
_KINDS = {
    **dict.fromkeys(("priority", "choice", "set_priority"), int),
    **dict.fromkeys(
        ("day_first", "is_last", "is_all", "is_guess", "no_due", "no_repeat", "no_reminders"), bool
    ),
    **dict.fromkeys(_LISTS, list),
}
_KEYS = frozenset(one.name for one in fields(Case)) - {"place"}
_ALWAYS = _SETTINGS | {"text", "why"}


def load(category: str, folder: Path = FOLDER) -> list[Case]:
    """The cases of a category, in the order of its file in `folder`.

    Raises:
        BadCase: with the file and line of the first one that cannot be right.
    """
    lines = (folder / f"{category}.jsonl").read_text(encoding="utf-8").splitlines()
    cases: list[Case] = []
    seen: dict[tuple[object, ...], str] = {}
    for number, line in enumerate(lines, 1):
        place = f"{category}.jsonl:{number}"
        try:
            case = read_case(line, category, place)
            first = seen.setdefault(case.typed, place)
            _require(first == place, f"the same sentence as {first}")
        except (ValueError, InvalidInput) as error:
            raise BadCase(f"{place}: {error}") from error
        cases.append(case)
    return cases


def load_all() -> dict[str, list[Case]]:
    """Every category with its cases."""
    return {category: load(category) for category in LEAST}


def read_case(line: str, category: str, place: str = "") -> Case:
    """The case on one line of a file.

    Raises:
        ValueError, InvalidInput: what is wrong with it.
    """
    found = json.loads(line, object_pairs_hook=_once)
    _check_keys(found, category)
    values = {key: tuple(one) if key in _LISTS else one for key, one in found.items()}
    if category != "intents":
        values.setdefault("title", found["text"])
    case = Case(**values, place=place)
    _check_settings(case)
    if category == "intents":
        _require(case.intent in INTENTS, f"no intent {case.intent}")
        _check_request(case)
    else:
        _check_draft(case)
    return case


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    _require(len(found) == len(pairs), "a key stands twice")
    return found


def _require(fact: object, message: str) -> None:
    if not fact:
        raise BadCase(message)


def _check_keys(found: Mapping[str, Any], category: str) -> None:
    known = _ALWAYS | _SLOTS if category == "intents" else _KEYS - _SLOTS
    _require(found.keys() <= known, f"unknown keys {sorted(found.keys() - known)}")
    _require("text" in found, "no text")
    for key, value in found.items():
        kind = _KINDS.get(key, str)
        _require(type(value) is kind, f"{key} is no {kind.__name__}")
        if key in _LISTS:
            _require(value and all(isinstance(one, str) for one in value), f"{key} lists no text")
            _require(len(set(value)) == len(value), f"{key} says something twice")
    if category != "intents":
        _require(found.get("title") != found["text"], "a title like the text is left out")


def _check_settings(case: Case) -> None:
    _require("T" in case.now and _WALL.fullmatch(case.now), "now is no wall time")
    _require(case.time_format in ("24h", "12h"), "time_format")
    _require(case.week_start in WEEKDAYS, "week_start")
    _require(case.settings.today, "now")


def _check_request(case: Case) -> None:
    is_listed = case.filter is not None or case.query is not None
    _require(is_listed or case.intent != "list", "a list has a filter")
    if case.filter is not None:
        parse_filter(case.filter)
    when = None if case.when is None else case.when.removeprefix("at ").removeprefix("in ")
    for said in (case.query, when, case.by, case.set_title, case.set_repeat, case.set_remind):
        _require(said is None or said in case.text, f"{said}: not said")


def _check_draft(case: Case) -> None:
    rest = iter(case.text.split())
    for word in case.title.split():
        bare = _letters(word)
        _require(not bare or any(bare in _letters(said) for said in rest), f"{word}: not said")
    _require(case.title == " ".join(case.title.split()), "spaces of the title")
    for one in (case.due, case.start):
        _require(one is None or _slot(one), "due or start")
    if case.zone is not None:
        load_zone(case.zone)
    _require(case.priority is None or 1 <= case.priority <= _LOWEST_PRIORITY, "priority")
    _require(all(_CODE.fullmatch(code) for code in case.problems), "the code of a problem")
    _check_reminders(case)
    _check_rule(case)
    for one in case.ambiguous:
        _require(one not in (case.due, case.rrule), "the other reading is the same")
        _require(parse_rule(one) if "=" in one else _slot(one), "ambiguous")


def _letters(word: str) -> str:
    return re.sub(r"[^\w&/+#@-]", "", word)


def _slot(text: str) -> date:
    _require(_WALL.fullmatch(text), f"{text} is no day or wall time")
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _check_reminders(case: Case) -> None:
    for reminder in case.reminders:
        kind, _, wall = reminder.partition(":")
        if kind == "at":
            _require("T" in wall and _slot(wall), f"{reminder} has no time")
        else:
            parse_offset(reminder)


def _check_rule(case: Case) -> None:
    _require(case.anchor in (None, "completion"), "anchor")
    if case.rrule is None:
        _require(case.anchor is None, "an anchor without a rule")
        return
    _require(case.due, "a rule without its first occurrence")
    rule, due = parse_rule(case.rrule), _slot(case.due or "")
    if rule.freq is Freq.WEEKLY and rule.by_day:
        _require(f"WKST={case.week_start}" in case.rrule, "a weekly rule names the week start")
    first = next_slots(Series(case.rrule, due, case.zone or case.at_zone), None, 1)
    _require(first == [due], f"the first occurrence is {first}")
