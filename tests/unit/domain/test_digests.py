"""Digests come at the same wall time, whatever is done to the clocks."""

from datetime import UTC, datetime, time, timedelta

import pytest

from shared.domain.digests import Rhythm

BERLIN, NEW_YORK, LORD_HOWE = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "before", "instants"),
    [
        (BERLIN, "2026-03-27T12:00", ["03-28T06:00", "03-29T05:00", "03-30T05:00"]),
        (BERLIN, "2026-10-23T12:00", ["10-24T05:00", "10-25T06:00", "10-26T06:00"]),
        (NEW_YORK, "2026-03-06T13:00", ["03-07T12:00", "03-08T11:00", "03-09T11:00"]),
        (LORD_HOWE, "2026-10-02T00:00", ["10-02T20:30", "10-03T20:00", "10-04T20:00"]),
    ],
)
def test_seven_in_the_morning_stays_seven_in_the_morning(zone, before, instants):
    at = utc(before)
    for expected in instants:
        at = Rhythm(time(7), zone).first_after(at)
        assert at == utc(f"2026-{expected}")


@pytest.mark.parametrize(
    ("zone", "wall", "before", "then", "after_it"),
    [
        (BERLIN, time(2, 30), "2026-03-28T12:00", "03-29T01:30", "03-30T00:30"),
        (BERLIN, time(2, 30), "2026-10-24T12:00", "10-25T00:30", "10-26T01:30"),
        (NEW_YORK, time(1, 30), "2026-10-31T12:00", "11-01T05:30", "11-02T06:30"),
        (LORD_HOWE, time(2, 15), "2026-10-03T00:00", "10-03T15:45", "10-04T15:15"),
    ],
)
def test_a_time_that_clocks_skip_or_show_twice_comes_once(zone, wall, before, then, after_it):
    rhythm = Rhythm(wall, zone)

    first = rhythm.first_after(utc(before))

    assert first == utc(f"2026-{then}")
    assert rhythm.first_after(first) == utc(f"2026-{after_it}")


def test_a_review_comes_on_its_weekday_only():
    rhythm = Rhythm(time(18), BERLIN, 6)

    first = rhythm.first_after(utc("2026-11-26T09:00"))

    assert first == utc("2026-11-29T17:00")
    assert rhythm.first_after(first) == first + timedelta(days=7)
    assert rhythm.first_after(first - timedelta(seconds=1)) == first


def test_the_one_that_is_due_now_is_the_last():
    rhythm = Rhythm(time(7), BERLIN)
    at = utc("2026-11-26T06:00")

    assert rhythm.last_until(at) == at
    assert rhythm.last_until(at - timedelta(microseconds=1)) == at - timedelta(days=1)
