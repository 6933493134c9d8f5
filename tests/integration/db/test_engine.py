"""What the pool of a process asks of PostgreSQL."""

import asyncio
import re

import asyncpg
import pytest
from sqlalchemy import text

from cli.embedded.layout import PROJECT
from shared.core.clock import SystemClock
from shared.core.errors import Unavailable
from shared.db.engine import create_engine
from shared.db.session import Database
from shared.observability.metrics import Metrics
from tests.factories.users import make_user
from tests.services.kafka import PARTITIONS
from tests.services.postgres import settings_for
from workers.recurrence.spec import SPEC


@pytest.fixture
async def frozen(database_url):
    """The database as a process sees it that may not be silent in a transaction for long."""
    settings = settings_for(database_url).model_copy(update={"idle_transaction_timeout_ms": 200})
    engine = create_engine(settings, "frozen")
    yield Database(engine, SystemClock(), PARTITIONS)
    await engine.dispose()


async def test_locks_of_a_process_that_froze_in_a_transaction_are_let_go(frozen, database):
    user = await make_user(database)
    release = asyncio.Event()

    async def freeze():
        async with frozen.unit_of_work() as uow:
            await uow.lock_users([user.user_id])
            locked.set()
            await release.wait()

    locked = asyncio.Event()
    holder = asyncio.create_task(freeze())
    await locked.wait()
    async with database.unit_of_work() as uow:
        assert user.user_id in await uow.lock_users([user.user_id])
    release.set()
    with pytest.raises(Unavailable):
        await holder


async def test_a_process_that_froze_before_running_what_it_prepared_holds_no_locks(
    database_url, database
):
    settings = settings_for(database_url).model_copy(update={"transaction_timeout_ms": 300})
    engine = create_engine(settings, "frozen")
    user = await make_user(database)
    locked = asyncio.Event()
    release = asyncio.Event()

    async def freeze():
        async with Database(engine, SystemClock(), PARTITIONS).unit_of_work() as uow:
            await uow.lock_users([user.user_id])
            # Leaves the server in the middle of the protocol: it waits for what comes next.
            await uow.connection._driver.prepare("SELECT 1")
            locked.set()
            await release.wait()
            await uow.connection.execute(text("SELECT 1"))

    holder = asyncio.create_task(freeze())
    await locked.wait()
    async with database.unit_of_work() as uow:
        assert user.user_id in await uow.lock_users([user.user_id])
    release.set()
    with pytest.raises(Unavailable):
        await holder
    await engine.dispose()


async def test_a_server_that_answers_nothing_counts_as_lost(database_url):
    settings = settings_for(database_url).model_copy(update={"statement_timeout_ms": 100})
    engine = create_engine(settings, "impatient", answer_seconds=2)
    impatient = Database(engine, SystemClock(), PARTITIONS)

    async def sleep():
        async with impatient.statement() as connection:
            await connection.execute(text("SET statement_timeout = 0"))
            await connection.execute(text("SELECT pg_sleep(30)"))

    with pytest.raises(Unavailable, match="PostgreSQL"):
        await sleep()
    async with impatient.statement() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
    await engine.dispose()


async def test_the_pool_shows_what_is_in_use_idle_and_allowed(database_url):
    settings = settings_for(database_url).model_copy(update={"pool_size": 3, "max_overflow": 4})
    engine, metrics = create_engine(settings, "measured"), Metrics()
    measured = Database(engine, SystemClock(), PARTITIONS, metrics)

    def connections():
        metrics.render()
        value = metrics.registry.get_sample_value
        states = ("in_use", "idle", "limit")
        return [value("db_pool_connections", {"state": state}) for state in states]

    async with measured.read(), measured.read():
        assert connections() == [2, 0, 7]
    assert connections() == [0, 2, 7]
    assert metrics.registry.get_sample_value("db_pool_wait_seconds_count") == 2
    await engine.dispose()


async def test_the_runbook_finds_what_a_worker_does(database_settings, database_url):
    page = (PROJECT / "docs" / "runbooks" / "events.md").read_text()
    (statement,) = re.findall(r'psql "\$DATABASE_URL" -c "(SELECT pid, [^"]+)"', page)
    worker = create_engine(database_settings, SPEC.name)
    operator = await asyncpg.connect(database_url)
    async with worker.connect() as connection:
        pid = await connection.scalar(text("SELECT pg_backend_pid()"))
        found = {row["pid"]: row["state"] for row in await operator.fetch(statement)}
    await operator.close()
    await worker.dispose()
    assert found[pid] == "idle in transaction"
