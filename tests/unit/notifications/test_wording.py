"""The words of a reminder, as its reader finds them at the instant it leaves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.zones import to_instant
from workers.notifications.wording import Occasion, span_words, words_for

BERLIN = "Europe/Berlin"


def occasion(*, due=None, seen="2026-11-26T17:00:00", late=timedelta(), **changes):
    """`due` is a date or a local time in Berlin as text; `seen` the planned instant there."""
    fire_at = to_instant(datetime.fromisoformat(seen), changes.get("zone", BERLIN))
    timed = isinstance(due, str)
    values = {
        "title": "Submit report",
        "due_on": None if timed else due,
        "due_at": to_instant(datetime.fromisoformat(due), BERLIN) if timed else None,
        "zone": BERLIN,
        "task_zone": None,
        "fire_at": fire_at,
        "now": fire_at + late,
        "clock": "12h",
    }
    return Occasion(**values | changes)


def subject(**values) -> str:
    return words_for(occasion(**values)).subject.removeprefix("Reminder: Submit report ")


def test_one_day_before_reads_as_promised():
    words = words_for(occasion(due="2026-11-27T17:00:00"))

    assert words.subject == "Reminder: Submit report is due in 1 day (Friday 5 PM)"
    assert words.due == "Due in 1 day"
    assert words.moment == "Friday, 27 November 2026, 5 PM (Europe/Berlin)"
    assert words.late == ""


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2026-11-26T17:00:00", "is due now (5 PM)"),
        ("2026-11-26T17:00:59", "is due now (5:00:59 PM)"),
        ("2026-11-26T17:01:00", "is due in 1 minute (5:01 PM)"),
        ("2026-11-26T17:30:00", "is due in 30 minutes (5:30 PM)"),
        ("2026-11-26T18:00:00", "is due in 1 hour (6 PM)"),
        ("2026-11-26T18:30:00", "is due in 1 hour 30 minutes (6:30 PM)"),
        ("2026-11-27T00:00:00", "is due in 7 hours (Friday 12 AM)"),
        ("2026-11-27T12:00:00", "is due in 19 hours (Friday 12 PM)"),
        ("2026-11-28T20:00:00", "is due in 2 days 3 hours (Saturday 8 PM)"),
        ("2026-12-03T17:00:00", "is due in 1 week (Thu 3 Dec 5 PM)"),
        ("2026-12-06T17:00:00", "is due in 10 days (Sun 6 Dec 5 PM)"),
        ("2027-01-07T17:00:00", "is due in 6 weeks (7 Jan 2027 5 PM)"),
        ("2026-11-26T16:15:00", "was due 45 minutes ago (4:15 PM)"),
        ("2026-11-25T17:00:00", "was due 1 day ago (Wednesday 5 PM)"),
    ],
)
def test_timed_task(due, expected):
    assert subject(due=due) == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2026, 11, 26), "is due today"),
        (date(2026, 11, 27), "is due tomorrow (Friday)"),
        (date(2026, 11, 29), "is due in 3 days (Sunday)"),
        (date(2026, 12, 3), "is due in 1 week (Thu 3 Dec)"),
        (date(2026, 11, 25), "was due yesterday (Wednesday)"),
        (date(2026, 11, 19), "was due 1 week ago (Thu 19 Nov)"),
    ],
)
def test_date_only_task(due, expected):
    assert subject(due=due) == expected


@pytest.mark.parametrize(
    ("clock", "moment", "now"), [("12h", "5 PM", "5:30 PM"), ("24h", "17:00", "17:30")]
)
def test_every_time_of_day_is_on_the_clock_of_the_reader(clock, moment, now):
    words = words_for(
        occasion(
            due="2026-11-27T17:00:00",
            seen="2026-11-26T17:30:00",
            late=timedelta(hours=1),
            task_zone="Europe/London",
            clock=clock,
        )
    )

    assert words.subject.endswith(f"(Friday {moment})")
    assert words.moment == f"Friday, 27 November 2026, {moment} (Europe/Berlin)"
    assert words.elsewhere.startswith("Friday, 27 November 2026, ")
    assert ("PM" in words.elsewhere) is (clock == "12h")
    assert words.planned == f"Thursday, 26 November 2026, {now} (Europe/Berlin)"


def test_task_without_due_time_is_only_named():
    words = words_for(occasion())

    assert (words.subject, words.due, words.moment) == ("Reminder: Submit report", "", "")


@pytest.mark.parametrize(
    ("seen", "due"),
    [
        ("2026-10-24T17:00:00", "2026-10-25T17:00:00"),
        ("2026-03-28T17:00:00", "2026-03-29T17:00:00"),
    ],
)
def test_same_time_tomorrow_is_one_day_when_the_clocks_change(seen, due):
    assert subject(seen=seen, due=due) == "is due in 1 day (Sunday 5 PM)"


def test_today_is_judged_in_the_zone_of_the_reader():
    in_auckland = subject(
        due=date(2026, 11, 27), seen="2026-11-27T00:30:00", zone="Pacific/Auckland"
    )

    assert in_auckland == "is due today"


def test_task_of_a_fixed_zone_is_shown_in_both():
    words = words_for(occasion(due="2026-11-27T17:00:00", task_zone="Asia/Tokyo"))

    assert words.moment == "Friday, 27 November 2026, 5 PM (Europe/Berlin)"
    assert words.elsewhere == "Saturday, 28 November 2026, 1 AM (Asia/Tokyo)"


def test_a_moment_of_lateness_is_not_worth_a_word():
    late = timedelta(seconds=59)

    assert subject(due="2026-11-27T17:00:00", late=late) == "is due in 1 day (Friday 5 PM)"


def test_late_reminder_counts_from_now():
    words = words_for(occasion(due="2026-11-26T18:00:00", late=timedelta(minutes=12)))

    assert words.subject == ("Reminder (late by 12 min): Submit report is due in 48 minutes (6 PM)")
    assert words.planned == "Thursday, 26 November 2026, 5 PM (Europe/Berlin)"


def test_reminder_after_a_long_outage_says_that_the_time_has_passed():
    words = words_for(occasion(due="2026-11-26T18:00:00", late=timedelta(hours=23)))

    assert words.subject == (
        "Reminder (late by 23 h): Submit report was due 22 hours ago (Thursday 6 PM)"
    )


@pytest.mark.parametrize(
    ("due", "is_past"),
    [
        ("2026-11-26T16:59:00", True),
        (date(2026, 11, 25), True),
        ("2026-11-26T17:00:00", False),
        (date(2026, 11, 26), False),
        (None, False),
    ],
)
def test_what_has_passed_is_known_as_such(due, is_past):
    assert words_for(occasion(due=due)).is_past is is_past


def test_long_title_is_cut_in_the_subject_only():
    title = "Report " * 70

    words = words_for(occasion(due="2026-11-27T17:00:00", title=title))

    assert words.subject.endswith("… is due in 1 day (Friday 5 PM)")
    assert len(words.subject) < 170
    assert words.title == title.strip()


def test_title_that_runs_right_to_left_cannot_turn_the_words_around_it():
    words = words_for(occasion(due="2026-11-27T17:00:00", title="חלב \u202eשם"))

    assert words.subject == "Reminder: \u2068חלב שם\u2069 is due in 1 day (Friday 5 PM)"


@given(st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=3650)))
def test_spans_have_at_most_two_units_and_never_a_zero(span):
    words = span_words(span).split()

    assert len(words) in {2, 4}
    assert all(int(number) > 0 for number in words[::2])
    assert all(
        (number == "1") != unit.endswith("s")
        for number, unit in zip(words[::2], words[1::2], strict=True)
    )


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1)),
    st.timedeltas(timedelta(days=-400), timedelta(days=400)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]),
)
def test_every_occasion_has_one_line_of_words(due, distance, zone):
    due_at = due.replace(tzinfo=UTC)
    fire_at = due_at + distance

    words = words_for(Occasion("Tea", None, due_at, zone, None, fire_at, fire_at, "24h"))

    assert words.subject.startswith(("Reminder: Tea is due ", "Reminder: Tea was due "))
    assert words.subject.isprintable()
