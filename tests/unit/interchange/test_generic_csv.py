"""Times of a generic CSV: whose clock shows them, and what an offset means."""

from datetime import UTC, datetime

import pytest

from shared.domain.tasks import Due
from shared.interchange.records import ReminderRecord
from tests.unit.interchange.samples import codes, tasks
from tests.unit.interchange.test_hostile import rows_of_csv

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("time", "zone", "due"),
    [
        # The owner is in Berlin, one hour ahead of UTC in winter.
        ("2026-03-01T10:00:00+02:00", "", Due(local=datetime(2026, 3, 1, 9))),
        ("2026-03-01T23:30:00Z", "", Due(local=datetime(2026, 3, 2, 0, 30))),
        (
            "2026-03-01T10:00:00+02:00",
            "America/New_York",
            Due(local=datetime(2026, 3, 1, 3), zone="America/New_York"),
        ),
        (
            "2026-03-01T10:00:00+02:00",
            "W. Europe Standard Time",
            Due(local=datetime(2026, 3, 1, 9), zone=BERLIN),
        ),
        ("2026-03-01T10:00:00", BERLIN, Due(local=datetime(2026, 3, 1, 10), zone=BERLIN)),
        ("2026-03-01T10:00:00", "", Due(local=datetime(2026, 3, 1, 10))),
    ],
)
def test_time_with_an_offset_is_the_same_instant(time: str, zone: str, due: Due) -> None:
    rows = rows_of_csv(f"title,due,start,zone\na,{time},{time},{zone}\n".encode())
    task = tasks(rows)["a"]
    assert (task.due, task.start) == (due, due)
    assert codes(rows, 2) == []


def test_instant_beyond_the_calendar_is_a_loss() -> None:
    rows = rows_of_csv(b"title,due,zone\na,9999-12-31T23:59:59-10:00,Europe/Berlin\n")
    assert tasks(rows)["a"].due is None
    assert codes(rows, 2) == ["date_unreadable"]


def test_second_pass_of_an_hour_is_a_loss() -> None:
    rows = rows_of_csv(b"title,due\na,2026-10-25T02:30:00+01:00\nb,2026-10-25T02:30:00+02:00\n")
    due = Due(local=datetime(2026, 10, 25, 2, 30))
    assert [task.due for task in tasks(rows).values()] == [due, due]
    assert (codes(rows, 2), codes(rows, 3)) == (["hour_repeated"], [])


@pytest.mark.parametrize(
    ("time", "zone", "hour"),
    [
        ("2026-03-01T10:00", "", 9),
        ("2026-03-01T10:00", "America/New_York", 15),
        ("2026-03-01T10:00+02:00", "America/New_York", 8),
    ],
)
def test_reminder_is_on_the_clock_of_its_row(time: str, zone: str, hour: int) -> None:
    rows = rows_of_csv(f"title,reminder,zone\na,{time},{zone}\n".encode())
    at = datetime(2026, 3, 1, hour, tzinfo=UTC)
    assert tasks(rows)["a"].reminders == (ReminderRecord(type="absolute", at=at),)


def test_rows_have_the_numbers_that_they_have_in_a_spreadsheet() -> None:
    rows = rows_of_csv(b'title,due\n\n"a\nb",zz\n,\nc,zz\n')
    assert [row.number for row in rows] == [3, 5]
