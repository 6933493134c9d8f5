"""Every metric that is declared is measured somewhere, with its labels; and nothing else is."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from cli.embedded.layout import PROJECT
from shared.observability.metric_defs import METRICS, MetricDef
from shared.observability.metrics import Metrics

DECLARED = {each.name: each for each in METRICS}
VALUES = {"amount", "value"}
"""Arguments of `Metrics` that are no labels."""


@dataclass(frozen=True)
class Measured:
    """A call that measures something."""

    place: str
    name: str
    labels: frozenset[str]


def calls() -> Iterator[Measured]:
    """Every call in shipped code whose first argument is the name of a metric."""
    for package in ("api", "shared", "workers"):
        for path in sorted((PROJECT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and node.args and path.name != "metric_defs.py":
                    yield from measured(node, f"{path.relative_to(PROJECT)}:{node.lineno}")


def measured(node: ast.Call, place: str) -> Iterator[Measured]:
    first = node.args[0]
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return
    func = node.func
    is_method = isinstance(func, ast.Attribute) and func.attr in {"count", "set", "observe"}
    is_ours = is_method and "metrics" in ast.unparse(func.value)
    if is_ours or (first.value in DECLARED and (is_method or isinstance(func, ast.Name))):
        names = frozenset(each.arg or "**" for each in node.keywords)
        yield Measured(place, first.value, names - VALUES)


@pytest.fixture(scope="module")
def measurements() -> list[Measured]:
    """All of them: seconds to read, so not for whoever only collects the tests."""
    return list(calls())


def test_what_is_measured_is_declared_with_exactly_these_labels(
    measurements: list[Measured],
) -> None:
    wrong = [
        each
        for each in measurements
        if each.name not in DECLARED or each.labels != set(DECLARED[each.name].labels)
    ]
    assert not wrong


def test_what_is_declared_is_measured_somewhere(measurements: list[Measured]) -> None:
    assert {each.name for each in measurements} == DECLARED.keys()


def test_a_call_that_measures_something_else_would_be_seen():
    tree = ast.parse("self._metrics.count('no_such_total', 1, **labels)\nother.count('a', 'b')")
    found = [
        each for node in ast.walk(tree) if isinstance(node, ast.Call) for each in measured(node, "")
    ]
    assert found == [Measured("", "no_such_total", frozenset({"**"}))]


@pytest.mark.parametrize("metric", METRICS, ids=lambda each: each.name)
def test_names_say_unit_and_kind(metric: MetricDef):
    assert (metric.kind == "counter") == metric.name.endswith("_total")
    assert bool(metric.buckets) == (metric.kind == "histogram")
    assert list(metric.buckets) == sorted(set(metric.buckets))
    assert metric.help
    assert not metric.exemplars or metric.kind == "histogram"


def test_names_are_unique():
    assert len(DECLARED) == len(METRICS)


def test_a_process_shows_itself_and_what_it_runs():
    text = Metrics().render().decode()
    for line in ("build_info{", "process_resident_memory_bytes ", "python_gc_collections_total{"):
        assert f"\n{line}" in text
    assert not re.search("_created[ {]", text)
