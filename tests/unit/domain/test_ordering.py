"""Keys of a manual order: any moves give the order that a list would give."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.ordering import DIGITS, KEY_MAX, fresh_keys, key_between, key_for

NOW = datetime(2026, 11, 26, tzinfo=UTC)
KEYS = st.text(DIGITS, min_size=1, max_size=12).filter(lambda key: key[-1] != DIGITS[0])
MOVES = st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), max_size=60)


@given(KEYS, KEYS)
def test_a_key_is_between_its_neighbours_and_something_fits_before_it(one, other):
    if one == other:
        return
    low, high = sorted([one, other])
    key = key_between(low, high)
    assert low < key < high
    assert key[-1] != DIGITS[0]


@given(KEYS)
def test_the_ends_are_open(key):
    assert key_between("", key) < key < key_between(key, None)


def test_digits_are_in_the_order_of_bytes():
    assert list(DIGITS) == sorted(DIGITS, key=lambda digit: digit.encode())


@pytest.mark.parametrize(("low", "high"), [("b", "a"), ("a", "a")])
def test_nothing_is_between_equal_or_crossed_keys(low, high):
    assert key_for(low, high, NOW) is None
    with pytest.raises(ValueError, match="nothing is between"):
        key_between(low, high)


def moved(keys, source, target, most):
    """The keys by name after a move, as the command does it: new ones for all if none fits."""
    names = sorted(keys, key=keys.get)
    name = names.pop(source)
    low = keys[names[target - 1]] if target else ""
    high = keys[names[target]] if target < len(names) else None
    key = key_for(low, high, NOW, most=most)
    if key is None:
        names.insert(target, name)
        return dict(zip(names, fresh_keys(len(names), NOW), strict=True))
    return {**keys, name: key}


@given(st.integers(2, 8), MOVES, st.sampled_from([38, 45, KEY_MAX]))
@settings(max_examples=150)
def test_any_moves_give_the_order_that_a_list_would_give(count, moves, most):
    order = list(range(count))
    keys = dict(zip(order, fresh_keys(count, NOW), strict=True))
    for taken, put in moves:
        source, target = taken % count, put % count
        keys = moved(keys, source, target, most)
        order.insert(target, order.pop(source))
        assert sorted(keys, key=keys.get) == order
        assert all(low < high for low, high in pairwise(sorted(keys.values())))
        assert all(len(key) <= most for key in keys.values())


def test_thousands_of_moves_into_one_gap_stay_short_by_spreading():
    keys = dict(zip("abc", fresh_keys(3, NOW), strict=True))
    spreads = 0
    for number in range(3_000):
        before = keys
        keys = moved(keys, 2, 1, KEY_MAX)  # the last one goes between, again and again
        spreads += len([name for name in keys if keys[name] != before[name]]) > 1
        assert max(map(len, keys.values())) <= KEY_MAX, number
    assert 0 < spreads < 20
