"""Whether rules and dashboards in the cluster are those of the tree."""

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import yaml

from tools.validate.findings import Finding
from tools.validate.places import ROOT
from tools.validate.policies.model import finding, of_kind
from tools.validate.renders import Object, Render

_MONITORING = ROOT / "infra" / "monitoring"
_DASHBOARDS = ROOT / "infra" / "grafana" / "dashboards"


@cache
def known_rules() -> frozenset[str]:
    """Every rule of infra/monitoring, which have tests and whose metrics the code declares."""
    paths = [_MONITORING / "recording.yaml", *sorted((_MONITORING / "rules").glob("*.yaml"))]
    return frozenset(
        _key(rule)
        for path in paths
        for group in yaml.safe_load(path.read_text())["groups"]
        for rule in group["rules"]
    )


@cache
def known_dashboards() -> frozenset[str]:
    """Every dashboard of infra/grafana."""
    texts = (path.read_text() for path in sorted(_DASHBOARDS.glob("*.json")))
    return frozenset(json.dumps(json.loads(text), sort_keys=True) for text in texts)


def rules(render: Render) -> Iterator[Finding]:
    """Rules that a Prometheus gets are all of the tree's, and no others."""
    given = {_key(rule) for spec in _rule_files(render) for rule in _rules_of(spec)}
    if not given:
        return
    for rule in sorted(known_rules() - given):
        yield Finding(render.target, "rules", f"has not the rule {rule[:80]}")
    for rule in sorted(given - known_rules()):
        yield Finding(render.target, "rules", f"has a rule that has no test: {rule[:80]}")


def dashboards(render: Render) -> Iterator[Finding]:
    """Dashboards that a Grafana gets are those of the tree."""
    for thing in of_kind(render, "ConfigMap"):
        for name, text in thing.get("data", {}).items():
            if not name.endswith(".json"):
                continue
            made = json.dumps(json.loads(text), sort_keys=True)
            if '"panels"' in made and made not in known_dashboards():
                what = f"{name} is not a dashboard of infra/grafana"
                yield finding(render, thing, "dashboards", what)


def _rule_files(render: Render) -> Iterator[Any]:
    for thing in of_kind(render, "PrometheusRule"):
        yield thing["spec"]
    for thing in of_kind(render, "ConfigMap"):
        yield from _rules_in(thing)


def _rules_in(thing: Object) -> Iterator[Any]:
    for name, text in thing.get("data", {}).items():
        if name.endswith((".yaml", ".yml")) and "\ngroups:" in f"\n{text}":
            yield _loaded(text)


@lru_cache(maxsize=64)
def _loaded(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _rules_of(spec: Any) -> Iterator[Any]:
    for group in spec["groups"]:
        yield from group["rules"]


def _key(rule: Any) -> str:
    name = rule.get("alert") or rule.get("record")
    return f"{name}: {json.dumps(rule, sort_keys=True)}"
