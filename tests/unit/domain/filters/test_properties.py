"""What holds of every filter, and of every text that is none."""

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.filters import FilterInvalid, parse_filter, print_filter
from tests.factories.filters import FILTERS, SOUP


def read(text):
    """The tree, or None where the text is refused with a place within it."""
    refusal = None
    try:
        return parse_filter(text)
    except FilterInvalid as error:
        refusal = error
    assert 1 <= refusal.span.column <= len(text) + 1
    assert refusal.span.column + refusal.span.length <= len(text) + 1
    assert len(str(refusal)) < 1_000
    return None


@given(FILTERS)
@settings(max_examples=500)
def test_a_printed_filter_reads_as_itself(node):
    assert parse_filter(print_filter(node)) == node


@given(st.text(max_size=60) | SOUP)
@settings(max_examples=1_500)
def test_any_text_is_read_or_refused_at_its_place(text):
    node = read(text)
    if node is not None:
        assert parse_filter(print_filter(node)) == node


def test_long_and_deep_texts_are_answered():
    pieces = ("(", "!", "not ", "a ", "p1,", "p1&", "'", '"', "\\", "#", "@a ", "due = ", "/", "é")
    refused = [read(piece * (size // len(piece))) for piece in pieces for size in (1_000, 4_000)]
    assert len(refused) == 2 * len(pieces)
    assert read("p1" + " & p1" * 99) is not None
    assert read("p1" + " & p1" * 100) is None
    assert read("(" * 10_000) is None
    assert read("labels in " + ", ".join(["a"] * 1_300)) is not None
