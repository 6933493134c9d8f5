"""The page of pains names tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/pains.md"
FIRST, LAST = 1, 32


def test_every_named_test_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE.read_text())
    assert named
    assert [pair for pair in named if pair[1] not in functions_of(ROOT / pair[0])] == []


def functions_of(path: Path) -> set[str]:
    """The names of all functions of a file; none if there is no such file."""
    if not path.exists():
        return set()
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kinds)}


def test_every_pain_has_a_test() -> None:
    rows = re.findall(r"^\| (\d+) \|.*$", PAGE.read_text(), re.MULTILINE)
    assert [int(number) for number in rows] == list(range(FIRST, LAST + 1))
    lines = [line for line in PAGE.read_text().splitlines() if re.match(r"\| \d+ \|", line)]
    assert [line for line in lines if "::" not in line] == []
