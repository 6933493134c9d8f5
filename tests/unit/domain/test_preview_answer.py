"""What a rule means, in words, with dates and what the clocks do to them."""

from datetime import UTC, date, datetime

import pytest

from shared.domain.recurrence import Series, parse_rule, preview
from shared.domain.recurrence.answer import answer
from shared.domain.recurrence.numbering import number_of_slot, total_slots
from shared.domain.recurrence.steps import STEPS_PER_SEARCH, Steps
from shared.domain.recurrence.words import rule_words

START = datetime(2026, 11, 27, 9)  # Friday
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR", "every 2 weeks on Monday, Wednesday and Friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "on the last day of every month"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
            "on the 30th of every month, or its last day",
        ),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
            "every year on 29 February (28 February in other years)",
        ),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "every year on Monday of week 20"),
        ("FREQ=HOURLY;INTERVAL=4;COUNT=3", "every 4 hours, 3 times"),
    ],
)
def test_a_rule_is_said_in_words(text, words):
    assert rule_words(parse_rule(text), START) == words


def test_completion_anchor_counts_from_when_it_is_done():
    assert rule_words(parse_rule("FREQ=DAILY;INTERVAL=3"), START, "completion") == (
        "3 days after it is done"
    )


def test_one_budget_covers_a_whole_chain_of_completions():
    text = "FREQ=DAILY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=29"
    steps = Steps()
    found = preview(Series(text, START, "UTC", "completion"), NOW, 100, steps)
    assert 0 < len(found) < 100
    assert steps.spent <= 2 * STEPS_PER_SEARCH


@pytest.mark.parametrize(
    ("zone", "start", "note"),
    [
        ("Europe/Berlin", datetime(2026, 3, 27, 2, 30), "02:30 does not exist, 03:30 instead"),
        ("America/New_York", datetime(2026, 3, 7, 2, 30), "02:30 does not exist, 03:30 instead"),
        ("Australia/Lord_Howe", datetime(2026, 10, 2, 2, 15), "02:15 does not exist, 02:45"),
        ("Europe/Berlin", datetime(2026, 10, 24, 2, 30), "the first of the two 02:30"),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 1, 45), "the first of the two 01:45"),
    ],
)
def test_a_date_at_a_change_of_the_clocks_has_a_note(zone, start, note):
    found = answer(Series("FREQ=DAILY", start, zone), NOW, 10, Steps())
    assert note in next(each.note.text for each in found.dates if each.note)


def test_skipped_months_come_with_the_rule_for_their_last_day():
    series = Series("FREQ=MONTHLY;BYMONTHDAY=31", date(2026, 1, 31), "UTC")
    (warned,) = answer(series, NOW, 10, Steps()).warnings
    assert warned.text == "skips months without a 31st: use the last day instead"
    assert warned.rrule == "FREQ=MONTHLY;BYMONTHDAY=-1"


def test_slots_are_numbered_within_count():
    series = Series("FREQ=DAILY;COUNT=10", date(2026, 1, 1), "UTC")
    assert str(number_of_slot(series, date(2026, 1, 4))) == "4 of 10"
    assert total_slots(Series("FREQ=DAILY", date(2026, 1, 1), "UTC")) is None
