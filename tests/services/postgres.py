"""A database of its own for every test file, cloned from one migrated template a run."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.core.clock import SystemClock
from shared.core.settings import DatabaseSettings
from shared.db.engine import create_engine
from shared.db.migrate import upgrade
from shared.db.session import Database
from tests.services.kafka import PARTITIONS
from tests.services.plugin import ServiceSource

_PATIENT_MS = 60_000
_ONE_AT_A_TIME = 0x74656D706C  # two xdist workers: one makes the template, the other waits


@pytest.fixture(scope="session")
def postgres_url(services: ServiceSource) -> str:
    """A server on which databases may be created; the database named in it is not touched."""
    return services.url_of("postgres")


@pytest.fixture(scope="session")
async def template_name(postgres_url: str, services: ServiceSource) -> AsyncIterator[str]:
    """The name of a database with the newest schema and no rows."""
    name = f"rondel_test_{services.run_id}"
    connection = await asyncpg.connect(postgres_url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _ONE_AT_A_TIME)
        known = await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name)
        if not known:
            # Migrated under another name first: a template that exists is complete.
            await connection.execute(f'CREATE DATABASE "{name}_new"')
            await upgrade(url_of_database(postgres_url, f"{name}_new"))
            await connection.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
        # Held till the end of this worker's tests: who gets it alone may clean up.
        await connection.execute("SELECT pg_advisory_lock_shared($1)", _users_lock(name))
        await connection.execute("SELECT pg_advisory_unlock($1)", _ONE_AT_A_TIME)
        yield name
        await connection.execute("SELECT pg_advisory_lock($1)", _ONE_AT_A_TIME)
        await connection.execute("SELECT pg_advisory_unlock_shared($1)", _users_lock(name))
        if await connection.fetchval("SELECT pg_try_advisory_lock($1)", _users_lock(name)):
            await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await connection.close()


@pytest.fixture(scope="module")
async def database_url(postgres_url: str, template_name: str) -> AsyncIterator[str]:
    """An empty database with the newest schema, for this test file alone."""
    async with fresh_database(postgres_url, template_name) as url:
        yield url


@asynccontextmanager
async def fresh_database(postgres_url: str, template_name: str) -> AsyncIterator[str]:
    """An empty database with the newest schema; gone afterwards, whoever still uses it."""
    name = f"{template_name}_{uuid.uuid4().hex[:8]}"
    connection = await asyncpg.connect(postgres_url)
    try:
        # Copied by files: by way of the log, the default, it is a tenth of a second of a processor
        # for each test file, five times as much.
        await connection.execute(
            f'CREATE DATABASE "{name}" TEMPLATE "{template_name}" STRATEGY FILE_COPY'
        )
        try:
            yield url_of_database(postgres_url, name)
        finally:
            await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await connection.close()


@asynccontextmanager
async def empty_database(postgres_url: str) -> AsyncIterator[str]:
    """A database without any table; gone afterwards, whoever still uses it."""
    name = f"rondel_empty_{uuid.uuid4().hex[:8]}"
    connection = await asyncpg.connect(postgres_url)
    try:
        await connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield url_of_database(postgres_url, name)
        finally:
            await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await connection.close()


@pytest.fixture(scope="module")
def database_settings(database_url: str) -> DatabaseSettings:
    """How a process reaches the database of this test file."""
    return settings_for(database_url)


@pytest.fixture(scope="module")
async def engine(database_settings: DatabaseSettings) -> AsyncIterator[AsyncEngine]:
    """A pool on the database of this test file."""
    engine = create_engine(database_settings, "tests")
    yield engine
    await engine.dispose()


@pytest.fixture(scope="module")
def database(engine: AsyncEngine) -> Database:
    """Units of work on the database of this test file, under the machine's own clock."""
    return Database(engine, SystemClock(), PARTITIONS)


def settings_for(url: str) -> DatabaseSettings:
    """Settings for a database with a pool fit for tests, on a machine that may stand still."""
    return DatabaseSettings.model_validate(
        {
            "url": url,
            "pool_size": 5,
            "max_overflow": 15,
            "idle_transaction_timeout_ms": _PATIENT_MS,
            "transaction_timeout_ms": _PATIENT_MS,
        }
    )


def url_of_database(url: str, name: str) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _users_lock(name: str) -> int:
    return int.from_bytes(name.encode()[-7:], "big")
