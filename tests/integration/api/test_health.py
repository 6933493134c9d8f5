"""Probes come without sign-in, and cost the database next to nothing; idle, nothing at all."""

import asyncio
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from sqlalchemy import event

from api.health import Health
from shared.core.errors import Unavailable
from shared.db.engine import create_engine
from shared.db.repositories.health import ping
from shared.db.session import Database
from tests.fakes import FakeClock
from tests.services.forwarder import forwarding
from tests.services.kafka import PARTITIONS
from tests.services.postgres import settings_for


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def db(engine, clock):
    return Database(engine, clock, PARTITIONS)


@pytest.fixture
def health(db, resources):
    return Health(db, resources.live, resources.metrics, trusted_seconds=0)


@pytest.fixture
def trusting(db, resources):
    return Health(db, resources.live, resources.metrics, trusted_seconds=30)


async def use(db):
    """What a request does."""
    async with db.read() as connection:
        await ping(connection)


@contextmanager
def counted_checkouts(engine):
    """The connections that were taken from the pool meanwhile."""
    taken = []

    def take(*_):
        taken.append(1)

    event.listen(engine.sync_engine, "checkout", take)
    try:
        yield taken
    finally:
        event.remove(engine.sync_engine, "checkout", take)


async def test_a_flood_of_probes_is_one_question(engine, health):
    with counted_checkouts(engine) as taken:
        answers = await asyncio.gather(*(health.check_components() for _ in range(200)))
    assert {each.status for each, _ in answers} == {"ok"}
    assert len(taken) == 1


async def test_the_answer_is_kept_for_a_second(engine, health, clock):
    with counted_checkouts(engine) as taken:
        await health.check_components()
        clock.advance(seconds=0.9)
        await health.check_components()
        assert len(taken) == 1
        clock.advance(seconds=0.2)
        await health.check_components()
        assert len(taken) == 2


async def test_a_prober_that_leaves_takes_nobody_with_it(health):
    staying = asyncio.create_task(health.check_components())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await health.check_components()  # asks first, and leaves while it is asked
    assert (await staying)[0].status == "ok"


async def test_probes_ask_nothing_while_requests_are_answered(engine, db, trusting, clock):
    await use(db)
    with counted_checkouts(engine) as taken:
        for _ in range(290):
            clock.advance(seconds=0.1)
            assert (await trusting.check_components())[0].status == "ok"
    assert taken == []


async def test_without_requests_one_probe_in_thirty_seconds_asks(engine, db, trusting, clock):
    await use(db)
    with counted_checkouts(engine) as taken:
        for _ in range(100):
            clock.advance(seconds=1)
            await trusting.check_components()
    assert len(taken) == 3


async def test_a_database_that_lets_nobody_in_is_down(database_url, resources, clock):
    engine = create_engine(settings_for(f"{database_url}_which_is_none"), "test")
    health = Health(Database(engine, clock, PARTITIONS), resources.live, resources.metrics)
    [postgresql, *_] = await health.check_components()
    assert postgresql.status == "down"
    assert postgresql.details == {"error": "InvalidCatalogNameError"}
    await engine.dispose()


async def test_a_server_that_scales_to_zero_is_left_asleep(engine, db, resources, clock):
    patient = Health(db, resources.live, resources.metrics, trusted_seconds=86400)
    await use(db)
    with counted_checkouts(engine) as taken:
        for _ in range(1000):
            clock.advance(seconds=60)
            assert (await patient.check_components())[0].status == "ok"
    assert taken == []


async def test_a_failed_request_makes_probes_ask_until_there_is_an_answer(
    database_url, resources, clock
):
    port = urlsplit(database_url).port
    async with forwarding(port) as network:
        url = database_url.replace(f":{port}/", f":{network.port}/")
        engine = create_engine(settings_for(url), "test")
        db = Database(engine, clock, PARTITIONS)
        trusting = Health(db, resources.live, resources.metrics, trusted_seconds=86400)
        await use(db)
        opened = network.connections
        for _ in range(200):
            await trusting.check_components()
        assert network.connections == opened
        network.cut()
        assert (await trusting.check_components())[0].status == "ok"  # nobody has noticed yet
        with pytest.raises(Unavailable):
            await use(db)
        assert (await trusting.check_components())[0].status == "down"
        network.is_down = False
        clock.advance(seconds=2)
        assert (await trusting.check_components())[0].status == "ok"
        await engine.dispose()
