"""Units of work and reads: what a connection takes and gives, and when there is none."""

import asyncio
import gc
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from structlog.testing import capture_logs

from shared.core.clock import SystemClock
from shared.core.errors import Unavailable
from shared.core.settings import DatabaseSettings
from shared.db import connection as connections
from shared.db.engine import create_engine
from shared.db.models import Label, User
from shared.db.session import Database
from shared.events.tasks import TaskCreated
from tests.factories.users import make_user
from tests.services.kafka import PARTITIONS

SLEEP = "SELECT pg_sleep(30)"
PAIRS = text(
    "SELECT n AS number, 'n' || n AS name FROM generate_series(1, CAST(:last AS int)) AS n"
)
INSERT_LABEL = text("INSERT INTO labels (id, user_id, name) VALUES (:id, :user_id, :name)")
LABEL_NAMES = select(Label.name).where(Label.user_id == bindparam("user_id")).order_by(Label.name)


@pytest.fixture
def db(engine):
    return Database(engine, SystemClock(), PARTITIONS)


async def add_label(uow, user, name, identifier=None):
    values = {"id": identifier or UUID(int=hash(name) % 2**64), "user_id": user.user_id}
    return await uow.connection.execute(INSERT_LABEL, {**values, "name": name})


async def names_of(db, user):
    async with db.unit_of_work() as uow:
        found = await uow.connection.execute(LABEL_NAMES, {"user_id": user.user_id})
        return list(found.scalars())


async def test_rows_are_read_by_name_by_place_and_whole(db):
    async with db.unit_of_work() as uow:
        rows = list(await uow.connection.execute(PAIRS, {"last": 2}))
        assert [(row.number, row[1], tuple(row)) for row in rows] == [
            (1, "n1", (1, "n1")),
            (2, "n2", (2, "n2")),
        ]
        assert not hasattr(rows[0], "colour")


async def test_results_give_one_all_or_none(db):
    async def run(last):
        return await uow.connection.execute(PAIRS, {"last": last})

    async with db.unit_of_work() as uow:
        assert (await run(1)).one().name == "n1"
        assert (await run(0)).one_or_none() is None
        assert len((await run(3)).all()) == 3
        assert list((await run(3)).scalars()) == [1, 2, 3]
        assert (await run(1)).scalar_one() == 1


async def test_one_of_many_is_an_error(db):
    async with db.unit_of_work() as uow:
        found = await uow.connection.execute(PAIRS, {"last": 2})
        with pytest.raises(Exception, match=r"(?i)too many|multiple rows"):
            found.one()


async def test_the_number_of_touched_rows_is_told(db):
    user = await make_user(db)
    async with db.unit_of_work() as uow:
        assert (await add_label(uow, user, "one")).rowcount == 1
        renamed = update(Label).where(Label.user_id == user.user_id).values(name="two")
        assert (await uow.connection.execute(renamed)).rowcount == 1
        gone = text("DELETE FROM labels WHERE user_id = :id")
        assert (await uow.connection.execute(gone, {"id": UUID(int=0)})).rowcount == 0
        returning = text("DELETE FROM labels WHERE user_id = :id RETURNING name")
        found = await uow.connection.execute(returning, {"id": user.user_id})
        assert (found.rowcount, found.one().name) == (1, "two")


async def test_core_statements_run_with_their_own_values(db):
    user = await make_user(db)
    async with db.unit_of_work() as uow:
        for number in range(3):
            values = {"id": UUID(int=number), "user_id": user.user_id, "name": f"label {number}"}
            await uow.connection.execute(insert(Label).values(**values))
    assert await names_of(db, user) == ["label 0", "label 1", "label 2"]
    async with db.unit_of_work() as uow:
        await uow.connection.execute(text("DELETE FROM labels"))


async def test_an_error_takes_everything_back(db):
    user = await make_user(db)

    async def fail():
        async with db.unit_of_work() as uow:
            await uow.lock_users([user.user_id])
            await add_label(uow, user, "gone")
            uow.emit(TaskCreated(user_id=user.user_id, task_id=UUID(int=1), task_version=1))
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await names_of(db, user) == []


async def test_events_wait_in_the_outbox_after_the_commit(db):
    user = await make_user(db)
    async with db.unit_of_work() as uow:
        await uow.lock_users([user.user_id])
        for version in (1, 2):
            uow.emit(TaskCreated(user_id=user.user_id, task_id=UUID(int=1), task_version=version))
    async with db.unit_of_work() as uow:
        count = text("SELECT count(*) FROM outbox WHERE user_id = :id")
        assert (await uow.connection.execute(count, {"id": user.user_id})).scalar_one() == 2


