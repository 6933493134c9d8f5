"""What the words about a schedule say of changes of the clocks."""

from datetime import datetime, timedelta

import pytest

from shared.domain.schedule_facts import Reader
from shared.domain.schedule_words import explain
from shared.domain.zones import to_instant
from tests.unit.domain.schedules import BERLIN, MONDAYS, coming, said, timed


@pytest.mark.parametrize(
    ("zone", "slot", "code", "text"),
    [
        (
            BERLIN,
            datetime(2026, 3, 28, 2, 30),
            "dst_gap",
            "29 Mar: 02:30 does not exist, 03:30 instead.",
        ),
        (
            BERLIN,
            datetime(2026, 10, 24, 2, 30),
            "dst_overlap_first",
            "25 Oct: the first of the two 02:30.",
        ),
        (
            "America/New_York",
            datetime(2026, 3, 7, 2, 30),
            "dst_gap",
            "8 Mar: 02:30 does not exist, 03:30 instead.",
        ),
        (
            "America/New_York",
            datetime(2026, 10, 31, 1, 30),
            "dst_overlap_first",
            "1 Nov: the first of the two 01:30.",
        ),
        (
            "Australia/Lord_Howe",
            datetime(2026, 10, 3, 2, 15),
            "dst_gap",
            "4 Oct: 02:15 does not exist, 02:45 instead.",
        ),
        (
            "Australia/Lord_Howe",
            datetime(2026, 4, 4, 1, 45),
            "dst_overlap_first",
            "5 Apr: the first of the two 01:45.",
        ),
    ],
)
def test_clocks_that_touch_a_coming_slot_are_told(zone, slot, code, text):
    reader = Reader(zone, to_instant(slot.replace(hour=0), zone))
    assert said(timed("FREQ=DAILY", slot, zone=zone), reader)[code] == text


@pytest.mark.parametrize(
    ("zone", "before", "text"),
    [
        (BERLIN, datetime(2026, 3, 28, 9), "Clocks change on Sun 29 Mar: its time of day stays."),
        (
            "America/New_York",
            datetime(2026, 10, 31, 9),
            "Clocks change on Sun 1 Nov: its time of day stays.",
        ),
        (
            "Australia/Lord_Howe",
            datetime(2026, 4, 4, 9),
            "Clocks change on Sun 5 Apr: its time of day stays.",
        ),
    ],
)
def test_a_change_between_the_dates_keeps_the_time_of_day(zone, before, text):
    case = timed("FREQ=DAILY", before, zone=zone)
    reader = Reader(zone, to_instant(before.replace(hour=8), zone))
    assert said(case, reader)["dst_change"] == text
    task, series = case
    found = explain(reader, task, series, [], {}).coming
    assert [each.slot.hour for each in found] == [9, 9, 9]


def test_hours_shift_on_the_clock_when_it_changes():
    slot = datetime(2026, 3, 28, 21)
    reader = Reader(BERLIN, to_instant(slot, BERLIN))
    case = timed("FREQ=HOURLY;INTERVAL=6", slot)
    assert said(case, reader)["dst_change"] == (
        "Clocks change on Sun 29 Mar: its times on the clock shift."
    )
    assert coming(case, reader)[0] == "2026-03-29 04:00:00"


def test_no_change_of_clocks_no_word_of_it():
    assert not [code for code in said(MONDAYS) if code.startswith("dst")]


@pytest.mark.parametrize(
    "case",
    [
        timed("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", datetime(2028, 2, 29, 9)),
        timed("FREQ=DAILY", datetime(2027, 4, 1, 9)),
        timed("FREQ=DAILY;COUNT=1", datetime(2027, 4, 1, 9)),
        timed("FREQ=WEEKLY", datetime(2027, 3, 22, 9) - timedelta(days=7)),
    ],
)
def test_only_a_change_between_this_date_and_the_next_one_is_told(case):
    assert "dst_change" not in said(case)
