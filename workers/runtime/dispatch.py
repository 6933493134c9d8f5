"""Gives records to a handler and sees to it that each has an outcome before its offset is done."""

import random
from collections.abc import Sequence
from typing import Protocol

from shared.core.clock import Clock
from shared.events.envelope import (
    Event,
    Headers,
    Place,
    UndecodableEvent,
    decode,
    header_text,
)
from shared.events.retries import RetryPolicy
from shared.events.topics import dlq_topic, retry_topic
from shared.kafka.errors import KafkaFailure, is_refusal
from shared.kafka.producer import EventProducer
from shared.kafka.records import Record, TopicPartition
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from shared.observability.tracer import Tracer
from workers.runtime.breaker import Breaker
from workers.runtime.combining import AfterCommitFailed
from workers.runtime.dlq import dead_headers, dead_type
from workers.runtime.failures import Failure, FailureKind, judge
from workers.runtime.handler import Handler
from workers.runtime.history import REDUCED, history_of, original_place
from workers.runtime.outages import Outages
from workers.runtime.pausing import PauseSwitch
from workers.runtime.retry import retry_headers
from workers.runtime.spans import Handling
from workers.runtime.testing import RuntimeSignals

_TYPE_HEADER = "ce_type"
_FIRST_WAIT_SECONDS = 0.1
_LONGEST_WAIT_SECONDS = 5.0
_PUBLISH_WAIT_SECONDS = 1.0

Read = tuple[Record, Event]


class Lane(Protocol):
    """The partition that a batch comes from."""

    @property
    def at(self) -> TopicPartition:
        """Which one."""
        ...

    def mark_done(self, offset: int) -> None:
        """Every record before this offset has had its outcome."""
        ...

    async def wait(self, seconds: float) -> None:
        """Time has passed. Raises when the partition is being given up: nothing more is done."""
        ...


