"""Foreign text that is to stand in a line of ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.core.plain import isolated, many_lines, one_line, shortened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pay rent\r\nBcc: eve@example.com", "Pay rent Bcc: eve@example.com"),
        ("a\u2028b\u2029c\x85d\x0be", "a b c d e"),
        ("  spaced \t out ", "spaced out"),
        ("\u202egnirts", "gnirts"),
        ("👩\u200d👧 Zoo", "👩\u200d👧 Zoo"),
        ("\x00\x1b[31m", "[31m"),
    ],
)
def test_one_line(text, expected):
    assert one_line(text) == expected


@given(st.text())
def test_one_line_is_one_line_and_stays_it(text):
    line = one_line(text)

    assert len(line.splitlines()) <= 1
    assert one_line(line) == line


def test_many_lines_have_plain_newlines():
    assert many_lines("a\r\nb\rc\x0bd\x00e\u2028f\n\n") == "a\nb\nc\nde\nf"


@given(st.text())
def test_many_lines_keep_no_other_control_character(text):
    assert all(c in "\n\t" or ord(c) >= 32 for c in many_lines(text))


@given(st.text(), st.integers(1, 50))
def test_shortened_is_short(text, limit):
    assert len(shortened(text, limit)) <= limit


def test_shortened_keeps_an_accent_with_its_letter():
    assert shortened("caf" + "e\u0301" + " noir", 5) == "caf…"


@pytest.mark.parametrize("text", ["Tea", "Übung", "茶"])
def test_text_that_runs_left_to_right_is_left_as_it_is(text):
    assert isolated(text) == text
