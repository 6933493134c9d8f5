"""Rows of tasks: nothing in them speaks to the terminal, and columns line up."""

import io
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from rich.cells import cell_len
from rich.console import Console

from cli.credentials import OwnFolder
from cli.tasks.desk import Desk
from cli.tasks.listed import short_ids
from cli.tasks.rows import print_rows
from cli.tasks.wording import reminder_words


class StoppedClock:
    """Thursday, 26 November 2026, noon in Berlin."""

    def now(self):
        return datetime(2026, 11, 26, 11, tzinfo=UTC)

    def monotonic(self):
        return 0.0


@pytest.fixture
def desk(tmp_path):
    found = Desk(None, StoppedClock(), OwnFolder(tmp_path), as_json=False)
    found.me = {"id": str(uuid4()), "zone": "Europe/Berlin", "time_format": "24h"}
    found.console = Console(file=io.StringIO(), force_terminal=True, width=30, soft_wrap=True)
    return found


def task(title, **fields):
    usual = {"priority": "none", "status": "open", "labels": [], "due": None, "project_id": None}
    return {"id": str(uuid4()), "title": title, "recurrence": None, **usual, **fields}


def due(day, at=None, zone=None):
    local = f"{day}T{at}:00" if at else None
    return {"date": None if at else day, "datetime_local": local, "zone": zone, "at": None}


def shown(desk, *tasks):
    print_rows(desk, {"": tasks})
    return desk.console.file.getvalue()


def test_what_others_wrote_moves_no_cursor_and_breaks_no_line(desk):
    evil = "a\x1b[2Jb\x9b31mc\x07\rd\ne\u202ef"
    said = shown(desk, task(evil, labels=["\x1b]0;title\x07"]))
    assert "a [2Jb 31mc d ef" in said
    assert said.count("\x1b") == said.count("\x1b[")
    assert "\x1b[2J" not in said
    assert not {"\x9b", "\x07", "\r", "\u202e"} & set(said)
    assert said.count("\n") == 1


def test_columns_line_up_where_letters_are_wide_and_priorities_differ(desk):
    desk.console = Console(file=io.StringIO(), width=30, soft_wrap=True)
    tasks = [task("日本語", priority="high", due=due("2026-11-28")), task("Tea"), task("家")]
    lines = shown(desk, *tasks).splitlines()
    places = [
        cell_len(line[: line.index(each["title"])]) for line, each in zip(lines, tasks, strict=True)
    ]
    assert len(set(places)) == 1


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (due("2026-11-26"), "today"),
        (due("2026-11-26", "09:00"), "today 09:00"),
        (due("2026-11-27", "09:00"), "Fri 27 Nov 09:00 (tomorrow)"),
        (due("2026-11-24"), "Tue 24 Nov (2 days ago)"),
        (due("2027-01-04"), "Mon 4 Jan 2027 (in 39 days)"),
        (due("2026-11-26", "09:00", "Asia/Tokyo"), "today 09:00 Asia/Tokyo"),
        (due("2026-11-25", "09:00", "Europe/Berlin"), "Wed 25 Nov 09:00 (yesterday)"),
    ],
)
def test_due_times_are_said_with_their_day_and_how_far_it_is(desk, when, words):
    desk.console = Console(file=io.StringIO(), soft_wrap=True)
    assert shown(desk, task("T", due=when)).split("  ")[1] == words


def test_twelve_hour_clocks_are_kept(desk):
    desk.me = {**desk.me, "time_format": "12h"}
    assert "5 PM (tomorrow)" in shown(desk, task("T", due=due("2026-11-27", "17:00")))


@pytest.mark.parametrize(
    ("reminder", "words"),
    [
        ({"offset": "-P1D"}, "1 day before"),
        ({"offset": "-PT1H30M"}, "1 hour and 30 minutes before"),
        ({"offset": "PT10M"}, "10 minutes after"),
        ({"offset": "PT0S"}, "when it is due"),
        ({"offset": None, "at": "2026-11-27T08:00:00Z"}, "Fri 27 Nov 09:00"),
    ],
)
def test_reminders_are_said_in_words(desk, reminder, words):
    assert reminder_words(desk, reminder) == words


def test_short_ids_grow_until_they_differ():
    alike = "0193{}-0000-7000-8000-00000000{}"
    ids = [alike.format("aaaa", "1234"), alike.format("bbbb", "1234"), alike.format("cccc", "9999")]
    short = short_ids(ids)
    assert short[ids[2]] == "9999"
    assert len(set(short.values())) == 3
    assert all(each.replace("-", "").endswith(short[each]) for each in ids)


def test_no_line_speaks_to_the_terminal_whoever_wrote_it(desk):
    desk.say("  two spaces stay")
    desk.say("a\x1b[2J\x07b")
    assert desk.console.file.getvalue() == "  two spaces stay\na [2Jb\n"
