"""Words for one date in Todoist's CSV."""

from datetime import date, datetime

import pytest

from shared.domain.tasks import Due
from shared.interchange.records import SeriesRecord
from tests.unit.interchange.samples import codes, rows_of, tasks

HEAD = "TYPE,CONTENT,PRIORITY,DATE,DATE_LANG,TIMEZONE\n"
TEN = datetime(2026, 12, 3, 10)
TODAY = date(2026, 11, 26)
JANUARY = date(2027, 1, 5)
MONDAYS = "FREQ=WEEKLY;BYDAY=MO;WKST=MO"


def at(day: date, hour: int) -> Due:
    return Due(local=datetime(day.year, day.month, day.day, hour))


def read_one(words: str, language: str = "en", zone: str = ""):
    rows = rows_of("todoist_csv", f'{HEAD}task,a,1,"{words}",{language},{zone}\n'.encode())
    return tasks(rows)["a"], rows[0]


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("3 Dec 2026", Due(on=date(2026, 12, 3))),
        ("Dec 3, 2026", Due(on=date(2026, 12, 3))),
        ("3 Dec 2026 10:00", Due(local=TEN)),
        ("Dec 3 2026 10:00", Due(local=TEN)),
        ("3 Dec 2025", Due(on=date(2025, 12, 3))),
        ("29 Feb 2028", Due(on=date(2028, 2, 29))),
    ],
)
def test_a_date_in_words_comes_over_whole(words: str, due: Due) -> None:
    task, row = read_one(words)
    assert (task.due, task.notes, row.losses) == (due, "", ())


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("3 Dec", Due(on=date(2026, 12, 3))),
        ("3 Nov", Due(on=date(2027, 11, 3))),
        ("29 Feb", Due(on=date(2028, 2, 29))),
        ("Dec 3 at 10am", Due(local=TEN)),
        ("tomorrow", Due(on=date(2026, 11, 27))),
        ("next monday", Due(on=date(2026, 11, 30))),
    ],
)
def test_a_date_that_counts_from_today_says_so(words: str, due: Due) -> None:
    task, row = read_one(words)
    assert (task.due, task.notes) == (due, "")
    (loss,) = row.losses
    assert (loss.code, loss.field) == ("date_from_words", "DATE")
    day = f"{due.local:%Y-%m-%d %H:%M}" if due.local else due.on
    assert loss.message == f"“{words}” was read as of 2026-11-26: it is due on {day}."


def test_a_date_in_words_is_on_the_clock_of_its_row() -> None:
    task, _ = read_one("3 Dec 2026 10:00", zone="Europe/Berlin")
    assert task.due == Due(local=TEN, zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("when it rains", "en"),
        ("31 Feb 2027", "en"),
        ("3 Dec 2026 or so", "en"),
        ("3 Dez 2026", "de"),
        ("3 Dec 2026 p1", "en"),
    ],
)
def test_words_that_are_no_date_stand_in_the_notes(words: str, language: str) -> None:
    task, row = read_one(words, language)
    assert (task.due, task.priority, task.notes) == (None, 1, f"Date: {words}")
    (loss,) = row.losses
    assert (loss.code, loss.field) == ("date_words", "DATE")
    assert loss.message == f"Its date is not understood: {words}; it stands in the notes."


def test_words_of_a_repetition_that_are_not_understood_are_told_as_such() -> None:
    task, row = read_one("every blue moon")
    assert task.notes == "Repeats: every blue moon"
    assert row.losses[0].message.startswith("It does not come back here")


def test_the_first_date_of_a_rule_is_told_without_seconds() -> None:
    rows = rows_of("todoist_csv")
    assert codes(rows, 7) == ["responsible", "date_from_words"]
    (row,) = (row for row in rows if row.number == 7)
    assert row.losses[1].message == (
        "“every mon at 7am” names no due date; it is first due on 2026-11-30 07:00."
    )


@pytest.mark.parametrize(
    ("words", "due", "rrule"),
    [
        ("every day at 9", at(TODAY, 9), "FREQ=DAILY"),
        ("every day at noon", at(TODAY, 12), "FREQ=DAILY"),
        ("every day at midnight", at(TODAY, 0), "FREQ=DAILY"),
        ("every evening", at(TODAY, 19), "FREQ=DAILY"),
        (
            "every mon at 9am until 2027-01-31",
            at(date(2026, 11, 30), 9),
            f"{MONDAYS};UNTIL=20270131",
        ),
        ("every day at 9am starting 2027-01-05", at(JANUARY, 9), "FREQ=DAILY"),
        ("every day starting 2027-01-05 at 9am", at(JANUARY, 9), "FREQ=DAILY"),
        ("every mon starting 5 Jan", Due(on=date(2027, 1, 11)), MONDAYS),
        ("every month starting 15 jan", Due(on=date(2027, 1, 15)), "FREQ=MONTHLY;BYMONTHDAY=15"),
        (
            "every 3 days from 2026-11-24",
            Due(on=date(2026, 11, 27)),
            "FREQ=DAILY;INTERVAL=3",
        ),
        (
            "every 12 hours starting at 07:00 PM",
            at(TODAY, 19),
            "FREQ=HOURLY;INTERVAL=12",
        ),
    ],
)
def test_a_repetition_keeps_its_time_of_day_and_its_beginning(
    words: str, due: Due, rrule: str
) -> None:
    task, row = read_one(words)
    (series,) = (record for record in row.records if isinstance(record, SeriesRecord))
    assert (task.due, series.rrule, task.notes) == (due, rrule, "")
    assert [loss.code for loss in row.losses] == ["date_from_words"]


@pytest.mark.parametrize(
    "words",
    [
        "every day at 25:00",
        "every day starting when it rains",
        "every day at 9am starting tomorrow at 10am",
    ],
)
def test_a_time_or_a_beginning_that_is_not_understood_stands_in_the_notes(words: str) -> None:
    task, row = read_one(words)
    assert (task.due, task.series, task.notes) == (None, None, f"Repeats: {words}")
    assert [loss.code for loss in row.losses] == ["date_words"]
