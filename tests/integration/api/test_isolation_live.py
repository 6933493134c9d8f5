"""Live updates go to their owner alone, wherever in the stream somebody says to have been."""

from uuid import uuid4

import pytest

from shared.kafka.producer import EventProducer
from tests.integration.api.isolation_cases import STREAMS
from tests.integration.api.running import publish, serving
from tests.integration.api.test_live import neighbour_of, token_for

VICTIM = "canaryvictim"


@pytest.fixture(scope="module")
async def served(database_settings, kafka_settings):
    live = {"replay_records": 50, "ping_seconds": 0.2}
    async with serving(database_settings, kafka_settings, live=live) as served:
        await served.becomes("ok")
        yield served


@pytest.fixture(scope="module")
async def producer(kafka_settings):
    producer = EventProducer(kafka_settings, "tests")
    await producer.start()
    yield producer
    await producer.stop()


async def test_live_updates_are_ones_own(served, producer):
    assert "stream_events" in STREAMS
    me = uuid4()
    victim = neighbour_of(me)
    async with served.listening(token_for(victim)) as theirs:
        await theirs.next()
        await publish(producer, victim, f"{VICTIM} before")
        _, place, _ = await theirs.next()
        for number in range(3):
            await publish(producer, victim, f"{VICTIM} {number}")
        assert await theirs.titles(3) == [f"{VICTIM} {number}" for number in range(3)]
    async with served.listening(token_for(me), place) as mine:
        name, _, data = await mine.next()
        assert (name, data) == ("ready", {})
        await publish(producer, victim, f"{VICTIM} after")
        await publish(producer, me, "mine")
        assert await mine.titles(1) == ["mine"]


async def test_nobody_hears_anything_without_a_token(served):
    for headers in ({}, {"authorization": "Bearer rondel_api_" + "x" * 43}):
        answer = await served.client.get("/api/events", headers=headers)
        assert (answer.status_code, VICTIM in answer.text) == (401, False)
