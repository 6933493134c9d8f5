"""Alerts ask for metrics that are declared, by labels that they have, and lead to real pages."""

import re
from pathlib import Path

import pytest
import yaml

from shared.observability.metric_defs import METRICS

ROOT = Path(__file__).resolve().parents[2]
RULES = [
    rule
    for group in yaml.safe_load((ROOT / "infra/monitoring/alerts.yaml").read_text())["groups"]
    for rule in group["rules"]
]
DECLARED = {each.name: each for each in METRICS}
_WORDS = {"max", "sum", "by", "increase", "rate", "histogram_quantile", "le"}
_SUFFIX = re.compile(r"_(bucket|sum|count)$")


def declared(name: str):
    """The declaration of a metric, also of the series of a histogram."""
    return DECLARED.get(name) or DECLARED.get(_SUFFIX.sub("", name))


def names_in(expression: str) -> set[str]:
    """The words of an expression that are no functions, labels or durations."""
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]|by \([^)]*\)", "", expression)
    return set(re.findall(r"[a-z_]{3,}", bare)) - _WORDS


def labels_in(expression: str) -> set[str]:
    """The labels that it groups or selects by."""
    grouped = re.findall(r"by \(([^)]*)\)", expression)
    selected = re.findall(r"(\w+)(?:=~|!~|!=|=)\"", expression)
    return {name.strip() for part in grouped for name in part.split(",")} | set(selected)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_metrics_and_labels_are_declared(rule):
    names = names_in(rule["expr"])
    assert names
    assert all(declared(name) for name in names), names
    known = {label for name in names for label in declared(name).labels} | {"le"}
    assert labels_in(rule["expr"]) <= known


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_it_says_how_bad_it_is_and_what_to_do(rule):
    assert rule["labels"]["severity"] in {"warning", "critical"}
    assert rule["annotations"]["summary"]
    description = rule["annotations"]["description"]
    for page, anchor in re.findall(r"(docs/[\w/-]+\.md)(?:#([\w-]+))?", description):
        text = (ROOT / page).read_text()
        headings = {
            re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
            for line in text.splitlines()
            if line.startswith("#")
        }
        assert not anchor or anchor in headings, f"{page} has no section {anchor}"


def test_an_undeclared_metric_would_be_seen():
    assert names_in("max by (group) (no_such_metric{group='x'}) > 3") == {"no_such_metric"}
    assert declared("no_such_metric") is None
    assert labels_in('sum by (a, b) (x{c="1", d!~"2"})') == {"a", "b", "c", "d"}
