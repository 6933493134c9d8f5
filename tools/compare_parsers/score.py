"""A library's answers beside what the cases expect: what was right, by question and category.

Libraries are judged kindly: a moment counts as right if any of those found is, a rule if it hits
the same slots from the first occurrence on, however it is written. What Rondel decided otherwise
than others may is not asked: which hour an evening is, which day next week is, what becomes of the
31st, zones said in words, and every case that has another reading.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from shared.core.errors import InvalidInput
from shared.domain.recurrence import Series, next_slots
from tests.nl.cases import Case

ZONE = "Europe/Berlin"
COMPARED = 12
"""So many slots of two rules are compared."""
DUE_ASKED = frozenset(("dates", "times", "reminders", "mixed"))
TITLE_ASKED = frozenset(("dates", "times"))
CATEGORIES = ("dates", "times", "recurrence", "reminders", "negatives", "faults", "mixed")
_SHOWN = 40
_HANGING = " ,:;.-()" + "\N{EN DASH}"
_HOURS = r"morning|afternoon|evening|night|tonight|midnight"
_DAYS = r"weekends?|next (week|month|year)"
_DECIDED = re.compile(rf"\b({_HOURS}|{_DAYS})\b", re.IGNORECASE)


@dataclass(slots=True)
class Tally:
    """How often one question was asked, and answered rightly; some of the wrong answers."""

    asked: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, is_right: bool, what: str) -> None:
        """The answer is counted."""
        self.asked += 1
        self.right += is_right
        if not is_right and len(self.wrong) < _SHOWN:
            self.wrong.append(what)


@dataclass(slots=True)
class Score:
    """All answers of one library."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    failures: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def percentile(self, part: float) -> float:
        """The seconds that this part of the sentences took at most, 0 without any."""
        ordered = sorted(self.seconds)
        return ordered[min(int(part * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def is_asked(case: Case, category: str) -> bool:
    """Whether libraries can be judged by the case."""
    if case.at_zone != ZONE or case.zone or case.ambiguous or case.anchor:
        return False
    if category not in ("negatives", "faults") and _DECIDED.search(case.text):
        return False
    if _is_clamped(case):
        return False
    return category == "faults" or not case.problems


def _is_clamped(case: Case) -> bool:
    rule = case.rrule or ""
    return "BYMONTHDAY=28," in rule or ("BYMONTHDAY=-1" in rule and "last" not in case.text)


def score(
    cases: Mapping[str, Sequence[Case]], answers: Sequence[Mapping[str, Any]], claims: str
) -> Score:
    """The answers, in the order of the cases, judged; `claims` as in PYTHON and NODE."""
    found = iter(answers)
    result = Score()
    for category, several in cases.items():
        for case in several:
            answer = next(found)
            result.seconds.append(answer["seconds"])
            if answer["failed"]:
                result.failures[answer["failed"]] += 1
            _judge(case, category, answer, claims, result.tallies)
    return result


def _judge(
    case: Case, category: str, answer: Mapping[str, Any], claims: str, tallies: dict[str, Tally]
) -> None:
    said = f"{case.text!r}: {answer['rrule'] or ', '.join(answer['moments']) or 'nothing'}"
    if category in ("negatives", "faults"):
        if category == "negatives" or impossible_alone(case):
            tallies[category].count(not (answer["moments"] or answer["rrule"]), said)
        return
    if "r" in claims and case.rrule and category == "recurrence":
        tallies["rule"].count(same_rule(case, answer["rrule"]), said)
    if "d" in claims and category in DUE_ASKED and case.due and not case.rrule:
        tallies[category].count(has_due(case.due, answer["moments"]), said)
    if "t" in claims and category in TITLE_ASKED:
        title = title_of(case.text, answer)
        tallies["title"].count(title == case.title, f"{case.text!r}: {title!r}")
        is_whole = title == case.title and has_due(case.due or "", answer["moments"])
        tallies["whole"].count(is_whole, said)


def impossible_alone(case: Case) -> bool:
    """Whether the sentence has an impossible date or time and nothing else to be found."""
    return case.due is None and any(one.startswith("impossible") for one in case.problems)


def has_due(due: str, moments: Sequence[str]) -> bool:
    """Whether one of the moments is the one expected; of a day without time, its day.

    >>> has_due("2026-11-27", ["2026-11-27T10:00"]), has_due("2026-11-27T17:00", ["2026-11-27"])
    (True, False)
    """
    return any(one.startswith(due) for one in moments)


def same_rule(case: Case, rrule: str | None) -> bool:
    """Whether both rules hit the same slots from the first occurrence on."""
    if rrule is None or case.due is None or case.rrule is None:
        return False
    start: date = datetime.fromisoformat(case.due)
    if "T" not in case.due:
        start = date.fromisoformat(case.due)
    other = rrule.removeprefix("RRULE:").strip(";")
    if "WKST" not in other:
        other += f";WKST={case.week_start}"
    return _slots(case.rrule, start) == _slots(other, start)


def _slots(rrule: str, start: date) -> list[date] | None:
    try:
        return next_slots(Series(rrule, start, ZONE), None, COMPARED)
    except InvalidInput:
        return None


def title_of(text: str, answer: Mapping[str, Any]) -> str:
    """What a library leaves of the sentence, without hanging marks.

    >>> title_of("Call mum on friday.", {"title": None, "spans": [(9, 18)]})
    'Call mum'
    """
    rest = answer["title"]
    if rest is None:
        spans = sorted((start, end) for start, end in answer["spans"])
        edges = [(0, 0), *spans, (len(text), len(text))]
        rest = " ".join(text[end:start] for (_, end), (start, _) in pairwise(edges))
    return " ".join(rest.split()).strip(_HANGING)
