"""What the benchmark of plain words reads."""

from pathlib import Path

import pytest

from cli.bench.harness import BenchFailed
from cli.bench.scenarios.words import LONG, sentences
from tests.nl.cases import FOLDER, load_all


def test_every_sentence_is_read():
    assert len(sentences(FOLDER)) == sum(len(cases) for cases in load_all().values())
    assert all(LONG.values())


def test_without_a_checkout_it_says_so(tmp_path: Path):
    with pytest.raises(BenchFailed, match="checkout"):
        sentences(tmp_path)
