from uuid import UUID

import pytest

from cli.bench.observing import Sighting
from cli.bench.seed import Planned
from cli.bench.windows import Arrival, arrivals, due_within, seconds_until_on_time

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
    found = [Arrival(due, due) for due in (1.0, 2.0, 3.0)]
    assert [each.due for each in due_within(found, 1.0, 3.0)] == [1.0, 2.0]


def test_on_time_again_counts_to_the_last_late_one():
    found = [
        Arrival(9.9, 14.0),  # was due before the change and waited for the new owner
        Arrival(10.0, 16.0),
        Arrival(16.0, 16.01),
        Arrival(30.0, 40.0),  # belongs to the next change
    ]
    assert seconds_until_on_time(found, change=10.0, end=20.0) == pytest.approx(6.0)


def test_a_change_that_made_nothing_late_took_no_time():
    found = [Arrival(5.0, 8.0), Arrival(10.5, 10.7)]
    assert seconds_until_on_time(found, change=10.0, end=20.0) == 0
