"""A rule whose occurrence goes to another day or time (ADR 0026)."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import islice, takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.core.errors import InvalidInput
from shared.domain.recurrence import Series, next_slots
from shared.domain.recurrence.moved_parts import period_of
from shared.domain.recurrence.moving import move_rule
from shared.domain.recurrence.series import series_slots
from tests.unit.domain.rules import accepted_rules

LAST_WORKDAY = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
THE_30TH = "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"
LEAP_DAY = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"
MONTHS = "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=15"
STAYS = None


def day(text):
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("rule", "old", "new", "moved"),
    [
        # One day of the month.
        ("FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15", "2026-12-20", "FREQ=MONTHLY;BYMONTHDAY=20"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15", "2026-12-31", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15", "2026-12-30", THE_30TH),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-12-31", "2027-01-31", STAYS),
        (THE_30TH, "2026-12-30", "2026-12-05", "FREQ=MONTHLY;BYMONTHDAY=5"),
        (THE_30TH, "2027-02-28", "2027-03-30", STAYS),
        (THE_30TH, "2027-02-28", "2027-03-28", "FREQ=MONTHLY;BYMONTHDAY=28"),
        ("FREQ=MONTHLY", "2027-01-15", "2027-01-20", "FREQ=MONTHLY;BYMONTHDAY=20"),
        ("FREQ=MONTHLY", "2027-01-15", "2027-01-30", THE_30TH),
        ("FREQ=MONTHLY;BYMONTH=1,7;BYMONTHDAY=5", "2027-01-05", "2027-01-31",
         "FREQ=MONTHLY;BYMONTH=1,7;BYMONTHDAY=31"),
        # Counted from the end.
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30", "2026-12-31", STAYS),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30", "2026-11-28", "FREQ=MONTHLY;BYMONTHDAY=28"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30", "2026-11-15", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("FREQ=MONTHLY;BYMONTHDAY=-3", "2026-11-28", "2026-11-29", "FREQ=MONTHLY;BYMONTHDAY=-2"),
        ("FREQ=MONTHLY;BYMONTHDAY=-3", "2026-12-29", "2026-12-02", "FREQ=MONTHLY;BYMONTHDAY=2"),
        # Several days of the month.
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-12-01", "2026-12-03",
         "FREQ=MONTHLY;BYMONTHDAY=3,15"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-12-15", "2026-12-31",
         "FREQ=MONTHLY;BYMONTHDAY=1,-1"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-1", "2026-12-31", "2026-12-20",
         "FREQ=MONTHLY;BYMONTHDAY=1,20"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-5", "2026-12-27", "2026-12-28",
         "FREQ=MONTHLY;BYMONTHDAY=1,-4"),
        # Weekdays with a number.
        ("FREQ=MONTHLY;BYDAY=2MO", "2026-12-14", "2026-12-16", "FREQ=MONTHLY;BYDAY=3WE"),
        ("FREQ=MONTHLY;BYDAY=2MO", "2026-12-14", "2026-12-21", "FREQ=MONTHLY;BYDAY=3MO"),
        ("FREQ=MONTHLY;BYDAY=2MO", "2026-12-14", "2026-12-30", "FREQ=MONTHLY;BYDAY=-1WE"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", "2026-11-26", "FREQ=MONTHLY;BYDAY=-1TH"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", "2026-11-19", "FREQ=MONTHLY;BYDAY=-2TH"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-12-25", "2026-12-02", "FREQ=MONTHLY;BYDAY=1WE"),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "2026-12-07", "2026-12-08", "FREQ=MONTHLY;BYDAY=2TU,3MO"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2", "2026-12-14", "2026-12-16",
         "FREQ=MONTHLY;BYDAY=WE;BYSETPOS=3"),
        ("FREQ=YEARLY;BYDAY=20MO", "2026-05-18", "2026-05-19", "FREQ=YEARLY;BYDAY=20TU"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "2027-03-28", "2027-04-24",
         "FREQ=YEARLY;BYMONTH=4;BYDAY=-1SA"),
        # Sets of days that BYSETPOS picks from.
        (LAST_WORKDAY, "2026-11-30", "2026-12-31", STAYS),
        # Years.
        ("FREQ=YEARLY", "2027-01-15", "2028-02-29", LEAP_DAY),
        (LEAP_DAY, "2027-02-28", "2027-03-01", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1"),
        (MONTHS, "2027-01-15", "2027-01-20", "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=20"),
        (MONTHS, "2027-01-15", "2027-02-15", "FREQ=YEARLY;BYMONTH=2,7;BYMONTHDAY=15"),
        ("FREQ=YEARLY;BYMONTH=1,7", "2027-01-15", "2027-02-15",
         "FREQ=YEARLY;BYMONTH=2,7;BYMONTHDAY=15"),
        # Weeks and days.
        ("FREQ=WEEKLY;BYDAY=MO", "2026-11-23", "2026-12-01", "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=WEEKLY;BYDAY=MO,WE", "2026-11-23", "2026-11-24", "FREQ=WEEKLY;BYDAY=TU,WE"),
        ("FREQ=WEEKLY;BYDAY=MO,WE", "2026-11-23", "2026-11-30", STAYS),
        ("freq=weekly;interval=2;byday=mo", "2026-11-23", "2026-12-01",
         "freq=weekly;interval=2;BYDAY=TU"),
        ("FREQ=WEEKLY", "2026-11-23", "2026-11-24", STAYS),
        ("FREQ=DAILY;INTERVAL=3", "2026-11-23", "2026-11-24", STAYS),
        ("FREQ=DAILY;COUNT=3;BYMONTH=11", "2026-11-23", "2026-11-24", STAYS),
        # Times.
        ("FREQ=DAILY;BYHOUR=9,17", "2026-11-23T09:00", "2026-11-23T10:00",
         "FREQ=DAILY;BYHOUR=10,17"),
        ("FREQ=DAILY;BYHOUR=9,17", "2026-11-23T09:00", "2026-11-24T09:00", STAYS),
        ("FREQ=DAILY;BYHOUR=9", "2026-11-23T09:00", "2026-11-23T10:30", "FREQ=DAILY;BYHOUR=10"),
        ("FREQ=HOURLY;INTERVAL=5", "2026-11-23T09:00", "2026-11-23T10:30", STAYS),
    ],
)  # fmt: skip
def test_the_rule_moves_along(rule, old, new, moved):
    assert move_rule(rule, day(old), day(new)).rule.text == (moved or rule)


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-12-01", "2026-12-15"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-1", "2026-11-01", "2026-11-30"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-12-15", "2026-12-30"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-5", "2026-12-27", "2026-12-03"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,15", "2026-12-15", "2027-01-03"),
        ("FREQ=MONTHLY;BYMONTHDAY=10,11,12;BYSETPOS=2", "2026-12-11", "2026-12-20"),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "2026-12-07", "2026-12-21"),
        ("FREQ=MONTHLY;BYDAY=4MO,-1MO", "2027-02-22", "2027-02-23"),
        (LAST_WORKDAY, "2026-11-30", "2026-11-27"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2026-11-13", "2026-11-14"),
        (MONTHS, "2027-01-15", "2027-02-16"),
        (MONTHS, "2027-01-15", "2027-07-15"),
        ("FREQ=YEARLY;BYMONTH=2,7;BYMONTHDAY=15", "2027-07-15", "2027-07-30"),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1,15", "2027-01-01", "2027-02-01"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "2026-05-11", "2026-05-12"),
        ("FREQ=YEARLY;BYWEEKNO=20,21", "2026-05-11", "2026-05-12"),
        ("FREQ=MONTHLY;BYMONTHDAY=15;BYHOUR=9,17", "2026-12-15T17:00", "2026-12-30T17:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-5", "2026-12-27", "2026-12-16"),
        ("FREQ=YEARLY;BYYEARDAY=100", "2026-04-10", "2026-04-11"),
        ("FREQ=WEEKLY;BYDAY=MO,WE", "2026-11-23", "2026-11-25"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=MO", "2026-11-23", "2026-11-22"),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261201", "2026-11-23", "2026-12-03"),
        ("FREQ=DAILY;BYMONTH=11", "2026-11-30", "2026-12-01"),
        ("FREQ=DAILY;BYHOUR=9,17", "2026-11-23T09:00", "2026-11-23T10:30"),
        ("FREQ=DAILY;BYHOUR=9,17", "2026-11-23T09:00", "2026-11-23T17:00"),
        ("FREQ=HOURLY;BYHOUR=9,17", "2026-11-23T09:00", "2026-11-23T10:00"),
    ],
)
def test_what_no_rule_says_without_a_guess_is_refused(rule, old, new):
    with pytest.raises(InvalidInput) as refused:
        move_rule(rule, day(old), day(new))
    assert (refused.value.pointer, refused.value.reason_code) == ("/due", "rule_cannot_move")
    assert "edit the rule" in str(refused.value)


def test_a_rule_without_days_that_counts_from_completion_gets_none():
    move = move_rule("FREQ=MONTHLY", day("2027-01-15"), day("2027-01-20"), anchor="completion")
    assert move.rule.text == "FREQ=MONTHLY"
    assert move.placed(day("2027-02-15"), day("2027-01-15")) == day("2027-02-20")


@pytest.mark.parametrize(
    ("rule", "move", "slot"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE", ("11-23", "11-24"), ("11-02", "11-25", "11-25")),
        ("FREQ=WEEKLY;BYDAY=MO,WE", ("11-23", "11-24"), ("11-02", "11-30", "12-01")),
        ("FREQ=WEEKLY;BYDAY=MO,WE", ("11-23", "11-27"), ("11-02", "11-25", "11-25")),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ("01-31", "01-15"), ("01-31", "02-28", "02-15")),
        ("FREQ=MONTHLY;BYDAY=2TU", ("11-10", "11-18"), ("01-13", "12-08", "12-16")),
        ("FREQ=DAILY;INTERVAL=3", ("11-23", "11-24"), ("11-20", "11-29", "11-30")),
        ("FREQ=WEEKLY;BYDAY=MO", ("11-23", "11-24"), ("11-02", "11-27", "11-28")),
    ],
)
def test_where_another_slot_of_the_rule_is_afterwards(rule, move, slot):
    old, new, start, slot, placed = (day(f"2026-{each}") for each in (*move, *slot))
    assert move_rule(rule, old, new).placed(slot, start) == placed


@pytest.mark.parametrize("slot", ["0010-01-01", "9990-12-30"])
def test_a_date_at_the_end_of_the_calendar_goes_as_far_as_the_others(slot):
    move = move_rule("FREQ=MONTHLY;BYMONTHDAY=15", day("2026-12-15"), day("2026-12-16"))
    assert move.placed(day(slot), day("2026-12-15")) == day(slot) + timedelta(days=1)


def test_another_time_of_the_same_day_stays():
    move = move_rule("FREQ=DAILY;BYHOUR=9,17", day("2026-11-23T09:00"), day("2026-11-23T10:00"))
    start = day("2026-11-20T09:00")
    assert move.placed(day("2026-11-24T17:00"), start) == day("2026-11-24T17:00")
    assert move.placed(day("2026-11-24T09:00"), start) == day("2026-11-24T10:00")


def test_an_added_date_stays_where_one_of_several_days_moves():
    move = move_rule("FREQ=WEEKLY;BYDAY=MO,WE", day("2026-11-23"), day("2026-11-24"))
    assert move.placed_extra(day("2026-11-28")) == day("2026-11-28")
    whole = move_rule("FREQ=WEEKLY;BYDAY=MO", day("2026-11-23"), day("2026-11-24"))
    assert whole.placed_extra(day("2026-11-28")) == day("2026-11-29")


@pytest.mark.parametrize(
    ("rule", "start", "old", "new", "begins"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE", "11-02", "11-23", "11-27", "11-02"),  # WE, FR: none is lost
        ("FREQ=WEEKLY;BYDAY=MO,WE", "11-02", "11-23", "11-22", "11-01"),
        ("FREQ=WEEKLY;BYDAY=MO,WE", "11-04", "11-23", "11-24", "11-04"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15", "02-15", "04-15", "04-30", "02-28"),
    ],
)
def test_where_the_series_begins_afterwards(rule, start, old, new, begins):
    start, old, new, begins = (day(f"2026-{each}") for each in (start, old, new, begins))
    move = move_rule(rule, old, new)
    assert move.placed_start(start) == begins
    assert new in next_slots(Series(move.rule.text, move.placed_start(start), "UTC"), None, 20)


def in_ten_periods(rule, start, old):
    """How many slots the rule has in each of ten periods after that of `old`."""
    first = period_of(rule, old)
    periods = range(first + rule.interval, first + 11 * rule.interval, rule.interval)
    slots = series_slots(Series(rule.text, start, "UTC"), old)
    within = takewhile(lambda period: period <= periods[-1], (period_of(rule, s) for s in slots))
    counts = Counter(islice(within, 1_000))
    return [counts[each] for each in periods]


def moved_or_refused(rule, old, new):
    try:
        return move_rule(rule, old, new)
    except InvalidInput as error:
        refused = error
    assert refused.reason_code == "rule_cannot_move"
    return None


def has_varying_periods(rule, start):
    """Whether some have a fifth Monday, no 30th or no January."""
    days = [abs(each) for each in rule.by_month_day or (start.day,)]
    in_months = rule.freq in ("MONTHLY", "YEARLY")
    if not in_months:
        return rule.freq == "DAILY" or bool(rule.by_month)
    return max(days) > 28 or any(not 0 < abs(each.nth) < 5 for each in rule.by_day)


@settings(max_examples=100, derandomize=True)
@given(
    accepted_rules(("YEARLY", "MONTHLY", "WEEKLY", "DAILY")),
    st.integers(0, 4),
    st.integers(-45, 45).filter(bool),
)
def test_a_moved_rule_has_the_new_day_and_as_many_a_period_or_is_refused(case, index, days):
    text, start = case
    text = ";".join(p for p in text.split(";") if p[:5] not in ("COUNT", "UNTIL"))
    old = next_slots(Series(text, start, "UTC"), None, index + 1)[-1]
    new = old + timedelta(days=days)
    move = moved_or_refused(text, old, new)
    if move is None:
        return
    moved, begins = move.rule, move.placed_start(start)
    assert next_slots(Series(moved.text, new, "UTC"), None, 1) == [new]
    just_before = new - timedelta(seconds=1)
    assert next_slots(Series(moved.text, begins, "UTC"), just_before, 1) == [new]
    if moved.text != text and (old.year, old.month) == (new.year, new.month):
        before = Series(moved.text, min(begins, old), "UTC")
        assert next_slots(before, old - timedelta(seconds=1), 1) != [old]
    counts_before = in_ten_periods(move.was, start, old)
    if len(set(counts_before)) == 1 and not has_varying_periods(move.was, start):
        assert in_ten_periods(moved, begins, new) == counts_before
