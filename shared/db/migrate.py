"""Brings a database to a schema version; used by the CLI, `rondel dev` and the tests."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from shared.db.engine import asyncpg_url
from shared.db.tls import tls_arguments

_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"  # beside shared, in a wheel, too
_FILE_NAME = "%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d_%(slug)s"
_ONE_MIGRATOR = 0x526F6E64656C  # "Rondel": of two migrators at once, one waits for the other
_AGAIN_SECONDS = 0.2


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    for name, value in {
        "script_location": str(_MIGRATIONS),
        "file_template": _FILE_NAME,
        "path_separator": "os",
    }.items():
        config.set_main_option(name, value.replace("%", "%%"))  # it reads % as an ini file does
    config.attributes["connection"] = connection
    return config


async def upgrade(url: str, revision: str = "head") -> None:
    """The database at `url` has the schema of `revision`; safe to call from many at once."""

    def run(connection: Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        driver.run_async(_wait_for_turn)
        command.upgrade(_config(connection), revision)

    await _with_connection(url, run)


async def _wait_for_turn(driver: Any) -> None:
    """This session migrates, and no other before it ends.

    It asks again and again: a statement that waits for the lock has a snapshot, and an index that
    is made concurrently by who holds the lock waits for the end of all of those.
    """
    asking = "SELECT pg_try_advisory_lock($1)"
    while not await driver.fetchval(asking, _ONE_MIGRATOR):  # noqa: ASYNC110 - no event tells
        await asyncio.sleep(_AGAIN_SECONDS)


async def downgrade(url: str, revision: str) -> None:
    """The database at `url` has the schema of the older `revision`."""
    await _with_connection(url, lambda c: command.downgrade(_config(c), revision))


async def write_revision(url: str, message: str) -> None:
    """A new file in migrations/versions holds what differs between models and database."""
    await _with_connection(
        url, lambda c: command.revision(_config(c), message=message, autogenerate=True)
    )


async def current_revision(url: str) -> str | None:
    """The revision that the database at `url` is at; None for an empty one."""
    found: list[str | None] = []
    await _with_connection(
        url, lambda c: found.append(MigrationContext.configure(c).get_current_revision())
    )
    return found[0]


def head_revision() -> str | None:
    """The newest revision that this code knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def known_revisions() -> set[str]:
    """Every revision that this code knows."""
    scripts = ScriptDirectory.from_config(_config())
    return {script.revision for script in scripts.walk_revisions()}


async def _with_connection(url: str, run: Callable[[Connection], object]) -> None:
    engine = create_async_engine(
        asyncpg_url(url), poolclass=NullPool, connect_args=tls_arguments(url)
    )
    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()
