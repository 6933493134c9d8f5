"""From the outbox to Kafka: all of it, in each user's order, and away after the acknowledgement."""

import asyncio
import uuid
from collections import defaultdict
from itertools import count

import pytest
from sqlalchemy import text

from shared.core.clock import SystemClock
from shared.core.origin import within_source
from shared.db.repositories import leases, outbox
from shared.events.envelope import decode
from shared.events.tasks import TaskCreated
from shared.kafka.producer import EventProducer
from shared.kafka.tail import TailConsumer
from shared.observability.metrics import Metrics
from shared.observability.tracing import within_trace
from tests.metrics import is_counted
from tests.services.kafka import limit_records
from tests.tracing import ids_of, recording
from tests.waiting import eventually
from workers.relay.lanes import LEASE_SECONDS, Lanes
from workers.relay.relay import Relay

SAMPLED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
PASSED_OVER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"
USERS = [uuid.uuid4() for _ in range(20)]


async def append(database, numbers, users=USERS):
    """One event a number; `task_version` is the number, so that order can be seen."""
    events = [
        TaskCreated.model_construct(
            user_id=users[number % len(users)],
            task_id=uuid.uuid4(),
            task_version=number + 1,
            series_id=None,
            slot=None,
        )
        for number in numbers
    ]
    async with database.unit_of_work() as uow:
        await outbox.append(uow.connection, events, uow.now, database.partitions)


async def append_and_fail(database):
    """An event is written in a transaction that ends in an error."""
    event = TaskCreated.model_construct(
        user_id=USERS[0], task_id=uuid.uuid4(), task_version=999, series_id=None, slot=None
    )
    async with database.unit_of_work() as uow:
        await outbox.append(uow.connection, [event], uow.now, database.partitions)
        raise RuntimeError("rolled back on purpose")


@pytest.fixture
def metrics():
    return Metrics()


@pytest.fixture
async def producer(kafka_settings, metrics):
    producer = EventProducer(kafka_settings, "test-relay", metrics)
    await producer.start()
    yield producer
    await producer.stop()


@pytest.fixture
async def tail(kafka_settings):
    tail = TailConsumer(kafka_settings, "task-events", "test-tail")
    await tail.start()
    yield tail
    await tail.stop()


@pytest.fixture
async def start_relay(database, producer, metrics):
    """Starts relays that are stopped after the test."""
    running = []

    def start(tracer=None):
        stop = asyncio.Event()
        relay = Relay(database, producer, SystemClock(), metrics, uuid.uuid4().hex, tracer=tracer)
        running.append((stop, asyncio.create_task(relay.run(stop))))
        return running[-1]

    yield start
    for stop, task in running:
        stop.set()
        await task


async def read(tail, count):
    """The next `count` events of the tail."""
    events = []
    while len(events) < count:
        for records in (await tail.poll(timeout_ms=200)).values():
            events += [decode(record.headers, record.value) for record in records]
    return events


async def depth(database):
    async with database.read() as connection:
        return (await outbox.backlog(connection))[0]


async def test_every_event_arrives_in_its_users_order_and_leaves_the_outbox(
    database, tail, start_relay
):
    await append(database, range(1500))
    stop, task = start_relay()
    events = await read(tail, 1500)
    by_user = defaultdict(list)
    for event in events:
        by_user[event.data.user_id].append(event.data.task_version)
    assert sorted(v for versions in by_user.values() for v in versions) == list(range(1, 1501))
    assert all(versions == sorted(versions) for versions in by_user.values())
    stop.set()
    await task
    assert await depth(database) == 0


async def test_the_source_that_an_event_was_written_under_stands_in_its_headers(
    database, tail, start_relay
):
    with within_source("/rondel/recurrence"):
        await append(database, [0])
    await append(database, [1])
    start_relay()
    sources = {}
    while len(sources) < 2:
        for records in (await tail.poll(timeout_ms=200)).values():
            sources |= {
                decode(each.headers, each.value).data.task_version: dict(each.headers)["ce_source"]
                for each in records
            }
    assert sources == {1: b"/rondel/recurrence", 2: b"/rondel"}


async def test_an_event_of_a_recorded_trace_travels_below_the_span_of_its_publishing(
    database, tail, start_relay
):
    tracer, kept = recording()
    with within_trace(SAMPLED):
        await append(database, [0])
    with within_trace(PASSED_OVER):
        await append(database, [1])
    start_relay(tracer)
    events = {event.data.task_version: event for event in await read(tail, 2)}
    (span,) = kept.named("publish task.created")
    trace, own, parent = ids_of(span)
    assert (trace, parent) == tuple(SAMPLED.split("-")[1:3])
    assert events[1].traceparent == f"00-{trace}-{own}-01"
    assert events[2].traceparent == PASSED_OVER
    assert span.attributes["messaging.destination.name"] == "task-events"
    assert span.attributes["messaging.message.id"] == str(events[1].id)


async def test_what_is_written_while_it_runs_arrives_too(database, tail, start_relay):
    start_relay()
    for start in range(0, 300, 50):
        await append(database, range(start, start + 50))
    assert {e.data.task_version for e in await read(tail, 300)} == set(range(1, 301))


