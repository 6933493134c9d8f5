"""The producer: in order, each record once per session, acknowledged by all replicas in sync.

Only workers.relay, workers.reminders, workers.deadletters and workers.runtime publish (ADR 0002).
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    KafkaConnectionError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    TopicAuthorizationFailedError,
)

from shared.core.errors import Unavailable
from shared.core.settings import KafkaSettings
from shared.kafka.connection import MAX_RECORD_BYTES, client_options
from shared.kafka.errors import KafkaRefused
from shared.kafka.records import Published
from shared.kafka.refusals import refusal_of, unavailable
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics

Ack = asyncio.Future[Published]
"""Done when the broker has the record. It waits through an outage, and fails only for good."""

Outgoing = tuple[bytes, bytes, Sequence[tuple[str, bytes | None]]]
"""Key, value and headers of a record."""

_BATCH_BYTES = 128 * 1024
_RENEWAL_BACKOFF_SECONDS = 0.5


class _Connection:
    """One session with the brokers; broken for good after its first failed record."""

    def __init__(self, client: Any, refused: dict[str, str]) -> None:
        self.client = client
        self.broken = asyncio.Event()
        self._refused = refused
        self._watches: dict[str, Callable[[Ack], None]] = {}
        self._open: set[Ack] = set()
        self._has_ended = False

    def watch(self, topic: str, ack: Ack) -> None:
        """This acknowledgement will be done: by the broker, or when the session has ended."""
        found = self._watches.get(topic)
        if found is None:  # one object for all of them
            found = self._watches[topic] = partial(self._hear, topic)
        ack.add_done_callback(found)
        self._open.add(ack)
        if self._has_ended:
            self.end()

    def end(self) -> None:
        """The client is stopped: what it has not answered by now, nobody will.

        aiokafka 0.14 stops when what was in its buffers at that moment is sent, and leaves what
        was put there afterwards, by a call that had waited for room, without an answer for ever.
        """
        self._has_ended = True
        for ack in list(self._open):
            if not ack.done():
                ack.set_exception(KafkaConnectionError("the session has ended"))

    def _hear(self, topic: str, ack: Ack) -> None:
        self._open.discard(ack)
        if ack.cancelled():
            return
        error = ack.exception()
        if error is not None:
            # A failed batch leaves a gap in the sequence of its partition, and aiokafka 0.14 raises
            # no epoch: whatever follows fails too
            # (https://github.com/aio-libs/aiokafka/issues/1017).
            self.broken.set()
            self.note(topic, error)
        elif self._refused:
            self._refused.pop(topic, None)

    def note(self, topic: str, error: BaseException) -> None:
        """An error that means a refusal is remembered until the topic takes a record again."""
        reason = refusal_of(error, topic)
        if reason is not None:
            self._refused[topic] = reason


class EventProducer:
    """Publishes records; renews its session by itself after an error that ended it.

    A record that failed must be sent again by the caller. Until the new session is there, nothing
    can be sent, so nothing overtakes what the old one still had.
    """

    def __init__(
        self, settings: KafkaSettings, client_id: str, metrics: Metrics | None = None
    ) -> None:
        self._metrics = metrics
        self._settings = settings
        self._client_id = client_id
        self._topics: dict[str, str] = {}
        self._refused: dict[str, str] = {}
        self._connection: _Connection | None = None
        self._connected = asyncio.Event()
        self._renewer: asyncio.Task[None] | None = None
        self._log = get_logger()

    async def start(self) -> None:
        """The producer can send.

        Raises:
            Unavailable: no broker answers, or it refuses us (`KafkaRefused`).
        """
        await self._connect()
        self._renewer = asyncio.create_task(self._renew_when_broken())

    async def send(
        self,
        topic: str,
        partition: int | None,
        *,
        key: bytes | None,
        value: bytes | None,
        headers: Sequence[tuple[str, bytes | None]],
        timestamp_ms: int | None = None,
    ) -> Ack:
        """The record is in the producer's buffer; the future is done when the broker has it.

        Records of one partition arrive in the order of these calls. Suspends only while the buffer
        of the partition is full or the session is being renewed. `topic` is the plain name;
        without `partition` the key decides, as Kafka's own clients do.

        Raises:
            KafkaFailure: the record cannot be published at all (too large, unknown topic).
        """
        connection = await self._session()
        name = self._full_name(topic)
        started = monotonic()
        try:
            ack: Ack = await connection.client.send(
                name, value, key, partition, timestamp_ms, headers
            )
        except KafkaError as error:
            if not isinstance(error, (KafkaTimeoutError, MessageSizeTooLargeError)):
                self._failed(connection, name, error)
            self._measure(topic, 0, 1, started)
            raise
        connection.watch(name, ack)
        if self._metrics is not None:
            ack.add_done_callback(partial(self._measure_one, topic, started))
        return ack

    async def send_many(self, topic: str, partition: int, records: Sequence[Outgoing]) -> int:
        """How many of the records, from the start, the broker has; all of them unless it fails.

        Costs a third of as many calls of `send`: the records go as ready-made batches. In order
        with other calls for the same partition that were awaited before.

        Raises:
            KafkaFailure: a record is too large to be published at all; none of them was sent.
        """
        connection = await self._session()
        name = self._full_name(topic)
        batches = self._pack(connection, records)
        started = monotonic()
        acknowledgements: list[Ack] = []
        try:
            for batch in batches:
                ack: Ack = await connection.client.send_batch(batch, name, partition=partition)
                connection.watch(name, ack)
                acknowledgements.append(ack)
        except KafkaError as error:
            if not isinstance(error, KafkaTimeoutError):
                self._failed(connection, name, error)
        await asyncio.gather(*acknowledgements, return_exceptions=True)
        count = _acknowledged(batches, acknowledgements)
        self._measure(topic, count, len(records), started)
        return count

    def _measure_one(self, topic: str, started: float, ack: Ack) -> None:
        is_there = not ack.cancelled() and ack.exception() is None
        self._measure(topic, int(is_there), 1, started)

    def _measure(self, topic: str, acknowledged: int, handed_over: int, started: float) -> None:
        """`topic` is one of the plain names, which are few."""
        if self._metrics is None:
            return
        count = self._metrics.count
        count("kafka_publishes_total", acknowledged, topic=topic, outcome="acknowledged")
        failed = handed_over - acknowledged
        count("kafka_publishes_total", failed, topic=topic, outcome="failed")
        self._metrics.observe("kafka_publish_seconds", monotonic() - started)

    def _failed(self, connection: "_Connection", topic: str, error: KafkaError) -> None:
        """The session is over; not for a topic that may not be seen, of which nothing was sent."""
        connection.note(topic, error)
        if not isinstance(error, TopicAuthorizationFailedError):
            connection.broken.set()

    def _pack(self, connection: "_Connection", records: Sequence[Outgoing]) -> list[Any]:
        batches: list[Any] = []
        batch: Any = None
        for key, value, headers in records:
            if batch is not None and batch.append(
                timestamp=None, key=key, value=value, headers=headers
            ):
                continue
            batch = connection.client.create_batch()
            batches.append(batch)
            if not batch.append(timestamp=None, key=key, value=value, headers=headers):
                raise MessageSizeTooLargeError(f"a record of {len(value)} bytes")
        for each in batches:
            each.close()
        return batches

    async def _session(self) -> "_Connection":
        """The session, once there is one that works."""
        connection = self._connection
        while connection is None or connection.broken.is_set():
            self._connected.clear()
            await self._connected.wait()
            connection = self._connection
        return connection

    async def flush(self) -> None:
        """Every record sent so far is acknowledged or has failed."""
        if self._connection is not None:
            await self._connection.client.flush()

    async def stop(self, timeout_seconds: float = 10) -> None:
        """The session is closed; what was not acknowledged in time is given up."""
        if self._renewer is not None:
            self._renewer.cancel()
            await asyncio.wait([self._renewer])
            self._renewer = None
        connection, self._connection = self._connection, None
        if connection is not None:
            await self._close(connection, timeout_seconds)

    async def ping(self) -> None:
        """A broker has answered.

        Raises:
            Unavailable: none does, or the last record for a topic was refused (`KafkaRefused`).
        """
        connection = self._connection
        if connection is None:
            raise Unavailable("Kafka")
        if self._refused:  # asked first: its session may be in renewal
            raise KafkaRefused("; ".join(self._refused.values()))
        try:
            await connection.client.client.fetch_all_metadata()
        except KafkaError as error:
            raise await unavailable(self._settings, error) from error

    def _full_name(self, topic: str) -> str:
        name = self._topics.get(topic)
        if name is None:
            name = self._topics[topic] = self._settings.topic_prefix + topic
        return name

    async def _connect(self) -> None:
        client = AIOKafkaProducer(
            **client_options(self._settings, self._client_id),
            enable_idempotence=True,
            acks="all",
            linger_ms=0,
            max_batch_size=_BATCH_BYTES,
            max_request_size=MAX_RECORD_BYTES,
        )
        try:
            await client.start()
        except BaseException as error:
            await client.stop()
            if isinstance(error, KafkaError):
                raise await unavailable(self._settings, error) from error
            raise
        self._connection = _Connection(client, self._refused)
        self._connected.set()

    async def _renew_when_broken(self) -> None:
        while (connection := self._connection) is not None:
            await connection.broken.wait()
            self._log.warning("producer_session_lost")
            await self._close(connection)
            await self._reconnect()
            self._log.info("producer_session_renewed")

    async def _close(self, connection: "_Connection", timeout_seconds: float | None = None) -> None:
        """The session is over. What it still had goes out first; the rest has failed."""
        try:
            async with asyncio.timeout(timeout_seconds):
                await connection.client.stop()
        except Exception as error:  # noqa: BLE001 - it ends with whatever ended its sender
            self._log.warning("producer_gave_up", error=repr(error))
            await connection.client.client.close()
        connection.end()

    async def _reconnect(self) -> None:
        while True:
            try:
                return await self._connect()
            except Unavailable:
                pass
            except Exception:  # noqa: BLE001 - without a session everybody would wait for ever
                self._log.exception("producer_not_renewed")
            await asyncio.sleep(_RENEWAL_BACKOFF_SECONDS)


def _acknowledged(batches: Sequence[Any], acknowledgements: Sequence[Ack]) -> int:
    """Records of the batches up to the first that failed or was not handed over."""
    count = 0
    for batch, ack in zip(batches, acknowledgements, strict=False):
        if ack.cancelled() or ack.exception() is not None:
            break
        count += batch.record_count()
    return count
