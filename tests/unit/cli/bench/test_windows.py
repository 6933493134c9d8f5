from uuid import UUID

import pytest

from cli.bench.observing import Sighting
from cli.bench.seed import Planned
from cli.bench.windows import Arrival, arrivals, arrived_within, seconds_until_on_time

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


def sight(reminder_id, arrived):
    return Sighting(str(reminder_id), int(arrived * 1000), arrived)


def test_the_first_copy_counts_and_what_never_came_is_left_out():
    planned = [Planned(TWO, 6_000), Planned(ONE, 5_000), Planned(THREE, 7_000)]
    seen = [sight(ONE, 5.25), sight(TWO, 6.5), sight(ONE, 9.0)]
    found = arrivals(planned, seen)
    assert found == [Arrival(5.0, 5.25), Arrival(6.0, 6.5)]
    assert [each.late_ms for each in found] == [250.0, 500.0]


def test_a_window_has_its_begin_and_not_its_end():
    found = [Arrival(at, at) for at in (1.0, 2.0, 3.0)]
    assert [each.at for each in arrived_within(found, 1.0, 3.0)] == [1.0, 2.0]
    assert [each.at for each in arrived_within(found, 2.0, None)] == [2.0, 3.0]


def test_one_that_waited_for_a_change_belongs_to_it():
    waited = Arrival(9.9, 14.0)
    assert arrived_within([waited], 0.0, 10.0) == []
    assert arrived_within([waited], 10.0, 20.0) == [waited]


def test_on_time_again_counts_to_the_last_late_one():
    found = [Arrival(9.9, 14.0), Arrival(10.0, 16.0), Arrival(16.0, 16.01)]
    assert seconds_until_on_time(found, change=10.0) == pytest.approx(6.0)


def test_a_change_that_made_nothing_late_took_no_time():
    assert seconds_until_on_time([Arrival(10.5, 10.7)], change=10.0) == 0