class Dispatcher:
    """The way of every record: passed over, handled, to a retry topic, or to the dead letters."""

    def __init__(
        self,
        handler: Handler,
        producer: EventProducer,
        *,
        clock: Clock,
        metrics: Metrics,
        tracer: Tracer,
        policy: RetryPolicy | None,
        pause: PauseSwitch | None,
        breaker: Breaker,
        outages: Outages,
        signals: RuntimeSignals,
    ) -> None:
        """`policy` takes the place of those in the catalogue; without `pause` nobody can pause."""
        self._handler = handler
        self._types = frozenset(name.encode() for name in handler.types)
        self._producer = producer
        self._clock = clock
        self._metrics = metrics
        self._tracer = tracer
        self._policy = policy
        self._pause = pause
        self._breaker = breaker
        self._outages = outages
        self._signals = signals
        self._log = get_logger()
        for name in handler.types:  # or Prometheus would see no increase in the first of them
            metrics.count("dlq_messages_total", 0, event_type=name)
        metrics.count("consumer_retries_total", 0, group=handler.group)
        metrics.count("stale_events_total", 0, group=handler.group)

    async def dispatch(self, lane: Lane, records: Sequence[Record]) -> None:
        """Each of the records has had its outcome, and its offset may be committed."""
        started = self._clock.monotonic()
        wanted = await self._read(lane, records)
        if wanted:
            await self._handle(lane, wanted)
            self._metrics.observe("consumer_batch_events", len(wanted), group=self._handler.group)
        lane.mark_done(records[-1].offset + 1)
        seconds = self._clock.monotonic() - started
        self._metrics.observe("consumer_batch_seconds", seconds, group=self._handler.group)

    async def _read(self, lane: Lane, records: Sequence[Record]) -> list[Read]:
        """The events that the handler wants; what cannot be read is with the dead letters."""
        wanted: list[Read] = []
        skipped = 0
        topic, partition = lane.at
        is_retry = topic not in self._handler.topics
        for record in records:
            name = next((value for key, value in record.headers if key == _TYPE_HEADER), None)
            if name is not None and name not in self._types:
                skipped += 1
                continue
            try:
                place = (
                    original_place(lane.at, record, self._handler.topics)
                    if is_retry
                    else Place(topic, partition, record.offset)
                )
                wanted.append((record, decode(record.headers, record.value, place)))
            except UndecodableEvent as error:
                failure = judge(error)
                await self._await_resumption(lane)
                async with self._breaker.passing(lane.wait):
                    await self._bury(lane, record, failure)
        if skipped:
            self._count("skipped", skipped)
        return wanted

    async def _handle(self, lane: Lane, wanted: Sequence[Read]) -> None:
        """Each of the events has had its outcome: all together, or one by one if that fails."""
        await self._await_resumption(lane)
        if len(wanted) > 1 and not self._breaker.is_open and await self._together(lane, wanted):
            return
        for record, event in wanted:
            await self._await_resumption(lane)
            async with self._breaker.passing(lane.wait):
                await self._alone(lane, record, event)
            if len(wanted) > 1:
                lane.mark_done(record.offset + 1)

    async def _together(self, lane: Lane, wanted: Sequence[Read]) -> bool:
        """Whether the events were handled in one go."""
        batch = [event for _, event in wanted]
        failure = await self._attempt(lane, batch)
        if failure is not None and failure.kind is FailureKind.TRANSIENT:
            await lane.wait(self._policy_of(batch[0]).pause_after(1))
            failure = await self._attempt(lane, batch)
        if failure is None:
            self._succeeded(len(batch))
        return failure is None

    async def _alone(self, lane: Lane, record: Record, event: Event) -> None:
        """The event has its outcome, after as many tries here as its policy allows."""
        policy, tries = self._policy_of(event), 0
        while True:
            failure = await self._attempt(lane, [event])
            tries += 1
            if failure is None:
                self._succeeded(1)
                return
            if failure.kind is not FailureKind.TRANSIENT or not policy.tries_again_here(
                tries, failure.retry_after_seconds
            ):
                await self._give_up(lane, (record, event), policy, failure)
                return
            await lane.wait(policy.pause_after(tries))

    def _succeeded(self, events: int) -> None:
        self._breaker.handled(events)
        self._count("handled", events)
        self._signals.handled.fire(events)

    def _policy_of(self, event: Event) -> RetryPolicy:
        return self._policy or event.type.retry

    async def _await_resumption(self, lane: Lane) -> None:
        if self._pause is not None:
            await self._pause.passed(lane.wait)

    async def _attempt(self, lane: Lane, batch: Sequence[Event]) -> Failure | None:
        """The events are handled, or why not. While a dependency is away this waits for it."""
        wait = _FIRST_WAIT_SECONDS
        handling = Handling(self._tracer, self._handler.group, lane.at, batch)
        while True:
            try:
                with handling.under_way():
                    await self._handler.process(handling.events)
            except AfterCommitFailed:
                raise
            except Exception as error:  # noqa: BLE001 - judged, and never lost
                failure = judge(error)
                if failure.kind is not FailureKind.AWAY:
                    handling.end(failure.error_class)
                    return failure
                handling.waits_for(failure.dependency)
                self._outages.began(failure.dependency, error)
                await lane.wait(wait * random.uniform(0.5, 1.0))  # noqa: S311 - spreads load
                wait = min(wait * 2, _LONGEST_WAIT_SECONDS)
            else:
                handling.end()
                self._outages.ended("PostgreSQL")
                return None

    async def _give_up(self, lane: Lane, read: Read, policy: RetryPolicy, failure: Failure) -> None:
        """The event is in the retry topic of its next tier, or with the dead letters."""
        record, event = read
        history = history_of(lane.at, record)
        tier = policy.tier_after(history.attempts + 1, failure.retry_after_seconds)
        if failure.kind is not FailureKind.TRANSIENT or tier is None:
            await self._tell_handler(lane, event, failure)
            await self._bury(lane, record, failure)
            return
        delay = policy.delay_of(tier)
        headers = retry_headers(record, history, failure, self._clock.now(), delay)
        await self._publish(lane, retry_topic(self._handler.group, tier), record, headers)
        self._log.info(
            "event_postponed", tier=tier, error=failure.error_class, **_place(lane, record)
        )
        self._count("retried", 1)
        self._metrics.count("consumer_retries_total", group=self._handler.group)
        self._signals.retried.fire(tier)

    async def _tell_handler(self, lane: Lane, event: Event, failure: Failure) -> None:
        """The handler knows that the event dies; while a dependency is away this waits for it."""
        while True:
            try:
                await self._handler.give_up(event, failure.told)
            except Exception as error:  # noqa: BLE001 - judged; the dead letter says the rest
                trouble = judge(error)
                if trouble.kind is not FailureKind.AWAY:
                    self._log.exception("giving_up_failed", event_id=str(event.id))
                    return
                self._outages.began(trouble.dependency, error)
                await lane.wait(_PUBLISH_WAIT_SECONDS)
            else:
                return

    async def _bury(self, lane: Lane, record: Record, failure: Failure) -> None:
        """The event is with the dead letters of its type."""
        history = history_of(lane.at, record)
        name = dead_type(record)
        headers = dead_headers(record, history, failure, self._handler.group, self._clock.now())
        await self._publish(lane, dlq_topic(name), record, headers)
        log = self._log.error if failure.kind is FailureKind.BUG else self._log.warning
        log(
            "event_dead",
            dead_type=name,
            kind=failure.kind,
            error=failure.error_class,
            fingerprint=failure.fingerprint,
            exc_info=failure.error if failure.kind is FailureKind.BUG else None,
            **_place(lane, record),
        )
        self._breaker.died(failure)
        self._count("dead", 1)
        self._metrics.count("dlq_messages_total", event_type=name)
        self._signals.buried.fire(name)

    async def _publish(self, lane: Lane, topic: str, record: Record, headers: Headers) -> None:
        """Kafka has acknowledged a copy of the record. While it is away this waits for it.

        A body that was packed smaller than it is may fit the main topic and no other: then the
        copy goes without it.
        """
        value = record.value
        if value is None and record.key is None:
            value = b""  # aiokafka cannot send a record that is nothing but headers
        while True:
            try:
                ack = await self._producer.send(
                    topic, None, key=record.key, value=value, headers=headers
                )
                await ack
            except KafkaFailure as error:
                if is_refusal(error) and value:
                    self._log.error("event_reduced", bytes=len(value), **_place(lane, record))
                    headers = [*headers, (REDUCED, f"a body of {len(value)} bytes".encode())]
                    value = b""  # it is in the original topic, at the place that the headers name
                    continue
                self._outages.began("Kafka", error)
                await lane.wait(_PUBLISH_WAIT_SECONDS)
            else:
                self._outages.ended("Kafka")
                return

    def _count(self, outcome: str, events: int) -> None:
        self._metrics.count(
            "consumer_events_total", events, group=self._handler.group, outcome=outcome
        )


def _place(lane: Lane, record: Record) -> dict[str, object]:
    topic, partition = lane.at
    return {
        "topic": topic,
        "partition": partition,
        "offset": record.offset,
        "event_id": (header_text(record.headers, "ce_id") or "")[:40],
    }
