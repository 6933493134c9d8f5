"""What the API does while PostgreSQL or Kafka is away, and after."""

import asyncio
import socket
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text

from api.server import ApiServer
from shared.core.account_links import AccountLinks
from shared.core.clock import SystemClock
from shared.core.links import LinkAction, LinkSigner, claims_for
from shared.core.settings import HttpSettings
from shared.kafka.admin import ensure_topics
from shared.kafka.producer import EventProducer
from shared.observability.metrics import Metrics
from tests.factories.users import make_user
from tests.integration.api.conftest import NOBODY, settings_of
from tests.integration.api.harness import SECRET
from tests.integration.api.running import publish, serving
from tests.integration.api.test_live import token_for
from tests.services import kafka, postgres
from tests.waiting import eventually

pytestmark = pytest.mark.slow

PASSWORD = "correct horse battery"


async def signed_up(served, email):
    """A new account's id and headers."""
    body = {"email": email, "password": PASSWORD}
    session = (await served.client.post("/api/auth/sign-up", json=body)).json()
    return session["user"]["id"], {"authorization": f"Bearer {session['access_token']}"}


async def put_on_disk(url):
    """What is committed outlives a kill; the server of the tests writes later otherwise."""
    connection = await asyncpg.connect(url)
    await connection.execute("CHECKPOINT")
    await connection.close()


async def test_without_postgresql_it_says_so_and_comes_back(own_postgres):
    database = postgres.settings_for(own_postgres.url)
    async with serving(database, kafka.settings_for(NOBODY)) as served:
        _, headers = await signed_up(served, "ada@example.com")
        ask = served.client.get
        assert (await ask("/api/tasks", headers=headers)).status_code == 200
        await put_on_disk(own_postgres.url)
        own_postgres.kill()
        for method, path in (("GET", "/api/tasks"), ("POST", "/api/tasks"), ("GET", "/api/me")):
            body = {"title": "Not now"} if method == "POST" else None
            answer = await served.client.request(method, path, headers=headers, json=body)
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
            assert int(answer.headers["retry-after"]) > 0
        now, ids = SystemClock().now(), (uuid4(), uuid4(), uuid4())
        link = f"/l/{LinkSigner([SECRET]).sign(claims_for(LinkAction.DONE, *ids, now))}"
        account = f"/a/{AccountLinks([SECRET]).write(uuid4())}"
        post = served.client.post
        for page in (await ask(link), await post(link), await ask(account), await post(account)):
            assert (page.status_code, "once at most" in page.text) == (503, True)
        assert (await ask("/readyz")).status_code == 503
        assert (await ask("/livez")).status_code == 200
        await own_postgres.start()
        # Every connection of the pool is dead; none of the dead ones is handed out.
        answers = await asyncio.gather(*(ask("/api/tasks", headers=headers) for _ in range(20)))
        assert {answer.status_code for answer in answers} == {200}
        created = await served.client.post("/api/tasks", headers=headers, json={"title": "Now"})
        assert created.status_code == 201


async def test_without_kafka_writes_succeed_and_streams_wait(database_settings, own_kafka):
    brokers = kafka.settings_for(own_kafka.url)
    await ensure_topics(brokers)
    own_kafka.kill()
    async with serving(database_settings, brokers) as served:
        user_id, headers = await signed_up(served, "bob@example.com")
        ready = await served.client.get("/readyz")
        assert (ready.status_code, ready.json()) == (200, {"status": "degraded"})
        created = await served.client.post("/api/tasks", headers=headers, json={"title": "t"})
        assert created.status_code == 201
        async with served.listening(headers) as listener:
            assert (await listener.next())[0] == "ready"
            await own_kafka.start()
            assert (await listener.next())[0] == "resync"
            await served.becomes("ok")
            await publish_one(brokers, user_id, "back again")
            assert await listener.titles(1) == ["back again"]


async def test_a_broker_that_restarts_costs_no_change(database_settings, own_kafka):
    brokers = kafka.settings_for(own_kafka.url)
    await ensure_topics(brokers)
    async with serving(database_settings, brokers) as served:
        await served.becomes("ok")
        user_id, headers = await signed_up(served, "eve@example.com")
        async with served.listening(headers) as listener:
            await listener.next()
            await publish_one(brokers, user_id, "before")
            assert await listener.titles(1) == ["before"]
            own_kafka.kill()
            await served.becomes("degraded")
            await own_kafka.start()
            await publish_one(brokers, user_id, "after")
            assert await listener.titles(1) == ["after"]
            await served.becomes("ok")


async def publish_one(brokers, user_id, title):
    """The change is on the broker."""
    producer = EventProducer(brokers, "tests")
    await producer.start()
    try:
        await publish(producer, user_id, title)
    finally:
        await producer.stop()


async def test_a_port_that_is_taken_is_said(database_settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        http = HttpSettings(port=taken.getsockname()[1])
        settings = settings_of(database_settings, kafka.settings_for(NOBODY), http=http)
        with pytest.raises(OSError, match="in use"):
            await ApiServer(settings, Metrics()).run(asyncio.Event())


async def test_a_statement_that_is_cancelled_hides_no_later_sign_out(database_settings, database):
    async with serving(database_settings, kafka.settings_for(NOBODY)) as served:
        ada = await make_user(database)
        async with served.listening(token_for(ada.user_id)) as listener:
            assert (await listener.next())[0] == "ready"
            async with database.unit_of_work() as uow:
                await uow.connection.execute(text("LOCK TABLE sessions IN ACCESS EXCLUSIVE MODE"))
                await eventually(lambda: cancel_who_waits(uow.connection))
            async with database.statement() as connection:
                await connection.execute(
                    text("UPDATE users SET disabled_at = now() WHERE id = :id"),
                    {"id": ada.user_id},
                )
            assert await listener.next() is None


async def cancel_who_waits(connection):
    """How many statements waited for a lock in this database, and were cancelled."""
    found = await connection.execute(
        text(
            "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
    )
    return found.scalar_one()


@pytest.mark.parametrize("name", ["live-hub", "revocations"])
async def test_the_api_ends_with_each_of_its_parts(database_settings, name):
    async with serving(database_settings, kafka.settings_for(NOBODY)) as served:
        [part] = [task for task in asyncio.all_tasks() if task.get_name() == name]
        part.cancel()
        await asyncio.wait({served.running}, timeout=20)
        assert served.running.done()


async def test_a_token_alone_opens_a_stream_without_any_service():
    database = postgres.settings_for("postgresql://nobody@127.0.0.1:1/none")
    async with serving(database, kafka.settings_for(NOBODY)) as served:
        async with served.listening(token_for("0" * 8 + "-0000-4000-8000-" + "0" * 12)) as listener:
            assert await listener.next() == ("ready", None, {})
        assert (await served.client.get("/health")).json()["status"] == "down"
