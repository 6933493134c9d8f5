"""Ours beside the plain expansion and, where it is right, python-dateutil: counts and differences.

Faults of dateutil 2.9.0 are shown in tests/unit/domain/test_recurrence_oracle.py.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from shared.core.errors import InvalidInput
from shared.domain.recurrence import Series, check_occurs, parse_rule, slot_instant
from shared.domain.recurrence.series import series_slots
from shared.domain.recurrence.steps import Steps
from tools.try_rules.elapsed import elapsed_instants
from tools.try_rules.generate import WEEKDAYS, Case
from tools.try_rules.plain import plain_slots

COMPARED = 24
"""So many slots of each rule at most."""
PROMISED = timedelta(days=3653)
"""A rule that is accepted has a slot within these ten years of its start."""
SPAN = timedelta(days=12 * 366)
"""Slots so long after the start are looked at; the end of a rule that ends before is compared."""
# dateutil walks through hours and minutes that are not hit, one by one.
_WALKED = timedelta(days=60)
_MOST_IN_MONTH = 5
_CUT = "our search ended with its budget: only what it found compared"
_SHORTEST_GAP = timedelta(minutes=5)

Expansion = Callable[[Case, date | None, Steps], Iterator[date]]
"""The slots of a case after a slot, or from its start on, within a budget."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two answers about one case, and who gave them."""

    case: Case
    question: str
    ours: Sequence[object]
    other: Sequence[object]


@dataclass(slots=True)
class Counts:
    """What came out of the cases that were tried."""

    generated: int = 0
    by_freq: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    refusals_checked: int = 0
    with_plain: int = 0
    with_dateutil: int = 0
    resumed: int = 0
    in_zone: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    slots: int = 0
    slots_with_dateutil: int = 0
    slots_in_zone: int = 0
    disagreements: list[Disagreement] = field(default_factory=list)


def our_slots(case: Case, after: date | None, steps: Steps) -> Iterator[date]:
    """What the product says."""
    series = Series(case.rule, case.start, case.zone, exdates=case.exdates, rdates=case.rdates)
    return series_slots(series, after, steps)


def check_ours(case: Case) -> None:
    """The product accepts the case.

    Raises:
        InvalidInput: it refuses.
    """
    check_occurs(parse_rule(case.rule), case.start)


def try_case(
    case: Case,
    counts: Counts,
    expansion: Expansion = our_slots,
    check: Callable[[Case], None] = check_ours,
) -> None:
    """The case is counted, and every answer that differs is noted in `counts`."""
    counts.generated += 1
    counts.by_freq[case.rule.split(";")[0].removeprefix("FREQ=")] += 1
    try:
        check(case)
    except InvalidInput as error:
        counts.refused[error.reason_code] += 1
        if error.reason_code == "rule_never_occurs":
            _check_never(case, counts)
        return
    if case.zone != "UTC":
        _compare_in_zone(case, counts, expansion)
        case = replace(case, zone="UTC")
    rule_slots = list(islice(plain_slots(case.rule, case.start, case.start + SPAN), COMPARED))
    _check_promises(case, rule_slots, counts)
    _compare_plain(case, rule_slots, counts, expansion)
    _compare_dateutil(case, rule_slots, counts, expansion)


def _compare_in_zone(case: Case, counts: Counts, expansion: Expansion) -> None:
    """The bare rule's instants, where clocks change."""
    assert isinstance(case.start, datetime)
    zone, steps = ZoneInfo(case.zone), Steps()
    end = (case.start + SPAN).replace(tzinfo=UTC)
    slots = expansion(Case(case.rule, case.start, zone=case.zone), None, steps)
    instants = (slot_instant(slot, case.zone) for slot in slots if isinstance(slot, datetime))
    expected = list(islice(elapsed_instants(case.rule, case.start, zone, end), COMPARED))
    ours = list(islice(takewhile(lambda each: each < end, instants), COMPARED))
    if steps.is_exhausted:
        counts.skipped[_CUT] += 1
        expected = expected[: len(ours)]
    counts.in_zone += 1
    counts.slots_in_zone += len(expected)
    if ours != expected:
        counts.disagreements.append(
            Disagreement(case, f"instants in {case.zone}, by plain search", ours, expected)
        )


def _check_never(case: Case, counts: Counts) -> None:
    """A rule refused as one that never occurs has no slot in the ten years."""
    found = list(islice(plain_slots(case.rule, case.start, case.start + PROMISED), 1))
    counts.refusals_checked += 1
    if found:
        counts.disagreements.append(Disagreement(case, "does it occur in ten years?", [], found))


def _check_promises(case: Case, slots: Sequence[date], counts: Counts) -> None:
    """A rule that is accepted occurs within ten years, and not more often than allowed."""
    if not slots or slots[0] > case.start + PROMISED:
        counts.disagreements.append(
            Disagreement(case, "does it occur in ten years?", ["accepted"], slots[:1])
        )
    close = [pair for pair in pairwise(slots) if pair[1] - pair[0] < _SHORTEST_GAP]
    if close:
        counts.disagreements.append(
            Disagreement(case, "are its slots five minutes apart?", ["accepted"], close[0])
        )


