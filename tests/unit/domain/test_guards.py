"""What is refused, with which reason, and that refusing stays cheap whatever is sent (5.10)."""

import sys
from datetime import UTC, date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from shared.core.errors import InvalidInput
from shared.domain.recurrence import Series, check_occurs, next_slots, normalise_pattern, parse_rule
from shared.domain.recurrence.expand import expand_rule
from shared.domain.recurrence.steps import STEPS_PER_SEARCH, Steps

START = datetime(2026, 11, 24, 9)
# Python calls while a rule is refused: about 0.3 microseconds each, so far below 100 ms.
MOST_CALLS = 60_000

REFUSED = [
    ("", "rule_syntax"),
    ("nonsense", "rule_syntax"),
    ("FREQ", "rule_syntax"),
    ("FREQ=", "rule_syntax"),
    ("FREQ=DAILY;", "rule_syntax"),
    ("FREQ=DAILY;;INTERVAL=2", "rule_syntax"),
    ("FREQ=DAILY;INTERVAL", "rule_syntax"),
    ("FREQ=DAILY INTERVAL=2", "rule_syntax"),
    ("DTSTART:20260101T090000\nRRULE:FREQ=DAILY", "rule_syntax"),
    ("FREQ=DAILY\nFREQ=WEEKLY", "several_rules"),
    ("RRULE:FREQ=DAILY\r\nRRULE:FREQ=WEEKLY", "several_rules"),
    ("INTERVAL=2", "freq_missing"),
    ("FREQ=FORTNIGHTLY", "freq_unknown"),
    ("FREQ=SECONDLY", "freq_secondly"),
    ("freq=secondly;interval=3600", "freq_secondly"),
    ("FREQ=DAILY;FREQ=DAILY", "part_repeated"),
    ("FREQ=DAILY;COUNT=1;COUNT=1", "part_repeated"),
    ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "count_with_until"),
    ("FREQ=DAILY;X-FOO=1", "part_unknown"),
    ("FREQ=DAILY;BYEASTER=0", "part_unknown"),
    ("RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD", "rscale_unsupported"),
    ("FREQ=DAILY;INTERVAL=0", "interval_range"),
    ("FREQ=DAILY;INTERVAL=-1", "interval_range"),
    ("FREQ=DAILY;INTERVAL=1.5", "interval_range"),
    ("FREQ=DAILY;INTERVAL=99999999999999999999", "interval_range"),
    ("FREQ=DAILY;INTERVAL=\u0663", "interval_range"),
    ("FREQ=DAILY;COUNT=0", "count_range"),
    ("FREQ=DAILY;COUNT=10001", "count_range"),
    ("FREQ=DAILY;COUNT=1_0", "count_range"),
    ("FREQ=DAILY;UNTIL=tomorrow", "until_invalid"),
    ("FREQ=DAILY;UNTIL=20270230", "until_invalid"),
    ("FREQ=DAILY;UNTIL=20270101T250000", "until_invalid"),
    ("FREQ=DAILY;UNTIL=2027-01-01", "until_invalid"),
    ("FREQ=DAILY;WKST=XX", "part_range"),
    ("FREQ=DAILY;BYMONTH=13", "part_range"),
    ("FREQ=DAILY;BYMONTH=0", "part_range"),
    ("FREQ=DAILY;BYMONTH=1,", "part_range"),
    ("FREQ=DAILY;BYMONTH=-1", "part_range"),
    ("FREQ=MONTHLY;BYMONTHDAY=0", "part_range"),
    ("FREQ=MONTHLY;BYMONTHDAY=32", "part_range"),
    ("FREQ=MONTHLY;BYMONTHDAY=-32", "part_range"),
    ("FREQ=YEARLY;BYYEARDAY=367", "part_range"),
    ("FREQ=YEARLY;BYWEEKNO=54", "part_range"),
    ("FREQ=DAILY;BYHOUR=24", "part_range"),
    ("FREQ=DAILY;BYHOUR=+9", "part_range"),
    ("FREQ=DAILY;BYMINUTE=60", "part_range"),
    ("FREQ=DAILY;BYSECOND=61", "part_range"),
    ("FREQ=MONTHLY;BYDAY=0MO", "part_range"),
    ("FREQ=MONTHLY;BYDAY=54MO", "part_range"),
    ("FREQ=MONTHLY;BYDAY=MONDAY", "part_range"),
    ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "part_range"),
    ("FREQ=WEEKLY;BYDAY=2MO", "part_not_allowed"),
    ("FREQ=DAILY;BYDAY=-1MO", "part_not_allowed"),
    ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "part_not_allowed"),
    ("FREQ=MONTHLY;BYWEEKNO=20", "part_not_allowed"),
    ("FREQ=MONTHLY;BYYEARDAY=20", "part_not_allowed"),
    ("FREQ=WEEKLY;BYMONTHDAY=20", "part_not_allowed"),
    ("FREQ=DAILY;BYSETPOS=1", "setpos_alone"),
    ("FREQ=MINUTELY", "too_frequent"),
    ("FREQ=MINUTELY;INTERVAL=4", "too_frequent"),
    ("FREQ=MINUTELY;BYMINUTE=0,4", "too_frequent"),
    ("FREQ=MINUTELY;BYMINUTE=0,58", "too_frequent"),
    ("FREQ=MINUTELY;INTERVAL=5;BYSECOND=0,30", "too_frequent"),
    ("FREQ=HOURLY;BYMINUTE=0,2", "too_frequent"),
    ("FREQ=HOURLY;BYMINUTE=0,57", "too_frequent"),
    ("FREQ=DAILY;BYHOUR=9,10;BYMINUTE=1,58", "too_frequent"),
    ("FREQ=DAILY;BYSECOND=0,1", "too_frequent"),
    ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "rule_never_occurs"),
    ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30,31", "rule_never_occurs"),
    ("FREQ=YEARLY;BYMONTH=6;BYWEEKNO=53", "rule_never_occurs"),
    ("FREQ=MONTHLY;BYDAY=6MO", "rule_never_occurs"),
    ("FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=9", "rule_never_occurs"),
    ("FREQ=YEARLY;BYYEARDAY=1;BYMONTH=2", "rule_never_occurs"),
    ("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=3", "rule_never_occurs"),
    ("FREQ=DAILY;BYHOUR=9,12;BYSETPOS=-3", "rule_never_occurs"),
    ("FREQ=MONTHLY;BYMONTHDAY=25;BYSETPOS=2", "rule_never_occurs"),
    ("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "rule_never_occurs"),
    ("FREQ=HOURLY;BYMINUTE=0,30;BYSETPOS=3", "rule_never_occurs"),
    ("FREQ=MINUTELY;INTERVAL=5;BYMONTH=4;BYMONTHDAY=31", "rule_never_occurs"),
    ("FREQ=MINUTELY;INTERVAL=5;BYYEARDAY=366;BYMONTH=1", "rule_never_occurs"),
]

