"""What is recorded of handling events: a span for each that belongs to a recorded trace."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from typing import Concatenate, ParamSpec

from opentelemetry.trace import SpanKind

from shared.events.envelope import Event
from shared.kafka.records import TopicPartition
from shared.observability.spans import Span, Value
from shared.observability.tracer import Tracer
from shared.observability.tracing import (
    about,
    child_of,
    is_sampled,
    within_event,
    within_work,
)

P = ParamSpec("P")


class Handling:
    """One attempt at a batch: its spans, and the events as the handler is to see them.

    An event of a recorded trace carries the context of its own span, so that what it causes hangs
    below that.
    """

    def __init__(
        self, tracer: Tracer, group: str, at: TopicPartition, batch: Sequence[Event]
    ) -> None:
        self.spans: Mapping[object, Span] = {}
        self.events = batch
        self._at = at
        self._whole: Span | None = None
        if tracer.records:
            self.spans = _spans_of(tracer, group, batch)
        if self.spans:
            self.events = [_below(event, self.spans.get(event.id)) for event in batch]
            if len(self.spans) > 1:
                self._whole = _span_of_batch(tracer, group, at, batch, self.spans)
        one = self.events[0].traceparent if len(batch) == 1 else None
        self._traceparent = one if is_sampled(one) else child_of(one)

    def under_way(self) -> AbstractContextManager[None]:
        """Everything inside, its log lines too, belongs to this attempt."""
        fields = partial(_fields_of, self._at, self.events)
        return within_work(self._traceparent, self.spans, fields)

    def waits_for(self, dependency: str) -> None:
        """The attempt goes on when the dependency is back."""
        for span in self.spans.values():
            span.note(f"waits for {dependency}")

    def end(self, error: str | None = None) -> None:
        """The attempt is over; `error` is the class of what it failed with."""
        for span in (*self.spans.values(), *((self._whole,) if self._whole else ())):
            if error is not None:
                span.fail(error)
            span.end()


async def in_its_trace(
    event: Event,
    work: Callable[Concatenate[Event, P], Awaitable[None]],
    *args: P.args,
    **named: P.kwargs,
) -> None:
    """The work for one event of a batch, in the trace of that event; its log lines name it."""
    with within_event(event.id, event.traceparent), about(partial(fields_of_event, event)):
        await work(event, *args, **named)


def _spans_of(tracer: Tracer, group: str, batch: Sequence[Event]) -> dict[object, Span]:
    spans: dict[object, Span] = {}
    for event in batch:
        if not is_sampled(event.traceparent):
            continue
        span = tracer.span(f"handle {event.type.name}", SpanKind.CONSUMER, event.traceparent)
        if span is not None:
            spans[event.id] = span
            _describe(span, group, event)
    return spans


def _describe(span: Span, group: str, event: Event) -> None:
    span.set("messaging.consumer.group.name", group)
    span.set("messaging.message.id", str(event.id))
    span.set("user_id", str(event.data.user_id))
    if event.place is not None:
        span.set("messaging.destination.name", event.place.topic)
        span.set("messaging.destination.partition.id", str(event.place.partition))
        span.set("messaging.kafka.offset", event.place.offset)


def _below(event: Event, span: Span | None) -> Event:
    return event if span is None else replace(event, traceparent=span.traceparent)


def _span_of_batch(
    tracer: Tracer,
    group: str,
    at: TopicPartition,
    batch: Sequence[Event],
    spans: Mapping[object, Span],
) -> Span | None:
    topic, partition = at
    about_batch: dict[str, Value] = {
        "messaging.consumer.group.name": group,
        "messaging.destination.name": topic,
        "messaging.destination.partition.id": str(partition),
        "messaging.batch.message_count": len(batch),
    }
    whole = tracer.batch(f"handle batch of {group}", about_batch)
    if whole is not None:
        for span in spans.values():
            whole.link(span)
    return whole


def _fields_of(at: TopicPartition, events: Sequence[Event]) -> Mapping[str, object]:
    if len(events) == 1:
        return fields_of_event(events[0])
    topic, partition = at
    places = [event.place.offset for event in events if event.place is not None]
    known = {"offset": places[0], "last_offset": places[-1]} if places else {}
    return {"topic": topic, "partition": partition, **known, "events": len(events)}


def fields_of_event(event: Event) -> Mapping[str, object]:
    """What log lines about this event say."""
    place = {} if event.place is None else event.place._asdict()
    return {
        **place,
        "event_id": str(event.id),
        "event_type": event.type.name,
        "user_id": str(event.data.user_id),
    }
