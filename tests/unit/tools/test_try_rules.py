"""Random rules are answered as by the plain expansion, and a wrong answer would be seen."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random
from zoneinfo import ZoneInfo

import pytest

from shared.core.errors import InvalidInput
from tests.unit.domain.rfc5545_examples import BY_DATE, dates_of
from tools.try_rules import __main__ as command
from tools.try_rules.compare import COMPARED, Counts, our_slots, try_case
from tools.try_rules.elapsed import elapsed_instants
from tools.try_rules.generate import FREQS, Case, random_case
from tools.try_rules.plain import plain_slots

NINE = datetime(2026, 11, 26, 9)
FOREVER = datetime(2100, 1, 1)


def test_two_hundred_rules_are_answered_as_by_plain_search():
    counts, rng = Counts(), Random(2026)
    for _ in range(200):
        try_case(random_case(rng), counts)
    assert counts.disagreements == []
    assert counts.generated == 200
    assert set(counts.by_freq) == set(FREQS)
    assert counts.with_plain + sum(counts.refused.values()) == 200
    assert counts.with_dateutil > 80
    assert counts.in_zone > 20
    assert counts.slots > 2000


def a_day_late(case, after, steps):
    return (slot + timedelta(days=1) for slot in our_slots(case, after, steps))


def without_first(case, after, steps):
    return islice(our_slots(case, after, steps), 1, None)


def one_too_many(case, after, steps) -> Iterator[date]:
    found = list(islice(our_slots(case, after, steps), COMPARED))
    yield from [*found, found[-1] + timedelta(days=1)]


def wrong_when_resumed(case, after, steps):
    return our_slots(case, after and after + timedelta(days=1), steps)


@pytest.mark.parametrize(
    ("expansion", "asked"),
    [
        (a_day_late, ["slots, by plain search", "slots, by dateutil"]),
        (without_first, ["slots, by plain search", "slots, by dateutil"]),
        (one_too_many, ["slots, by plain search"]),
        (wrong_when_resumed, ["slots after 2026-11-27 09:00:00, by plain search"]),
    ],
)
@pytest.mark.parametrize("rule", ["FREQ=DAILY;COUNT=4", "FREQ=HOURLY;INTERVAL=24;UNTIL=20261129"])
def test_wrong_expansion_is_noticed(rule, expansion, asked):
    if "UNTIL" in rule:
        asked = asked[:1]  # dateutil reads a date there in another way
    counts = Counts()
    try_case(Case(rule, NINE), counts, expansion)
    assert [each.question for each in counts.disagreements] == asked


def forgetting_extra_dates(case, after, steps):
    return our_slots(Case(case.rule, case.start), after, steps)


@pytest.mark.parametrize("extra", [{"exdates": (NINE,)}, {"rdates": (NINE + timedelta(hours=1),)}])
def test_forgotten_extra_date_is_noticed(extra):
    counts = Counts()
    try_case(Case("FREQ=DAILY;COUNT=3", NINE, **extra), counts, forgetting_extra_dates)
    assert [each.question for each in counts.disagreements] == ["slots, by plain search"]


def deaf_to_clock_changes(case, after, steps):
    return our_slots(replace(case, zone="UTC"), after, steps)


def test_expansion_that_forgets_clock_changes_is_noticed():
    counts = Counts()
    case = Case("FREQ=HOURLY;INTERVAL=5", datetime(2026, 3, 28, 20), zone="Europe/Berlin")
    try_case(case, counts, deaf_to_clock_changes)
    asked = [each.question for each in counts.disagreements]
    assert asked == ["instants in Europe/Berlin, by plain search"]


@pytest.mark.parametrize(
    ("rule", "start", "instants"),
    [
        # 02:00 is skipped on 29 March and comes twice on 25 October.
        ("FREQ=HOURLY", "2026-03-29T01:00", ["03-29 00:00", "03-29 01:00", "03-29 02:00"]),
        ("FREQ=HOURLY;BYHOUR=2", "2026-03-28T01:00", ["03-28 01:00", "03-30 00:00"]),
        ("FREQ=HOURLY;BYHOUR=2", "2026-10-25T00:00", ["10-25 00:00", "10-25 01:00"]),
        ("FREQ=MINUTELY;INTERVAL=90;COUNT=2", "2026-03-29T01:00", ["03-29 00:00", "03-29 01:30"]),
        ("FREQ=HOURLY;UNTIL=20261025", "2026-10-25T22:00", ["10-25 21:00", "10-25 22:00"]),
        ("FREQ=HOURLY;UNTIL=20261025T210000Z", "2026-10-25T22:00", ["10-25 21:00"]),
        (
            "FREQ=HOURLY;BYMINUTE=0,30;BYSETPOS=-1",
            "2026-10-25T01:45",
            ["10-25 00:30", "10-25 01:30"],
        ),
    ],
)
def test_plain_search_of_hours_passes_through_clock_changes(rule, start, instants):
    zone, end = ZoneInfo("Europe/Berlin"), datetime(2027, 1, 1, tzinfo=UTC)
    found = elapsed_instants(rule, datetime.fromisoformat(start), zone, end)
    ends = "COUNT" in rule or "UNTIL" in rule
    shown = [f"{each:%m-%d %H:%M}" for each in islice(found, len(instants) + ends)]
    assert shown == instants


def test_plain_search_of_hours_ends_where_nothing_is_found():
    end = datetime(2027, 1, 1, tzinfo=UTC)
    rule = "FREQ=HOURLY;INTERVAL=2;BYHOUR=8;BYMONTH=12"
    assert list(elapsed_instants(rule, NINE, ZoneInfo("Europe/Berlin"), end)) == []


def refuse(case):
    assert case
    raise InvalidInput("/rrule", "rule_never_occurs", "No.")


def accept(case):
    assert case


def as_asked(case, after, steps):
    """An expansion as right as its judge, of rules that the product would not expand."""
    assert steps
    found = plain_slots(case.rule, case.start, FOREVER)
    return (slot for slot in found if after is None or slot > after)


@pytest.mark.parametrize(
    ("rule", "check", "questions"),
    [
        ("FREQ=YEARLY;BYWEEKNO=20", refuse, ["does it occur in ten years?"]),
        ("FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31", accept, ["does it occur in ten years?"]),
        ("FREQ=DAILY;BYMINUTE=0,4", accept, ["are its slots five minutes apart?"]),
    ],
)
def test_wrong_guard_is_noticed(rule, check, questions):
    counts = Counts()
    try_case(Case(rule, NINE), counts, as_asked, check)
    assert [each.question for each in counts.disagreements] == questions


def test_refusals_are_counted_by_reason():
    counts = Counts()
    for rule in ("FREQ=MINUTELY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MINUTELY;COUNT=1"):
        try_case(Case(rule, NINE), counts)
    assert counts.refused == {"too_frequent": 2, "rule_never_occurs": 1}
    assert (counts.refusals_checked, counts.with_plain) == (1, 0)


@pytest.mark.parametrize(
    ("start", "rule", "dates"),
    [row[1:] for row in BY_DATE if "UNTIL" not in row[2]],
    ids=[row[0] for row in BY_DATE if "UNTIL" not in row[2]],
)
def test_plain_search_finds_the_dates_that_the_rfc_prints(start, rule, dates):
    """What judges is judged itself."""
    expected = dates_of(dates)
    one_more = 0 if dates.endswith("...") else 1
    found = plain_slots(rule, date.fromisoformat(start), FOREVER.date())
    assert list(islice(found, len(expected) + one_more)) == expected


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [
        # Positions count in the whole first period, though a part of it lies before the start.
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2", "2026-12-01T09:00", "2026-12-08T09:00"),
        ("FREQ=HOURLY;BYMINUTE=0,30;BYSETPOS=1", "2026-11-26T09:00", "2026-11-26T10:00"),
        # Week 1 of 2032, a year of 53 weeks, begins in December 2031.
        ("FREQ=YEARLY;BYWEEKNO=-53;BYDAY=MO", "2031-12-29T09:00", "2036-12-29T09:00"),
        ("FREQ=MONTHLY;BYDAY=MO,-1FR", "2026-11-27T09:00", "2026-11-30T09:00"),
        ("FREQ=MINUTELY;INTERVAL=90;BYHOUR=13", "2026-11-26T13:30", "2026-11-27T13:30"),
        ("FREQ=DAILY;UNTIL=20261127", "2026-11-26T09:00", "2026-11-27T09:00"),
    ],
)
def test_plain_search_reads_what_dateutil_does_not(rule, first, second):
    found = list(islice(plain_slots(rule, NINE, datetime(2040, 1, 1)), 2))
    assert found == [datetime.fromisoformat(first), datetime.fromisoformat(second)]


def test_the_command_prints_its_counts(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["try_rules", "--count", "20", "--seed", "3", "--json"])
    assert command.main() == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["seed"], said["generated"], said["disagreements"]) == (3, 20, 0)


def test_the_command_fails_where_answers_differ(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["try_rules", "--count", "40", "--seed", "3"])
    monkeypatch.setattr(
        command, "try_case", lambda case, counts: try_case(case, counts, a_day_late)
    )
    assert command.main() == 1
    said = capsys.readouterr().out
    assert said.count("  ours  ") == 10
