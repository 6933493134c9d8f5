"""What is recorded of planning, and which trace a reminder will fire in."""

from collections.abc import Iterable
from typing import Final

from opentelemetry.trace import SpanKind

from shared.core.origin import source_of
from shared.events.envelope import Event
from shared.observability.spans import Span
from shared.observability.tracer import Tracer
from shared.observability.tracing import is_sampled
from workers.reminders.entries import Entry

_NOTIFICATIONS: Final = source_of("notifications")
_NEW: Final = "new"
_SCHEDULE: Final = "schedule reminder"


class Plans:
    """The spans of entries that come to wait."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer

    def context_of(self, event: Event) -> str | None:
        """The context that an entry is planned in, if that is recorded.

        What follows a message, the next digest or nag, begins a trace of its own: else the trace
        of a daily digest would never end.
        """
        if event.source == _NOTIFICATIONS:
            return _NEW if self._tracer.records else None
        return event.traceparent if is_sampled(event.traceparent) else None

    def spans_of(self, entries: Iterable[Entry]) -> list[Span]:
        """The spans of those that are recorded; each entry has the context of its own."""
        if not self._tracer.records:
            return []
        spans = []
        for entry in entries:
            if entry.traceparent is None:
                continue
            span = self._span_of(entry.traceparent)
            entry.traceparent = None
            if span is not None:
                span.set("reminder_id", str(entry.reminder_id))
                span.set("fire_at", entry.run_at.isoformat())
                entry.traceparent = span.traceparent
                spans.append(span)
        return spans

    def _span_of(self, traceparent: str) -> Span | None:
        if traceparent == _NEW:
            return self._tracer.root(_SCHEDULE, SpanKind.INTERNAL)
        return self._tracer.span(_SCHEDULE, SpanKind.INTERNAL, traceparent)