async def test_two_relays_share_the_lanes_and_publish_each_event_once(database, tail, start_relay):
    start_relay()
    start_relay()
    await append(database, range(1000))
    events = await read(tail, 1000)
    assert len({event.id for event in events}) == 1000


async def counted(metrics, line):
    """The metric whose line begins so is above zero."""

    async def is_so():
        return is_counted(metrics, line)

    await eventually(is_so, what=line)


async def test_what_the_broker_does_not_acknowledge_stays_and_arrives_in_order_later(
    database, kafka_settings, metrics, tail, start_relay
):
    versions = count(1)
    written = []

    async def is_refused():  # the broker may take some before the limit holds
        written.append(next(versions))
        await append(database, [written[-1] - 1], USERS[:1])
        return is_counted(metrics, 'kafka_publishes_total{outcome="failed",topic="task-events"}')

    await limit_records(kafka_settings, "task-events", "100")
    start_relay()
    await eventually(is_refused)
    assert await depth(database) > 0
    await limit_records(kafka_settings, "task-events", "1000000")
    arrived = {}  # in the order in which each came first; a lost lease may send some again
    while len(arrived) < len(written):
        arrived |= {each.data.task_version: None for each in await read(tail, 1)}
    assert list(arrived) == written


async def test_a_relay_whose_lanes_were_taken_sends_an_event_once_more_at_most(
    database, metrics, tail, start_relay
):
    stop, task = start_relay()
    await counted(metrics, "relay_lanes_owned")
    names = [f"{leases.RELAY_LANE}{partition}" for partition in range(database.partitions)]
    async with database.statement() as connection:
        taken = await leases.acquire(connection, names, "second", LEASE_SECONDS, force=True)
    await append(database, [0])
    await counted(metrics, 'lease_losses_total{kind="relay"}')
    async with database.statement() as connection:
        await leases.release(connection, taken)
    await append(database, [20])
    versions = []
    while 21 not in versions:
        versions += [each.data.task_version for each in await read(tail, 1)]
    stop.set()
    await task
    assert versions in ([1, 21], [1, 1, 21])
    assert await depth(database) == 0


async def test_an_event_keeps_the_type_and_version_that_it_was_written_in(
    database, tail, start_relay
):
    """The relay may be of another release than what wrote the row: it looks nothing up."""
    await append(database, [0])
    async with database.statement() as connection:
        await connection.execute(
            text("UPDATE outbox SET event_type = 'task.archived', version = 7")
        )
    start_relay()
    headers = []
    while not headers:
        for records in (await tail.poll(timeout_ms=200)).values():
            headers += [dict(record.headers) for record in records]
    assert headers[0]["ce_type"] == b"task.archived"
    assert headers[0]["ce_dataschema"] == b"urn:rondel:event:task.archived:v7"


async def test_an_event_of_a_transaction_that_rolled_back_is_never_seen(
    database, tail, start_relay
):
    start_relay()
    with pytest.raises(RuntimeError, match="rolled back on purpose"):
        await append_and_fail(database)
    await append(database, [0])
    assert [event.data.task_version for event in await read(tail, 1)] == [1]


async def test_a_lane_taken_by_another_is_dropped_and_its_deletes_do_nothing(database):
    clock = SystemClock()
    lanes = Lanes(database, clock, Metrics(), "first")
    await lanes.refresh()
    lane = lanes.usable()[0]
    await append(database, range(100))
    async with database.statement() as connection:
        await leases.acquire(connection, [lane.name], "second", LEASE_SECONDS, force=True)
        rows = await outbox.read_lanes(connection, [lane.partition], 10)
        other = lanes.usable()[1]
        others = await outbox.read_lanes(connection, [other.partition], 10)
        gone = await outbox.delete_published(
            connection,
            [
                outbox.PublishedEvents([row.id for row in rows], lane.name, lane.epoch),
                outbox.PublishedEvents([row.id for row in others], other.name, other.epoch),
            ],
        )
        left = await outbox.read_lanes(connection, [lane.partition, other.partition], 10)
    assert rows
    assert others
    assert gone == {other.name}
    assert [row.id for row in left[: len(rows)]] == [row.id for row in rows]
    assert not {row.id for row in left} & {row.id for row in others}
    await lanes.refresh()
    assert not lanes.is_usable(lane)
    await lanes.release_all()
    async with database.statement() as connection:
        await connection.execute(text("DELETE FROM outbox"))
        await connection.execute(text("DELETE FROM leases"))


async def test_two_holders_share_the_lanes_fairly_and_release_frees_them(database):
    first = Lanes(database, SystemClock(), Metrics(), "first")
    second = Lanes(database, SystemClock(), Metrics(), "second")
    await first.refresh()
    assert len(first.usable()) == database.partitions
    await second.refresh()
    await first.refresh()
    await second.refresh()
    held = {lane.partition for lane in first.usable()}, {each.partition for each in second.usable()}
    assert [len(each) for each in held] == [database.partitions // 2] * 2
    assert held[0].isdisjoint(held[1])
    await first.release_all()
    await second.refresh()
    assert len(second.usable()) == database.partitions
    await second.release_all()
