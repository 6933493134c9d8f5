"""Hands due reminders to Kafka: no database between the due time and the send."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Protocol

from shared.core.clock import Clock
from shared.core.ids import derived_uuid
from shared.events.catalog import BY_MODEL
from shared.events.envelope import dump_data, make_headers
from shared.events.reminders import ReminderDue
from shared.kafka.errors import KafkaFailure
from shared.kafka.producer import Ack, EventProducer
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from shared.observability.tracing import child_of
from workers.reminders.entries import Entry

_DUE = BY_MODEL[ReminderDue]


class OnResult(Protocol):
    """Learns whether Kafka has taken an entry."""

    def __call__(self, entry: Entry, *, acknowledged: bool) -> None:
        """`entry` is in Kafka, or it is not and waits to be fired again."""
        ...


class Firing:
    """Sends `reminder.due`. The same reminder and version always has the same event id."""

    def __init__(self, producer: EventProducer, clock: Clock, metrics: Metrics) -> None:
        self._producer = producer
        self._clock = clock
        self._metrics = metrics
        self._tasks: set[asyncio.Task[None]] = set()

    def fire(self, partition: int, entries: Sequence[Entry], on_result: OnResult) -> None:
        """The entries are on their way; `on_result` hears of each. Never raises."""
        task = asyncio.create_task(self._send(partition, entries, on_result))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, partition: int, entries: Sequence[Entry], on_result: OnResult) -> None:
        for position, entry in enumerate(entries):
            try:
                acknowledgement = await self._hand_over(partition, entry)
            except KafkaFailure:
                get_logger().exception("firing_failed", partition=partition)
                await asyncio.sleep(1)
                for rest in entries[position:]:
                    on_result(rest, acknowledged=False)
                return
            acknowledgement.add_done_callback(partial(self._answered, entry, on_result))

    async def _hand_over(self, partition: int, entry: Entry) -> Ack:
        data = ReminderDue.model_construct(
            user_id=entry.user_id,
            reminder_id=entry.reminder_id,
            task_id=entry.task_id,
            reminder_version=entry.version,
            fire_at=entry.run_at,
        )
        return await self._producer.send(
            _DUE.topic,
            partition=partition,
            key=str(entry.user_id).encode(),
            value=dump_data(data),
            headers=make_headers(
                event_type=_DUE.name,
                event_id=derived_uuid(entry.reminder_id, f"due/{entry.version}"),
                user_id=entry.user_id,
                subject=str(entry.reminder_id),
                occurred_at=entry.run_at,
                traceparent=child_of(None),
            ),
        )

    def _answered(self, entry: Entry, on_result: OnResult, answer: Ack) -> None:
        if answer.cancelled() or answer.exception() is not None:
            on_result(entry, acknowledged=False)
            return
        late = (self._clock.now() - entry.run_at).total_seconds()
        self._metrics.observe("reminder_lateness_seconds", late, stage="fired")
        self._metrics.count("reminders_fired_total")
        on_result(entry, acknowledged=True)