NEVER_FROM_START = [
    ("FREQ=DAILY;UNTIL=20261123", START),
    ("FREQ=DAILY;UNTIL=20261124T085959", START),
    ("FREQ=MONTHLY;INTERVAL=12;BYMONTH=3", START),
    ("FREQ=MONTHLY;BYMONTH=2", datetime(2026, 1, 30)),
    ("FREQ=YEARLY;BYMONTH=4", datetime(2026, 5, 31)),
    ("FREQ=WEEKLY;INTERVAL=4000;BYDAY=MO", START),
    ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", START),
    ("FREQ=HOURLY;INTERVAL=2;BYHOUR=8", START),
    ("FREQ=HOURLY;INTERVAL=168;BYDAY=WE", START),
    ("FREQ=MINUTELY;INTERVAL=15;BYMINUTE=7", START),
    ("FREQ=MINUTELY;INTERVAL=1440;BYHOUR=10", START),
    # Leap day on a Monday: 2044.
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", START),
    (
        "FREQ=MINUTELY;INTERVAL=1441;BYMONTHDAY=-18;BYDAY=FR;BYHOUR=15;BYMINUTE=56",
        datetime(2027, 11, 16, 6, 10),
    ),
    ("FREQ=HOURLY;INTERVAL=1439;BYMONTH=11,10;BYHOUR=10;BYDAY=MO;BYMONTHDAY=31", START),
]

