"""Our expansion against python-dateutil's, rule by rule, and dateutil's known faults beside it.

`why_not_dateutil` tells what dateutil 2.9.0 gets wrong or reads differently, as here:
BYDAY that mixes plain and numbered days (it finds nothing), WEEKLY with BYSETPOS (it counts
positions in the first week from the start), and the last weeks of years (it lacks those days of
week -52 or -53 that are a next year's first, and miscounts the weeks of the year before).
Each is shown below with the answer of RFC 5545.
"""

from datetime import datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from shared.domain.recurrence import parse_rule
from shared.domain.recurrence.expand import expand_rule
from tests.unit.domain.rules import accepted_rules, local_times, weekdays
from tools.try_rules.compare import dateutil_slots, why_not_dateutil

# Elapsed and wall-clock time are the same there; dateutil knows wall-clock time only.
UTC = ZoneInfo("UTC")
COMPARED = 20
# dateutil walks to the next hit in steps of its unit; this keeps it from walking for centuries.
HORIZON = datetime(2060, 1, 1)


def ours(text, start, count=COMPARED):
    slots = expand_rule(parse_rule(text), start, UTC)
    return list(islice(takewhile(lambda slot: slot < HORIZON, slots), count))


def theirs(text, start, until):
    return list(takewhile(lambda slot: slot <= until, rrulestr(text, dtstart=start)))


@settings(max_examples=120, derandomize=True)
@given(accepted_rules())
def test_same_slots_as_dateutil(case):
    text, start = case
    assume(why_not_dateutil(text, start) is None)
    found = ours(text, start)
    assume(found)
    event(text.split(";")[0])
    assert found == dateutil_slots(text, start, len(found))


@settings(max_examples=30, derandomize=True)
@given(weekdays([0]), weekdays([1, 2, -1, -2]), local_times)
def test_plain_and_numbered_days_together_are_the_union_of_both(plain, numbered, start):
    found = ours(f"FREQ=MONTHLY;BYDAY={plain},{numbered}", start)
    apart = [theirs(f"FREQ=MONTHLY;BYDAY={days}", start, found[-1]) for days in (plain, numbered)]
    assert found == sorted({slot for slots in apart for slot in slots})


@settings(max_examples=30, derandomize=True)
@given(weekdays([0]), st.sampled_from([1, 2, -1]), st.integers(1, 3), st.integers(0, 99))
def test_weekly_positions_agree_when_the_start_begins_a_week(days, position, interval, week):
    assume(len(set(days.split(","))) > 1)
    start = datetime(2026, 1, 5, 9) + timedelta(weeks=week)
    text = f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={days};BYSETPOS={position}"
    found = ours(text, start)
    assert found == theirs(text, start, found[-1])


START = datetime(2026, 11, 26, 9)  # Thursday


@pytest.mark.parametrize(
    ("text", "expected", "faulty"),
    [
        (
            "FREQ=MONTHLY;INTERVAL=12;UNTIL=20271101T090000;BYDAY=MO,-1FR",
            ["11-27", "11-30", "11-01"],
            [],
        ),
        (
            "FREQ=WEEKLY;COUNT=2;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2",
            ["12-01", "12-08"],
            ["11-27", "12-01"],
        ),
        ("FREQ=YEARLY;COUNT=2;BYWEEKNO=49", ["12-03", "12-09"], ["11-30", "12-01"]),
        # Week 1 of 2032, a year of 53 weeks, begins on 29 December 2031.
        (
            "FREQ=YEARLY;INTERVAL=5;UNTIL=20370101T090000;BYWEEKNO=-53;BYDAY=MO",
            ["12-29", "12-29"],
            [],
        ),
        # 1 January 2039 is the Saturday of week 52 of 2038, which dateutil gives 53 weeks.
        (
            "FREQ=YEARLY;INTERVAL=13;UNTIL=20400101T090000;BYWEEKNO=52;BYDAY=SA",
            ["12-26", "01-01", "12-31"],
            ["12-26", "12-31"],
        ),
    ],
)
def test_known_difference_is_still_there(text, expected, faulty):
    """If dateutil changes, the exclusion above can go."""
    assert [slot.strftime("%m-%d") for slot in ours(text, START, 9)] == expected
    assert [slot.strftime("%m-%d") for slot in rrulestr(text, dtstart=START)] == faulty
