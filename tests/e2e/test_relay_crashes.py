"""The relay is killed or frozen while it publishes: nothing is lost, order holds, effects once."""

from contextlib import asynccontextmanager

import pytest

from tests.e2e import workload
from tests.e2e.evidence import (
    TopicReader,
    assert_each_rolled_once,
    assert_published_in_order,
    occurrences,
    outbox_depth,
    read_outbox,
    until_published,
    until_rolled,
)
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(90)]

SERIES = 60
PADDING = 40_000  # more than a relay publishes in the tenth of a second until it dies
LEASE_RUNS_OUT_SECONDS = 30


@pytest.fixture
async def backlog(world):
    """Completions of recurring tasks wait in the outbox, and much else behind them."""
    people = await workload.make_people(world.db)
    await workload.complete(world.db, await workload.make_series(world.db, people, SERIES))
    await workload.fill_outbox(world.db, people, PADDING)
    return await read_outbox(world.db)


@asynccontextmanager
async def publishing(world):
    """A relay whose first events are on a topic, while most still wait."""
    async with TopicReader(world, "task-events") as reader:
        relay = world.processes.launch("workers.relay")
        await eventually(reader.more, what="a first record")
        yield relay


async def test_killed_while_it_publishes(world, backlog):
    await world.start("recurrence")
    async with publishing(world) as relay:
        relay.kill()
    assert 0 < await outbox_depth(world.db) <= len(backlog)
    await world.start("relay")
    await until_published(world.db)
    await until_rolled(world.db, SERIES)
    await assert_published_in_order(world, backlog)
    assert_each_rolled_once(await occurrences(world.db), SERIES)


async def test_frozen_until_another_relay_has_taken_over(world, backlog):
    await world.start("recurrence")
    async with publishing(world) as frozen:
        frozen.freeze()
    assert 0 < await outbox_depth(world.db) <= len(backlog)
    await world.start("relay")
    await until_published(world.db, LEASE_RUNS_OUT_SECONDS)
    frozen.thaw()
    people = await workload.make_people(world.db)
    await workload.fill_outbox(world.db, people, 500)
    async with TopicReader(world, "task-events") as reader:
        await reader.until_told(people, 500)
    await until_published(world.db)
    await until_rolled(world.db, SERIES)
    await frozen.ready()
    await assert_published_in_order(world, backlog)
    assert_each_rolled_once(await occurrences(world.db), SERIES)
