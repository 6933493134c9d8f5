"""Words for one date in Todoist's CSV."""

from datetime import date, datetime

import pytest

from shared.domain.tasks import Due
from tests.unit.interchange.samples import codes, rows_of, tasks

HEAD = "TYPE,CONTENT,PRIORITY,DATE,DATE_LANG,TIMEZONE\n"
TEN = datetime(2026, 12, 3, 10)


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
        "“every mon at 7am” names no date; it is first due on 2026-11-30 07:00."
    )
