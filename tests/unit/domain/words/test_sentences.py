"""Every sentence of tests/nl is understood, but for those that are known not to be."""

import pytest

from tools.score_words import (
    CATEGORIES,
    KNOWN_FAILURES,
    SETS,
    categories_in,
    known_failures,
    misread,
)

ALL = [(folder, category) for folder in SETS for category in categories_in(folder)]


@pytest.mark.parametrize(("folder", "category"), ALL)
def test_sentences_are_understood(folder, category):
    known = known_failures()
    found = {each.case.text: each.why for each in misread(category, folder)}

    assert {text: why for text, why in found.items() if text not in known} == {}


def test_known_failures_fail():
    failing = {each.case.text for folder, category in ALL for each in misread(category, folder)}

    assert known_failures() - failing == frozenset()


def test_known_failures_are_read_without_comments(tmp_path):
    path = tmp_path / "known.txt"
    path.write_text("# why\n\nCall mum\n", encoding="utf-8")

    assert known_failures(path) == {"Call mum"}
    assert KNOWN_FAILURES.exists()


def test_no_category_of_the_blind_set_is_lost():
    blind = [category for folder, category in ALL if folder.name == "blind"]

    assert len(blind) == 9
    assert [category for folder, category in ALL if folder.name != "blind"] == [*CATEGORIES]
