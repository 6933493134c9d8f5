"""Streaks, rates and the map of days."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.streaks import SlotRecord, Streak, days_of, heatmap_of, rate_of, streak_of

FIRST = datetime(2026, 11, 1, 9, tzinfo=UTC)
LETTERS = {"d": "done", "s": "skipped", "m": "missed", "o": "open", "v": "moved"}


def slots(word, **fields):
    """A daily slot for each letter."""
    return [
        SlotRecord(
            FIRST + timedelta(days=n), (FIRST + timedelta(days=n)).date(), LETTERS[letter], **fields
        )
        for n, letter in enumerate(word)
    ]


def streak(word, **fields):
    records = slots(word)
    return streak_of(records, records[-1].at + timedelta(hours=1), **fields)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("d", Streak(1, 1)),
        ("ddsd", Streak(3, 3)),
        ("ddmd", Streak(1, 2)),
        ("dddm", Streak(0, 3)),
        ("ddvdo", Streak(3, 3)),
        ("dod", Streak(1, 1)),
        ("m", Streak(0, 0)),
    ],
)
def test_done_slots_count_misses_break_and_the_rest_is_passed_over(word, expected):
    assert streak(word) == expected


def test_an_open_slot_breaks_once_the_next_has_come():
    records = slots("ddo")
    tomorrow = records[-1].at + timedelta(days=1)
    assert streak_of(records, tomorrow - timedelta(seconds=1), tomorrow).current == 2
    assert streak_of(records, tomorrow, tomorrow).current == 0


@pytest.mark.parametrize(("hours", "current"), [(-5, 2), (14, 2), (23, 2), (24, 1), (30, 1)])
def test_late_counts_until_the_next_slot_comes(hours, current):
    first, second = slots("dd")
    done_at = first.at + timedelta(hours=hours)
    late = SlotRecord(first.at, first.day, "done", 1, done_at, done_at.date())
    assert streak_of([late, second], second.at).current == current


def test_late_on_the_same_day_counts_though_the_next_slot_has_come():
    first = SlotRecord(FIRST, FIRST.date(), "done", 1, FIRST + timedelta(hours=5), FIRST.date())
    second = SlotRecord(FIRST + timedelta(hours=1), FIRST.date(), "done")
    assert streak_of([first, second], FIRST + timedelta(hours=6)).current == 2


def test_pain_22_a_vacation_freezes_a_streak():
    assert streak("ddmmd", is_free=lambda day: day in {date(2026, 11, 3), date(2026, 11, 4)}) == (
        Streak(3, 3)
    )


def test_without_slots_there_is_nothing_to_count():
    assert streak_of([], FIRST) == Streak(0, 0)
    assert heatmap_of([], FIRST.date()) == []


def test_rates_know_no_skips_and_nothing_is_no_rate():
    assert rate_of(slots("ddsm"), date(2026, 11, 1), date(2026, 11, 4)) == 0.6667
    assert rate_of(slots("ss"), date(2026, 11, 1), date(2026, 11, 2)) is None
    assert rate_of(slots("mmdd"), date(2026, 11, 3), date(2026, 11, 4)) == 1.0


def test_summarised_slots_are_spread_up_to_the_next_one():
    summary = SlotRecord(FIRST, FIRST.date(), "missed", 10)
    done = SlotRecord(FIRST + timedelta(days=10), date(2026, 11, 11), "done")
    days = heatmap_of([summary, done], date(2026, 11, 11))
    assert days == [
        *((date(2026, 11, day), "missed", 1) for day in range(1, 11)),
        (date(2026, 11, 11), "done", 1),
    ]


@given(st.text(alphabet="dsmv", min_size=1, max_size=60))
def test_skips_and_moves_change_no_streak(word):
    bare = "".join(letter for letter in word if letter in "dm")
    expected = streak(bare) if bare else Streak(0, 0)
    assert streak(word) == expected


@given(st.text(alphabet="dsmo", min_size=1, max_size=60))
def test_a_streak_is_no_longer_than_what_was_done_and_the_current_one_than_the_longest(word):
    found = streak(word)
    assert 0 <= found.current <= found.longest <= word.count("d")
    rate = rate_of(slots(word), FIRST.date(), FIRST.date() + timedelta(days=60))
    assert rate is None or 0 <= rate <= 1


def plain_days(record, last):
    """A day for each slot, one after the other."""
    span = max(0, (last - record.day).days)
    return Counter(
        record.day + timedelta(days=span * index // record.count) for index in range(record.count)
    )


@given(st.integers(1, 400), st.integers(-3, 400))
def test_many_slots_of_one_record_lie_on_the_days_of_each(count, days):
    record = SlotRecord(FIRST, FIRST.date(), "missed", count)
    last = record.day + timedelta(days=days)
    found = Counter()
    for day, outcome, here in days_of([record], last):
        assert (outcome, here > 0) == ("missed", True)
        found[day] += here
    assert found == plain_days(record, last)


def test_what_one_record_sums_up_costs_no_more_than_its_days():
    record = SlotRecord(FIRST, FIRST.date(), "missed", 2**31 - 1)
    assert len(list(islice(days_of([record], date(2026, 11, 11)), 20))) == 10
