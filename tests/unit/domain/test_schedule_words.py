"""What will happen next to a task, in words."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shared.domain.recurrence import Series, next_slots, roll
from shared.domain.schedule_facts import DaysOff, Reader, SeriesFacts, TaskFacts
from shared.domain.schedule_words import explain
from shared.domain.zones import to_instant
from tests.unit.domain.rules import accepted_rules, spans
from tests.unit.domain.schedules import BERLIN, MONDAYS, NOW, READER, all_day, coming, said, timed


def test_the_first_sentence_stands_for_itself():
    text = "Comes back every week on Monday at 09:00; then Mon 7 Dec 09:00."
    assert said(MONDAYS)["rule"] == text


def test_three_dates_follow_the_present_one():
    assert coming(MONDAYS) == [f"2026-{day} 09:00:00" for day in ("12-07", "12-14", "12-21")]


def test_times_are_on_the_clock_of_the_reader():
    reader = replace(READER, clock="12h")
    assert said(MONDAYS, reader)["rule"] == (
        "Comes back every week on Monday at 9 AM; then Mon 7 Dec 9 AM."
    )
    assert said(MONDAYS, reader)["due"] == "It is due Mon 30 Nov 9 AM."


@pytest.mark.parametrize(
    ("policy", "code", "text"),
    [
        (
            {},
            "missed_collapse",
            "If it is not done it stays open; dates that pass meanwhile are missed, not piled up.",
        ),
        (
            {"missed_policy": "keep_each"},
            "missed_keep_each",
            "If it is not done it stays open, and each date that passes becomes another task.",
        ),
        (
            {"missed_policy": "auto_skip", "auto_skip_minutes": 180},
            "missed_auto_skip",
            "If it is not done it is skipped 3 hours after its time, Mon 30 Nov 12:00.",
        ),
        (
            {"missed_policy": "auto_skip"},
            "missed_auto_skip",
            "If it is not done it is skipped 24 hours after its time, Tue 1 Dec 09:00.",
        ),
        (
            {"anchor": "completion", "missed_policy": "keep_each"},
            "missed_waits",
            "If it is not done it stays open; nothing comes before it is done.",
        ),
    ],
)
def test_what_happens_if_it_is_not_done(policy, code, text):
    assert said(timed("FREQ=DAILY", datetime(2026, 11, 30, 9), **policy))[code] == text


def test_a_date_is_skipped_at_the_end_of_its_day():
    case = all_day("FREQ=DAILY", date(2026, 11, 30), missed_policy="auto_skip")
    assert said(case)["missed_auto_skip"] == (
        "If it is not done it is skipped at the end of its day, Tue 1 Dec 00:00."
    )


def test_an_overdue_one_says_what_was_passed_over():
    overdue = datetime(2026, 11, 22, 9)
    case = timed("FREQ=DAILY", overdue)
    assert said(case)["overdue"] == "It was due Sun 22 Nov 09:00 and is open still."
    assert said(case)["after"] == (
        "Done now, it is followed by Thu 26 Nov 09:00; 3 dates in between count as missed."
    )


@pytest.mark.parametrize(
    ("room", "text"),
    [
        (50, "3 dates in between become tasks too."),
        (2, "of 3 dates in between 2 become tasks too, the rest count as missed."),
        (0, "3 dates in between count as missed."),
    ],
)
def test_passed_dates_become_tasks_as_far_as_there_is_room(room, text):
    case = timed("FREQ=DAILY", datetime(2026, 11, 22, 9), missed_policy="keep_each", room=room)
    assert said(case)["after"].endswith(f"; {text}")


def test_so_many_missed_dates_that_nobody_counts_them():
    case = timed("FREQ=MINUTELY;INTERVAL=5", datetime(2026, 9, 1, 9))
    assert said(case)["after"].endswith("; 10000 dates or more in between count as missed.")


@settings(max_examples=150, derandomize=True, database=None)
@given(accepted_rules(), st.sampled_from(["schedule", "completion"]), spans)
def test_every_rule_can_be_told(case, anchor, later):
    """With dates that ascend, beyond the present one, the first of which the roll gives."""
    rrule, start = case
    series = Series(rrule, start, BERLIN, anchor)
    slot = next(iter(next_slots(series, None, 1)), None)
    assume(slot is not None)
    reader = Reader(BERLIN, to_instant(slot, BERLIN) + later)
    task = TaskFacts("open", due_at=to_instant(slot, BERLIN))
    found = explain(reader, task, SeriesFacts(series, slot), [], {})
    moments = [task.due_at, *(each.at for each in found.coming)]
    assert moments == sorted(set(moments))
    rolled = roll(
        series, slot, completed_at=reader.now, now=reader.now, zone=BERLIN, completions=1
    ).next_slot
    assert [each.slot for each in found.coming][:1] == ([] if rolled is None else [rolled])
    assert all(each.text.endswith(".") and "  " not in each.text for each in found.sentences)


def test_doing_an_overdue_day_counts_for_today_unless_each_is_kept():
    case = all_day("FREQ=DAILY", date(2026, 11, 24))
    assert said(case)["after"] == (
        "Done now, it is followed by Thu 26 Nov, as that counts for today too."
    )
    assert coming(all_day("FREQ=DAILY", date(2026, 11, 24), missed_policy="keep_each"))[0] == (
        "2026-11-25"
    )


@pytest.mark.parametrize(
    ("rrule", "code", "text"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", "month_end_skipped", "It skips months without a 31st."),
        (
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
            "month_end_clamped",
            "A month without a 30th has it on its last day.",
        ),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            "month_end_skipped",
            "It skips years without a 29 February.",
        ),
    ],
)
def test_month_ends(rrule, code, text):
    assert said(timed(rrule, datetime(2027, 1, 31, 9)))[code] == text


def test_month_ends_of_the_completion_anchor_are_clamped():
    case = timed("FREQ=MONTHLY", datetime(2026, 10, 31, 9), anchor="completion")
    reader = replace(READER, now=datetime(2027, 1, 31, 12, tzinfo=UTC))
    assert said(case, reader)["month_end_clamped"] == (
        "A month that is too short has it on its last day."
    )
    assert coming(case, reader)[0] == "2027-02-28 09:00:00"


def test_plain_weeks_say_nothing_of_month_ends():
    assert not {"month_end_clamped", "month_end_skipped"} & set(said(MONDAYS))


def test_the_completion_anchor_counts_from_the_day_it_is_done():
    case = timed(
        "FREQ=DAILY;INTERVAL=3;COUNT=5",
        datetime(2026, 11, 30, 9),
        anchor="completion",
        completions=3,
    )
    assert said(case)["rule"] == (
        "Comes back 3 days after it is done, 5 completions in all; then Tue 1 Dec 09:00."
    )
    assert said(case)["anchor_completion"] == (
        "The next date counts from the day it is done, at 09:00."
    )
    assert said(case)["number"] == "This is completion 4 of 5."
    assert coming(case) == ["2026-12-01 09:00:00"]


def test_hours_count_from_the_moment_it_is_done():
    case = timed("FREQ=HOURLY;INTERVAL=6", datetime(2026, 11, 25, 9), anchor="completion")
    assert said(case)["anchor_completion"] == (
        "The next date counts from the moment at which it is done."
    )
    assert coming(case)[0] == "2026-11-25 19:00:00"


def test_which_of_how_many_is_said_where_there_is_an_end():
    case = timed(
        "FREQ=DAILY;COUNT=10", datetime(2026, 11, 30, 9), dtstart=datetime(2026, 11, 27, 9)
    )
    assert said(case)["number"] == "This is slot 4 of 10."
    assert "number" not in said(MONDAYS)


def test_the_last_one_is_followed_by_none():
    case = timed("FREQ=DAILY;COUNT=1", datetime(2026, 11, 30, 9))
    assert said(case)["after_ends"] == "Done now, it is not followed by another."
    assert coming(case) == []
    assert said(case)["rule"] == "Comes back every day at 09:00, once."


def test_an_older_one_brings_nothing():
    case = timed("FREQ=DAILY", datetime(2026, 11, 24, 9), is_latest=False)
    assert said(case)["after_exists"] == (
        "Done now, it brings nothing new: a later one exists already."
    )


def test_dates_whose_tasks_are_over_do_not_come_again():
    ended = frozenset({datetime(2026, 11, 26, 9), datetime(2026, 11, 28, 9)})
    case = timed("FREQ=DAILY", datetime(2026, 11, 25, 9), is_latest=False, ended=ended)
    assert coming(case) == [f"2026-11-{day} 09:00:00" for day in (27, 29, 30)]


def test_another_series_goes_on():
    task, facts = MONDAYS
    cut = replace(facts.series, ends_before=datetime(2026, 12, 7, 9))
    case = task, replace(facts, series=cut, goes_on_from_another=True)
    assert said(case)["series_followed"] == "From Mon 7 Dec 09:00 on another series goes on."
    assert said(case)["series_follows"] == "It goes on from an earlier series."
    assert "after_ends" in said(case)


def test_a_series_that_is_over_brings_nothing():
    task, facts = MONDAYS
    case = replace(task, status="done", ended_at=NOW), replace(facts, is_over=True)
    assert said(case)["rule"] == "Came back every week on Monday at 09:00."
    assert said(case)["series_over"] == "The series is over."
    assert coming(case) == []


def test_what_is_done_says_so_and_what_follows():
    task, facts = timed("FREQ=DAILY", datetime(2026, 11, 25, 9), completions=1)
    case = replace(task, status="done", ended_at=datetime(2026, 11, 25, 8, 30, tzinfo=UTC)), facts
    assert said(case)["done"] == "It was done Wed 25 Nov 09:30: nothing reminds of it any more."
    assert said(case)["after"] == "It is followed by Thu 26 Nov 09:00."
    assert "missed_collapse" not in said(case)


def test_floating_times_move_with_their_owner():
    assert said(MONDAYS)["zone_floating"] == (
        "Its times are those of where you are, Europe/Berlin now, and move with you."
    )


def test_fixed_times_are_told_in_both_zones():
    case = timed(
        "FREQ=WEEKLY;BYDAY=MO", datetime(2026, 11, 30, 9), zone="Asia/Tokyo", is_floating=False
    )
    assert said(case)["zone_fixed"] == "Its times are those of Asia/Tokyo, wherever you are."
    assert said(case)["after"] == (
        "Done now, it is followed by Mon 7 Dec 01:00 (Mon 7 Dec 09:00 in Asia/Tokyo)."
    )


def test_one_that_was_moved_says_from_where():
    task, facts = MONDAYS
    moved = replace(task, due_at=datetime(2026, 12, 1, 8, tzinfo=UTC)), facts
    assert said(moved)["moved"] == "This one was moved from Mon 30 Nov 09:00."
    assert said(moved)["due"] == "It is due Tue 1 Dec 09:00."


def test_a_vacation_that_skips_says_so_and_another_does_not():
    for skips in (True, False):
        off = DaysOff(date(2026, 11, 28), date(2026, 12, 5), skips=skips)
        reader = replace(READER, vacations=[off])
        assert ("vacation_skips" in said(MONDAYS, reader)) is skips
    off = DaysOff(date(2026, 11, 28), date(2026, 12, 5), skips=True)
    assert said(MONDAYS, replace(READER, vacations=[off]))["vacation_skips"] == (
        "Your vacation from Sat 28 Nov to Sat 5 Dec covers it: it is skipped once it is overdue."
    )


def test_dates_left_out_are_counted():
    case = timed(
        "FREQ=WEEKLY;BYDAY=MO",
        datetime(2026, 11, 30, 9),
        exdates=(datetime(2026, 12, 7, 9),),
    )
    assert said(case)["exceptions"] == "Of its dates: 1 date left out."
    assert coming(case)[0] == "2026-12-14 09:00:00"


def test_without_a_due_time_nothing_is_planned():
    found = explain(READER, TaskFacts("open"), None, [], {})
    assert found.text == "Nothing is planned: the task has no due time."
    assert (found.coming, found.reminders) == ([], [])


def test_a_task_that_does_not_come_back():
    task = TaskFacts("open", due_at=datetime(2027, 1, 4, 8, tzinfo=UTC), zone="Asia/Tokyo")
    assert explain(READER, task, None, [], {}).text == (
        "It is due Mon 4 Jan 2027 09:00. Its time is that of Asia/Tokyo, wherever you are. "
        "No reminder is set."
    )


def test_a_day_is_overdue_when_it_has_ended():
    today, yesterday = TaskFacts("open", date(2026, 11, 25)), TaskFacts("open", date(2026, 11, 24))
    assert said((today, None))["due"] == "It is due Wed 25 Nov."
    assert said((yesterday, None))["overdue"] == "It was due Tue 24 Nov and is open still."


@pytest.mark.parametrize(
    ("status", "head"), [("open", "Done now, it is"), ("done", "It is")], ids=["open", "done"]
)
def test_one_done_long_before_its_date_says_why_the_next_is_so_late(status, head):
    task, facts = timed(
        "FREQ=DAILY;INTERVAL=3", datetime(2026, 12, 10, 9), anchor="completion", completions=0
    )
    case = replace(task, status=status, ended_at=NOW if status == "done" else None), facts
    assert said(case)["after"] == (
        f"{head} followed by Sun 13 Dec 09:00, counted on until it is later than this one."
    )


@pytest.mark.parametrize("day", [date(2026, 11, 20), date(2026, 11, 25), date(2026, 11, 27)])
def test_one_done_about_its_date_needs_no_such_words(day):
    case = timed("FREQ=DAILY;INTERVAL=3", datetime(day.year, 11, day.day, 9), anchor="completion")
    assert said(case)["after"] == "Done now, it is followed by Sat 28 Nov 09:00."
