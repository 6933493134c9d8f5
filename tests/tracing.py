"""Spans in a test: kept in a list instead of sent, and what they say."""

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from typing_extensions import override

from shared.core.clock import Clock, SystemClock
from shared.observability.spans import Recorder, SpanSink
from shared.observability.tracer import Tracer


class Kept(SpanSink):
    """Spans that have ended, in that order."""

    def __init__(self) -> None:
        self.spans: list[ReadableSpan] = []

    @override
    def put(self, span: ReadableSpan) -> None:
        self.spans.append(span)

    def named(self, name: str) -> list[ReadableSpan]:
        """Those of this name."""
        return [span for span in self.spans if span.name == name]


def recording(
    ratio: float = 1.0, *, trust_clients: bool = False, clock: Clock | None = None
) -> tuple[Tracer, Kept]:
    """A tracer, and what it has recorded."""
    kept = Kept()
    recorder = Recorder(Resource({"service.name": "tests"}), kept, clock or SystemClock())
    return Tracer(recorder, ratio=ratio, trust_clients=trust_clients), kept


def ids_of(span: ReadableSpan) -> tuple[str, str, str | None]:
    """Trace, span and parent, in hexadecimal digits."""
    assert span.context is not None
    parent = None if span.parent is None else f"{span.parent.span_id:016x}"
    return f"{span.context.trace_id:032x}", f"{span.context.span_id:016x}", parent
