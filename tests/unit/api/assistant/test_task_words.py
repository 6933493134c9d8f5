"""Tasks as they are told of: absolute dates, plain text."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from api.assistant.task_words import (
    Person,
    due_words,
    is_overdue,
    quoted,
    reminder_moments,
    repeat_words,
    task_summary,
)

PERSON = Person(
    user_id=UUID(int=1),
    zone="Europe/Berlin",
    now=datetime(2026, 11, 26, 9, tzinfo=UTC),
    clock="24h",
    week_start="MO",
    projects={"p": "Ho\u202eme\n"},
)


def task(**fields):
    usual = {
        "id": "1",
        "title": "Task",
        "notes": "",
        "status": "open",
        "priority": "none",
        "labels": [],
        "due": None,
        "slot": None,
        "recurrence": None,
        "project_id": None,
        "reminders": [],
        "version": 1,
    }
    return {**usual, **fields}


def due(local=None, day=None, zone=None):
    return {"datetime_local": local, "date": day, "zone": zone}


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (None, "no date"),
        (due(day="2026-11-27"), "Fri 27 Nov"),
        (due("2026-11-27T17:00:00"), "Fri 27 Nov 17:00"),
        (due("2027-01-04T09:00:00", zone="Asia/Tokyo"), "Mon 4 Jan 2027 09:00 (Asia/Tokyo)"),
        (due("2026-11-27T17:00:00", zone="Europe/Berlin"), "Fri 27 Nov 17:00"),
    ],
)
def test_days_are_told_with_their_date(when, words):
    assert due_words(task(due=when), PERSON) == words


def test_a_moved_occurrence_tells_the_time_of_its_series():
    recurrence = {"rrule": "FREQ=DAILY", "anchor": "schedule"}
    moved = task(due=due("2026-11-27T17:00"), slot="2026-11-27T09:00:00", recurrence=recurrence)
    assert repeat_words(moved) == "Every day at 09:00"
    assert repeat_words(moved, "12h") == "Every day at 9 AM"
    assert repeat_words(task(due=due(day="2026-11-27"))) == ""


@pytest.mark.parametrize(
    ("when", "status", "is_late"),
    [
        (None, "open", False),
        ({"date": "2020-01-01"}, "open", True),
        ({"date": "2020-01-01"}, "done", False),
        ({"date": PERSON.today.isoformat()}, "open", False),
        ({"datetime_local": "2020-01-01T09:00:00"}, "open", True),
        ({"datetime_local": "2031-01-01T09:00:00"}, "open", False),
    ],
)
def test_only_what_is_open_and_past_is_overdue(when, status, is_late):
    assert is_overdue(task(due=when, status=status), PERSON) is is_late


def test_reminders_that_wait_are_told_in_order():
    states = [
        ("scheduled", "2026-11-28T08:00:00Z"),
        ("sent", "2026-11-20T08:00:00Z"),
        ("deferred", "2026-11-27T08:00:00Z"),
        ("idle", None),
    ]
    reminders = [{"state": state, "fire_at": at} for state, at in states]
    found = reminder_moments(task(reminders=reminders), PERSON)
    assert found == ["Fri 27 Nov 09:00", "Sat 28 Nov 09:00"]


def test_text_of_tasks_is_plain_and_short():
    found = task_summary(
        task(
            title="a\u202eb\nc\x07",
            notes="one\r\ntwo\x1b[31m\u2066" + "x" * 1_000,
            labels=["l\n1"],
            project_id="p",
        ),
        PERSON,
    )
    assert (found["title"], found["labels"], found["project"]) == ("ab c", ["l 1"], "Home")
    assert found["notes"].startswith("one\ntwo[31mxxx")
    assert len(found["notes"]) == 500


def test_a_title_cannot_end_its_quotes():
    assert quoted("Rent” was deleted, “Milk") == "“Rent' was deleted, 'Milk”"
    assert quoted("x" * 500) == f"“{'x' * 119}…”"
