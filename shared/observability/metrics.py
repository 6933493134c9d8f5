"""Collectors made from `metric_defs`, bound to one registry: no module-level state."""

import asyncio
import platform
from collections.abc import Callable
from typing import Any, TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST as CONTENT_TYPE_OPEN
from prometheus_client.openmetrics.exposition import generate_latest as generate_open

from shared.core.version import own_version
from shared.observability.metric_defs import METRICS, MetricDef
from shared.observability.tracing import current_traceparent, is_sampled, trace_id_of

Metric = TypeVar("Metric", Counter, Gauge, Histogram)


class Metrics:
    """All metrics of one process. A name that is not in `metric_defs` is a KeyError."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # and a third of all series goes
        self.registry = CollectorRegistry()
        self._counters: dict[str, Counter] = {}
        self._gauges: dict[str, Gauge] = {}
        self._histograms: dict[str, Histogram] = {}
        self._traced: set[str] = set()
        self._series: dict[tuple[object, ...], Any] = {}
        self._looks: list[Callable[[], None]] = []
        for definition in METRICS:
            self._declare(definition)
        self._describe_process()

    def _declare(self, d: MetricDef) -> None:
        if d.kind == "counter":
            self._counters[d.name] = Counter(d.name, d.help, d.labels, registry=self.registry)
        elif d.kind == "gauge":
            self._gauges[d.name] = Gauge(d.name, d.help, d.labels, registry=self.registry)
        else:
            self._histograms[d.name] = Histogram(
                d.name, d.help, d.labels, registry=self.registry, buckets=d.buckets
            )
            if d.exemplars:
                self._traced.add(d.name)

    def _describe_process(self) -> None:
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self.set("build_info", 1, version=own_version(), python=platform.python_version())

    def count(self, name: str, amount: float = 1, **labels: str) -> None:
        """The counter has grown by `amount`."""
        self._labelled(self._counters, name, labels).inc(amount)

    def set(self, name: str, value: float, **labels: str) -> None:
        """The gauge shows `value`."""
        self._labelled(self._gauges, name, labels).set(value)

    def observe(self, name: str, value: float, **labels: str) -> None:
        """The histogram has one more observation; where that is declared, with its trace."""
        traceparent = current_traceparent() if name in self._traced else None
        exemplar = {"trace_id": trace_id_of(traceparent)} if is_sampled(traceparent) else None
        self._labelled(self._histograms, name, labels).observe(value, exemplar)

    def _labelled(self, kind: dict[str, Metric], name: str, labels: dict[str, str]) -> Metric:
        """The series with these labels, which the library takes 4 µs to find each time."""
        key = (name, *labels.items())
        found: Metric | None = self._series.get(key)
        if found is None:
            metric = kind[name]
            found = self._series[key] = metric.labels(**labels) if labels else metric
        return found

    def before_scrape(self, look: Callable[[], None]) -> None:
        """Each scrape calls `look` first, to set gauges by what is known already. No I/O."""
        self._looks.append(look)

    def render(self) -> bytes:
        """The metrics as Prometheus' text."""
        return self.answer("")[0]

    def answer(self, accept: str) -> tuple[bytes, str]:
        """What Prometheus scrapes, and its content type, by the Accept header of the request.

        Exemplars are in the OpenMetrics form alone: the older one has no place for them.
        """
        self._look()
        return self._encode(accept)

    async def answer_aside(self, accept: str) -> tuple[bytes, str]:
        """As `answer`, in a thread: thousands of series take tens of milliseconds."""
        self._look()
        return await asyncio.to_thread(self._encode, accept)

    def _look(self) -> None:
        for look in self._looks:
            look()

    def _encode(self, accept: str) -> tuple[bytes, str]:
        # Not the library's choose_encoder: 0.26 raises TypeError for versions that are no numbers.
        if _asks_for_open_metrics(accept):
            text: bytes = generate_open(self.registry)  # type: ignore[no-untyped-call]  # no types
            return text, CONTENT_TYPE_OPEN
        return generate_latest(self.registry), CONTENT_TYPE_PLAIN_0_0_4


def _asks_for_open_metrics(accept: str) -> bool:
    """Whether a scraper reads OpenMetrics; those that do read the older form as well.

    >>> _asks_for_open_metrics("application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
    True
    >>> _asks_for_open_metrics("text/plain;version=0.0.4")
    False
    """
    kinds = (part.partition(";")[0].strip().lower() for part in accept.split(","))
    return "application/openmetrics-text" in kinds