def _compare_plain(
    case: Case, rule_slots: Sequence[date], counts: Counts, expansion: Expansion
) -> None:
    """From the start on, and again after one of the slots."""
    expected = _with_extra(case, rule_slots)
    end = case.start + SPAN
    steps = Steps()
    ours = _first(expansion(case, None, steps), len(expected), end, is_whole=_ends(rule_slots))
    if steps.is_exhausted:
        # It stops there on purpose; what it has said must be right.
        counts.skipped[_CUT] += 1
        expected = expected[: len(ours)]
    counts.with_plain += 1
    counts.slots += len(expected)
    if ours != expected:
        counts.disagreements.append(Disagreement(case, "slots, by plain search", ours, expected))
        return
    if len(expected) > 1:
        _compare_resumed(case, expected, counts, expansion)


def _compare_resumed(
    case: Case, expected: Sequence[date], counts: Counts, expansion: Expansion
) -> None:
    middle = len(expected) // 2
    later = list(islice(expansion(case, expected[middle - 1], Steps()), len(expected) - middle))
    counts.resumed += 1
    if later != expected[middle:]:
        question = f"slots after {expected[middle - 1]}, by plain search"
        counts.disagreements.append(Disagreement(case, question, later, expected[middle:]))


def _ends(rule_slots: Sequence[date]) -> bool:
    """Whether these are all slots of the span."""
    return len(rule_slots) < COMPARED


def _with_extra(case: Case, rule_slots: Sequence[date]) -> list[date]:
    """With RDATE and without EXDATE, RFC 5545 §3.8.5; cut where the rule may go on."""
    slots = (set(rule_slots) | set(case.rdates)) - set(case.exdates)
    last = case.start + SPAN if _ends(rule_slots) else rule_slots[-1]
    return sorted(slot for slot in slots if slot <= last)


def _first(slots: Iterator[date], count: int, end: date, *, is_whole: bool) -> list[date]:
    """So many slots, and one more before `end` where there must be none."""
    return list(islice(takewhile(lambda slot: slot < end, slots), count + (1 if is_whole else 0)))


def _compare_dateutil(
    case: Case, rule_slots: Sequence[date], counts: Counts, expansion: Expansion
) -> None:
    """The bare rule, as dateutil's sets of dates are not what is in doubt."""
    reason = why_not_dateutil(case.rule, case.start)
    is_walked = "HOURLY" in case.rule or "MINUTELY" in case.rule
    near = [slot for slot in rule_slots if not is_walked or slot <= case.start + _WALKED]
    if reason is None and not near:
        reason = "dateutil would walk: no slot in the first 60 days of a rule of hours or minutes"
    if reason is not None:
        counts.skipped[reason] += 1
        return
    ours = list(islice(expansion(Case(case.rule, case.start), None, Steps()), len(near)))
    theirs = dateutil_slots(case.rule, case.start, len(near))
    counts.with_dateutil += 1
    counts.slots_with_dateutil += len(near)
    if ours != theirs:
        counts.disagreements.append(Disagreement(case, "slots, by dateutil", ours, theirs))


def why_not_dateutil(text: str, start: date) -> str | None:
    """What dateutil gets wrong or reads differently in this rule; None if nothing."""
    parts = dict(part.split("=") for part in text.split(";"))
    is_timed = isinstance(start, datetime)
    nths = [int(item[:-2] or "0") for item in parts.get("BYDAY", "").split(",")]
    begins_week = start.weekday() == WEEKDAYS.index(parts.get("WKST", "MO"))
    picks_in_week = parts["FREQ"] == "WEEKLY" and "BYSETPOS" in parts
    names_day = re.search("BYDAY|BYMONTHDAY|BYYEARDAY", text)
    faults = {
        "dateutil finds nothing: BYDAY with plain and numbered days": (0 in nths and any(nths)),
        "dateutil fails: BYDAY with a number that no month has, and BYMONTH": (
            "BYMONTH" in parts and max(map(abs, nths)) > _MOST_IN_MONTH
        ),
        "dateutil counts BYSETPOS of the first week from the start": (
            picks_in_week and not begins_week
        ),
        "dateutil takes the whole week: BYWEEKNO without a day": (
            "BYWEEKNO" in parts and not names_day
        ),
        "dateutil errs at New Year: BYWEEKNO of 52, 53, -52 or -53": (
            re.search("5[23]", parts.get("BYWEEKNO", ""))
        ),
        "dateutil takes a date in UNTIL as its midnight": (
            is_timed and "UNTIL" in parts and "T" not in parts["UNTIL"]
        ),
        "dateutil does not know dates: a time of day is to be ignored": (
            not is_timed and re.search("BYHOUR|BYMINUTE|BYSECOND", text)
        ),
    }
    return next((fault for fault, is_there in faults.items() if is_there), None)


def dateutil_slots(text: str, start: date, count: int) -> list[date]:
    """So many slots by dateutil, where clocks never change."""
    local = re.sub(r"(UNTIL=\d{8}T\d{6})Z", r"\1", text)
    if isinstance(start, datetime):
        return list(islice(rrulestr(local, dtstart=start), count))
    midnights = rrulestr(local, dtstart=datetime.combine(start, time()))
    return [moment.date() for moment in islice(midnights, count)]
