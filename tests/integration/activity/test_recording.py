"""Every event of a task or a reminder is on record once, with the place that all groups read."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.core.clock import SystemClock
from shared.db.repositories import activity
from shared.events.envelope import decode, dump_data, make_headers
from shared.events.reminders import ReminderDue, ReminderFailed
from shared.events.tasks import TaskChanged, TaskCompleted, TaskUpdated
from shared.kafka.producer import EventProducer
from shared.observability.metrics import Metrics
from workers.activity.handler import ActivityHandler
from workers.activity.settings import ActivitySettings
from workers.activity.spec import SPEC
from workers.runtime.app import WorkerApp
from workers.runtime.handler import PermanentError
from workers.runtime.pruning import Pruner
from workers.runtime.testing import RuntimeSignals

USER, TASK, REMINDER = uuid4(), uuid4(), uuid4()
AT = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
TRACE = f"00-{'a' * 32}-{'b' * 16}-01"


@pytest.fixture(autouse=True)
async def empty_table(database):
    async with database.statement() as connection:
        await connection.execute(text("TRUNCATE activity"))


@pytest.fixture
async def producer(kafka_settings):
    producer = EventProducer(kafka_settings, "test-activity")
    await producer.start()
    yield producer
    await producer.stop()


@pytest.fixture
def worker(database_settings, kafka_settings):
    """Runs the worker for a block, which is given its signals."""

    @asynccontextmanager
    async def run():
        signals, stop = RuntimeSignals(), asyncio.Event()
        signals.listen()
        settings = ActivitySettings(database=database_settings, kafka=kafka_settings)
        app = WorkerApp(SPEC, settings, metrics=Metrics(), signals=signals)
        running = asyncio.create_task(app.run(stop))
        try:
            yield signals
        finally:
            stop.set()
            await running

    return run


def updated(version=1, **fields):
    changes = {"user_id": USER, "task_id": TASK, "task_version": version, "changed": ("due",)}
    return TaskUpdated.model_construct(**changes | fields)


def headers_of(event_type, event_id, **changes):
    known = {"subject": str(TASK), "occurred_at": AT, "traceparent": TRACE} | changes
    return make_headers(event_type=event_type, event_id=event_id, user_id=USER, **known)


async def send(producer, topic, headers, value, partition=1):
    """Where the record stands now."""
    ack = await producer.send(topic, partition, key=b"k", value=value, headers=headers)
    return (await ack).offset


async def handled(signals, events):
    while events > 0:
        events -= await signals.handled.wait()


async def rows(database):
    async with database.read() as connection:
        found = await connection.execute(text("SELECT * FROM activity ORDER BY recorded_at"))
        return {row.event_id: row for row in found}


async def test_an_event_is_on_record_with_its_cause_and_its_place(database, producer, worker):
    event_id, before = uuid4(), SystemClock().now()
    headers = headers_of("task.updated", event_id, source="/rondel/api/change_task")
    offset = await send(producer, "task-events", headers, dump_data(updated(3)), partition=2)
    async with worker() as signals:
        await handled(signals, 1)
    row = (await rows(database))[event_id]
    assert (row.topic, row.partition, row.record_offset) == ("task-events", 2, offset)
    assert (row.event_type, row.occurred_at) == ("task.updated", AT)
    assert (row.user_id, row.task_id, row.reminder_id) == (USER, TASK, None)
    assert (row.source, row.traceparent) == ("/rondel/api/change_task", TRACE)
    assert row.data == {
        "task_version": 3,
        "changed": ["due"],
        "series_id": None,
        "slot": None,
    }
    assert before < row.recorded_at < SystemClock().now()


async def test_a_duplicate_leaves_the_record_as_it_was(database, producer, worker):
    event_id = uuid4()
    headers, value = headers_of("task.updated", event_id), dump_data(updated())
    first = await send(producer, "task-events", headers, value)
    for _ in range(3):
        await send(producer, "task-events", headers, value)
    async with worker() as signals:
        await handled(signals, 4)
        await send(producer, "task-events", headers, value)
        await handled(signals, 1)
    found = await rows(database)
    assert [(each.event_id, each.record_offset) for each in found.values()] == [(event_id, first)]


def retried(headers, **changes):
    place = {
        "x-original-topic": b"reminders",
        "x-original-partition": b"3",
        "x-original-offset": b"77",
        "x-attempt": b"1",
    }
    said = place | {name.replace("_", "-"): value for name, value in changes.items()}
    return [*headers, *said.items()]


async def test_a_retried_event_keeps_its_original_place(database, producer, worker):
    due = ReminderDue(
        user_id=USER, task_id=TASK, reminder_id=REMINDER, reminder_version=2, fire_at=AT
    )
    good, forged, huge = uuid4(), uuid4(), uuid4()
    topic, value = "retry.activity.10s", dump_data(due)
    await send(producer, topic, retried(headers_of("reminder.due", good)), value, 0)
    lie = retried(headers_of("reminder.due", forged), x_original_topic=b"\x00'; DROP TABLE users")
    at = await send(producer, topic, lie, value, 0)
    lie = retried(headers_of("reminder.due", huge), x_original_partition=b"9" * 18)
    await send(producer, topic, lie, value, 0)
    async with worker() as signals:
        await handled(signals, 3)
    found = await rows(database)
    places = {key: (row.topic, row.partition, row.record_offset) for key, row in found.items()}
    assert places[good] == ("reminders", 3, 77)
    assert places[forged] == (topic, 0, at)
    assert places[huge] == (topic, 0, at + 1)
    assert found[good].reminder_id == REMINDER


async def test_odd_records_are_cleaned_or_buried_and_the_others_go_on(database, producer, worker):
    failed = ReminderFailed(
        user_id=USER,
        task_id=TASK,
        reminder_id=REMINDER,
        reminder_version=2,
        fire_at=AT,
        channel="email",
        reason="550 a\x00b \\u0000",
    )
    odd, old, naive_one, last = uuid4(), uuid4(), uuid4(), uuid4()
    headers = headers_of("reminder.failed", odd, traceparent="no trace\x00", source="/x\x00y" * 99)
    await send(producer, "task-events", headers, dump_data(failed))
    ancient = [each for each in headers_of("task.updated", old) if each[0] != "ce_time"]
    stone_age = ("ce_time", b"0001-01-01T00:00:00+14:00")
    await send(producer, "task-events", [*ancient, stone_age], dump_data(updated()))
    await send(producer, "task-events", headers_of("task.updated", uuid4()), b'{"user_id": 7}')
    change = TaskChanged(user_id=USER, task_id=TASK, task_version=1, change="deleted", task=None)
    foreign = headers_of("task.changed", uuid4())
    await send(producer, "task-events", foreign, dump_data(change))  # not of this topic
    naive = [each for each in headers_of("task.updated", naive_one) if each[0] != "ce_time"]
    await send(
        producer, "task-events", [*naive, ("ce_time", b"2026-03-02T09:00:00")], dump_data(updated())
    )
    await send(producer, "task-events", headers_of("task.updated", last), dump_data(updated()))
    async with worker() as signals:
        assert [await signals.buried.wait() for _ in range(3)] == ["task.updated"] * 3
        await handled(signals, 2)
    found = await rows(database)
    assert set(found) == {odd, last}
    assert found[odd].data["reason"] == "550 ab \\u0000"
    assert found[odd].traceparent is None
    assert found[odd].source.startswith("/xy/xy")
    assert len(found[odd].source) == 200
    assert found[last].occurred_at == AT


async def test_a_restart_goes_on_where_it_was(database, producer, worker):
    first, second = uuid4(), uuid4()
    await send(producer, "task-events", headers_of("task.updated", first), dump_data(updated()))
    async with worker() as signals:
        await handled(signals, 1)
        await signals.committed.wait()
    await send(producer, "task-events", headers_of("task.updated", second), dump_data(updated()))
    async with worker() as signals:
        assert await signals.handled.wait() == 1
    assert list(await rows(database)) == [first, second]


async def test_an_event_from_nowhere_is_refused(database):
    done = TaskCompleted(user_id=USER, task_id=TASK, task_version=1, completed_at=AT)
    handler = ActivityHandler(database)
    with pytest.raises(PermanentError):
        await handler.process([event_of(done)])


def event_of(data):
    return decode(headers_of("task.completed", uuid4()), dump_data(data))


def row_at(number, recorded_topic="task-events"):
    ids = (UUID(int=number), AT, "task.updated", USER, TASK, None)
    return activity.ActivityRow(*ids, recorded_topic, 0, number, "/rondel", None, "{}")


async def test_old_rows_go_and_young_ones_stay(database):
    now = SystemClock().now()
    keep = timedelta(days=90)
    async with database.unit_of_work() as uow:
        old = [row_at(number) for number in range(5_000)]
        assert await activity.insert_new(uow.connection, old, now - keep) == 5_000
        young = [row_at(number) for number in range(4_990, 5_010)]
        assert await activity.insert_new(uow.connection, young, now) == 10
    pruner = Pruner(database, SystemClock(), "activity", activity.prune, keep)
    assert await pruner.prune(asyncio.Event()) == 5_000
    assert len(await rows(database)) == 10