ACCEPTED = [
    "FREQ=MINUTELY;INTERVAL=5",
    "FREQ=MINUTELY;BYMINUTE=0,30",
    "FREQ=MINUTELY;BYMINUTE=1,58;BYHOUR=9",
    "FREQ=HOURLY;INTERVAL=2;BYMINUTE=0,58",
    "FREQ=DAILY;BYHOUR=9;BYMINUTE=0,58",
    "FREQ=DAILY;COUNT=10000",
    "FREQ=DAILY;BYSECOND=60",
    "FREQ=YEARLY;INTERVAL=1000000",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=MONTHLY;BYDAY=MO,-1FR",
    "FREQ=MONTHLY;BYDAY=+1MO;BYMONTHDAY=+3,-3,3,4,5,6,7",
    "freq=daily;interval=02",
    "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 160),
]

HOSTILE = [
    "FREQ=DAILY;" + "A" * 10_000,
    "FREQ=DAILY;INTERVAL=" + "9" * 10_000,
    "FREQ=DAILY;" * 900,
    "=" * 512,
    ";" * 512,
    "\n" * 512,
    "FREQ=YEARLY;BYDAY=" + ",".join(f"{nth}MO" for nth in range(-53, 0) if nth) + ";BYSETPOS=300",
    "FREQ=YEARLY;BYYEARDAY=" + ",".join(map(str, range(1, 110))) + ";BYMONTH=12",
    "FREQ=YEARLY;BYWEEKNO=" + ",".join(map(str, range(20, 54))) + ";BYMONTH=1;BYMONTHDAY=9",
    "FREQ=MINUTELY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=30;BYHOUR=" + ",".join(map(str, range(24))),
    "FREQ=MONTHLY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=0,5,10,15,20,25,30,35,40,"
    "45,50,55;BYDAY=6MO,6TU,6WE;BYSETPOS=366",
    "FREQ=DAILY;BYMONTHDAY=31;BYMONTH=2,4,6,9,11;BYDAY=MO,TU,WE,TH,FR,SA,SU",
    "FREQ=\u1e9e\u0130" * 60,
    "\x00" * 400,
]


def refusal(call, *arguments):
    with pytest.raises(InvalidInput) as caught:
        call(*arguments)
    return caught.value


def count_calls(call, *arguments):
    """Python and C calls made until the arguments are refused."""
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
    raise AssertionError("accepted")


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_rule_is_refused_with_its_reason(text, reason):
    error = refusal(parse_rule, text)
    assert (error.pointer, error.reason_code) == ("/recurrence/rrule", reason)
    assert str(error).endswith(".")


@pytest.mark.parametrize("text", ACCEPTED)
def test_odd_but_valid_rule_is_accepted(text):
    rule = parse_rule(text)
    check_occurs(rule, START)
    assert rule.text == text


@pytest.mark.parametrize(("text", "start"), NEVER_FROM_START)
def test_rule_that_never_occurs_from_its_start_is_refused(text, start):
    rule = parse_rule(text)
    assert refusal(check_occurs, rule, start).reason_code == "rule_never_occurs"


def test_rule_that_first_occurs_in_ten_years_is_accepted():
    rule = parse_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO")
    check_occurs(rule, datetime(2034, 3, 1))
    assert next_slots(Series(rule.text, datetime(2034, 3, 1), "UTC"), None, 2) == [
        datetime(2044, 2, 29),
        datetime(2072, 2, 29),
    ]