async def test_a_broken_constraint_can_be_survived_in_a_savepoint(db):
    user = await make_user(db)
    async with db.unit_of_work() as uow:
        await add_label(uow, user, "first", UUID(int=77))
        with pytest.raises(IntegrityError):
            async with uow.connection.begin_nested():
                await add_label(uow, user, "second", UUID(int=77))
        await add_label(uow, user, "third")
    assert await names_of(db, user) == ["first", "third"]
    async with db.unit_of_work() as uow:
        await uow.connection.execute(text("DELETE FROM labels"))


async def test_a_cancelled_statement_leaves_the_pool_whole(database_settings):
    small = database_settings.model_copy(update={"pool_size": 1})
    engine = create_engine(small, "tests", is_elastic=False)
    db = Database(engine, SystemClock(), PARTITIONS)

    async def sleep_in_transaction():
        async with db.unit_of_work() as uow:
            await uow.connection.execute(text(SLEEP))

    async def sleep_in_read():
        async with db.driver() as connection:
            await connection.fetch(SLEEP)

    for sleep in (sleep_in_transaction, sleep_in_read):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(sleep(), 0.05)
        async with db.driver() as connection:
            assert (await connection.fetchrow("SELECT 1 AS one"))["one"] == 1
    await engine.dispose()


async def test_a_connection_that_the_server_closed_is_not_handed_out(database_settings):
    engine = create_engine(database_settings, "tests", is_elastic=False)
    db = Database(engine, SystemClock(), PARTITIONS)
    async with db.driver() as connection:
        pid = (await connection.fetchrow("SELECT pg_backend_pid() AS pid"))["pid"]
    killer = await asyncpg.connect(database_settings.url.get_secret_value())
    await killer.fetch("SELECT pg_terminate_backend($1, 5000)", pid)
    await killer.close()
    async with db.driver() as connection:
        assert (await connection.fetchrow("SELECT pg_backend_pid() AS pid"))["pid"] != pid
    await engine.dispose()


async def test_a_server_that_is_away_is_unavailable():
    settings = DatabaseSettings.model_validate({"url": "postgresql://nobody@127.0.0.1:1/none"})
    engine = create_engine(settings, "tests")
    with pytest.raises(Unavailable, match="PostgreSQL"):
        async with Database(engine, SystemClock(), PARTITIONS).unit_of_work():
            pytest.fail("there is no server")
    await engine.dispose()


async def test_what_the_server_says_of_itself_is_logged_once_until_it_answers(db):
    async def end_own_connection():
        async with db.statement() as connection:
            await connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid(), 5000)"))

    with capture_logs() as lines:
        for _ in range(2):
            with pytest.raises(Unavailable):
                await end_own_connection()
        async with db.statement() as connection:
            await connection.execute(text("SELECT 1"))
        with pytest.raises(Unavailable):
            await end_own_connection()
    refused = [line["reason"] for line in lines if line["event"] == "database_refused"]
    words = "terminating connection due to administrator command"
    assert [reason.endswith(words) for reason in refused] == [True, True], refused


async def test_a_waiting_caller_gets_the_connection_or_is_told(database_settings):
    one = {"pool_size": 1, "pool_timeout_seconds": 0.5}  # a first connection takes part of it, too
    engine = create_engine(database_settings.model_copy(update=one), "tests", is_elastic=False)
    db = Database(engine, SystemClock(), PARTITIONS)
    async with db.driver():
        with pytest.raises(Unavailable):
            async with db.driver():
                pytest.fail("there is one connection only")
    async with db.driver() as connection:
        assert await connection.fetch("SELECT 1")
    await engine.dispose()


async def test_a_statement_with_an_open_end_is_refused(engine):
    users = select(User.id).where(User.id.in_([UUID(int=1), UUID(int=2)]))
    async with Database(engine, SystemClock(), PARTITIONS).unit_of_work() as uow:
        with pytest.raises(TypeError, match="placeholders"):
            await uow.connection.execute(users)


async def test_a_statement_made_for_one_call_is_not_kept(engine):
    db = Database(engine, SystemClock(), PARTITIONS)
    gc.collect()
    before = len(connections._CONSTRUCTS)
    for number in range(20):
        async with db.unit_of_work() as uow:
            await uow.connection.execute(select(User.id).where(User.id == UUID(int=number)))
    gc.collect()
    assert len(connections._CONSTRUCTS) <= before
