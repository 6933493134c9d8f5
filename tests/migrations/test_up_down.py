"""The schema can be built, taken down and built again, and is what the models say."""

import asyncio

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

import shared.db.models  # noqa: F401 - fills Base.metadata
from shared.db.base import Base
from shared.db.engine import asyncpg_url
from shared.db.migrate import current_revision, downgrade, head_revision, upgrade
from tests.services.postgres import empty_database


@pytest.fixture
async def empty_url(postgres_url):
    """A database without any table."""
    async with empty_database(postgres_url) as url:
        yield url


async def tables(url):
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        return {row["tablename"] for row in rows} - {"alembic_version"}
    finally:
        await connection.close()


async def test_up_down_and_up_again(empty_url):
    assert await current_revision(empty_url) is None
    await upgrade(empty_url)
    assert await current_revision(empty_url) == head_revision()
    first = await tables(empty_url)
    assert "tasks" in first
    await downgrade(empty_url, "base")
    assert await tables(empty_url) == set()
    await upgrade(empty_url)
    assert await tables(empty_url) == first


async def test_of_migrators_at_once_each_waits_until_it_is_its_turn(empty_url):
    await asyncio.gather(*(upgrade(empty_url) for _ in range(3)))
    assert await current_revision(empty_url) == head_revision()


async def test_the_migrated_schema_is_what_the_models_say(empty_url):
    await upgrade(empty_url)
    engine = create_async_engine(asyncpg_url(empty_url), poolclass=NullPool)
    async with engine.connect() as connection:
        differences = await connection.run_sync(
            lambda c: compare_metadata(
                MigrationContext.configure(
                    c, opts={"compare_type": True, "compare_server_default": True}
                ),
                Base.metadata,
            )
        )
    await engine.dispose()
    assert differences == []
