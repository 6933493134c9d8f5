"""Clock changes: six zones, a gap and an overlap each where there are any (product 5.9)."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest

from shared.domain.recurrence import Series, next_slots, roll, slot_instant, slot_text
from shared.domain.zones import to_instant, to_local


class Change(NamedTuple):
    """A local time that clocks skip, or show twice; the instant it means, and what they show."""

    zone: str
    local: str
    instant: str
    shown: str


GAPS = [
    Change("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30Z", "2026-03-29T03:30"),
    Change("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30Z", "2026-03-08T03:30"),
    # Half an hour only.
    Change("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45Z", "2026-10-04T02:45"),
    # At midnight: the day began at 01:00.
    Change("America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T03:30Z", "2018-11-04T01:30"),
    Change("Pacific/Auckland", "2026-09-27T02:30", "2026-09-26T14:30Z", "2026-09-27T03:30"),
]
OVERLAPS = [
    Change("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30Z", "2026-10-25T02:30"),
    Change("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30Z", "2026-11-01T01:30"),
    Change("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45Z", "2026-04-05T01:45"),
    Change("America/Sao_Paulo", "2018-02-17T23:30", "2018-02-18T01:30Z", "2018-02-17T23:30"),
    Change("Pacific/Auckland", "2026-04-05T02:30", "2026-04-04T13:30Z", "2026-04-05T02:30"),
]
WITHOUT = Change("Asia/Kathmandu", "2026-03-29T02:30", "2026-03-28T20:45Z", "2026-03-29T02:30")

each_change = pytest.mark.parametrize(
    "change", [*GAPS, *OVERLAPS, WITHOUT], ids=lambda change: f"{change.zone}-{change.local}"
)
each_overlap = pytest.mark.parametrize("change", OVERLAPS, ids=lambda change: change.zone)


@each_change
def test_local_time_means_one_instant(change):
    instant = to_instant(datetime.fromisoformat(change.local), change.zone)
    assert instant == datetime.fromisoformat(change.instant)
    assert to_local(instant, change.zone) == datetime.fromisoformat(change.shown)


@each_change
def test_daily_series_keeps_its_wall_time_through_the_change(change):
    slot = datetime.fromisoformat(change.local)
    series = Series("FREQ=DAILY", slot - timedelta(days=1), change.zone)
    assert next_slots(series, None, 3) == [slot + timedelta(days=days) for days in (-1, 0, 1)]
    assert slot_instant(slot, change.zone) == datetime.fromisoformat(change.instant)


@each_change
def test_completing_around_the_change_skips_and_repeats_nothing(change):
    slot = datetime.fromisoformat(change.local)
    series = Series("FREQ=DAILY", slot - timedelta(days=9), change.zone)
    for days in (-1, 0, 1):
        current = slot + timedelta(days=days)
        done = slot_instant(current, change.zone)
        result = roll(series, current, completed_at=done, now=done, zone=change.zone, completions=1)
        assert result.next_slot == current + timedelta(days=1)
        assert result.missed == ()


@each_overlap
def test_second_pass_is_the_later_instant(change):
    local = datetime.fromisoformat(change.local)
    first, second = to_instant(local, change.zone), to_instant(local.replace(fold=1), change.zone)
    half = timedelta(minutes=30) if change.zone == "Australia/Lord_Howe" else timedelta(hours=1)
    assert second - first == half
    assert to_local(second, change.zone).fold == 1


@pytest.mark.parametrize("change", GAPS, ids=lambda change: change.zone)
def test_fold_mark_on_a_skipped_time_still_moves_forward(change):
    local = datetime.fromisoformat(change.local).replace(fold=1)
    assert to_instant(local, change.zone) == datetime.fromisoformat(change.instant)


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-25", 25)]
)
def test_hourly_rule_has_as_many_slots_as_the_day_has_hours(day, hours):
    begin = datetime.fromisoformat(day) - timedelta(days=2)
    slots = next_slots(Series("FREQ=HOURLY", begin, "Europe/Berlin"), None, 200)
    assert Counter(slot.date() for slot in slots)[date.fromisoformat(day)] == hours
    assert len({slot_text(slot) for slot in slots}) == 200


def test_hours_run_on_elapsed_time_through_an_overlap():
    series = Series("FREQ=HOURLY;INTERVAL=2", datetime(2026, 10, 24, 22, 30), "Europe/Berlin")
    slots = next_slots(series, None, 5)
    assert [slot_text(slot) for slot in slots] == [
        "2026-10-24T22:30:00",
        "2026-10-25T00:30:00",
        "2026-10-25T02:30:00",
        "2026-10-25T03:30:00",
        "2026-10-25T05:30:00",
    ]
    instants = [slot_instant(slot, "Europe/Berlin") for slot in slots]
    assert {later - earlier for earlier, later in pairwise(instants)} == {timedelta(hours=2)}


def test_hourly_series_takes_both_passes_one_after_the_other():
    series = Series("FREQ=HOURLY", datetime(2026, 10, 25, 1), "Europe/Berlin")
    first, second, third = next_slots(series, datetime(2026, 10, 25, 1), 3)
    assert (first, first.fold, second, second.fold) == (second, 0, first, 1)
    assert third == datetime(2026, 10, 25, 3)
    assert next_slots(series, first, 1)[0].fold == 1
    assert next_slots(series, second, 1) == [third]


def test_minutes_of_a_repeated_hour_are_hit_in_both_passes():
    rule = "FREQ=MINUTELY;INTERVAL=10;BYMINUTE=10;BYHOUR=2"
    series = Series(rule, datetime(2026, 10, 25, 0), "Europe/Berlin")
    assert [slot_text(slot) for slot in next_slots(series, None, 3)] == [
        "2026-10-25T02:10:00",
        "2026-10-25T02:10:00;fold=1",
        "2026-10-26T02:10:00",
    ]


def test_half_hour_change_moves_an_hourly_series_by_half_an_hour():
    series = Series("FREQ=HOURLY", datetime(2026, 10, 4, 1), "Australia/Lord_Howe")
    assert [slot.time().isoformat("minutes") for slot in next_slots(series, None, 3)] == [
        "01:00",
        "02:30",
        "03:30",
    ]


def test_hour_named_by_the_rule_is_found_after_a_midnight_gap():
    series = Series(
        "FREQ=HOURLY;BYHOUR=0,1;BYMINUTE=15", datetime(2018, 11, 3, 1, 15), "America/Sao_Paulo"
    )
    instants = [slot_instant(slot, series.zone) for slot in next_slots(series, None, 4)]
    assert [to_local(instant, series.zone).isoformat() for instant in instants] == [
        "2018-11-03T01:15:00",
        "2018-11-04T01:15:00",
        "2018-11-05T00:15:00",
        "2018-11-05T01:15:00",
    ]


@pytest.mark.parametrize(
    ("parts", "kept"),
    [
        ("BYHOUR=2,3;BYMINUTE=0", ["03:00"]),
        ("BYHOUR=2,3;BYMINUTE=10,50", ["03:10", "03:50"]),
        ("BYHOUR=2,3;BYMINUTE=10,50;BYSETPOS=2,3", ["03:10"]),
        ("BYHOUR=1,2,4;BYMINUTE=30", ["01:30", "02:30", "04:30"]),
    ],
)
def test_skipped_time_merges_into_the_one_it_would_overtake(parts, kept):
    series = Series(f"FREQ=DAILY;{parts}", datetime(2026, 3, 1), "Europe/Berlin")
    slots = next_slots(series, datetime(2026, 3, 28, 23), len(kept) + 1)
    assert [slot.time().isoformat("minutes") for slot in slots[:-1]] == kept
    assert slots[-1].date() == date(2026, 3, 30)
    instants = [slot_instant(slot, "Europe/Berlin") for slot in slots]
    assert instants == sorted(set(instants))


def test_until_in_utc_is_compared_as_an_instant():
    # 01:30Z is 03:30 after the gap, which is when the skipped 02:30 happens.
    series = Series(
        "FREQ=DAILY;UNTIL=20260329T012959Z", datetime(2026, 3, 27, 2, 30), "Europe/Berlin"
    )
    assert next_slots(series, None, 9) == [
        datetime(2026, 3, 27, 2, 30),
        datetime(2026, 3, 28, 2, 30),
    ]
    series = Series("FREQ=DAILY;UNTIL=20260329T013000Z", series.dtstart, "Europe/Berlin")
    assert next_slots(series, None, 9)[-1] == datetime(2026, 3, 29, 2, 30)


def test_zone_of_the_series_decides_not_that_of_the_machine():
    series = Series("FREQ=DAILY", datetime(2026, 11, 24, 9), "Asia/Kathmandu")
    now = datetime(2026, 11, 24, 3, 14, 59, tzinfo=UTC)
    result = roll(
        series, series.dtstart, completed_at=now, now=now, zone="America/New_York", completions=1
    )
    assert slot_instant(result.next_slot, series.zone) == datetime(2026, 11, 25, 3, 15, tzinfo=UTC)
