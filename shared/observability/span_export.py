"""Spans on their way to the collector: a queue with an end, and a thread that empties it.

The SDK's own processor counts nothing that an operator could watch, writes a line for each batch
that is lost, and holds up the end of the process for half a minute.
"""

import threading
from collections import deque
from collections.abc import Sequence
from typing import Final

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from shared.core.clock import Clock
from shared.core.tracing_settings import TracingSettings
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from shared.observability.short_answers import ShortAnswers

BATCH: Final = 512
"""Spans a request: a request costs a millisecond of processor time, however few it carries."""

_GATHER_SECONDS: Final = 2.0
_SAY_EVERY_SECONDS: Final = 60.0
TRACES_PATH: Final = "/v1/traces"
"""Behind the endpoint of the settings."""


class SpanQueue:
    """At most `size` spans wait; what comes then is dropped and counted."""

    def __init__(
        self,
        exporter: SpanExporter,
        metrics: Metrics,
        clock: Clock,
        *,
        size: int,
        endpoint: str,
        gather_seconds: float = _GATHER_SECONDS,
    ) -> None:
        self._exporter = exporter
        self._metrics = metrics
        self._clock = clock
        self._size = size
        self._endpoint = endpoint
        self._gather_seconds = gather_seconds
        self._waiting: deque[ReadableSpan] = deque()
        self._wake = threading.Event()
        self._is_closing = False
        self._said_at: float | None = None
        self._lost = 0
        self._log = get_logger()
        metrics.count("trace_spans_exported_total", 0)
        for reason in ("queue_full", "not_taken"):
            metrics.count("trace_spans_dropped_total", 0, reason=reason)
        self._thread = threading.Thread(target=self._run, name="spans", daemon=True)
        self._thread.start()

    def put(self, span: ReadableSpan) -> None:
        """The span waits, if there is room. Never waits, never raises."""
        if len(self._waiting) >= self._size or self._is_closing:
            self._metrics.count("trace_spans_dropped_total", reason="queue_full")
            return
        self._waiting.append(span)
        if len(self._waiting) >= BATCH:
            self._wake.set()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def close(self, seconds: float) -> None:
        """What waits has been sent, or given up after so many seconds; the rest is counted."""
        if self._is_closing:
            return
        self._is_closing = True
        self._wake.set()
        self._thread.join(seconds)
        self._exporter.shutdown()  # ends the waits between tries as well
        if self._waiting:
            self._drop(len(self._waiting))

    def _run(self) -> None:
        while not self._is_closing:
            is_full = self._wake.wait(self._gather_seconds)
            self._wake.clear()
            self._send_down_to(BATCH if is_full else 1)
        self._send_down_to(1)

    def _send_down_to(self, fewest: int) -> None:
        """Batches leave until fewer than this wait; those go with the next ones."""
        while len(self._waiting) >= fewest:
            count = min(len(self._waiting), BATCH)
            self._send([self._waiting.popleft() for _ in range(count)])

    def _send(self, spans: Sequence[ReadableSpan]) -> None:
        try:
            taken = self._exporter.export(spans) is SpanExportResult.SUCCESS
        except Exception:  # noqa: BLE001 - whatever it is, the service goes on; it is counted
            taken = False
        if taken:
            self._metrics.count("trace_spans_exported_total", len(spans))
            if self._lost:
                self._log.info("traces_sent_again", endpoint=self._endpoint, lost=self._lost)
                self._lost, self._said_at = 0, None
        else:
            self._drop(len(spans))

    def _drop(self, count: int) -> None:
        self._metrics.count("trace_spans_dropped_total", count, reason="not_taken")
        self._lost += count
        now = self._clock.monotonic()
        if self._said_at is None or now - self._said_at >= _SAY_EVERY_SECONDS:
            self._said_at = now
            self._log.warning("traces_not_taken", endpoint=self._endpoint, lost=self._lost)


def open_queue(settings: TracingSettings, metrics: Metrics, clock: Clock) -> SpanQueue:
    """A queue that sends to the collector of the settings."""
    assert settings.endpoint is not None
    seconds = settings.timeout_seconds
    exporter = OTLPSpanExporter(
        settings.endpoint + TRACES_PATH, timeout=seconds, session=ShortAnswers(clock, seconds)
    )
    return SpanQueue(
        exporter, metrics, clock, size=settings.queue_spans, endpoint=settings.endpoint
    )
