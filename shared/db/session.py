"""The only place that commits: `Database.unit_of_work()`; reads use `Database.read()`."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.core.clock import Clock
from shared.core.errors import Unavailable
from shared.db.repositories import outbox, users
from shared.events.base import EventData

_CONNECTION_LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InterfaceError,
    asyncpg.TooManyConnectionsError,
    OSError,
)


def is_database_away(error: BaseException) -> bool:
    """Whether `error` says that PostgreSQL cannot be reached, rather than that it said no."""
    if isinstance(error, Unavailable):
        return error.dependency == "PostgreSQL"
    if isinstance(error, PoolTimeoutError | InterfaceError):
        return True
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, _CONNECTION_LOST):
            return True
        if isinstance(cause, DBAPIError) and cause.connection_invalidated:
            return True
        cause = cause.__cause__ or (cause.orig if isinstance(cause, OperationalError) else None)
    return False


class UnitOfWork:
    """One transaction: rows change and their events wait in the outbox, or neither."""

    def __init__(self, connection: AsyncConnection, now: datetime, partitions: int) -> None:
        self.connection = connection
        self.now = now
        self._partitions = partitions
        self._events: list[EventData] = []
        self._locked: set[UUID] = set()

    async def lock_users(self, user_ids: Iterable[UUID]) -> dict[UUID, users.UserRow]:
        """These users' events now follow commit order; the missing ones are left out.

        Rows are locked in id order, so that two transactions never wait for each other.
        """
        rows = await users.lock_users(self.connection, sorted(set(user_ids)))
        self._locked.update(rows)
        return rows

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
    """The pool, the clock, and the two ways to use them."""

    def __init__(self, engine: AsyncEngine, clock: Clock, partitions: int) -> None:
        self.engine = engine
        self.clock = clock
        self.partitions = partitions
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        """A transaction that commits at the end and rolls back on any error.

        Raises:
            Unavailable: PostgreSQL cannot be reached.
        """
        try:
            async with self.engine.begin() as connection:
                uow = UnitOfWork(connection, self.clock.now(), self.partitions)
                yield uow
                await uow.flush()
        except Exception as error:
            if is_database_away(error):
                raise Unavailable("PostgreSQL") from error
            raise

    @asynccontextmanager
    async def statement(self) -> AsyncIterator[AsyncConnection]:
        """A connection on which each statement is a transaction of its own, without events.

        Raises:
            Unavailable: PostgreSQL cannot be reached.
        """
        async with self.read() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection for reading: each statement sees what is committed then.

        Raises:
            Unavailable: PostgreSQL cannot be reached.
        """
        try:
            async with self._reading.connect() as connection:
                yield connection
        except Exception as error:
            if is_database_away(error):
                raise Unavailable("PostgreSQL") from error
            raise
