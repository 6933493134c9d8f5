"""Todoist's words for recurring dates, in the forms that it documents."""

from datetime import date

import pytest

from shared.domain.recurrence import check_occurs, parse_rule
from shared.interchange.todoist_words import read_words

THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("words", "rrule"),
    [
        ("every day", "FREQ=DAILY"),
        ("daily", "FREQ=DAILY"),
        ("Every 3 days", "FREQ=DAILY;INTERVAL=3"),
        ("ev other day", "FREQ=DAILY;INTERVAL=2"),
        ("every morning", "FREQ=DAILY"),
        ("every day at 9am starting tomorrow", "FREQ=DAILY"),
        ("every day until 2027-01-31", "FREQ=DAILY;UNTIL=20270131"),
        ("every week", "FREQ=WEEKLY;BYDAY=TH;WKST=MO"),
        ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;WKST=MO"),
        ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;WKST=MO"),
        ("every thu and monday at 19:30", "FREQ=WEEKLY;BYDAY=MO,TH;WKST=MO"),
        ("every other tue", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO"),
        ("every month", "FREQ=MONTHLY;BYMONTHDAY=26"),
        ("every quarter", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=26"),
        ("every 27", "FREQ=MONTHLY;BYMONTHDAY=27"),
        ("every 1st, 15th", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("every 30th", "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
        ("every last day", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("every 3rd friday", "FREQ=MONTHLY;BYDAY=3FR"),
        ("every last friday", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("every 15th workday", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=15"),
        ("every year", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=26"),
        ("every jan 27th", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=27"),
        ("every 29 feb", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"),
    ],
)
def test_words_of_the_schedule_become_a_rule(words: str, rrule: str) -> None:
    meant = read_words(words, THURSDAY)
    assert meant is not None
    assert (meant.rrule, meant.anchor) == (rrule, "schedule")
    rule = parse_rule(meant.rrule)
    check_occurs(rule, THURSDAY)


@pytest.mark.parametrize(
    ("words", "rrule"),
    [
        ("every! 3 days", "FREQ=DAILY;INTERVAL=3"),
        ("every! month", "FREQ=MONTHLY"),
        ("after 2 weeks", "FREQ=WEEKLY;INTERVAL=2"),
        ("ev! other week at 8am", "FREQ=WEEKLY;INTERVAL=2"),
    ],
)
def test_words_of_the_completion_become_a_rule(words: str, rrule: str) -> None:
    meant = read_words(words, THURSDAY)
    assert meant is not None
    assert (meant.rrule, meant.anchor) == (rrule, "completion")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "tomorrow",
        "every",
        "every blue moon",
        "every mon, sometimes",
        "every 32nd",
        "every 5th of never",
        "jeden Tag",
        "every day for 3 weeks",
        "every " * 100,
    ],
)
def test_other_words_are_not_guessed_at(words: str) -> None:
    assert read_words(words, THURSDAY) is None
