"""Spans of traces that are recorded (ADR 0015).

They are made by hand and not by the SDK's tracer: their ids travel as text before the span exists,
they begin at instants that are past or still to come, and one costs a fifth. What is done with a
span that has ended is OpenTelemetry's: its model, its encoding, its exporter.
"""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Event, ReadableSpan
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import Link, SpanContext, SpanKind, Status, StatusCode, TraceFlags

from shared.core.clock import Clock

Value = str | int | float | bool

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_SCOPE: Final = InstrumentationScope("rondel")
_SAMPLED: Final = TraceFlags(TraceFlags.SAMPLED)
_MOST_LINKS: Final = 128
_UNSET: Final = Status(StatusCode.UNSET)


class SpanSink(Protocol):
    """Takes spans that have ended, at once and without waiting."""

    def put(self, span: ReadableSpan) -> None:
        """It will be sent, or dropped and counted."""
        ...


class Recorder:
    """What all spans of a part of the process have in common."""

    __slots__ = ("clock", "resource", "sink")

    def __init__(self, resource: Resource, sink: SpanSink, clock: Clock) -> None:
        self.resource = resource
        self.sink = sink
        self.clock = clock


class Span:
    """Something that takes time, in a trace that is recorded. It counts once it has ended."""

    __slots__ = (
        "_attributes",
        "_error",
        "_events",
        "_has_ended",
        "_links",
        "_parent_id",
        "_recorder",
        "_started_at",
        "kind",
        "name",
        "span_id",
        "trace_id",
    )

    def __init__(
        self,
        recorder: Recorder,
        name: str,
        kind: SpanKind,
        trace_id: int,
        parent_id: int,
        *,
        started_at: datetime | None = None,
        attributes: Mapping[str, Value] | None = None,
    ) -> None:
        """Of a parent with id 0 there is none."""
        self._recorder = recorder
        self.name = name
        self.kind = kind
        self.trace_id = trace_id
        self.span_id = secrets.randbits(64) or 1
        self._parent_id = parent_id
        self._started_at = started_at or recorder.clock.now()
        self._attributes: dict[str, Value] = dict(attributes or {})
        self._events: list[Event] = []
        self._links: list[Link] = []
        self._error: str | None = None
        self._has_ended = False

    @property
    def traceparent(self) -> str:
        """The context of what happens below this span."""
        return f"00-{self.trace_id:032x}-{self.span_id:016x}-01"

    def child(
        self,
        name: str,
        peer: str | None = None,
        attributes: Mapping[str, Value] | None = None,
    ) -> "Span":
        """A part of this span that begins now; `peer` is who is asked for it, if anybody is."""
        kind = SpanKind.INTERNAL if peer is None else SpanKind.CLIENT
        below = Span(self._recorder, name, kind, self.trace_id, self.span_id, attributes=attributes)
        if peer is not None:
            below.set("peer.service", peer)
        return below

    def set(self, name: str, value: Value) -> None:
        """The span says so."""
        self._attributes[name] = value

    def note(self, name: str, at: datetime | None = None) -> None:
        """Something happened within the span."""
        self._events.append(Event(name, timestamp=_ns(at or self._recorder.clock.now())))

    def link(self, other: "Span") -> None:
        """The other span has to do with this one, though neither is below the other."""
        if len(self._links) < _MOST_LINKS:
            self._links.append(Link(other.context))

    def fail(self, error: str) -> None:
        """The span ended badly; `error` is the name of a class or code, never a text."""
        self._error = error

    def end(self, at: datetime | None = None) -> None:
        """The span is over and on its way; ending it again does nothing."""
        if self._has_ended:
            return
        self._has_ended = True
        self._recorder.sink.put(self._finished(at or self._recorder.clock.now()))

    @property
    def context(self) -> SpanContext:
        """Its ids, as OpenTelemetry has them."""
        return _context(self.trace_id, self.span_id, is_remote=False)

    def _finished(self, ended_at: datetime) -> ReadableSpan:
        if self._error is not None:
            self._attributes["error.type"] = self._error
        return ReadableSpan(
            self.name,
            self.context,
            _context(self.trace_id, self._parent_id, is_remote=True) if self._parent_id else None,
            self._recorder.resource,
            self._attributes,
            self._events,
            self._links,
            self.kind,
            status=_UNSET if self._error is None else Status(StatusCode.ERROR, self._error),
            start_time=_ns(self._started_at),
            end_time=_ns(max(ended_at, self._started_at)),
            instrumentation_scope=_SCOPE,
        )


def _context(trace_id: int, span_id: int, *, is_remote: bool) -> SpanContext:
    return SpanContext(trace_id, span_id, is_remote, _SAMPLED)


def _ns(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND * 1000
