"""What the built-in assistant says a list is of."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from api.assistant.built_in.headings import heading
from api.assistant.task_words import Person

PERSON = Person(UUID(int=1), "UTC", datetime(2026, 11, 26, 12, tzinfo=UTC), "24h", "MO", {})


@pytest.mark.parametrize(
    ("filter_", "query", "words"),
    [
        (None, None, "Open"),
        (None, "dentist", "“dentist”"),
        ("today", None, "Today, Thu 26 Nov"),
        ("tomorrow", None, "Tomorrow, Fri 27 Nov"),
        ("thursday", None, "Thu 26 Nov"),
        ("wednesday", None, "Wed 2 Dec"),
        ("2027-01-04", None, "Mon 4 Jan 2027"),
        ("overdue | today", None, "Overdue or due today"),
        ("due >= now/w+1w && due < now/w+2w", None, "Next week"),
        ("completed >= now/w-1w && completed < now/w", None, "Done last week"),
        ("due >= 2026-11-28 && due < 2026-11-30", None, "Sat 28 Nov to Sun 29 Nov"),
        ("completed = yesterday", None, "Done yesterday, Wed 25 Nov"),
        ("due <= friday", None, "Due by Fri 27 Nov"),
        ("tomorrow & p1 & #Home", None, "Tomorrow, Fri 27 Nov, high priority, #Home"),
        ("today | tomorrow", None, "Today, Thu 26 Nov or tomorrow, Fri 27 Nov"),
        ("@errands", "milk", "@errands, “milk”"),
        ("(p1 | p2) & #Home", None, "(p1 | p2) & #Home"),
        ('#"Big & trip" & p1', None, '#"Big & trip" & p1'),
    ],
)
def test_a_list_says_what_it_is_of(filter_, query, words):
    assert heading(filter_, query, PERSON) == words
