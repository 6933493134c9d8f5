"""Every sentence of tests/nl is understood, but for those that are known not to be."""

import pytest

from tools.score_words import CATEGORIES, KNOWN_FAILURES, known_failures, misread


@pytest.mark.parametrize("category", CATEGORIES)
def test_sentences_are_understood(category):
    known = known_failures()
    found = {each.case.text: each.why for each in misread(category)}

    assert {text: why for text, why in found.items() if text not in known} == {}


def test_known_failures_fail():
    failing = {each.case.text for category in CATEGORIES for each in misread(category)}

    assert known_failures() - failing == frozenset()


def test_known_failures_are_read_without_comments(tmp_path):
    path = tmp_path / "known.txt"
    path.write_text("# why\n\nCall mum\n", encoding="utf-8")

    assert known_failures(path) == {"Call mum"}
    assert KNOWN_FAILURES.exists()
