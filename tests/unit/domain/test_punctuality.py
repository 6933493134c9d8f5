"""Percentiles from buckets are those of the values themselves, to a few percent."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.punctuality import (
    LATE_AFTER_MS,
    bucket_of,
    count_late,
    longest_in,
    percentile,
)

LONGEST = 2**31 - 1
_values = st.lists(
    st.integers(0, 50) | st.integers(0, 5_000) | st.integers(0, LONGEST), min_size=1, max_size=200
)


def exact(values, percent):
    """The nearest rank, by sorting."""
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]


@given(_values, st.sampled_from([1, 50, 95, 99, 100]))
def test_a_percentile_is_never_better_than_it_was_and_hardly_worse(values, percent):
    found = percentile(Counter(map(bucket_of, values)), percent)
    assert exact(values, percent) <= found <= exact(values, percent) * 1.045


@given(_values)
def test_what_is_late_is_counted_exactly(values):
    late = sum(value > LATE_AFTER_MS for value in values)
    assert count_late(Counter(map(bucket_of, values))) == late


@given(st.integers(0, LONGEST))
def test_no_bucket_counts_more_than_its_longest(value):
    assert longest_in(bucket_of(value) - 1) < value or value == 0
    assert value <= longest_in(bucket_of(value))


def test_nothing_has_no_percentile():
    with pytest.raises(ValueError, match="nothing"):
        percentile({}, 50)
