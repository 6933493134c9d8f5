"""Alerts ask for metrics that exist, by labels that they have, and lead to real pages."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.events.groups import WORKERS
from shared.observability.metric_defs import METRICS

ROOT = Path(__file__).resolve().parents[2]
MONITORING = ROOT / "infra/monitoring"
RULES: list[dict[str, Any]] = [
    rule
    for path in sorted((MONITORING / "rules").glob("*.yaml"))
    for group in yaml.safe_load(path.read_text())["groups"]
    for rule in group["rules"]
]
RECORDED = {
    rule["record"]
    for group in yaml.safe_load((MONITORING / "recording.yaml").read_text())["groups"]
    for rule in group["rules"]
}


@dataclass(frozen=True)
class Foreign:
    """Where a metric comes from that is not Rondel's, and which of its labels rules may use."""

    exporter: str
    labels: frozenset[str] = frozenset()


_CERT_MANAGER = Foreign("cert-manager", frozenset({"namespace", "name"}))
_BLACKBOX = Foreign("blackbox_exporter")
_NODE = Foreign("node_exporter", frozenset({"device", "fstype", "mountpoint"}))
_KUBELET = Foreign("kubelet", frozenset({"namespace", "persistentvolumeclaim"}))
_PROMETHEUS = Foreign("Prometheus itself", frozenset({"alertmanager", "rule_group"}))
_ALERTMANAGER = Foreign("Alertmanager", frozenset({"integration"}))
FOREIGN = {
    "up": Foreign("Prometheus, for each target"),
    "certmanager_certificate_expiration_timestamp_seconds": _CERT_MANAGER,
    "probe_ssl_earliest_cert_expiry": _BLACKBOX,
    "node_filesystem_avail_bytes": _NODE,
    "node_filesystem_size_bytes": _NODE,
    "node_timex_offset_seconds": _NODE,
    "node_timex_sync_status": _NODE,
    "kubelet_volume_stats_available_bytes": _KUBELET,
    "kubelet_volume_stats_capacity_bytes": _KUBELET,
    "prometheus_notifications_errors_total": _PROMETHEUS,
    "prometheus_notifications_alertmanagers_discovered": _PROMETHEUS,
    "prometheus_rule_evaluation_failures_total": _PROMETHEUS,
    "alertmanager_notifications_failed_total": _ALERTMANAGER,
}
OF_EACH_TARGET = {"job", "instance", "service"}
SEVERITIES = {"none", "warning", "critical"}

_DECLARED = {each.name: each for each in METRICS}
_SUFFIX = re.compile(r"_(bucket|sum|count)$")
_GROUPING = re.compile(r"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)")
_OPERATORS = {"and", "or", "unless", "on", "by", "bool"}


def _name_of(rule: dict[str, Any]) -> str:
    return "-".join([rule["alert"], *rule["labels"].values()])


def labels_of(name: str) -> set[str] | None:
    """The labels of a metric; None if nobody has declared it."""
    if name in RECORDED:
        return set()
    if name in FOREIGN:
        return set(FOREIGN[name].labels) | OF_EACH_TARGET
    found = _DECLARED.get(name) or _DECLARED.get(_SUFFIX.sub("", name))
    return None if found is None else {*found.labels, "le"} | OF_EACH_TARGET


def names_in(expression: str) -> set[str]:
    """The metrics of an expression: the words that are no functions, labels or operators."""
    bare = re.sub(r'"[^"]*"|\{[^}]*\}|\[[^\]]*\]', "", expression)
    words = re.findall(r"\b[a-zA-Z_:][\w:]*\b(?!\s*\()", _GROUPING.sub("", bare))
    return set(words) - _OPERATORS


def labels_in(expression: str) -> set[str]:
    """The labels that it groups or selects by."""
    grouped = _GROUPING.findall(expression)
    selected = re.findall(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"", expression)
    return {name.strip() for part in grouped for name in part.split(",") if name} | set(selected)


def anchors_of(page: Path) -> set[str]:
    """What a link may name behind # on this page."""
    return {
        re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in page.read_text().splitlines()
        if line.startswith("#")
    }


@pytest.mark.parametrize("rule", RULES, ids=_name_of)
def test_metrics_and_labels_are_declared(rule):
    names = names_in(rule["expr"])
    known = {name: labels_of(name) for name in names}
    assert rule["alert"] == "Watchdog" or names
    assert [name for name, labels in known.items() if labels is None] == []
    assert labels_in(rule["expr"]) <= set().union(*(labels or set() for labels in known.values()))


@pytest.mark.parametrize("rule", RULES, ids=_name_of)
def test_it_says_how_bad_it_is_and_what_to_do(rule):
    assert rule["labels"]["severity"] in SEVERITIES
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["description"]
    page, _, anchor = rule["annotations"]["runbook"].partition("#")
    assert anchor == rule["alert"].lower()
    assert anchor in anchors_of(ROOT / page), f"{page} has no section {rule['alert']}"


def test_each_is_listed_in_the_runbook():
    listed = set(re.findall(r"^\| \[(\w+)\]", (ROOT / "docs/runbook.md").read_text(), re.MULTILINE))
    assert listed == {rule["alert"] for rule in RULES}


def test_every_kind_of_process_is_missed_when_it_is_gone():
    (rule,) = [rule for rule in RULES if rule["alert"] == "ServiceGone"]
    assert set(re.findall(r'worker_paused\{worker="(\w+)"', rule["expr"])) == {
        *WORKERS,
        "transfers",
    }


def test_an_undeclared_metric_would_be_seen():
    expression = 'max by (group) (no_such_metric{group="x"}[5m]) > 3 and on (job) abs(up)'
    assert names_in(expression) == {"no_such_metric", "up"}
    assert labels_of("no_such_metric") is None
    assert labels_in('sum by (a, b) (x{c="1", d!~"2"})') == {"a", "b", "c", "d"}
    assert labels_of("consumer_batch_seconds_bucket") == {"group", "le", *OF_EACH_TARGET}
