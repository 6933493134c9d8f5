"""Hands due reminders to Kafka: no database between the due time and the send."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from opentelemetry.trace import SpanKind

from shared.core.clock import Clock
from shared.core.ids import derived_uuid
from shared.core.origin import source_of
from shared.events.base import EventData
from shared.events.catalog import BY_MODEL
from shared.events.digests import DigestDue
from shared.events.envelope import dump_data, make_headers
from shared.events.reminders import ReminderDue
from shared.kafka.errors import KafkaFailure
from shared.kafka.producer import EventProducer, Outgoing
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from shared.observability.spans import Span
from shared.observability.tracer import Tracer
from shared.observability.tracing import child_of
from workers.reminders.entries import Entry

_DUE = BY_MODEL[ReminderDue]
_DIGEST_DUE = BY_MODEL[DigestDue]
_SOURCE = source_of("reminders")
_BACKOFF_SECONDS = 1.0


class OnResult(Protocol):
    """Learns whether Kafka has taken an entry."""

    def __call__(self, entry: Entry, *, acknowledged: bool) -> None:
        """`entry` is in Kafka, or it is not and waits to be fired again."""
        ...


@dataclass(slots=True)
class _Lane:
    """What one opening of a partition sends: while one batch is under way, the next one gathers.

    A partition that was closed unsettled and is opened again has two; each is told of its own.
    """

    entries: list[Entry] = field(default_factory=list)
    sender: asyncio.Task[None] | None = None


class Firing:
    """Sends `reminder.due` and `digest.due`: the same id, always, for the same row and version."""

    def __init__(
        self,
        producer: EventProducer,
        clock: Clock,
        metrics: Metrics,
        tracer: Tracer | None = None,
    ) -> None:
        self._tracer = tracer or Tracer()
        self._producer = producer
        self._clock = clock
        self._metrics = metrics
        self._lanes: dict[tuple[int, OnResult], _Lane] = {}

    def fire(self, partition: int, entries: Sequence[Entry], on_result: OnResult) -> None:
        """The entries are on their way; `on_result` hears of each. Never raises."""
        lane = self._lanes.setdefault((partition, on_result), _Lane())
        lane.entries.extend(entries)
        if lane.sender is None:
            lane.sender = asyncio.create_task(self._drain(partition, lane, on_result))

    async def _drain(self, partition: int, lane: _Lane, on_result: OnResult) -> None:
        try:
            while lane.entries:
                entries, lane.entries = lane.entries, []
                await self._send(partition, entries, on_result)
        finally:
            lane.sender = None
            if not lane.entries:
                del self._lanes[partition, on_result]

    def record_of(self, entry: Entry) -> Outgoing:
        """What Kafka gets of this entry; of a recorded trace it carries the span of its firing.

        That span begins at the planned instant, so that its length is the lateness.
        """
        if entry.traceparent is not None and entry.span is None:
            entry.span = self._span_of(entry, entry.traceparent)
        return record_of(entry)

    def _span_of(self, entry: Entry, traceparent: str) -> Span | None:
        due = _DUE if entry.digest is None else _DIGEST_DUE
        return self._tracer.span(
            f"fire {due.name}",
            SpanKind.PRODUCER,
            traceparent,
            started_at=entry.run_at,
            attributes={
                "messaging.destination.name": due.topic,
                "peer.service": "kafka",
                "reminder_id": str(entry.reminder_id),
                "user_id": str(entry.user_id),
            },
        )

    async def _send(self, partition: int, entries: Sequence[Entry], on_result: OnResult) -> None:
        records = [entry.record or self.record_of(entry) for entry in entries]
        try:
            count = await self._producer.send_many(_DUE.topic, partition, records)
        except KafkaFailure:
            get_logger().exception("firing_refused", partition=partition)
            count = 0
        now = self._clock.now()
        for entry in entries[:count]:
            late = (now - entry.run_at).total_seconds()
            self._metrics.observe("reminder_lateness_seconds", late, stage="fired")
            if entry.span is not None:
                entry.span.end(now)
            on_result(entry, acknowledged=True)
        self._metrics.count("reminders_fired_total", count)
        if count < len(entries):
            await asyncio.sleep(_BACKOFF_SECONDS)
            for entry in entries[count:]:
                on_result(entry, acknowledged=False)


def record_of(entry: Entry) -> Outgoing:
    """The `reminder.due` or `digest.due` of this entry, as Kafka gets it."""
    if entry.digest is not None:
        digest = DigestDue.model_construct(
            user_id=entry.user_id,
            digest_id=entry.reminder_id,
            digest_version=entry.version,
            kind=entry.digest,
            fire_at=entry.run_at,
        )
        return _outgoing(entry, _DIGEST_DUE.name, f"digest-due/{entry.version}", digest)
    assert entry.task_id is not None
    data = ReminderDue.model_construct(
        user_id=entry.user_id,
        reminder_id=entry.reminder_id,
        task_id=entry.task_id,
        reminder_version=entry.version,
        fire_at=entry.run_at,
    )
    return _outgoing(entry, _DUE.name, f"due/{entry.version}", data)


def _outgoing(entry: Entry, event_type: str, name: str, data: EventData) -> Outgoing:
    """The event as Kafka gets it; its id follows from the row and `name`."""
    headers = make_headers(
        event_type=event_type,
        event_id=derived_uuid(entry.reminder_id, name),
        user_id=entry.user_id,
        subject=str(entry.reminder_id),
        occurred_at=entry.run_at,
        traceparent=_context_of(entry),
        source=_SOURCE,
    )
    return str(entry.user_id).encode(), dump_data(data), headers


def _context_of(entry: Entry) -> str:
    return child_of(entry.traceparent) if entry.span is None else entry.span.traceparent
