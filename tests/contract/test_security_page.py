"""The walk through OWASP ASVS: whole, honest, and every test and file that it names is there."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/security.md").read_text()
ROWS = re.findall(
    r"^\| (\d+\.\d+\.\d+) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$", TEXT, re.MULTILINE
)
REQUIREMENTS = 253
"""Of levels 1 and 2 in ASVS 5.0.0."""


def test_every_requirement_has_one_row_in_order():
    numbers = [tuple(int(part) for part in row[0].split(".")) for row in ROWS]
    assert len(numbers) == len(set(numbers)) == REQUIREMENTS
    assert numbers == sorted(numbers)
    assert {number[0] for number in numbers} == set(range(1, 18))


def test_the_sums_are_those_of_the_rows():
    found = Counter(row[2] for row in ROWS)
    assert set(found) == {"met", "in part", "not met", "n/a"}
    said = (
        f"{REQUIREMENTS} requirements: {found['met']} met, {found['in part']} in part, "
        f"{found['not met']} not met, {found['n/a']} not applicable"
    )
    assert said in " ".join(TEXT.split())


def test_what_is_met_names_a_test_and_the_rest_a_reason():
    bare = [row[0] for row in ROWS if row[2] == "met" and "`tests/" not in row[4]]
    assert bare == []
    assert [row[0] for row in ROWS if not row[1] or not row[3]] == []


@pytest.mark.parametrize(
    "path",
    sorted(
        set(re.findall(r"`((?:tests|frontend|api|shared|workers|cli|docs|\.github)/[^`]*)`", TEXT))
    ),
)
def test_every_file_that_is_named_exists(path):
    assert (ROOT / path).exists()
