"""Row-level security as it would be: policies, a role without privileges, and a named user.

An experiment (docs/adr/0011-row-level-security.md); nothing of it is in a migration.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from typing_extensions import override

from cli.bench.arena import Arena
from shared.core.settings import DatabaseSettings
from shared.db.base import Base
from shared.db.connection import Connection
from shared.db.engine import create_engine
from shared.db.session import Database, UnitOfWork

Way = Literal["transaction", "checkout"]
"""When the user is named: in each transaction, or when a connection leaves the pool."""

CURRENT: ContextVar[UUID] = ContextVar("CURRENT")
"""Whose request it is."""

_BY_WAY_OF: Final = {
    "users": "id = {user}",
    "task_labels": "EXISTS (SELECT 1 FROM tasks t WHERE t.id = task_id AND t.user_id = {user})",
}
_USER: Final = "(SELECT current_setting('rondel.user_id', true)::uuid)"
"""As a sub-select it is looked at once a statement, not once a row."""


def role_of(arena: Arena) -> str:
    """The role of the experiment; roles belong to a server, so each database has its own name."""
    return f"rondel_{arena.database_url.rpartition('/')[2]}"


async def secure(arena: Arena) -> None:
    """Policies stand, and the role may do everything that they allow."""
    role = role_of(arena)
    await arena.sql.execute(f"CREATE ROLE {role} NOLOGIN")
    arena.exits.push_async_callback(arena.sql.execute, f"DROP OWNED BY {role}; DROP ROLE {role}")
    await arena.sql.execute(
        f"""
        GRANT USAGE ON SCHEMA public TO {role};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};
        """
    )
    for name, table in Base.metadata.tables.items():
        condition = _BY_WAY_OF.get(name, "user_id = {user}" if "user_id" in table.columns else "")
        if condition:
            await arena.sql.execute(
                f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;"
                f"CREATE POLICY own ON {name} USING ({condition.format(user=_USER)})"
            )
    await arena.sql.execute("ANALYZE")


@asynccontextmanager
async def secured_database(arena: Arena, way: Way) -> AsyncIterator[Database]:
    """The arena's database as the role, for the user that `CURRENT` names."""
    engine = create_engine(DatabaseSettings.model_validate({"url": arena.database_url}), "rls")
    role = role_of(arena)

    def take_role(connection: Any, _record: object) -> None:
        connection.run_async(lambda driver: driver.execute(f"SET ROLE {role}"))

    event.listen(engine.sync_engine, "connect", take_role)
    try:
        kind = _InTransactions if way == "transaction" else _AtCheckout
        yield kind(engine, arena)
    finally:
        await engine.dispose()


class _AtCheckout(Database):
    """One statement more whenever a connection leaves the pool."""

    def __init__(self, engine: AsyncEngine, arena: Arena) -> None:
        super().__init__(engine, arena.clock, arena.kafka.partitions)

    @override
    @asynccontextmanager
    async def _checked_out(self) -> AsyncIterator[Any]:
        async with super()._checked_out() as driver:
            name_user = "SELECT set_config('rondel.user_id', $1, false)"
            await driver.fetchval(name_user, str(CURRENT.get()))
            yield driver


class _InTransactions(Database):
    """Reads become transactions: a statement before them and one after; changes have theirs."""

    def __init__(self, engine: AsyncEngine, arena: Arena) -> None:
        super().__init__(engine, arena.clock, arena.kafka.partitions)

    @override
    @asynccontextmanager
    async def _checked_out(self) -> AsyncIterator[Any]:
        async with super()._checked_out() as driver:
            await driver.execute(f"BEGIN; SET LOCAL rondel.user_id = '{CURRENT.get()}'")
            try:
                yield driver
            except BaseException:
                await driver.execute("ROLLBACK")
                raise
            await driver.execute("COMMIT")

    @override
    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        async with self._checked_out() as driver:
            uow = UnitOfWork(Connection(driver), self.clock.now(), self.partitions)
            yield uow
            await uow.flush()
