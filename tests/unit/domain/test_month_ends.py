"""Days that not every month has: clamped without drift where we write the rule (product 5.1)."""

from datetime import date

import pytest

from shared.domain.recurrence import Series, next_slots, normalise_pattern


def texts(pattern, start, count, **options):
    rule = normalise_pattern(pattern, start, **options)
    return [slot.isoformat() for slot in next_slots(Series(rule, start, "UTC"), None, count)]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (date(2026, 1, 28), ["2026-01-28", "2026-02-28", "2026-03-28", "2026-04-28"]),
        (date(2026, 1, 29), ["2026-01-29", "2026-02-28", "2026-03-29", "2026-04-29"]),
        (date(2026, 1, 30), ["2026-01-30", "2026-02-28", "2026-03-30", "2026-04-30"]),
        (date(2026, 1, 31), ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        (date(2028, 1, 29), ["2028-01-29", "2028-02-29", "2028-03-29", "2028-04-29"]),
        (date(2028, 1, 30), ["2028-01-30", "2028-02-29", "2028-03-30", "2028-04-30"]),
        (date(2026, 6, 30), ["2026-06-30", "2026-07-30", "2026-08-30", "2026-09-30"]),
    ],
)
def test_monthly_gives_the_last_day_and_never_drifts(start, expected):
    assert texts("monthly", start, 4) == expected


def test_raw_monthly_rule_skips_months_without_the_day():
    assert texts("FREQ=MONTHLY", date(2026, 1, 31), 3) == ["2026-01-31", "2026-03-31", "2026-05-31"]
    assert texts("FREQ=MONTHLY;BYMONTHDAY=31", date(2026, 1, 31), 2)[1] == "2026-03-31"


def test_yearly_on_leap_day_is_every_year():
    assert texts("yearly", date(2028, 2, 29), 5) == [
        "2028-02-29",
        "2029-02-28",
        "2030-02-28",
        "2031-02-28",
        "2032-02-29",
    ]


def test_raw_yearly_rule_on_leap_day_is_every_fourth_year():
    assert texts("FREQ=YEARLY", date(2028, 2, 29), 2) == ["2028-02-29", "2032-02-29"]


def test_leap_day_is_left_out_of_a_century_year():
    assert texts("FREQ=YEARLY", date(2096, 2, 29), 2) == ["2096-02-29", "2104-02-29"]


@pytest.mark.parametrize(
    ("pattern", "start", "rule"),
    [
        ("daily", date(2026, 11, 24), "FREQ=DAILY"),
        ("Weekly", date(2026, 11, 24), "FREQ=WEEKLY;BYDAY=TU;WKST=MO"),
        (" MONTHLY ", date(2026, 11, 24), "FREQ=MONTHLY;BYMONTHDAY=24"),
        ("yearly", date(2026, 11, 24), "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24"),
        ("yearly", date(2026, 10, 31), "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=31"),
        ("yearly", date(2026, 2, 28), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28"),
        (
            "yearly",
            date(2028, 2, 29),
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
        ),
    ],
)
def test_named_pattern_gets_explicit_parts(pattern, start, rule):
    assert normalise_pattern(pattern, start) == rule


def test_week_start_of_the_user_is_written_into_the_rule():
    rule = normalise_pattern("weekly", date(2026, 11, 24), week_start="SU")
    assert rule == "FREQ=WEEKLY;BYDAY=TU;WKST=SU"


@pytest.mark.parametrize("pattern", ["daily", "weekly", "monthly", "yearly"])
def test_completion_anchor_names_no_day(pattern):
    rule = normalise_pattern(pattern, date(2026, 1, 31), anchor="completion")
    assert rule == f"FREQ={pattern.upper()}"


@pytest.mark.parametrize(
    "text",
    ["FREQ=DAILY;INTERVAL=3", "interval=2;freq=weekly;byday=mo", "FREQ=WEEKLY;BYDAY=WE,MO;WKST=SU"],
)
def test_raw_rule_is_kept_byte_for_byte(text):
    assert normalise_pattern(text, date(2026, 1, 1)) == text
    assert normalise_pattern(f"RRULE:{text}", date(2026, 1, 1)) == text
