"""Quiet hours by the clocks of three zones, also on the days on which those are changed."""

from datetime import UTC, datetime, time, timedelta

import pytest

from shared.domain.quiet_hours import end_of_quiet

NIGHT = (time(22), time(7))
BERLIN, NEW_YORK, LORD_HOWE = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "begins", "ends"),
    [
        (BERLIN, "2026-11-26T21:00", "2026-11-27T06:00"),
        (NEW_YORK, "2026-11-27T03:00", "2026-11-27T12:00"),
        (LORD_HOWE, "2026-11-26T11:00", "2026-11-26T20:00"),
    ],
)
def test_a_night_is_quiet_from_its_first_instant_until_before_its_last(zone, begins, ends):
    begins, ends = utc(begins), utc(ends)
    tick = timedelta(microseconds=1)

    assert end_of_quiet(begins - tick, zone, *NIGHT) is None
    assert end_of_quiet(begins, zone, *NIGHT) == ends
    assert end_of_quiet(ends - tick, zone, *NIGHT) == ends
    assert end_of_quiet(ends, zone, *NIGHT) is None


@pytest.mark.parametrize(
    ("zone", "within", "ends", "hours"),
    [
        (BERLIN, "2026-03-28T23:00", "2026-03-29T05:00", 8),
        (BERLIN, "2026-10-24T23:00", "2026-10-25T06:00", 10),
        (NEW_YORK, "2026-03-08T05:00", "2026-03-08T11:00", 8),
        (NEW_YORK, "2026-11-01T05:00", "2026-11-01T12:00", 10),
        (LORD_HOWE, "2026-10-03T14:00", "2026-10-03T20:00", 8.5),
        (LORD_HOWE, "2026-04-04T14:00", "2026-04-04T20:30", 9.5),
    ],
)
def test_a_night_in_which_clocks_are_changed_ends_at_the_same_wall_time(zone, within, ends, hours):
    end = utc(ends)

    assert end_of_quiet(utc(within), zone, *NIGHT) == end
    begin = end - timedelta(hours=hours)
    assert end_of_quiet(begin, zone, *NIGHT) == end
    assert end_of_quiet(begin - timedelta(seconds=1), zone, *NIGHT) is None


@pytest.mark.parametrize(
    ("zone", "gap_ends", "skipped"),
    [
        (BERLIN, "2026-03-29T01:00", time(2, 30)),
        (NEW_YORK, "2026-03-08T07:00", time(2, 30)),
        (LORD_HOWE, "2026-10-03T15:30", time(2, 15)),
    ],
)
def test_an_end_that_clocks_skip_comes_after_the_gap(zone, gap_ends, skipped):
    gap_ends = utc(gap_ends)
    beyond = timedelta(minutes=30 if zone != LORD_HOWE else 15)

    assert end_of_quiet(gap_ends, zone, time(22), skipped) == gap_ends + beyond
    assert end_of_quiet(gap_ends + beyond, zone, time(22), skipped) is None


@pytest.mark.parametrize(
    ("zone", "gap_ends", "skipped"),
    [
        (BERLIN, "2026-03-29T01:00", time(2, 30)),
        (NEW_YORK, "2026-03-08T07:00", time(2, 30)),
        (LORD_HOWE, "2026-10-03T15:30", time(2, 15)),
    ],
)
def test_a_start_that_clocks_skip_comes_after_the_gap(zone, gap_ends, skipped):
    gap_ends = utc(gap_ends)
    beyond = timedelta(minutes=30 if zone != LORD_HOWE else 15)

    assert end_of_quiet(gap_ends + beyond - timedelta(seconds=1), zone, skipped, time(7)) is None
    assert end_of_quiet(gap_ends + beyond, zone, skipped, time(7)) is not None


@pytest.mark.parametrize(
    ("zone", "first", "length"),
    [
        (BERLIN, "2026-10-25T00:30", timedelta(hours=1)),
        (NEW_YORK, "2026-11-01T05:30", timedelta(hours=1)),
        (LORD_HOWE, "2026-04-04T14:45", timedelta(minutes=30)),
    ],
)
def test_a_time_that_clocks_show_twice_counts_once_the_first_time(zone, first, length):
    first = utc(first)
    wall = {BERLIN: time(2, 30), NEW_YORK: time(1, 30), LORD_HOWE: time(1, 45)}[zone]

    assert end_of_quiet(first - timedelta(minutes=1), zone, time(22), wall) == first
    assert end_of_quiet(first + length - timedelta(minutes=1), zone, time(22), wall) is None
    assert end_of_quiet(first - timedelta(minutes=1), zone, wall, time(7)) is None
    assert end_of_quiet(first, zone, wall, time(7)) is not None


def test_quiet_hours_within_one_day_do_not_reach_over_midnight():
    noon = (time(12), time(14))

    assert end_of_quiet(utc("2026-11-26T12:00"), BERLIN, *noon) == utc("2026-11-26T13:00")
    assert end_of_quiet(utc("2026-11-26T23:30"), BERLIN, *noon) is None
