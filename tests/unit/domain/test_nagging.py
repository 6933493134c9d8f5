"""When a reminder that nags comes again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.nagging import SHORTEST, next_nag

NINE = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.mark.parametrize(("late", "then"), [(0, 15), (0.05, 15), (10, 15), (10.9, 15), (12, 30)])
def test_it_comes_at_the_next_instant_in_phase_that_leaves_peace(late, then):
    after = NINE + timedelta(minutes=late)

    assert next_nag(NINE, "PT15M", after, "UTC") == NINE + timedelta(minutes=then)


def test_after_downtime_it_comes_once_and_not_as_often_as_it_was_missed():
    after = NINE + timedelta(days=40, minutes=3)

    assert next_nag(NINE, "PT15M", after, "UTC") == NINE + timedelta(days=40, minutes=15)


@pytest.mark.parametrize("every", ["PT1S", "PT0S", "-PT1H", "PT4M59S"])
def test_it_never_comes_more_often_than_every_five_minutes(every):
    assert next_nag(NINE, every, NINE, "UTC") == NINE + SHORTEST


def test_days_are_days_by_the_clock():
    before = datetime(2026, 10, 24, 7, tzinfo=UTC)  # 09:00 in Berlin, the day before clocks go back

    assert next_nag(before, "P1D", before, "Europe/Berlin") == before + timedelta(hours=25)


@given(st.integers(5, 3000), st.integers(0, 10**6), st.sampled_from(["UTC", "America/New_York"]))
def test_the_next_one_is_in_phase_after_the_message_and_no_later_than_needed(every, late, zone):
    after = NINE + timedelta(seconds=late)

    found = next_nag(NINE, f"PT{every}M", after, zone)

    step = timedelta(minutes=every)
    assert (found - NINE) % step == timedelta()
    assert found - after >= timedelta(minutes=4)
    assert found - step == NINE or found - step - after < timedelta(minutes=4)
