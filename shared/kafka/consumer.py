"""The group consumer: bytes in, offsets out. Decoding, retries and order are workers.runtime's."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener
from aiokafka import TopicPartition as ClientPartition
from aiokafka.errors import KafkaError
from typing_extensions import override

from shared.core.settings import KafkaSettings
from shared.kafka.connection import client_options
from shared.kafka.errors import own_cancellations
from shared.kafka.reading import Reader
from shared.kafka.records import Record, TopicPartition
from shared.kafka.refusals import see_all_topics, unavailable
from shared.observability.logging import get_logger

SESSION_TIMEOUT_MS = 6_000
"""After a member is silent for so long, its partitions go to the others."""

REBALANCE_TIMEOUT_MS = 30_000
"""How long the group waits for a member that finishes what it had; then it goes on without it."""

# With the default of 500 ms a partition that is not in the fetch under way waits that long.
FETCH_MAX_WAIT_MS = 50

Polled = Mapping[TopicPartition, Sequence[Record]]


class RebalanceListener(Protocol):
    """Told about every change of assignment, revocation first."""

    async def on_assigned(self, partitions: frozenset[TopicPartition]) -> None:
        """These partitions are read from now on, all of them: assignments are eager."""
        ...

    async def on_revoked(self, partitions: frozenset[TopicPartition]) -> None:
        """These may belong to another member when this returns; offsets can still be committed."""
        ...


class Consumer(Protocol):
    """What the worker runtime needs of a consumer."""

    async def start(self) -> None:
        """The group is joined."""
        ...

    async def stop(self) -> None:
        """The group is left."""
        ...

    async def poll(self, timeout_ms: int) -> Polled:
        """What has been fetched, in order within each partition."""
        ...

    def pause(self, partitions: Iterable[TopicPartition]) -> None:
        """Nothing is fetched from these partitions."""
        ...

    def resume(self, partitions: Iterable[TopicPartition]) -> None:
        """These partitions are fetched again."""
        ...

    async def commit_offsets(self, offsets: Mapping[TopicPartition, int]) -> None:
        """The group goes on at these offsets after a restart."""
        ...

    def end_offset(self, partition: TopicPartition) -> int | None:
        """The offset that the next record of the partition will get, as of the last fetch."""
        ...


class EventConsumer(Consumer):
    """A member of a consumer group that commits only what it is told to."""

    def __init__(
        self,
        settings: KafkaSettings,
        group: str,
        topics: Iterable[str],
        listener: RebalanceListener,
        *,
        on_listener_error: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._group = group
        self._topics = tuple(topics)
        self._listener = _Listener(self, listener, on_listener_error)
        self._client: Any = None
        self._reader = Reader(None)
        self._plain: dict[ClientPartition, TopicPartition] = {}

    @override
    async def start(self) -> None:
        """The group is joined, and the listener knows the first assignment.

        Raises:
            Unavailable: no broker answers, or it refuses us (`KafkaRefused`).
        """
        client = AIOKafkaConsumer(
            **client_options(self._settings, self._group),
            group_id=self._settings.topic_prefix + self._group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=SESSION_TIMEOUT_MS,
            heartbeat_interval_ms=SESSION_TIMEOUT_MS // 4,
            rebalance_timeout_ms=REBALANCE_TIMEOUT_MS,
            fetch_max_wait_ms=FETCH_MAX_WAIT_MS,
        )
        prefix = self._settings.topic_prefix
        client.subscribe([prefix + topic for topic in self._topics], listener=self._listener)
        self._client = client
        self._reader = Reader(client)
        try:
            await client.start()
        except BaseException as error:
            await client.stop()
            if isinstance(error, KafkaError):
                raise await unavailable(self._settings, error) from error
            raise

    @override
    async def stop(self) -> None:
        """The group is left, so that others take over at once. Commit before."""
        if self._client is not None:
            try:
                with own_cancellations():
                    await self._client.stop()
            except KafkaError as error:  # the coordinator will miss this member soon enough
                get_logger().warning("group_left_unsaid", group=self._group, error=str(error))

    @override
    async def poll(self, timeout_ms: int) -> Polled:
        """What has been fetched, waiting for the first record up to `timeout_ms`.

        Never cancel this: aiokafka 0.14 would take the consumer for busy for ever and not notice
        when it no longer polls. During a rebalance it waits for the new assignment.

        Raises:
            KafkaFailure: the broker refuses this consumer, or hides one of its topics from it.
        """
        see_all_topics(self._client)
        with own_cancellations():
            polled = await self._reader.read(timeout_ms)
        return {self.plain(partition): records for partition, records in polled.items()}

    @override
    def pause(self, partitions: Iterable[TopicPartition]) -> None:
        """Nothing is fetched from these partitions; what is no longer assigned is passed over."""
        self._client.pause(*self._assigned(partitions))

    @override
    def resume(self, partitions: Iterable[TopicPartition]) -> None:
        """These partitions are fetched again; what is no longer assigned is passed over."""
        self._client.resume(*self._assigned(partitions))

    @override
    async def commit_offsets(self, offsets: Mapping[TopicPartition, int]) -> None:
        """The group goes on at these offsets after a restart: each is the first one not done.

        Waits through an outage of the coordinator.

        Raises:
            KafkaFailure: a partition belongs to another member by now; nothing was committed.
        """
        with own_cancellations():
            await self._client.commit({self._full(at): offset for at, offset in offsets.items()})

    @override
    def end_offset(self, partition: TopicPartition) -> int | None:
        """The offset that the next record of the partition will get, as of the last fetch.

        None before the first fetch, and for a partition that is not assigned.
        """
        full = self._full(partition)
        if full not in self._client.assignment():
            return None
        offset: int | None = self._client.highwater(full)
        return offset

    async def committed(self, partition: TopicPartition) -> int | None:
        """Where the group stands in a partition, as the broker knows it; None for nowhere yet."""
        offset: int | None = await self._client.committed(self._full(partition))
        return offset

    def forget_positions(self) -> None:
        """The group says anew where reading begins."""
        self._reader.start_at({})

    def plain(self, partition: ClientPartition) -> TopicPartition:
        """The partition by the name that the program uses, without the prefix of the settings."""
        found = self._plain.get(partition)
        if found is None:
            topic = partition.topic.removeprefix(self._settings.topic_prefix)
            found = self._plain[partition] = TopicPartition(topic, partition.partition)
        return found

    def _full(self, partition: TopicPartition) -> ClientPartition:
        return ClientPartition(self._settings.topic_prefix + partition.topic, partition.partition)

    def _assigned(self, partitions: Iterable[TopicPartition]) -> list[ClientPartition]:
        assigned = self._client.assignment()
        return [full for full in map(self._full, partitions) if full in assigned]


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """Sees to it that an error in a listener is heard of: aiokafka goes on without a word."""

    def __init__(
        self, consumer: EventConsumer, listener: RebalanceListener, on_error: Callable[[], None]
    ) -> None:
        self._consumer = consumer
        self._listener = listener
        self._on_error = on_error
        self._log = get_logger()

    async def on_partitions_revoked(self, revoked: Iterable[ClientPartition]) -> None:
        await self._tell(self._listener.on_revoked, revoked)
        self._consumer.forget_positions()

    async def on_partitions_assigned(self, assigned: Iterable[ClientPartition]) -> None:
        await self._tell(self._listener.on_assigned, assigned)

    async def _tell(
        self,
        step: Callable[[frozenset[TopicPartition]], Awaitable[None]],
        partitions: Iterable[ClientPartition],
    ) -> None:
        try:
            await step(frozenset(map(self._consumer.plain, partitions)))
        except Exception:
            self._log.exception("rebalance_listener_failed", step=step.__name__)
            self._on_error()
            raise  # aiokafka catches it