def test_weekday_of_a_week_number_is_that_of_the_start():
    # Of the 14th week from the end, at most 4 days are in October: a Friday can be, no Monday.
    rule = parse_rule("FREQ=YEARLY;BYMONTH=10;BYWEEKNO=-14")
    friday, monday = datetime(2025, 8, 22, 9), datetime(2025, 8, 25, 9)
    check_occurs(rule, friday)
    assert next_slots(Series(rule.text, friday, "UTC"), None, 2) == [
        datetime(2026, 10, 2, 9),
        datetime(2027, 10, 1, 9),
    ]
    assert refusal(check_occurs, rule, monday).reason_code == "rule_never_occurs"


def test_refusing_takes_few_steps():
    calls = {text: count_calls(parse_rule, text) for text in [*HOSTILE, *dict(REFUSED)]}
    assert {text: count for text, count in calls.items() if count >= MOST_CALLS} == {}


@pytest.mark.parametrize(("text", "start"), NEVER_FROM_START)
def test_finding_that_a_rule_never_occurs_takes_few_steps(text, start):
    rule = parse_rule(text)
    assert count_calls(check_occurs, rule, start) < MOST_CALLS


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=WEEKLY;INTERVAL=53;BYDAY=MO,TU,WE,TH;BYMONTH=2;BYSETPOS=-4",
        "FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=3;INTERVAL=12",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;INTERVAL=2",
        "FREQ=HOURLY;INTERVAL=168;BYDAY=WE",
        "FREQ=MINUTELY;INTERVAL=10080;BYDAY=WE",
    ],
)
def test_endless_search_ends_with_its_budget(text):
    steps = Steps()
    zone = ZoneInfo("Europe/Berlin")
    found = list(islice(expand_rule(parse_rule(text), START, zone, None, steps), 1000))
    assert len(found) < 1000
    assert steps.spent <= STEPS_PER_SEARCH + 64


def test_several_at_once_are_refused_by_the_first_that_is_seen():
    assert refusal(parse_rule, "FREQ=SECONDLY;COUNT=1;UNTIL=1").reason_code == "freq_secondly"


def test_all_day_series_has_no_hours():
    error = refusal(normalise_pattern, "FREQ=HOURLY", date(2026, 11, 24))
    assert error.reason_code == "subdaily_needs_time"


def test_time_parts_of_an_all_day_rule_are_ignored():
    # RFC 5545 §3.3.10: "These rule parts MUST be ignored" for a DATE start.
    series = Series("FREQ=DAILY;BYHOUR=9,18", date(2026, 11, 24), "UTC")
    assert next_slots(series, None, 2) == [date(2026, 11, 24), date(2026, 11, 25)]


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), "dtstart_not_local"),
        (date(1899, 12, 31), "dtstart_range"),
        (datetime(2200, 1, 1), "dtstart_range"),
    ],
)
def test_start_is_local_and_in_range(start, reason):
    assert refusal(normalise_pattern, "daily", start).reason_code == reason
    assert refusal(Series, "FREQ=DAILY", start, "UTC").reason_code == reason


def test_error_points_at_the_field_it_came_from():
    error = refusal(lambda: normalise_pattern("x", START, pointer="/recurring_pattern"))
    assert error.pointer == "/recurring_pattern"
    assert error.members["errors"] == [
        {"pointer": "/recurring_pattern", "code": "rule_syntax", "message": str(error)}
    ]


@pytest.mark.parametrize("field", ["exdates", "rdates"])
def test_added_and_excluded_dates_are_of_the_kind_of_the_start(field):
    error = refusal(lambda: Series("FREQ=DAILY", START, "UTC", **{field: (date(2026, 1, 1),)}))
    assert error.reason_code == "slot_kind"
