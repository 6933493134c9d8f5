"""What a worker is made of: a handler that turns events into effects."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from typing_extensions import override

from shared.db.repositories import inbox
from shared.db.session import Database, UnitOfWork
from shared.events.envelope import Event
from shared.events.topics import Topic
from shared.kafka.records import Record, TopicPartition
from shared.observability.tracing import caused_by
from workers.runtime.combining import AfterCommitFailed, Combiner

GATHER_SECONDS = 0.002
"""How long records gather before the next fetch, unless a handler has more patience."""

AfterCommit = Callable[[], None]
"""Run once the transaction is committed; quick, and without any I/O."""


class TransientError(Exception):
    """What failed may work later: a network, a busy server. The event is tried again.

    `retry_after_seconds` is what the other side asked for, if it did.
    """

    def __init__(self, message: str, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class PermanentError(Exception):
    """What failed will fail for ever: the event goes to the dead letters, without a stack trace."""


class Reader(ABC):
    """What a consumer group reads, and what it does about its partitions.

    One object serves all partitions of a process.
    """

    group: str
    """The consumer group; for events also the name of the inbox and of the retry topics."""

    batches_at_once: int = 1
    """Batches of one partition that may be under way together. With more than one, a record may
    overtake another of its partition; what must not happen twice is the handler's to see to.
    """

    gather_seconds: float = GATHER_SECONDS
    """Records of this time are fetched, and come, together. More of it costs less and is later."""

    async def open_partition(self, topic: str, partition: int) -> None:  # noqa: B027 - a hook that most leave out
        """This process owns the partition now. Nothing of it has been given yet."""

    async def close_partition(self, topic: str, partition: int) -> None:  # noqa: B027 - a hook that most leave out
        """Another process may own the partition when this returns. Nothing of it stays in memory.

        Called once for each opened partition, also if nothing could be drained in time.
        """


class RecordHandler(Reader):
    """Takes records as they are: nothing is decoded, tried elsewhere, or put with the dead letters.

    PostgreSQL or Kafka away, and what may work in a moment, are waited for. Any other error ends
    the process, and what was not done comes again: so a handler sees to it that there is none.
    """

    topics: tuple[str, ...]
    """The topics that are read."""

    @abstractmethod
    async def process(self, at: TopicPartition, records: Sequence[Record]) -> None:
        """Every effect of these records is durable; all of one partition, oldest first."""


class Handler(Reader):
    """Turns the events of some types into effects.

    Batches of one partition come one after the other, in order, unless `batches_at_once` says
    otherwise; batches of different partitions come side by side. An event may come again: after a
    crash, a rebalance, or a failed batch.

    What an error means: `TransientError`, a `DomainError` with `retryable`, deadlocks: tried again,
    here and then through the retry topics. `PermanentError`, any other `DomainError`: dead letters.
    PostgreSQL or Kafka away: waits. Everything else is a bug: dead letters, with its stack logged.
    """

    topics: tuple[Topic, ...]
    """The topics that are read."""

    types: frozenset[str]
    """The event types that are handled; records of others are passed over unread."""

    @abstractmethod
    async def process(self, batch: Sequence[Event]) -> None:
        """Every effect of these events is durable; all of one partition, oldest first.

        If it raises, each event is given alone, in order, so that the others go on.
        """

    async def give_up(self, event: Event, reason: str) -> None:
        """No try is left of this event: it goes to the dead letters next, and may be redriven.

        Called again if the process dies in between. `reason` may be shown to whoever it is about.
        """


class TransactionalHandler(Handler):
    """A handler whose effects are rows: they and the inbox entries are one transaction.

    So each event has its effects once, however often it comes.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._combiner = Combiner(self._in_transaction)

    @override
    async def process(self, batch: Sequence[Event]) -> None:
        """Those events that this group has not handled yet are handled, and remembered."""
        await self._combiner.handle(batch)

    async def _in_transaction(self, batch: Sequence[Event]) -> None:
        causes = [(event.data.__dict__, event.traceparent) for event in batch]
        with caused_by(causes):
            async with self._db.unit_of_work() as uow:
                ids = [event.id for event in batch]
                new = await inbox.insert_new(uow.connection, self.group, ids, uow.now)
                first_of = {event.id: event for event in reversed(batch) if event.id in new}
                events = [event for event in batch if first_of.get(event.id) is event]
                after = await self.handle(events, uow) if events else None
        if after is not None:
            try:
                after()
            except Exception as error:
                raise AfterCommitFailed(f"{type(self).__name__}: {error}") from error

    @abstractmethod
    async def handle(self, events: Sequence[Event], uow: UnitOfWork) -> AfterCommit | None:
        """The effects of these events are written through `uow`, which the caller commits.

        None of the events was handled by this group before, and none comes twice in the list.
        They may be of several partitions; those of one partition are in order.
        """
