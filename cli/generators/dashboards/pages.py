"""What all our dashboards have: a fixed uid, the same variables, and links to one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from grafana_foundation_sdk.builders import dashboard as build
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DashboardLink,
    DashboardLinkType,
    VariableOption,
    VariableRefresh,
    VariableSort,
)

from cli.generators.dashboards.panels import DATASOURCE, Panel

DATASOURCE_UID = "rondel-prometheus"
ZIPKIN_UID = "rondel-zipkin"
_TAG = "rondel"
_DOCS = "https://rondel.example.com/docs"


@dataclass(frozen=True, slots=True)
class Row:
    """Panels under one heading."""

    title: str
    panels: Sequence[Panel]


@dataclass(frozen=True, slots=True)
class Page:
    """A dashboard. `by` are labels that it can be narrowed by, each with a metric that has it."""

    uid: str
    title: str
    says: str
    rows: Sequence[Row]
    by: Sequence[tuple[str, str]] = ()


def dashboard_of(page: Page) -> build.Dashboard:
    """The dashboard as Grafana's own builder makes it."""
    ids = count(1)
    dashboard = (
        build.Dashboard(page.title)
        .uid(page.uid)
        .description(page.says)
        .tags([_TAG, "generated"])
        .readonly()
        .refresh("30s")
        .time("now-1h", "now")
        .timezone("browser")
        .tooltip(DashboardCursorSync.CROSSHAIR)
        .links(_links())
        .with_variable(_datasource())
        .with_variable(_docs())
    )
    for label, metric in page.by:
        dashboard = dashboard.with_variable(_label(label, metric))
    for row in page.rows:
        dashboard = dashboard.with_row(build.Row(row.title).id(next(ids)))
        for panel in row.panels:
            dashboard = dashboard.with_panel(panel.id(next(ids)))
    return dashboard


def _links() -> list[Builder[DashboardLink]]:
    others = (
        build.DashboardLink("Rondel")
        .type(DashboardLinkType.DASHBOARDS)
        .tags([_TAG])
        .as_dropdown(True)
        .include_vars(True)
        .keep_time(True)
    )
    traces = f'/explore?left={{"datasource":"{ZIPKIN_UID}"}}'
    return [others, _link("Runbook", "${docs}/runbook.md"), _link("Traces", traces)]


def _link(title: str, url: str) -> build.DashboardLink:
    return build.DashboardLink(title).type(DashboardLinkType.LINK).url(url).target_blank(True)


def _datasource() -> build.DatasourceVariable:
    chosen = VariableOption(selected=True, text="Prometheus", value=DATASOURCE_UID)
    return (
        build.DatasourceVariable("datasource")
        .label("Data source")
        .type("prometheus")
        .current(chosen)
    )


def _docs() -> build.TextBoxVariable:
    """Where the folder docs/ can be read; an installation sets its own."""
    return build.TextBoxVariable("docs").label("Docs at").default_value(_DOCS)


def _label(label: str, metric: str) -> build.QueryVariable:
    everything = VariableOption(selected=True, text=["All"], value=["$__all"])
    return (
        build.QueryVariable(label)
        .label(label.capitalize())
        .datasource(DATASOURCE)
        .query(f"label_values({metric}, {label})")
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(VariableSort.ALPHABETICAL_ASC)
        .multi(True)
        .include_all(True)
        .all_value(".*")
        .current(everything)
    )
