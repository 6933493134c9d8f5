"""Collectors made from `metric_defs`, bound to one registry: no module-level state."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

from shared.observability.metric_defs import METRICS, MetricDef

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """All metrics of one process. A name that is not in `metric_defs` is a KeyError."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._counters: dict[str, Counter] = {}
        self._gauges: dict[str, Gauge] = {}
        self._histograms: dict[str, Histogram] = {}
        for definition in METRICS:
            self._declare(definition)

    def _declare(self, d: MetricDef) -> None:
        if d.kind == "counter":
            self._counters[d.name] = Counter(d.name, d.help, d.labels, registry=self.registry)
        elif d.kind == "gauge":
            self._gauges[d.name] = Gauge(d.name, d.help, d.labels, registry=self.registry)
        else:
            self._histograms[d.name] = Histogram(
                d.name, d.help, d.labels, registry=self.registry, buckets=d.buckets
            )

    def count(self, name: str, amount: float = 1, **labels: str) -> None:
        """The counter has grown by `amount`."""
        counter = self._counters[name]
        (counter.labels(**labels) if labels else counter).inc(amount)

    def set(self, name: str, value: float, **labels: str) -> None:
        """The gauge shows `value`."""
        gauge = self._gauges[name]
        (gauge.labels(**labels) if labels else gauge).set(value)

    def observe(self, name: str, value: float, **labels: str) -> None:
        """The histogram has one more observation."""
        histogram = self._histograms[name]
        (histogram.labels(**labels) if labels else histogram).observe(value)

    def render(self) -> bytes:
        """The text that Prometheus scrapes."""
        return generate_latest(self.registry)
