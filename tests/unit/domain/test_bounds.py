"""No rule that is accepted costs more than its budget, and picking by arithmetic changes nothing.

Work is counted in steps, see `Steps`, and in calls; never timed.
"""

import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby, islice, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shared.core.errors import InvalidInput
from shared.domain.recurrence import Series, check_occurs, next_slots, parse_rule
from shared.domain.recurrence.calendar_plan import at_positions
from shared.domain.recurrence.days import days_of_month, days_of_year, twin_of_year
from shared.domain.recurrence.expand import expand_uncounted
from shared.domain.recurrence.steps import STEPS_PER_COUNT, Steps
from tests.unit.domain.rules import ZONES, numbers, rule_texts

START = datetime(2026, 11, 24, 9)
UTC = ZoneInfo("UTC")
# A step is some Python and C calls; those of parsing and of the 28 kinds of years come on top.
MOST_CALLS = 300_000

EVERY_DAY = "BYDAY=MO,TU,WE,TH,FR,SA,SU"
EVERY_HOUR = "BYHOUR=" + ",".join(map(str, range(24)))
EVERY_5_MINUTES = "BYMINUTE=" + ",".join(map(str, range(0, 60, 5)))
OFTEN = f"{EVERY_DAY};{EVERY_HOUR};{EVERY_5_MINUTES}"


def upto(last):
    return ",".join(map(str, range(1, last + 1)))


COUNTED = [
    f"FREQ=YEARLY;COUNT=1000;{OFTEN};BYSETPOS=1",
    f"FREQ=YEARLY;COUNT=10000;{EVERY_DAY};BYSETPOS=1",
    f"FREQ=YEARLY;COUNT=10000;{OFTEN};BYSETPOS={upto(80)}",
    f"FREQ=YEARLY;COUNT=10000;{EVERY_DAY}",
    f"FREQ=DAILY;COUNT=10000;{EVERY_HOUR};{EVERY_5_MINUTES}",
    "FREQ=DAILY;COUNT=10000",
    "FREQ=WEEKLY;COUNT=10000",
    "FREQ=MONTHLY;COUNT=10000",
    "FREQ=MONTHLY;COUNT=10000;BYMONTHDAY=28,29,30;BYSETPOS=-1",
    "FREQ=YEARLY;COUNT=10000",
    "FREQ=HOURLY;COUNT=10000",
    "FREQ=MINUTELY;COUNT=10000;INTERVAL=5",
    f"FREQ=HOURLY;COUNT=10000;{EVERY_5_MINUTES}",
    "FREQ=HOURLY;COUNT=1500;BYHOUR=9,10,11,12,13,14,15,16,17",
]
TOO_FAR = [
    f"FREQ=MONTHLY;COUNT=10000;{OFTEN};BYSETPOS=1",
    f"FREQ=YEARLY;COUNT=10000;BYYEARDAY={upto(85)};{EVERY_HOUR};{EVERY_5_MINUTES};BYSETPOS=1",
    f"FREQ=YEARLY;COUNT=10000;BYWEEKNO={upto(53)};{OFTEN};BYSETPOS=-1,1",
    f"FREQ=HOURLY;COUNT=10000;{EVERY_5_MINUTES};BYSETPOS=1",
    "FREQ=HOURLY;COUNT=10000;INTERVAL=23;BYHOUR=9",
    "FREQ=MINUTELY;COUNT=10000;INTERVAL=7;BYDAY=MO;BYMONTHDAY=13",
    "FREQ=MINUTELY;COUNT=10000;INTERVAL=1439;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=MONTHLY;COUNT=10000;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=WEEKLY;COUNT=10000;BYMONTH=2;BYDAY=MO",
    "FREQ=DAILY;COUNT=10000;BYDAY=MO;BYMONTHDAY=13",
]


def count_calls(call, *arguments):
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    previous = sys.getprofile()
    sys.setprofile(count)
    try:
        call(*arguments)
    except InvalidInput:
        return calls
    finally:
        sys.setprofile(previous)
    return calls


@pytest.mark.parametrize("text", COUNTED)
def test_ordinary_and_crowded_counts_are_accepted(text):
    rule = parse_rule(text)
    check_occurs(rule, START)
    assert len(next_slots(Series(text, START, "Europe/Berlin"), None, 10)) == 10


@pytest.mark.parametrize("text", TOO_FAR)
def test_count_beyond_the_budget_is_refused(text):
    with pytest.raises(InvalidInput) as caught:
        check_occurs(parse_rule(text), START)
    assert (caught.value.pointer, caught.value.reason_code) == (
        "/recurrence/rrule",
        "count_too_far",
    )


