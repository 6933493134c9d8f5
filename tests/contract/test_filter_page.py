"""docs/filters.md says what is true: its examples are filters, its tables are complete."""

import re
from pathlib import Path

import pytest

from shared.domain.filters import FIELDS, parse_filter
from shared.domain.filters.sugar import PHRASES
from shared.domain.task_orders import SORTS
from tests.factories.filters import EVERY_COMPARISON

PAGE = (Path(__file__).resolve().parents[2] / "docs/filters.md").read_text()
EXAMPLES = re.search(r"```filter\n(.*?)```", PAGE, re.DOTALL).group(1).splitlines()


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_filter(example):
    assert parse_filter(example) is not None


def test_every_field_order_and_word_is_on_the_page():
    said = set(re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)))
    words = {"no due date", "no label", "no reminders", "next 7 days", *(f"p{n}" for n in (2, 3))}
    weekdays = {"monday", "tuesday", "wednesday", "thursday", "saturday", "sunday"}
    questions = {phrase for phrase in PHRASES if phrase.endswith(":")}
    assert {*FIELDS, *SORTS} - said == set()
    assert {*PHRASES} - words - weekdays - questions - said == set()
    assert all(question in PAGE for question in questions - {"created after:"})


def test_the_number_of_pairs_is_that_of_the_page():
    assert f"each of the {len(EVERY_COMPARISON)} pairs" in PAGE
    assert f"{len(EVERY_COMPARISON) * 30:,}" in PAGE
