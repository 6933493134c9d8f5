"""Decides which traces are recorded, and begins their spans."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final, Self

from opentelemetry.sdk.resources import Resource
from opentelemetry.trace import SpanKind
from typing_extensions import override

from shared.core.clock import Clock
from shared.core.tracing_settings import TracingSettings
from shared.observability.metrics import Metrics
from shared.observability.spans import Recorder, Span, Value
from shared.observability.tracing import (
    child_of,
    current_traceparent,
    is_sampled,
    is_traceparent,
)

if TYPE_CHECKING:
    from shared.observability.span_export import SpanQueue

_WHOLE: Final = 1 << 64
_HALF_OF_ID: Final = 16


class Tracer:
    """The spans of one part of the process; without a queue it records nothing."""

    def __init__(
        self,
        recorder: Recorder | None = None,
        queue: "SpanQueue | None" = None,
        *,
        ratio: float = 0.0,
        trust_clients: bool = False,
        stop_seconds: float = 2.0,
    ) -> None:
        self._recorder = recorder
        self._queue = queue
        self._bound = round(ratio * _WHOLE) if recorder is not None else 0
        self._trusts = trust_clients
        self._stop_seconds = stop_seconds
        self._key = secrets.token_bytes(16)

    @classmethod
    def opened(
        cls, settings: TracingSettings, service: str, metrics: Metrics, clock: Clock
    ) -> Self:
        """A tracer that sends to the collector of the settings, if they name one."""
        if settings.endpoint is None:
            return cls()
        from shared.observability.span_export import (  # noqa: PLC0415 - 9 MB of memory
            open_queue,
        )

        queue = open_queue(settings, metrics, clock)
        recorder = Recorder(_resource(service), queue, clock)
        return cls(
            recorder,
            queue,
            ratio=settings.ratio,
            trust_clients=settings.trust_clients,
            stop_seconds=settings.stop_seconds,
        )

    @property
    def records(self) -> bool:
        """Whether there is anything to do for a trace that is sampled."""
        return self._recorder is not None

    def close(self, seconds: float | None = None) -> None:
        """What has ended is sent, as much as goes out in so many seconds (else: the settings')."""
        if self._queue is not None:
            self._queue.close(self._stop_seconds if seconds is None else seconds)

    def request(self, given: str | None) -> "tuple[str, Span | None]":
        """The context of a request, and its span if it is recorded.

        The trace is that of the request around it, else the client's, if it names one. Whether a
        client's is recorded is our decision, and one that no choice of the id can force.
        """
        around = current_traceparent()
        if around is not None:
            inner = self.span("request", SpanKind.SERVER, around)
            return (child_of(around), None) if inner is None else (inner.traceparent, inner)
        parent = given if is_traceparent(given) else None
        drawn = secrets.token_hex(24)  # one look at the system's randomness, and not two
        trace = parent.split("-")[1] if parent else drawn[16:]
        if self._recorder is None or not self._records_request(trace, parent):
            return f"00-{trace}-{drawn[:16]}-00", None
        parent_id = int(parent.split("-")[2], 16) if parent else 0
        span = Span(self._recorder, "request", SpanKind.SERVER, int(trace, 16), parent_id)
        return span.traceparent, span

    def span(
        self,
        name: str,
        kind: SpanKind,
        parent: str | None,
        *,
        started_at: datetime | None = None,
        attributes: Mapping[str, Value] | None = None,
    ) -> Span | None:
        """A span below `parent`, if that belongs to a trace that is recorded."""
        if self._recorder is None or not is_sampled(parent):
            return None
        _, trace, above, _ = parent.split("-")
        return Span(
            self._recorder,
            name,
            kind,
            int(trace, 16),
            int(above, 16),
            started_at=started_at,
            attributes=attributes,
        )

    def root(
        self, name: str, kind: SpanKind, attributes: Mapping[str, Value] | None = None
    ) -> Span | None:
        """The first span of a new trace, if its id is one of those that are recorded."""
        trace = secrets.token_hex(16)
        if self._recorder is None or not self._is_chosen(trace):
            return None
        return Span(self._recorder, name, kind, int(trace, 16), 0, attributes=attributes)

    def batch(self, name: str, attributes: Mapping[str, Value]) -> Span | None:
        """A span of a trace of its own, for what is done for several traces together."""
        if self._recorder is None:
            return None
        trace = secrets.randbits(128) or 1
        return Span(self._recorder, name, SpanKind.CONSUMER, trace, 0, attributes=attributes)

    def _records_request(self, trace: str, parent: str | None) -> bool:
        if parent is None:
            return self._is_chosen(trace)
        if self._trusts:
            return int(parent[-2:], 16) & 1 == 1
        mixed = hashlib.blake2b(trace.encode(), digest_size=8, key=self._key)
        return int.from_bytes(mixed.digest(), "big") < self._bound

    def _is_chosen(self, trace: str) -> bool:
        return int(trace[_HALF_OF_ID:], 16) < self._bound


class _Service(Resource):
    """A resource that is compared by identity.

    The encoder of opentelemetry-exporter-otlp 1.45 looks it up for every span, and each time the
    hash of a plain one is that of all its attributes as JSON: a third of its work.
    """

    @override
    def __hash__(self) -> int:
        return id(self)

    @override
    def __eq__(self, other: object) -> bool:
        return self is other


def _resource(service: str) -> Resource:
    about = {"service.name": f"rondel-{service}", "service.namespace": "rondel"}
    return _Service(Resource.create(about).attributes)
