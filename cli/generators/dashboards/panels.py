"""How our panels look: one function a kind, so that all dashboards read alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from grafana_foundation_sdk.builders import dashboard as build
from grafana_foundation_sdk.builders.common import (
    ReduceDataOptions,
    StackingConfig,
    VizLegendOptions,
    VizTooltipOptions,
)
from grafana_foundation_sdk.builders.heatmap import HeatmapColorOptions, YAxisConfig
from grafana_foundation_sdk.builders.heatmap import Panel as HeatmapPanel
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.builders.stat import Panel as StatPanel
from grafana_foundation_sdk.builders.timeseries import Panel as LinesPanel
from grafana_foundation_sdk.models.common import (
    BigValueColorMode,
    BigValueGraphMode,
    LegendDisplayMode,
    LegendPlacement,
    SortOrder,
    StackingMode,
    TooltipDisplayMode,
)
from grafana_foundation_sdk.models.dashboard import DataSourceRef, Threshold, ThresholdsMode
from grafana_foundation_sdk.models.heatmap import HeatmapColorMode
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

DATASOURCE = DataSourceRef("prometheus", "${datasource}")
RATE = "$__rate_interval"
_HEIGHT = 8
_STAT_HEIGHT = 5
_GREEN, _AMBER, _RED = "green", "orange", "red"

Panel = LinesPanel | StatPanel | HeatmapPanel


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of Prometheus, and what each answer is called."""

    expr: str
    legend: str = ""
    has_exemplars: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """From which values on a figure is a warning, and from which it is bad."""

    warn: float
    bad: float

    @property
    def steps(self) -> list[Threshold]:
        """As Grafana has them; where less is worse, the colours are the other way round."""
        if self.bad > self.warn:
            colours = ((None, _GREEN), (self.warn, _AMBER), (self.bad, _RED))
        else:
            colours = ((None, _RED), (self.bad, _AMBER), (self.warn, _GREEN))
        return [Threshold(value=value, color=color) for value, color in colours]


def stat(title: str, expr: str, unit: str, says: str, limits: Limits, *, span: int = 4) -> Panel:
    """One figure, as it is now, with its course behind it."""
    return (
        StatPanel()
        .title(title)
        .description(says)
        .datasource(DATASOURCE)
        .unit(unit)
        .span(span)
        .height(_STAT_HEIGHT)
        .color_mode(BigValueColorMode.VALUE)
        .graph_mode(BigValueGraphMode.AREA)
        .reduce_options(ReduceDataOptions().calcs(["lastNotNull"]))
        .thresholds(_thresholds(limits.steps))
        .targets([_target(Query(expr), "A")])
    )


def lines(
    title: str,
    queries: Sequence[Query],
    unit: str,
    says: str,
    *,
    limits: Limits | None = None,
    span: int = 8,
    is_stacked: bool = False,
) -> Panel:
    """Courses over time."""
    steps = limits.steps if limits else [Threshold(value=None, color=_GREEN)]
    panel = (
        LinesPanel()
        .title(title)
        .description(says)
        .datasource(DATASOURCE)
        .unit(unit)
        .span(span)
        .height(_HEIGHT)
        .fill_opacity(10)
        .line_width(1)
        .min(0)
        .legend(_legend())
        .tooltip(VizTooltipOptions().mode(TooltipDisplayMode.MULTI).sort(SortOrder.DESCENDING))
        .thresholds(_thresholds(steps))
        .targets([_target(each, chr(ord("A") + n)) for n, each in enumerate(queries)])
    )
    return panel.stacking(StackingConfig().mode(StackingMode.NORMAL)) if is_stacked else panel


def heatmap(title: str, histogram: str, selector: str, unit: str, says: str) -> Panel:
    """How the observations of a histogram lie, bucket by bucket, over time."""
    expr = f"sum by (le) (increase({histogram}_bucket{selector}[{RATE}]))"
    query = _target(Query(expr, "{{le}}", has_exemplars=True), "A")
    return (
        HeatmapPanel()
        .title(title)
        .description(says)
        .datasource(DATASOURCE)
        .span(12)
        .height(_HEIGHT)
        .calculate(False)
        .y_axis(YAxisConfig().unit(unit))
        .color(HeatmapColorOptions().mode(HeatmapColorMode.SCHEME).scheme("Oranges").steps(64))
        .targets([query.format(PromQueryFormat.HEATMAP)])
    )


def quantiles(
    histogram: str,
    by: Sequence[str] = (),
    *,
    selector: str = "",
    shares: Sequence[float] = (0.5, 0.95, 0.99),
) -> list[Query]:
    """Queries of these quantiles, a course for each combination of the labels `by`."""
    labels = ", ".join(("le", *by))
    names = "".join(f"{{{{{label}}}}} " for label in by)
    inner = f"sum by ({labels}) (rate({histogram}_bucket{selector}[{RATE}]))"
    return [
        Query(f"histogram_quantile({share:g}, {inner})", f"{names}p{share * 100:g}", True)
        for share in shares
    ]


def rate(counter: str, by: Sequence[str], *, selector: str = "") -> Query:
    """How many a second, a course for each combination of the labels `by`."""
    return Query(f"{_summed(by)} (rate({counter}{selector}[{RATE}]))", _named(by, counter))


def added(counter: str, by: Sequence[str], over: str, *, selector: str = "") -> Query:
    """How many more there were in the time `over` up to each instant."""
    return Query(f"{_summed(by)} (increase({counter}{selector}[{over}]))", _named(by, counter))


def _summed(by: Sequence[str]) -> str:
    return f"sum by ({', '.join(by)})" if by else "sum"


def _named(by: Sequence[str], counter: str) -> str:
    return " ".join(f"{{{{{label}}}}}" for label in by) or counter.removesuffix("_total")


def _target(query: Query, ref: str) -> Dataquery:
    target = Dataquery().expr(query.expr).ref_id(ref).range().datasource(DATASOURCE)
    if query.legend:
        target = target.legend_format(query.legend)
    return target.exemplar(True) if query.has_exemplars else target


def _thresholds(steps: list[Threshold]) -> build.ThresholdsConfig:
    return build.ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(steps)


def _legend() -> VizLegendOptions:
    legend = VizLegendOptions().show_legend(True).display_mode(LegendDisplayMode.TABLE)
    return legend.placement(LegendPlacement.BOTTOM).calcs(["lastNotNull", "max"])
