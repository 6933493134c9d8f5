"""Probes come without sign-in, and cost the database next to nothing."""

import asyncio
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from api.health import Health
from shared.db.session import Database
from tests.fakes import FakeClock
from tests.services.kafka import PARTITIONS


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def health(engine, clock, resources):
    return Health(Database(engine, clock, PARTITIONS), resources.live, resources.metrics)


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