@pytest.mark.parametrize("text", [*COUNTED, *TOO_FAR])
def test_accepting_or_refusing_a_count_takes_few_calls(text):
    start = START.replace(minute=7)  # a start of this test alone, so that no cache knows it
    assert count_calls(lambda: check_occurs(parse_rule(text), start)) < MOST_CALLS


@pytest.mark.parametrize("text", [*COUNTED, *TOO_FAR])
def test_search_that_pays_for_hits_ends_with_its_budget(text):
    steps = Steps(1000, pays_hits=True)
    slots = expand_uncounted(parse_rule(text), START, UTC, None, steps)
    found = sum(1 for _ in takewhile(lambda _: steps.spend(1), slots))
    assert steps.spent <= 1000 + 64
    assert found <= 1000 < STEPS_PER_COUNT


@pytest.mark.parametrize("text", ["FREQ=HOURLY;INTERVAL=7", "FREQ=MINUTELY;INTERVAL=75"])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe"])
def test_count_of_elapsed_time_ends_at_the_slot_that_walking_finds(text, zone):
    walked = next_slots(Series(text, START, zone), None, 1000)
    assert next_slots(Series(f"{text};COUNT=900", START, zone), None, 1000) == walked[:900]


def test_far_count_of_years_ends_with_the_calendar():
    series = Series("FREQ=YEARLY;COUNT=10000", date(2026, 11, 24), "UTC")
    assert next_slots(series, date(9989, 1, 1), 9) == [date(9989, 11, 24), date(9990, 11, 24)]


PERIODS = {
    "YEARLY": lambda slot: slot.year,
    "MONTHLY": lambda slot: (slot.year, slot.month),
    "DAILY": lambda slot: slot.date(),
}
many = numbers(1, 40, signed=True, size=12)


@settings(max_examples=150, derandomize=True)
@given(rule_texts(tuple(PERIODS)), st.sampled_from(ZONES), many, st.integers(0, 400))
def test_picked_positions_are_those_of_the_whole_list(text, name, positions, days):
    kept = [part for part in text.split(";") if part[:5] not in ("BYSET", "COUNT", "UNTIL")]
    try:
        whole = parse_rule(";".join(kept))
        rule = parse_rule(f"{';'.join(kept)};BYSETPOS={positions}")
    except InvalidInput:
        assume(False)
    zone, after = ZoneInfo(name), datetime(2027, 1, 1) + timedelta(days=days)
    # No zone but UTC, where nothing is merged, lists each time that there is to pick from.
    listed = takewhile(
        lambda slot: slot.year < 2029,
        expand_uncounted(replace(whole, interval=1), datetime(2027, 1, 1), UTC, None, Steps()),
    )
    picked = [
        slot
        for _, period in groupby(listed, PERIODS[rule.freq])
        for slot in at_positions(list(period), rule.by_set_pos)
        if slot > after
    ]
    free = replace(rule, interval=1)
    start = datetime(2027, 1, 1)
    found = list(
        takewhile(lambda slot: slot.year < 2029, expand_uncounted(free, start, UTC, after, Steps()))
    )
    assert found == picked
    # In a zone a slot is missing at most where clocks skip it.
    local = islice(expand_uncounted(free, start, zone, after, Steps()), len(picked))
    assert {slot for slot in local if slot.year < 2029} <= set(picked)


@settings(max_examples=150, derandomize=True)
@given(rule_texts(("YEARLY", "MONTHLY")), st.integers(1900, 9980), st.integers(1, 12))
def test_years_of_a_kind_have_the_same_days(text, year, month):
    try:
        rule = parse_rule(text)
    except InvalidInput:
        assume(False)
    twin = twin_of_year(year)
    shift = date(year, 1, 1).toordinal() - date(twin, 1, 1).toordinal()
    if rule.freq == "YEARLY":
        ours, others = days_of_year(rule, START, year), days_of_year(rule, START, twin)
    else:
        ours = days_of_month(rule, START, year, month)
        others = days_of_month(rule, START, twin, month)
    assert ours == tuple(day + shift for day in others)


@pytest.mark.parametrize("until", ["99991231", "99991231T235959"])
def test_hours_until_the_end_of_time_go_on_west_of_greenwich(until):
    series = Series(f"FREQ=HOURLY;UNTIL={until}", START, "America/New_York")
    assert next_slots(series, START, 1) == [START + timedelta(hours=1)]
