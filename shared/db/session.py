"""The only place that commits: `Database.unit_of_work()`; reads use `Database.read()`."""

from asyncio import CancelledError
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any, cast
from uuid import UUID

import asyncpg
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util.concurrency import greenlet_spawn
from typing_extensions import override

from shared.core.clock import Clock
from shared.core.errors import Unavailable
from shared.db.connection import Connection, Driver
from shared.db.contact import Contact
from shared.db.engine import show_pool
from shared.db.repositories import outbox, users
from shared.db.repositories.outbox import LoneWrite
from shared.events.base import EventData
from shared.observability.metrics import Metrics
from shared.observability.tracing import step

_CONNECTION_LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InternalClientError,  # the server's last word came in the middle of a question
    asyncpg.InsufficientResourcesError,  # connections, memory, disk
    asyncpg.ReadOnlySQLTransactionError,  # a standby that was not promoted yet
    OSError,
)

GAVE_UP = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,  # statement_timeout
)
"""PostgreSQL gave up on this transaction, not on the statement as such; nothing was written."""


def is_database_away(error: BaseException) -> bool:
    """Whether `error` says that PostgreSQL cannot be reached, rather than that it said no."""
    if isinstance(error, Unavailable):
        return error.dependency == "PostgreSQL"
    return _loss_behind(error) is not None


def _loss_behind(error: BaseException) -> BaseException | None:
    """The error that says so, among those that caused `error`."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, (*_CONNECTION_LOST, PoolTimeoutError)) or _says_closed(cause):
            return cause
        cause = cause.__cause__
    return None


def _says_closed(error: BaseException) -> bool:
    """Asyncpg has one class for a closed connection and for wrong use of an open one."""
    return isinstance(error, asyncpg.InterfaceError) and "closed" in str(error)


class UnitOfWork:
    """One transaction: rows change and their events wait in the outbox, or neither."""

    def __init__(self, connection: Connection, now: datetime, partitions: int) -> None:
        self.connection = connection
        self.now = now
        self._partitions = partitions
        self._events: list[EventData] = []
        self._locked: set[UUID] = set()

    async def lock_users(
        self, user_ids: Iterable[UUID], *, even_disabled: bool = False
    ) -> dict[UUID, users.UserRow]:
        """These users' events now follow commit order; the missing ones are left out.

        So are disabled ones, unless what happens to their rows has to be on record all the same.
        Rows are locked in id order, so that two transactions never wait for each other.
        """
        wanted = sorted(set(user_ids))
        rows = await users.lock_users(self.connection, wanted, even_disabled=even_disabled)
        self._locked.update(rows)
        return rows

    async def lock_free_users(
        self, user_ids: Iterable[UUID]
    ) -> tuple[dict[UUID, users.UserRow], set[UUID]]:
        """As `lock_users`, disabled ones too, without waiting; and whom another transaction has."""
        wanted = sorted(set(user_ids))
        rows, busy = await users.lock_free_users(self.connection, wanted)
        self._locked.update(rows)
        return rows, busy

    def emit(self, event: EventData) -> None:
        """`event` will be published if, and only if, this transaction commits."""
        if event.user_id not in self._locked:
            raise RuntimeError(f"lock user {event.user_id} before emitting (ADR 0002)")
        self._events.append(event)

    async def flush(self) -> None:
        """Emitted events stand in the outbox, in the order they were emitted."""
        if self._events:
            events, self._events = self._events, []
            await outbox.append(self.connection, events, self.now, self._partitions)


class Database:
    """The pool, the clock, and the ways to use them.

    Each way raises `Unavailable` if PostgreSQL cannot be reached.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        clock: Clock,
        partitions: int,
        metrics: Metrics | None = None,
    ) -> None:
        self.engine = engine
        self.clock = clock
        self.partitions = partitions
        self.contact = Contact(clock)
        self._metrics = metrics
        if metrics is not None:
            metrics.before_scrape(partial(show_pool, engine, metrics))

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        """A transaction that commits at the end and rolls back on any error.

        Raises:
            Unavailable: PostgreSQL cannot be reached.
        """
        with step("transaction", "postgresql"):
            async with self._checked_out() as driver, driver.transaction():
                uow = UnitOfWork(Connection(driver), self.clock.now(), self.partitions)
                yield uow
                await uow.flush()

    async def write_alone(
        self, write: LoneWrite, events: Sequence[EventData], now: datetime
    ) -> bool:
        """One statement is the whole transaction, its events included.

        False if it wrote nothing, because its owner is gone or its condition did not hold.

        Raises:
            Unavailable: PostgreSQL cannot be reached.
        """
        with step("transaction", "postgresql"):
            async with self._checked_out() as driver:
                connection = Connection(driver)
                return await outbox.append_behind(connection, write, events, now, self.partitions)

    @asynccontextmanager
    async def statement(self) -> AsyncIterator[Connection]:
        """A connection on which each statement is a transaction of its own, without events.

        Raises:
            Unavailable: PostgreSQL cannot be reached.
        """
        async with self._checked_out() as driver:
            yield Connection(driver)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        """A connection for reading: each statement sees what is committed then.

        Raises:
            Unavailable: PostgreSQL cannot be reached.
        """
        async with self.statement() as connection:
            yield connection

    @asynccontextmanager
    async def driver(self) -> AsyncIterator[Driver]:
        """As `read`, with SQL that was compiled before, for the busiest questions.

        Raises:
            Unavailable: PostgreSQL cannot be reached.
        """
        async with self._checked_out() as driver:
            yield cast("Driver", driver)

    def within(self, uow: UnitOfWork) -> "Database":
        """This database, with everything inside the transaction of `uow`.

        What is a transaction here is a savepoint there, and reads see what was written before.
        """
        return _Within(self, uow.connection)

    @asynccontextmanager
    async def _checked_out(self) -> AsyncIterator[Any]:
        held = await self._connect()
        try:
            try:
                yield held.driver_connection
                self.contact.answered()
            except (CancelledError, TimeoutError, asyncpg.InternalClientError):
                # The statement that was cut off may still be running on it.
                await greenlet_spawn(held.invalidate)
                raise
            finally:
                await greenlet_spawn(held.close)
        except Exception as error:
            if is_database_away(error):
                self.contact.failed(error)
                raise Unavailable("PostgreSQL") from error
            raise

    async def _connect(self) -> Any:
        """A connection of the pool."""
        started = monotonic()
        try:
            return await greenlet_spawn(self.engine.sync_engine.pool.connect)
        except Exception as error:
            if (loss := _loss_behind(error)) is not None:
                self.contact.failed(loss)
                raise Unavailable("PostgreSQL") from loss  # SQLAlchemy wraps it
            if isinstance(error.__cause__, asyncpg.PostgresError):
                raise error.__cause__ from None  # a refusal, as every statement raises it
            raise
        finally:
            if self._metrics is not None:
                self._metrics.observe("db_pool_wait_seconds", monotonic() - started)


class _Within(Database):
    """One connection, whose transaction somebody else began and ends."""

    def __init__(self, db: Database, connection: Connection) -> None:
        super().__init__(db.engine, db.clock, db.partitions)
        self._connection = connection

    @override
    @asynccontextmanager
    async def _checked_out(self) -> AsyncIterator[Any]:
        try:
            yield self._connection.driver
        except Exception as error:
            if is_database_away(error):
                raise Unavailable("PostgreSQL") from error
            raise
