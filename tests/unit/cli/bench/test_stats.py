import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.bench import firing, report, stats
from cli.bench.stats import NothingMeasured, compare, percentile, spread

_values = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=200)


@given(_values, st.floats(0, 100))
def test_percentile_is_a_value_that_enough_others_do_not_exceed(values, percent):
    ordered = sorted(values)
    found = percentile(ordered, percent)
    not_above = sum(value <= found for value in ordered)
    assert found in ordered
    assert not_above * 100 >= percent * len(ordered) - 1e-6


@given(_values)
def test_spread_is_in_order(values):
    found = spread(values)
    assert found.least == min(values)
    assert found.most == max(values)
    assert found.least <= found.p50 <= found.p99 <= found.most
    assert found.count == len(values)


def test_p99_of_a_thousand_leaves_ten_above():
    assert spread(range(1, 1001)).p99 == 990


@pytest.mark.parametrize("statistic", [spread, lambda values: percentile(values, 50)])
def test_no_values_have_no_statistics(statistic):
    with pytest.raises(NothingMeasured):
        statistic([])


def test_what_happened_is_a_mapping_too():
    assert compare(["a", "b"], {"a": 5, "b": 0}).once == 2


@given(st.sets(st.integers(0, 50), min_size=1), st.lists(st.integers(0, 60)))
def test_each_planned_thing_is_counted_once(planned, happened):
    outcome = compare(planned, happened)
    assert outcome.once + outcome.lost + outcome.doubled == len(planned)
    assert outcome.unknown == len(set(happened) - planned)


@pytest.mark.parametrize("module", [stats, report, firing])
def test_doctests(module):
    assert doctest.testmod(module).failed == 0
