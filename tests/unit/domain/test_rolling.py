"""Completing an occurrence, schedule anchor (product 5.3)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.domain.recurrence import Roll, Series, roll

BERLIN = "Europe/Berlin"
NEW_YORK = "America/New_York"
DAILY_AT_8 = Series("FREQ=DAILY", datetime(2026, 11, 1, 8), BERLIN)
EVERY_DAY = Series("FREQ=DAILY", date(2026, 11, 1), BERLIN)


def done(series, slot, at, *, zone=BERLIN):
    """The roll at a local time of Berlin, which is UTC+1 in November."""
    instant = (datetime.fromisoformat(at) - timedelta(hours=1)).replace(tzinfo=UTC)
    return roll(series, slot, completed_at=instant, now=instant, zone=zone, completions=1)


def test_on_time_gives_the_next_slot():
    result = done(DAILY_AT_8, datetime(2026, 11, 24, 8), "2026-11-24T08:05")
    assert result == Roll(datetime(2026, 11, 25, 8))


def test_yesterday_done_before_todays_slot_leaves_today_to_do():
    result = done(DAILY_AT_8, datetime(2026, 11, 23, 8), "2026-11-24T07:45")
    assert result == Roll(datetime(2026, 11, 24, 8))


def test_yesterday_done_after_todays_slot_misses_today():
    result = done(DAILY_AT_8, datetime(2026, 11, 23, 8), "2026-11-24T10:00")
    assert result == Roll(datetime(2026, 11, 25, 8), (datetime(2026, 11, 24, 8),), 1)


def test_slot_at_this_very_instant_is_past():
    result = done(DAILY_AT_8, datetime(2026, 11, 23, 8), "2026-11-24T08:00")
    assert result.next_slot == datetime(2026, 11, 25, 8)
    assert result.missed == (datetime(2026, 11, 24, 8),)


def test_slot_a_second_ahead_is_not_past():
    result = done(DAILY_AT_8, datetime(2026, 11, 23, 8), "2026-11-24T07:59:59")
    assert result.next_slot == datetime(2026, 11, 24, 8)


def test_early_completion_never_gives_the_same_slot():
    result = done(DAILY_AT_8, datetime(2026, 11, 24, 8), "2026-11-20T12:00")
    assert result == Roll(datetime(2026, 11, 25, 8))


def test_two_alternating_tasks_stay_alternating_however_late():
    odd = Series("FREQ=DAILY;INTERVAL=2", date(2026, 11, 1), BERLIN)
    even = Series("FREQ=DAILY;INTERVAL=2", date(2026, 11, 2), BERLIN)
    assert done(odd, date(2026, 11, 1), "2026-11-08T12:00").next_slot == date(2026, 11, 9)
    assert done(even, date(2026, 11, 2), "2026-11-08T12:00").next_slot == date(2026, 11, 10)


def test_400_days_late_stays_in_phase_and_logs_what_was_missed():
    monthly = Series("FREQ=MONTHLY;BYMONTHDAY=-1", datetime(2025, 1, 31, 9), BERLIN)
    result = done(monthly, datetime(2025, 1, 31, 9), "2026-03-07T12:00")
    assert result.next_slot == datetime(2026, 3, 31, 9)
    assert result.missed_total == len(result.missed) == 13
    assert result.missed[0] == datetime(2025, 2, 28, 9)
    assert result.missed[-1] == datetime(2026, 2, 28, 9)


def test_missed_slots_are_listed_up_to_500_and_all_counted():
    series = Series("FREQ=DAILY", datetime(2022, 1, 1, 8), BERLIN)
    result = done(series, datetime(2022, 1, 1, 8), "2025-11-30T12:00")
    assert len(result.missed) == 500
    assert result.missed[-1] == datetime(2022, 1, 1, 8) + timedelta(days=500)
    assert result.missed_total == (date(2025, 11, 30) - date(2022, 1, 1)).days
    assert result.next_slot == datetime(2025, 12, 1, 8)


def test_counting_of_missed_slots_ends_and_the_next_one_is_still_exact():
    series = Series("FREQ=MINUTELY;INTERVAL=5", datetime(2006, 1, 1), BERLIN)
    result = done(series, datetime(2006, 1, 1), "2026-11-24T12:02")
    assert result.missed_total == 10_000
    assert result.next_slot == datetime(2026, 11, 24, 12, 5)


class TestAllDay:
    def test_done_today_gives_tomorrow(self):
        assert done(EVERY_DAY, date(2026, 11, 24), "2026-11-24T23:59") == Roll(date(2026, 11, 25))

    def test_overdue_one_satisfies_today_too(self):
        result = done(EVERY_DAY, date(2026, 11, 21), "2026-11-24T12:00")
        assert result == Roll(
            date(2026, 11, 25),
            missed=(date(2026, 11, 22), date(2026, 11, 23)),
            missed_total=2,
            also_done=date(2026, 11, 24),
        )

    def test_overdue_one_without_slot_today_satisfies_nothing_more(self):
        weekly = Series("FREQ=WEEKLY;BYDAY=MO", date(2026, 11, 2), BERLIN)
        result = done(weekly, date(2026, 11, 9), "2026-11-24T12:00")
        assert result == Roll(date(2026, 11, 30), (date(2026, 11, 16), date(2026, 11, 23)), 2)

    def test_early_one_gives_the_slot_after_it(self):
        assert done(EVERY_DAY, date(2026, 11, 27), "2026-11-24T12:00") == Roll(date(2026, 11, 28))

    def test_today_is_judged_in_the_zone_of_the_user(self):
        # 03:00 in Berlin on the 24th is still the 23rd in New York.
        at = "2026-11-24T03:00"
        assert done(EVERY_DAY, date(2026, 11, 22), at).next_slot == date(2026, 11, 25)
        result = done(EVERY_DAY, date(2026, 11, 22), at, zone=NEW_YORK)
        assert (result.next_slot, result.also_done) == (date(2026, 11, 24), date(2026, 11, 23))

    def test_27_years_late_still_finds_tomorrow(self):
        series = Series("FREQ=DAILY", date(1999, 1, 1), BERLIN)
        result = done(series, date(1999, 1, 1), "2026-11-24T12:00")
        assert result.next_slot == date(2026, 11, 25)
        assert result.missed_total == 10_000


class TestEnd:
    def test_count_counts_slots_from_the_start_not_completions(self):
        series = Series("FREQ=DAILY;COUNT=3", datetime(2026, 11, 22, 8), BERLIN)
        assert done(series, datetime(2026, 11, 22, 8), "2026-11-22T09:00").next_slot == datetime(
            2026, 11, 23, 8
        )
        late = done(series, datetime(2026, 11, 22, 8), "2026-11-30T09:00")
        assert late == Roll(None, (datetime(2026, 11, 23, 8), datetime(2026, 11, 24, 8)), 2)

    def test_slots_taken_out_still_count(self):
        series = Series(
            "FREQ=DAILY;COUNT=3", date(2026, 11, 22), BERLIN, exdates=(date(2026, 11, 23),)
        )
        result = done(series, date(2026, 11, 22), "2026-11-22T09:00")
        assert result.next_slot == date(2026, 11, 24)
        assert done(series, date(2026, 11, 24), "2026-11-24T09:00").next_slot is None

    @pytest.mark.parametrize("until", ["20261124", "20261124T080000", "20261124T070000Z"])
    def test_until_is_inclusive_in_each_form(self, until):
        series = Series(f"FREQ=DAILY;UNTIL={until}", datetime(2026, 11, 22, 8), BERLIN)
        last = done(series, datetime(2026, 11, 23, 8), "2026-11-23T09:00")
        assert last.next_slot == datetime(2026, 11, 24, 8)
        assert done(series, datetime(2026, 11, 24, 8), "2026-11-24T09:00") == Roll(None)

    @pytest.mark.parametrize("until", ["20261124", "20261124T235959", "20261124T000000Z"])
    def test_until_of_an_all_day_series_is_its_date_as_written(self, until):
        series = Series(f"FREQ=DAILY;UNTIL={until}", date(2026, 11, 22), NEW_YORK)
        assert done(series, date(2026, 11, 23), "2026-11-23T19:00").next_slot == date(2026, 11, 24)
        assert done(series, date(2026, 11, 24), "2026-11-24T19:00").next_slot is None


def test_late_recording_of_an_early_completion_counts_as_of_now():
    completed, now = datetime(2026, 11, 23, 6, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)
    result = roll(
        DAILY_AT_8,
        datetime(2026, 11, 23, 8),
        completed_at=completed,
        now=now,
        zone=BERLIN,
        completions=1,
    )
    assert result.next_slot == datetime(2026, 11, 25, 8)


def test_moved_occurrence_rolls_from_its_slot():
    # Due was moved from Monday to Thursday; the slot is still Monday.
    series = Series("FREQ=WEEKLY;BYDAY=MO", datetime(2026, 11, 2, 9), BERLIN)
    result = done(series, datetime(2026, 11, 23, 9), "2026-11-26T10:00")
    assert result == Roll(datetime(2026, 11, 30, 9))


def test_added_date_comes_between_and_is_not_doubled():
    series = Series(
        "FREQ=WEEKLY;BYDAY=MO",
        datetime(2026, 11, 2, 9),
        BERLIN,
        rdates=(datetime(2026, 11, 26, 9), datetime(2026, 11, 30, 9)),
    )
    first = done(series, datetime(2026, 11, 23, 9), "2026-11-23T10:00")
    assert first.next_slot == datetime(2026, 11, 26, 9)
    second = done(series, first.next_slot, "2026-11-26T10:00")
    assert second.next_slot == datetime(2026, 11, 30, 9)
    assert done(series, second.next_slot, "2026-11-30T10:00").next_slot == datetime(2026, 12, 7, 9)
