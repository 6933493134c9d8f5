"""What is recorded of publishing: a span for each event that belongs to a recorded trace."""

from collections.abc import Mapping, Sequence
from typing import Final

from opentelemetry.trace import SpanKind

from shared.db.repositories.outbox import WaitingEvent
from shared.observability.spans import Span
from shared.observability.tracer import Tracer
from shared.observability.tracing import is_sampled

_NOTHING: Final[Mapping[int, Span]] = {}


class Publishing:
    """One batch on its way to a topic.

    Each span begins with the change itself, so that the wait in the outbox is seen, and ends with
    the broker's acknowledgement.
    """

    def __init__(self, tracer: Tracer, events: Sequence[WaitingEvent]) -> None:
        self._events = events
        self._spans = _spans_of(tracer, events) if tracer.records else _NOTHING

    def context_of(self, event: WaitingEvent) -> str | None:
        """The context that the event travels in."""
        span = self._spans.get(event.id)
        return event.traceparent if span is None else span.traceparent

    def end(self, acknowledged: int, error: str) -> None:
        """So many of the events, from the start, are in Kafka; the others failed with `error`."""
        if not self._spans:
            return
        for place, event in enumerate(self._events):
            span = self._spans.get(event.id)
            if span is None:
                continue
            if place >= acknowledged:
                span.fail(error)
            span.end()


def _spans_of(tracer: Tracer, events: Sequence[WaitingEvent]) -> dict[int, Span]:
    spans: dict[int, Span] = {}
    for event in events:
        if not is_sampled(event.traceparent):
            continue
        span = tracer.span(
            f"publish {event.event_type}",
            SpanKind.PRODUCER,
            event.traceparent,
            started_at=event.occurred_at,
            attributes={
                "messaging.destination.name": event.topic,
                "messaging.destination.partition.id": str(event.partition),
                "messaging.message.id": str(event.event_id),
                "peer.service": "kafka",
            },
        )
        if span is not None:
            span.note("read from the outbox")
            spans[event.id] = span
    return spans
