"""Live updates over HTTP from a real broker: one's own, in order, none missed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from jose import jwt
from sqlalchemy import text

from shared.core.clock import SystemClock
from shared.events.topics import partition_of
from shared.kafka.producer import EventProducer
from tests.factories.users import make_user
from tests.integration.api.harness import SECRET
from tests.integration.api.running import publish, publish_place, serving
from tests.services.kafka import PARTITIONS
from tests.waiting import eventually

KEPT = 5


@pytest.fixture(scope="module")
async def served(database_settings, kafka_settings):
    live = {"replay_records": KEPT, "ping_seconds": 0.2, "streams_per_account": 2}
    async with serving(database_settings, kafka_settings, live=live) as served:
        await served.becomes("ok")
        yield served


@pytest.fixture(scope="module")
async def producer(kafka_settings):
    producer = EventProducer(kafka_settings, "tests")
    await producer.start()
    yield producer
    await producer.stop()


def token_for(user_id, seconds=600):
    """What the API itself would issue, with another life."""
    now = SystemClock().now()
    claims = {
        "iss": "rondel",
        "aud": "rondel-api",
        "sub": str(user_id),
        "sid": str(user_id),
        "iat": now,
        "exp": now + timedelta(seconds=seconds),
    }
    return {"authorization": f"Bearer {jwt.encode(claims, SECRET, algorithm='HS256')}"}


def neighbour_of(user_id):
    """Somebody else whose changes are in the same partition."""
    home = partition_of(user_id, PARTITIONS)
    while partition_of(other := uuid4(), PARTITIONS) != home:
        pass
    return other


async def test_a_change_arrives_at_its_owner_and_nobody_else(served, producer):
    ada = uuid4()
    async with served.listening(token_for(ada)) as listener:
        assert (await listener.next())[0] == "ready"
        await publish(producer, neighbour_of(ada), "Bob's")
        place = await publish(producer, ada, "Ada's")
        name, identifier, data = await listener.next()
    assert (name, identifier, data["change"]) == ("task.changed", place, "created")
    assert data["task"]["title"] == "Ada's"
    assert data["user_id"] == str(ada)


async def test_a_changed_project_arrives_at_its_owner_alone_also_later(served, producer):
    ada = uuid4()
    async with served.listening(token_for(ada)) as listener:
        await listener.next()
        await publish_place(producer, neighbour_of(ada), "label")
        place = await publish_place(producer, ada, "project")
        name, identifier, data = await listener.next()
    assert (name, identifier) == ("place.changed", place)
    assert data == {"user_id": str(ada), "place": "project", "place_id": None}
    await publish_place(producer, neighbour_of(ada), "label")
    await publish_place(producer, ada, "section", event_type="task.deleted")
    await publish_place(producer, ada, "filter")
    async with served.listening(token_for(ada), place) as listener:
        assert (await listener.next())[0] == "ready"
        name, _, data = await listener.next()
    assert (name, data["place"]) == ("place.changed", "filter")


async def test_two_pages_of_one_person_both_hear(served, producer):
    ada = uuid4()
    async with (
        served.listening(token_for(ada)) as one,
        served.listening(token_for(ada)) as other,
    ):
        for listener in (one, other):
            assert (await listener.next())[0] == "ready"
        await publish(producer, ada, "Seen twice")
        assert [await one.titles(1), await other.titles(1)] == [["Seen twice"]] * 2


async def test_who_comes_back_hears_what_was_missed_once_and_in_order(served, producer):
    ada = uuid4()
    async with served.listening(token_for(ada)) as listener:
        await listener.next()
        await publish(producer, ada, "heard")
        _, last, _ = await listener.next()
    await publish(producer, ada, "missed 1")
    await publish(producer, neighbour_of(ada), "not hers")
    await publish(producer, ada, "missed 2")
    async with served.listening(token_for(ada), last) as listener:
        assert await listener.next() == ("ready", None, {})
        assert await listener.titles(2) == ["missed 1", "missed 2"]
        await publish(producer, ada, "live again")
        assert await listener.titles(1) == ["live again"]


async def test_the_place_that_ready_names_can_be_come_back_to(served, producer):
    ada = uuid4()
    async with served.listening(token_for(ada)) as listener:
        await listener.next()
        await publish(producer, ada, "before")
        await listener.next()
    async with served.listening(token_for(ada)) as listener:
        name, place, _ = await listener.next()
        assert name == "ready"
    await publish(producer, ada, "after")
    async with served.listening(token_for(ada), place) as listener:
        await listener.next()
        assert await listener.titles(1) == ["after"]


@pytest.mark.parametrize("shape", ["nonsense", "99:1", "{home}:999999999", "{other}:1"])
async def test_a_place_that_is_not_known_means_read_again(served, shape):
    ada = uuid4()
    home = partition_of(ada, PARTITIONS)
    place = shape.format(home=home, other=(home + 1) % PARTITIONS)
    async with served.listening(token_for(ada), place) as listener:
        names = [(await listener.next())[0] for _ in range(2)]
    assert names == ["ready", "resync"]


async def test_a_place_too_long_ago_means_read_again(served, producer):
    ada = uuid4()
    async with served.listening(token_for(ada)) as listener:
        await listener.next()
        place = await publish(producer, ada, "long ago")
        await listener.next()
        for number in range(KEPT + 1):
            await publish(producer, ada, f"since {number}")
            await listener.next()
    async with served.listening(token_for(ada), place) as listener:
        names = [(await listener.next())[0] for _ in range(2)]
    assert names == ["ready", "resync"]


async def test_a_record_that_is_no_change_is_passed_over(served, producer):
    ada = uuid4()
    partition = partition_of(ada, PARTITIONS)
    key = str(ada).encode()
    async with served.listening(token_for(ada)) as listener:
        await listener.next()
        for value, headers in ((b"\xff", []), (None, [("ce_type", b"task.other")])):
            await (
                await producer.send(
                    "task-updates", partition, key=key, value=value, headers=headers
                )
            )
        await publish(producer, ada, "a change")
        assert await listener.titles(1) == ["a change"]


async def test_a_stream_ends_with_its_token(served):
    async with served.listening(token_for(uuid4(), seconds=1)) as listener:
        assert (await listener.next())[0] == "ready"
        assert await listener.next() is None


async def test_one_account_keeps_no_more_streams_open_than_it_may(served):
    ada = token_for(uuid4())
    async with served.listening(ada) as one, served.listening(ada) as other:
        assert (await one.next())[0] == (await other.next())[0] == "ready"
        refused = await served.client.get("/api/events", headers=ada)
        assert (refused.status_code, refused.json()["code"]) == (429, "request.too_many_at_once")
        assert int(refused.headers["retry-after"]) > 0
        async with served.listening(token_for(uuid4())) as neighbour:
            assert (await neighbour.next())[0] == "ready"


async def test_open_streams_are_counted(served):
    async def are_open(count):
        return served.metrics.registry.get_sample_value("sse_clients") == count

    await eventually(lambda: are_open(0))  # those of other tests have ended
    async with served.listening(token_for(uuid4())) as listener:
        await listener.next()
        assert await are_open(1)
    await eventually(lambda: are_open(0))


async def test_a_stop_ends_open_streams_in_good_order(database_settings, kafka_settings):
    async with serving(database_settings, kafka_settings) as served:
        async with served.listening(token_for(uuid4())) as listener:
            await listener.next()
            served.stop.set()
            assert await listener.next() is None
        await served.running
        assert served.running.exception() is None


async def test_a_stream_ends_within_seconds_when_its_account_is_disabled(served, database):
    ada, bob = await make_user(database), await make_user(database)
    async with (
        served.listening(token_for(ada.user_id)) as listener,
        served.listening(token_for(bob.user_id)) as other,
    ):
        assert (await listener.next())[0] == (await other.next())[0] == "ready"
        async with database.statement() as connection:
            await connection.execute(
                text("UPDATE users SET disabled_at = now() WHERE id = :id"), {"id": ada.user_id}
            )
        assert await listener.next() is None


async def test_a_stream_ends_within_seconds_when_its_device_is_signed_out(served, database):
    ada = await make_user(database)
    async with served.listening(token_for(ada.user_id)) as listener:
        assert (await listener.next())[0] == "ready"
        async with database.statement() as connection:
            await connection.execute(
                text(
                    "INSERT INTO sessions (id, user_id, rotated_at, method, user_agent, address, "
                    "created_at, confirmed_at, used_at, expires_at, ended_at, ended_because) "
                    "SELECT id, id, now(), 'password', '', '', now(), now(), now(), now(), now(), "
                    "'revoked' FROM users WHERE id = :id"
                ),
                {"id": ada.user_id},
            )
        assert await listener.next() is None
