"""A file tells its format, or nothing is guessed."""

from pathlib import Path

import pytest

from shared.interchange.guessing import HEAD_BYTES, guess_format

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "interchange"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("calendar.ics", "ics"),
        ("generic.csv", "csv"),
        ("microsoft.json", "microsoft"),
        ("rondel-tasks.json", "rondel"),
        ("ticktick.csv", "ticktick"),
        ("todoist.csv", "todoist_csv"),
        ("todoist.json", "todoist_json"),
        ("vikunja.json", "vikunja"),
    ],
)
def test_each_format_is_known_by_its_beginning(name, expected):
    assert guess_format((SAMPLES / name).read_bytes()[:HEAD_BYTES], name) == expected


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"", "file"),
        (b"hello", "file.txt"),
        (b"{}", "file.json"),
        (b'[{"title": "x"}]', "file.json"),
        (b'[{"importance": "low", "repeat_after": 1}]', "file.json"),
    ],
)
def test_what_could_be_anything_is_not_guessed(head, name):
    assert guess_format(head, name) is None


def test_a_beginning_that_ends_within_a_letter_is_read():
    head = b"TYPE,CONTENT\n" + "task,ü\n".encode() * HEAD_BYTES
    cut = head[: HEAD_BYTES - 1] + b"\xc3"
    assert guess_format(cut, "file") == "todoist_csv"
