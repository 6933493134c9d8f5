"""Dashboards are what Grafana reads, and ask for what is measured here and nothing else."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from cli.embedded.layout import PROJECT
from shared.observability.metric_defs import METRICS
from tests.promql import labels_in, metrics_in
from tests.services.prometheus import MONITORING
from tests.services.tools import monitoring_tool as tool

GRAFANA = PROJECT / "infra" / "grafana"
DOCUMENTS = {
    path.name: json.loads(path.read_text()) for path in sorted(GRAFANA.glob("dashboards/*.json"))
}
RECORDED = {
    rule["record"]: rule["expr"]
    for group in yaml.safe_load((MONITORING / "recording.yaml").read_text())["groups"]
    for rule in group["rules"]
}
FROM_LIBRARIES = {
    "process_cpu_seconds_total",
    "process_open_fds",
    "process_resident_memory_bytes",
    "process_start_time_seconds",
    "python_gc_collections_total",
    "up",
}
"""Of prometheus-client, and of Prometheus itself."""
OF_TARGETS = {"instance", "job", "le", "service"}
"""Labels that Prometheus adds to every series, and that of buckets."""
_MOST_BYTES = 1 << 20  # of a ConfigMap
_WIDTH = 24


@dataclass(frozen=True)
class Asked:
    """An expression and who asks it."""

    by: str
    expression: str


def expressions() -> Iterator[Asked]:
    for name, document in DOCUMENTS.items():
        for panel in panels(document):
            for target in panel["targets"]:
                yield Asked(f"{name}: {panel['title']}: {target['refId']}", target["expr"])
    for name, expression in RECORDED.items():
        yield Asked(f"recording.yaml: {name}", expression)


def panels(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [panel for panel in document["panels"] if panel["type"] != "row"]


def series_of_declared() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Names of series and their labels; a histogram has three names."""
    for each in METRICS:
        if each.kind == "histogram":
            yield from ((f"{each.name}_{end}", each.labels) for end in ("bucket", "count", "sum"))
        else:
            yield each.name, each.labels


SERIES = dict(series_of_declared())
ASKED = list(expressions())


@pytest.mark.parametrize("asked", ASKED, ids=lambda each: each.by)
def test_it_asks_for_what_is_measured_by_labels_that_it_has(asked: Asked):
    names = metrics_in(asked.expression)
    assert names
    assert names <= SERIES.keys() | RECORDED.keys() | FROM_LIBRARIES
    known = {label for name in names for label in SERIES.get(name, ())}
    assert labels_in(asked.expression) <= known | OF_TARGETS


def test_prometheus_can_read_every_expression(tmp_path):
    rules = [
        {"record": f"panel:{number}", "expr": each.expression.replace("$__rate_interval", "1m")}
        for number, each in enumerate(ASKED)
    ]
    path = tmp_path / "panels.yaml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))
    checked = subprocess.run(
        [tool("promtool"), "check", "rules", path], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert f"{len(ASKED)} rules found" in checked.stdout


def test_an_expression_that_makes_no_sense_would_be_seen(tmp_path):
    path = tmp_path / "panels.yaml"
    rule = {"record": "panel:0", "expr": "sum by (le) rate(up[1m])"}
    path.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": [rule]}]}))
    checked = subprocess.run(
        [tool("promtool"), "check", "rules", path], capture_output=True, check=False
    )
    assert checked.returncode != 0


def test_prometheus_can_read_its_configuration():
    checked = subprocess.run(
        [tool("promtool"), "check", "config", MONITORING / "prometheus.yml"], check=False
    )
    assert checked.returncode == 0


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_each_panel_can_be_read_without_its_author(name: str):
    for panel in panels(DOCUMENTS[name]):
        assert panel["title"]
        assert panel["description"].endswith((".", "?")), panel["title"]
        is_heatmap = panel["type"] == "heatmap"
        unit = panel["options"]["yAxis"] if is_heatmap else panel["fieldConfig"]["defaults"]
        assert unit["unit"]
        assert panel["datasource"]["uid"] == "${datasource}"


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_panels_have_their_place_and_their_number(name: str):
    document = DOCUMENTS[name]
    numbers = [panel["id"] for panel in document["panels"]]
    assert numbers == list(range(1, len(numbers) + 1))
    taken = [cell for panel in document["panels"] for cell in cells(panel["gridPos"])]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < _WIDTH


def cells(place: dict[str, int]) -> Iterator[tuple[int, int]]:
    for x in range(place["x"], place["x"] + place["w"]):
        for y in range(place["y"], place["y"] + place["h"]):
            yield x, y


def test_the_five_dashboards_have_the_addresses_that_others_link_to():
    uids = {name.removesuffix(".json"): each["uid"] for name, each in DOCUMENTS.items()}
    wanted = ("components", "kafka", "overview", "recurring", "reminders")
    assert uids == {name: f"rondel-{name}" for name in wanted}
    for name in DOCUMENTS:
        assert (GRAFANA / "dashboards" / name).stat().st_size < _MOST_BYTES


def test_datasources_are_called_what_the_dashboards_call_them():
    path = GRAFANA / "provisioning/datasources/rondel.yaml"
    found = {each["uid"]: each for each in yaml.safe_load(path.read_text())["datasources"]}
    assert set(found) == {"rondel-prometheus", "rondel-zipkin"}
    (exemplars,) = found["rondel-prometheus"]["jsonData"]["exemplarTraceIdDestinations"]
    assert exemplars == {"name": "trace_id", "datasourceUid": "rondel-zipkin"}
    for document in DOCUMENTS.values():
        chosen = document["templating"]["list"][0]
        assert (chosen["name"], chosen["current"]["value"]) == ("datasource", "rondel-prometheus")
