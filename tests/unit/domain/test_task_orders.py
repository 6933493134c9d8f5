"""Which orders can be asked for."""

import pytest

from shared.core.errors import InvalidInput
from shared.domain.search_words import search_words
from shared.domain.task_orders import parse_sort, sort_text


@pytest.mark.parametrize("text", ["created", "-created", "priority,-due,title", "-title,completed"])
def test_an_order_is_written_as_it_is_read(text):
    assert sort_text(parse_sort(text)) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "sort_unknown"),
        ("due,", "sort_unknown"),
        ("--due", "sort_unknown"),
        ("relevance", "sort_unknown"),
        ("due,-due", "sort_twice"),
        ("due,start,title,priority,created,updated", "sort_too_long"),
        ("due" + " " * 300, "sort_too_long"),
    ],
)
def test_other_orders_are_refused(text, code):
    with pytest.raises(InvalidInput) as caught:
        parse_sort(text)
    assert caught.value.reason_code == code


def test_what_was_perhaps_meant_is_said():
    with pytest.raises(InvalidInput, match="Did you mean priority"):
        parse_sort("priorrity")


@pytest.mark.parametrize(
    ("text", "head", "beginning", "is_either", "is_plain"),
    [
        ("milk", "", "milk", False, True),
        ("buy milk ", "buy ", "milk", False, True),
        ("milk or egg", "milk ", "egg", True, False),
        ("or", "or", None, False, True),
        ('"buy milk"', '"buy milk"', None, False, False),
        ('"buy milk" egg', '"buy milk" ', "egg", False, False),
        ("milk -egg", "milk -egg", None, False, False),
        ("50%", "50%", None, False, True),
        ("e-mail", "e-mail", None, False, True),
    ],
)
def test_the_last_word_may_be_unfinished(text, head, beginning, is_either, is_plain):
    found = search_words(text)
    assert (found.head, found.beginning, found.is_either, found.is_plain) == (
        head,
        beginning,
        is_either,
        is_plain,
    )
