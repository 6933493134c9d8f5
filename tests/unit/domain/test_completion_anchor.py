"""Completing an occurrence, completion anchor (product 5.2)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.domain.recurrence import Roll, Series, roll, slot_text

BERLIN = "Europe/Berlin"
TUESDAY = date(2026, 11, 24)


def series_of(rule, start=datetime(2026, 11, 2, 9), **options):
    return Series(rule, start, BERLIN, anchor="completion", **options)


def done(series, slot, at, *, zone=BERLIN, completions=1):
    """The roll at a local time of Berlin, which is UTC+1 in November."""
    instant = (datetime.fromisoformat(at) - timedelta(hours=1)).replace(tzinfo=UTC)
    return roll(series, slot, completed_at=instant, now=instant, zone=zone, completions=completions)


@pytest.mark.parametrize(
    ("rule", "at", "expected"),
    [
        ("FREQ=DAILY;INTERVAL=3", "2026-11-24T23:40", "2026-11-27T09:00:00"),
        ("FREQ=DAILY;INTERVAL=3", "2026-11-24T00:10", "2026-11-27T09:00:00"),
        ("FREQ=WEEKLY", "2026-11-24T12:00", "2026-12-01T09:00:00"),
        ("FREQ=WEEKLY;INTERVAL=2", "2026-11-24T12:00", "2026-12-08T09:00:00"),
        ("FREQ=MONTHLY", "2026-11-24T12:00", "2026-12-24T09:00:00"),
        ("FREQ=MONTHLY;INTERVAL=3", "2026-11-30T12:00", "2027-02-28T09:00:00"),
        ("FREQ=YEARLY", "2026-11-24T12:00", "2027-11-24T09:00:00"),
    ],
)
def test_next_is_the_local_day_of_completion_plus_the_interval(rule, at, expected):
    assert slot_text(done(series_of(rule), datetime(2026, 11, 20, 9), at).next_slot) == expected


def test_nothing_is_missed():
    result = done(series_of("FREQ=DAILY"), datetime(2026, 11, 2, 9), "2026-11-24T12:00")
    assert result == Roll(datetime(2026, 11, 25, 9))


def test_completion_on_the_31st_is_clamped():
    result = roll(
        series_of("FREQ=MONTHLY", date(2026, 1, 5)),
        date(2026, 1, 5),
        completed_at=datetime(2026, 1, 31, 12, tzinfo=UTC),
        now=datetime(2026, 1, 31, 12, tzinfo=UTC),
        zone=BERLIN,
        completions=1,
    )
    assert result.next_slot == date(2026, 2, 28)


def test_day_of_completion_is_judged_in_the_zone_of_the_user():
    slot, at = date(2026, 11, 20), "2026-11-24T03:00"
    series = series_of("FREQ=DAILY;INTERVAL=3", date(2026, 11, 2))
    assert done(series, slot, at).next_slot == date(2026, 11, 27)
    assert done(series, slot, at, zone="America/New_York").next_slot == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("rule", "at", "expected"),
    [
        # The first matching weekday from the day after on ...
        ("FREQ=WEEKLY;BYDAY=MO", "2026-11-25T12:00", "2026-11-30"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-11-25T12:00", "2026-11-27"),
        ("FREQ=WEEKLY;BYDAY=WE", "2026-11-25T12:00", "2026-12-02"),
        # ... in the second week counted from there.
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-11-25T12:00", "2026-12-07"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "2026-11-25T12:00", "2026-12-09"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,FR", "2026-11-25T12:00", "2026-12-03"),
        # Other units likewise.
        ("FREQ=DAILY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR", "2026-11-25T12:00", "2026-11-30"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "2026-11-25T12:00", "2026-12-01"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1", "2026-11-25T12:00", "2027-02-01"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27T12:00", "2026-12-25"),
        ("FREQ=YEARLY;BYMONTH=4,10;BYMONTHDAY=1", "2026-11-25T12:00", "2027-04-01"),
    ],
)
def test_named_days_are_taken_after_the_completion(rule, at, expected):
    result = done(series_of(rule, date(2026, 11, 2)), date(2026, 11, 20), at)
    assert result.next_slot == date.fromisoformat(expected)


class TestSubDay:
    def test_hours_count_from_the_instant_of_completion(self):
        series = series_of("FREQ=HOURLY;INTERVAL=4")
        result = done(series, datetime(2026, 11, 24, 9), "2026-11-24T10:17:33")
        assert result.next_slot == datetime(2026, 11, 24, 14, 17, 33)

    def test_fractions_of_a_second_are_dropped(self):
        series = series_of("FREQ=MINUTELY;INTERVAL=30")
        result = done(series, datetime(2026, 11, 24, 9), "2026-11-24T10:17:33.999")
        assert result.next_slot == datetime(2026, 11, 24, 10, 47, 33)

    def test_hours_are_elapsed_through_a_clock_change(self):
        completed = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)  # 00:30 on the day of 25 hours
        result = roll(
            series_of("FREQ=HOURLY;INTERVAL=4"),
            datetime(2026, 10, 25, 0),
            completed_at=completed,
            now=completed,
            zone=BERLIN,
            completions=1,
        )
        assert result.next_slot == datetime(2026, 10, 25, 3, 30)

    def test_excluded_hours_are_waited_out(self):
        series = series_of("FREQ=HOURLY;INTERVAL=4;BYHOUR=8,9,10,11,12,13,14,15,16,17,18,19")
        result = done(series, datetime(2026, 11, 24, 15), "2026-11-24T17:30")
        assert result.next_slot == datetime(2026, 11, 25, 9, 30)

    def test_named_minutes_lie_in_the_hour_that_is_reached(self):
        series = series_of("FREQ=HOURLY;INTERVAL=4;BYMINUTE=0")
        result = done(series, datetime(2026, 11, 24, 9), "2026-11-24T10:17:33")
        assert result.next_slot == datetime(2026, 11, 24, 14)

    def test_early_completion_still_gives_a_later_slot(self):
        series = series_of("FREQ=HOURLY;INTERVAL=4")
        result = done(series, datetime(2026, 11, 24, 20), "2026-11-24T10:00")
        assert result.next_slot == datetime(2026, 11, 24, 22)


class TestEarly:
    def test_counts_from_completion(self):
        series = series_of("FREQ=DAILY;INTERVAL=10", date(2026, 11, 2))
        assert done(series, date(2026, 11, 26), "2026-11-24T12:00").next_slot == date(2026, 12, 4)

    def test_more_than_an_interval_early_is_the_first_multiple_beyond_the_slot(self):
        series = series_of("FREQ=DAILY;INTERVAL=3", date(2026, 11, 2))
        assert done(series, date(2026, 11, 30), "2026-11-24T12:00").next_slot == date(2026, 12, 3)

    def test_ticked_twice_on_one_day_goes_on_by_a_day(self):
        series = series_of("FREQ=DAILY", date(2026, 11, 2))
        first = done(series, TUESDAY, "2026-11-24T08:00")
        second = done(series, first.next_slot, "2026-11-24T20:00")
        assert (first.next_slot, second.next_slot) == (date(2026, 11, 25), date(2026, 11, 26))

    def test_named_day_done_before_it_gives_the_one_after(self):
        series = series_of("FREQ=WEEKLY;BYDAY=MO", date(2026, 11, 2))
        assert done(series, date(2026, 11, 30), "2026-11-28T12:00").next_slot == date(2026, 12, 7)


class TestEnd:
    def test_count_counts_completions(self):
        series = series_of("FREQ=DAILY;COUNT=3")
        slot = datetime(2026, 11, 24, 9)
        assert done(series, slot, "2026-11-24T12:00", completions=2).next_slot is not None
        assert done(series, slot, "2026-11-24T12:00", completions=3) == Roll(None)

    def test_until_ends_it(self):
        series = series_of("FREQ=DAILY;INTERVAL=3;UNTIL=20261126", date(2026, 11, 2))
        assert done(series, date(2026, 11, 20), "2026-11-23T12:00").next_slot == date(2026, 11, 26)
        assert done(series, date(2026, 11, 20), "2026-11-24T12:00").next_slot is None

    def test_interval_beyond_the_calendar_ends_it(self):
        series = series_of("FREQ=YEARLY;INTERVAL=9000")
        assert done(series, datetime(2026, 11, 2, 9), "2026-11-24T12:00").next_slot is None


def test_excluded_date_is_passed_over():
    series = series_of("FREQ=DAILY", date(2026, 11, 2), exdates=(date(2026, 11, 25),))
    assert done(series, TUESDAY, "2026-11-24T12:00").next_slot == date(2026, 11, 26)


def test_added_date_comes_first():
    series = series_of("FREQ=DAILY;INTERVAL=9", date(2026, 11, 2), rdates=(date(2026, 11, 26),))
    assert done(series, TUESDAY, "2026-11-24T12:00").next_slot == date(2026, 11, 26)


def test_completion_does_not_depend_on_when_it_is_processed():
    completed = datetime(2026, 11, 20, 12, tzinfo=UTC)
    series = series_of("FREQ=DAILY;INTERVAL=2")
    results = {
        roll(
            series,
            datetime(2026, 11, 20, 9),
            completed_at=completed,
            now=completed + timedelta(days=late),
            zone=BERLIN,
            completions=1,
        ).next_slot
        for late in (0, 30)
    }
    assert results == {datetime(2026, 11, 22, 9)}


def test_slot_in_a_distant_zone_is_not_before_its_completion():
    # Done at 23:00 on the 24th in Los Angeles, which is the 25th, 16:00, in Tokyo.
    series = Series("FREQ=DAILY", datetime(2026, 11, 2, 9), "Asia/Tokyo", anchor="completion")
    completed = datetime(2026, 11, 25, 7, tzinfo=UTC)
    result = roll(
        series,
        datetime(2026, 11, 24, 9),
        completed_at=completed,
        now=completed,
        zone="America/Los_Angeles",
        completions=1,
    )
    assert result.next_slot == datetime(2026, 11, 26, 9)
