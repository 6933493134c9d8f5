"""The slots that a calendar shows ahead."""

from datetime import UTC, date, datetime

import pytest

from shared.domain.recurrence import Series
from shared.domain.recurrence.steps import Steps
from shared.domain.slots_ahead import DaysShown, LatestTask, end_of, slots_ahead

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)


def ahead(series, slot, first, last, *, zone=BERLIN, now=NOW, **facts):
    floor = facts.pop("floor", end_of(slot, series.zone))
    task = LatestTask(series, slot, floor, facts.pop("completions", 0), **facts)
    return list(slots_ahead(task, DaysShown(first, last, zone, now), Steps()))


def test_what_follows_the_open_task_inside_the_days():
    series = Series("FREQ=WEEKLY", datetime(2026, 11, 2, 9), BERLIN)
    found = ahead(series, datetime(2026, 11, 2, 9), date(2026, 11, 1), date(2026, 11, 16))
    assert found == [datetime(2026, 11, 9, 9), datetime(2026, 11, 16, 9)]


def test_days_far_ahead_do_not_begin_at_the_start():
    series = Series("FREQ=DAILY", date(2026, 1, 1), BERLIN)
    found = ahead(series, date(2026, 11, 2), date(2031, 1, 1), date(2031, 1, 2))
    assert found == [date(2031, 1, 1), date(2031, 1, 2)]


def test_a_time_lies_on_the_day_that_its_reader_has():
    series = Series("FREQ=DAILY", datetime(2026, 11, 2, 20), "America/New_York")
    found = ahead(series, datetime(2026, 11, 2, 20), date(2026, 11, 5), date(2026, 11, 5))
    assert found == [datetime(2026, 11, 4, 20)]


@pytest.mark.parametrize(
    ("keeps_each", "first"), [(False, date(2026, 11, 8)), (True, date(2026, 11, 3))]
)
def test_what_a_late_task_is_summed_up_with_does_not_come(keeps_each, first):
    series = Series("FREQ=DAILY", date(2026, 11, 1), BERLIN)
    found = ahead(
        series,
        date(2026, 11, 2),
        date(2026, 11, 1),
        date(2026, 11, 9),
        floor=end_of(date(2026, 11, 7), BERLIN),
        keeps_each=keeps_each,
    )
    assert found[0] == first


def test_nothing_past_is_shown_of_a_task_that_is_overdue():
    series = Series("FREQ=DAILY", datetime(2026, 10, 1, 9), BERLIN)
    found = ahead(series, datetime(2026, 10, 1, 9), date(2026, 10, 1), date(2026, 11, 2))
    assert found == [datetime(2026, 11, 2, 9)]


def test_slots_that_had_a_task_and_those_left_out_do_not_come():
    series = Series("FREQ=DAILY", date(2026, 11, 2), BERLIN, exdates=(date(2026, 11, 4),))
    taken = frozenset({date(2026, 11, 3)})
    found = ahead(series, date(2026, 11, 2), date(2026, 11, 1), date(2026, 11, 5), taken=taken)
    assert found == [date(2026, 11, 5)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;INTERVAL=3", [date(2026, 11, 5), date(2026, 11, 8)]),
        ("FREQ=DAILY;INTERVAL=3;COUNT=3", [date(2026, 11, 5)]),
    ],
)
def test_with_the_completion_anchor_each_is_taken_to_be_done_in_time(rule, expected):
    series = Series(rule, date(2026, 11, 2), BERLIN, "completion")
    found = ahead(series, date(2026, 11, 2), date(2026, 11, 1), date(2026, 11, 10), completions=1)
    assert found == expected


def test_the_end_of_a_rule_is_the_end():
    series = Series("FREQ=DAILY;UNTIL=20261104", date(2026, 11, 2), BERLIN)
    found = ahead(series, date(2026, 11, 2), date(2026, 11, 1), date(2026, 11, 30))
    assert found == [date(2026, 11, 3), date(2026, 11, 4)]


def test_clock_changes_keep_the_wall_time():
    series = Series("FREQ=DAILY", datetime(2026, 3, 27, 2, 30), BERLIN)
    found = ahead(
        series,
        datetime(2026, 3, 27, 2, 30),
        date(2026, 3, 28),
        date(2026, 3, 30),
        now=datetime(2026, 3, 1, tzinfo=UTC),
    )
    assert [each.day for each in found] == [28, 29, 30]
