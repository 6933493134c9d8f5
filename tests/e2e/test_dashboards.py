"""Every panel of every dashboard has data, from a real Prometheus on a whole Rondel at work."""

import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from cli.embedded.layout import PROJECT
from tests.e2e.demo_load import demo_load
from tests.e2e.world import EVERYTHING, WORKERS, World
from tests.openai_server.replies import calls, says
from tests.openai_server.server import Asked, openai_server
from tests.services.collector import collector
from tests.services.prometheus import Prometheus, prometheus_over
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]

DASHBOARDS = sorted((PROJECT / "infra/grafana/dashboards").glob("*.json"))
RATE_INTERVAL = "15s"
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Target:
    """One query of a panel."""

    dashboard: str
    panel: str
    expression: str

    @property
    def name(self) -> str:
        return f"{self.dashboard} / {self.panel}"


def filled(expression: str, variables: list[dict[str, Any]]) -> str:
    """As Grafana would send it: each variable at its default, which is all that there is."""
    for variable in variables:
        if "allValue" in variable:
            expression = expression.replace(f"${variable['name']}", variable["allValue"])
    found = expression.replace("$__rate_interval", RATE_INTERVAL)
    assert "$" not in found, found
    return found


def targets() -> Iterator[Target]:
    for path in DASHBOARDS:
        document = json.loads(path.read_text())
        variables = document["templating"]["list"]
        for panel in document["panels"]:
            for target in panel.get("targets", ()):
                expression = filled(target["expr"], variables)
                yield Target(document["title"], panel["title"], expression)


def has_figures(series: dict[str, Any]) -> bool:
    """Whether it has one value that is a number: a quantile of nothing is none."""
    return any(math.isfinite(float(value)) for _, value in series["values"])


class Look:
    """What the panels have shown so far."""

    def __init__(self, prometheus: Prometheus) -> None:
        self._prometheus = prometheus
        self.series: dict[Target, int] = dict.fromkeys(targets(), 0)

    @property
    def empty(self) -> list[Target]:
        return [target for target, count in self.series.items() if not count]

    async def is_full(self) -> bool:
        """Whether every query has had data; those that had none are asked again."""
        for target in self.empty:
            found = await self._prometheus.course(target.expression)
            self.series[target] = sum(map(has_figures, found))
        return not self.empty

    def table(self) -> str:
        """Panels and how many series they showed."""
        panels: dict[str, int] = {}
        for target, count in self.series.items():
            panels[target.name] = panels.get(target.name, 0) + count
        lines = [f"{count:4d}  {name}" for name, count in panels.items()]
        return "\n".join([*lines, f"{len(panels)} panels, {sum(panels.values())} series"])

    def missing(self) -> str:
        return "no data:\n" + "\n".join(f"{t.name}: {t.expression}" for t in self.empty)


def a_model_that_looks_first(asked: Asked) -> Any:
    """It uses a tool, then says something."""
    has_looked = asked.messages[-1]["role"] == "tool"
    return says("That is all.") if has_looked else calls(("find_tasks", {}))


@pytest.fixture
def spans():
    """Who takes the spans: exemplars name traces that are recorded."""
    with collector(200) as server:
        yield server


async def test_every_panel_shows_data_while_rondel_works(
    world: World, spans, tmp_path, capsys
) -> None:
    async with openai_server(otherwise=a_model_that_looks_first) as model:
        world.processes.environment |= {
            "RONDEL_ASSISTANT__MODEL": "scripted",
            "RONDEL_ASSISTANT__BASE_URL": model.url,
            "RONDEL_OVERDUE_SECONDS": "1",
            "OTEL_EXPORTER_OTLP_ENDPOINT": spans.url,
            "RONDEL_TRACING__RATIO": "1",
        }
        processes = [*await world.start("api"), *await world.start(*WORKERS)]
        addresses = dict(zip(EVERYTHING, (each.url for each in processes), strict=True))
        async with (
            prometheus_over(addresses, tmp_path) as prometheus,
            demo_load(world, processes[0]) as load,
        ):
            look = Look(prometheus)
            await load.run()
            await eventually(look.is_full, PATIENCE_SECONDS, look.missing)
            with capsys.disabled():
                sys.stdout.write(f"\n{look.table()}\n")
            assert await prometheus.exemplars("http_request_duration_seconds_bucket")
