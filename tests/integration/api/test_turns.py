"""One account cannot take the database away from the others."""

import asyncio
from contextlib import asynccontextmanager

import asyncpg
import pytest

from api.server import open_resources
from shared.core.clock import SystemClock
from shared.core.settings import KafkaSettings
from shared.observability.metrics import Metrics
from tests.integration.api.conftest import NOBODY, settings_of
from tests.integration.api.harness import Api
from tests.services.kafka import PARTITIONS

POOL, TURNS = 4, 2
PATIENCE_SECONDS = 30


@asynccontextmanager
async def small_api(database_settings, **changes):
    """An API with few connections."""
    database = database_settings.model_copy(update={"pool_size": POOL, **changes})
    settings = settings_of(database, KafkaSettings(brokers=NOBODY, partitions=PARTITIONS))
    async with open_resources(settings, Metrics(), SystemClock()) as resources:
        yield Api(resources)


@pytest.fixture
async def small(database_settings):
    async with small_api(database_settings) as api:
        yield api


@asynccontextmanager
async def locked(database_url, person):
    """The row of this person is locked by somebody else, so that each write waits for it."""
    connection = await asyncpg.connect(database_url)
    try:
        async with connection.transaction():
            query = "SELECT id FROM users WHERE id = $1 FOR UPDATE"
            assert await connection.fetchval(query, person.user_id)
            yield connection
    finally:
        await connection.close()


async def count_waiting(connection):
    """How many connections wait for a lock."""
    await connection.execute("SELECT pg_stat_clear_snapshot()")  # kept for a transaction otherwise
    return await connection.fetchval(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )


def create(api, person):
    return asyncio.create_task(api.ask("POST", "/api/tasks", person, json={"title": "t"}))


async def test_who_has_many_slow_requests_slows_nobody_else(small, database_url):
    ada, bob = await small.person(), await small.person()
    async with asyncio.timeout(PATIENCE_SECONDS), locked(database_url, ada) as connection:
        slow = [create(small, ada) for _ in range(5 * POOL)]
        while await count_waiting(connection) < TURNS:
            pass
        assert await small.titles(bob) == []
        assert (await small.create(bob, title="At once"))["title"] == "At once"
        assert await count_waiting(connection) == TURNS
    assert {answer.status_code for answer in await asyncio.gather(*slow)} <= {201, 429}
    assert len(small.resources.turns) == 0


def say(api, person):
    body = {"message": "help"}
    return asyncio.create_task(api.ask("POST", "/api/chat", person, json=body))


def agree(api, person):
    path = f"/api/chat/proposals/{person.user_id}/apply"
    return asyncio.create_task(api.ask("POST", path, person))


@pytest.mark.parametrize("ask", [say, agree])
async def test_who_talks_a_lot_slows_nobody_else(small, database_url, ask):
    ada, bob = await small.person(), await small.person()
    async with asyncio.timeout(PATIENCE_SECONDS), locked(database_url, ada) as connection:
        slow = [ask(small, ada) for _ in range(5 * POOL)]
        while await count_waiting(connection) < TURNS:
            pass
        assert await small.titles(bob) == []
        assert await count_waiting(connection) == TURNS
    assert {answer.status_code for answer in await asyncio.gather(*slow)} <= {200, 404, 429}
    assert len(small.resources.turns) == 0


async def test_who_waits_too_long_is_told_to_send_less(small, database_url):
    ada = await small.person()
    async with asyncio.timeout(PATIENCE_SECONDS), locked(database_url, ada):
        slow = [create(small, ada) for _ in range(TURNS + 3)]
        ended = asyncio.as_completed(slow)
        refused = [await next(ended) for _ in range(3)]
    for answer in refused:
        assert (answer.status_code, answer.json()["code"]) == (429, "request.too_many_at_once")
        assert int(answer.headers["retry-after"]) > 0
    assert [(await each).status_code for each in ended] == [201] * TURNS


async def test_every_route_of_an_account_takes_a_turn(small):
    ada = await small.person()
    for _ in range(TURNS):
        await small.resources.turns.take(ada.user_id)
    path = f"/api/tasks/{ada.user_id}"
    answers = await asyncio.gather(
        small.ask("GET", "/api/me", ada),
        small.ask("GET", "/api/tasks", ada),
        small.ask("GET", "/api/tasks/export", ada),
        small.ask("POST", "/api/tasks", ada, json={"title": "t"}),
        small.ask("GET", path, ada),
        small.ask("PATCH", path, ada, json={"title": "t"}),
        small.ask("DELETE", path, ada),
        small.ask("POST", f"{path}/complete", ada),
        small.ask("POST", f"{path}/reopen", ada),
    )
    assert {answer.status_code for answer in answers} == {429}


async def test_a_stream_takes_no_turn(small):
    ada = await small.person()
    for _ in range(TURNS):
        await small.resources.turns.take(ada.user_id)
    statuses = []

    async def leave():
        return {"type": "http.disconnect"}

    async def send(message):
        statuses.append(message.get("status"))

    headers = [(b"authorization", ada.headers["authorization"].encode())]
    scope = {"type": "http", "method": "GET", "path": "/api/events", "headers": headers}
    await small.app({**scope, "query_string": b"", "root_path": ""}, leave, send)
    assert statuses[0] == 200


async def test_an_export_of_many_pages_gives_each_turn_back(small):
    ada = await small.person()
    for _ in range(501):
        await small.create(ada)
    answer = await small.ask("GET", "/api/tasks/export", ada)
    assert len(answer.json()["tasks"]) == 501
    assert len(small.resources.turns) == 0


async def test_a_write_that_waits_for_its_row_too_long_may_be_tried_again(
    database_settings, database_url
):
    async with small_api(database_settings, statement_timeout_ms=200) as api:
        ada = await api.person()
        async with locked(database_url, ada):
            answer = await create(api, ada)
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert int(answer.headers["retry-after"]) > 0
        assert (await create(api, ada)).status_code == 201
