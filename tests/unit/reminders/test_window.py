"""The window holds the newest version of each reminder, in order, and never hands one out early."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.db.repositories.jobs import JobRow
from workers.reminders.entries import Entry, UnreadableRow, Window, read_entry

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
USER = UUID(int=1)
TASK = UUID(int=2)


def entry(number, seconds=0.0, version=1):
    return Entry(START + timedelta(seconds=seconds), UUID(int=number), version, USER, TASK)


def window_of(*entries):
    window = Window()
    for each in entries:
        window.put(each)
    return window


def test_due_entries_come_out_in_order_and_only_once():
    late, soon = entry(1, 5), entry(2, 1)
    window = window_of(late, soon)
    assert window.pop_due(START + timedelta(seconds=10), 10) == [soon, late]
    assert window.pop_due(START + timedelta(seconds=10), 10) == []


def test_an_entry_is_not_handed_out_a_microsecond_early():
    window = window_of(entry(1, 1))
    just_before = START + timedelta(seconds=1) - timedelta(microseconds=1)
    assert window.pop_due(just_before, 10) == []
    assert len(window.pop_due(START + timedelta(seconds=1), 10)) == 1


def test_a_cut_window_knows_how_far_it_reaches():
    window = window_of(*(entry(n, n) for n in range(5)))
    window.pop_unprepared(START + timedelta(seconds=1), 1)[0].record = (b"", b"", ())
    window.cut(3)
    assert window.entries() == [entry(n, n) for n in range(3)]
    assert window.end == entry(2, 2).key
    assert not window.covers(entry(3, 3))
    assert window.pop_unprepared(START + timedelta(seconds=9), 10) == [entry(1, 1), entry(2, 2)]
    assert window.pop_due(START + timedelta(seconds=9), 10) == [entry(n, n) for n in range(3)]


def test_the_limit_leaves_the_rest_for_the_next_round():
    window = window_of(*(entry(n) for n in range(5)))
    assert len(window.pop_due(START, 3)) == 3
    assert len(window) == 2


def test_a_newer_version_replaces_the_older_time():
    window = window_of(entry(1, 1), entry(1, 60, version=2))
    assert window.head_at == START + timedelta(seconds=60)
    assert window.pop_due(START + timedelta(seconds=30), 10) == []


def test_an_older_version_that_comes_later_changes_nothing():
    window = window_of(entry(1, 60, version=2), entry(1, 1, version=1))
    assert window.head_at == START + timedelta(seconds=60)


def test_a_cancelled_reminder_does_not_come_out():
    window = window_of(entry(1), entry(2))
    window.take_out(UUID(int=1), 1)
    assert [each.reminder_id for each in window.pop_due(START, 10)] == [UUID(int=2)]


def test_a_cancellation_of_an_older_version_leaves_the_newer_one():
    window = window_of(entry(1, version=2))
    window.take_out(UUID(int=1), 1)
    assert window.version_of(UUID(int=1)) == 2


def test_the_window_covers_what_lies_before_its_end():
    window = Window(end=entry(5, 10).key)
    assert window.covers(entry(1, 9))
    assert window.covers(entry(5, 10))
    assert not window.covers(entry(6, 10))
    assert Window(end=None).covers(entry(1, 10**6))


@pytest.mark.parametrize(
    "payload", [None, [], "text", {}, {"user_id": str(USER)}, {"user_id": 1, "task_id": 2}]
)
def test_a_row_without_ids_is_unreadable(payload):
    with pytest.raises(UnreadableRow):
        read_entry(JobRow(UUID(int=1), START, 1, payload))


_steps = st.lists(
    st.tuples(
        st.sampled_from(["put", "take_out"]),
        st.integers(0, 5),
        st.integers(0, 20),
        st.integers(1, 4),
    ),
    max_size=60,
)


def test_a_time_that_was_taken_out_is_forgotten_though_the_version_is_the_same():
    window = window_of(entry(1, 0))
    window.take_out(UUID(int=1), 1)
    window.put(entry(1, 5))
    assert window.pop_due(START + timedelta(seconds=4), 10) == []
    assert window.head_at == START + timedelta(seconds=5)


@settings(max_examples=500)
@given(_steps)
def test_whatever_the_order_of_changes_only_newest_versions_come_out(steps):
    window, model = Window(), {}
    for verb, number, seconds, version in steps:
        if verb == "put":
            each = entry(number, seconds, version)
            window.put(each)
            if number not in model or model[number].version < version:
                model[number] = each
        else:
            window.take_out(UUID(int=number), version)
            if number in model and model[number].version <= version:
                del model[number]
    expected = sorted(model.values(), key=lambda each: each.key)
    assert window.entries() == expected
    assert window.pop_due(START + timedelta(days=1), 100) == expected
    assert len(window) == 0
