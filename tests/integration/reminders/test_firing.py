"""One partition by itself, without the upkeep that mends: its lease, and what Kafka refuses."""

import asyncio
from datetime import timedelta

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from typing_extensions import override

from shared.core.ids import new_uuid7
from shared.kafka.producer import EventProducer
from shared.observability.metrics import Metrics
from tests.fakes import FakeClock
from tests.integration.reminders.harness import CLOCK, fired
from tests.metrics import is_counted
from tests.services.kafka import limit_records
from tests.waiting import eventually
from workers.reminders.entries import Entry
from workers.reminders.firing import Firing
from workers.reminders.jobstore import add_executor
from workers.reminders.partition import LEASE_SECONDS, SchedulerPartition


@pytest.fixture
def metrics():
    return Metrics()


@pytest.fixture
async def producer(kafka_settings, metrics):
    producer = EventProducer(kafka_settings, "test-firing", metrics)
    await producer.start()
    yield producer
    await producer.stop()


@pytest.fixture
async def timer():
    timer = AsyncIOScheduler(timezone="UTC")
    add_executor(timer)
    timer.start()
    yield timer
    timer.shutdown(wait=False)


@pytest.fixture
def attached(database, producer, metrics, timer):
    """A partition whose reminders the timer fires; the clock is that of its lease."""

    def attach(number, entries, clock=CLOCK):
        partition = SchedulerPartition(
            number,
            epoch=1,
            lease_taken_at=clock.monotonic(),
            db=database,
            firing=Firing(producer, CLOCK, metrics),
            clock=clock,
            metrics=metrics,
        )
        partition.put(entries)
        partition.attach(timer, lambda: True)
        return partition

    return attach


def due_in(seconds):
    at = CLOCK.now() + timedelta(seconds=seconds)
    return Entry(at, new_uuid7(at), 1, new_uuid7(at), new_uuid7(at))


async def test_what_is_due_waits_while_the_lease_may_have_run_out(timer, attached, tail):
    first, second = due_in(0.2), due_in(0.3)
    clock = FakeClock()
    unsure = attached(0, [first], clock)
    clock.advance(LEASE_SECONDS)
    attached(1, [second])
    assert [each.data.reminder_id for each in await fired(tail, 1)] == [second.reminder_id]
    unsure.extend(clock.monotonic())
    timer.wakeup()
    assert [each.data.reminder_id for each in await fired(tail, 1)] == [first.reminder_id]


async def test_what_the_broker_refuses_is_not_taken_for_fired_and_fires_again(
    kafka_settings, metrics, timer, attached, tail
):
    entries = []
    partition = attached(0, entries)

    async def is_refused():  # the broker may take some before the limit holds
        entries.append(due_in(0))
        partition.put(entries[-1:])
        timer.wakeup()
        return is_counted(metrics, 'kafka_publishes_total{outcome="failed",topic="reminders"}')

    await limit_records(kafka_settings, "reminders", "100")
    await eventually(is_refused)
    assert len(partition.fired()) < len(entries)
    await limit_records(kafka_settings, "reminders", "1000000")
    due = set()
    while len(due) < len(entries):
        timer.wakeup()  # as the upkeep does each second
        due |= {each.data.reminder_id for each in await fired(tail, 1)}
    assert due == {each.reminder_id for each in entries}
    await partition.settle()
    assert {each.reminder_id for each in partition.fired()} == due


class HeldProducer(EventProducer):
    """Sends what it is given once it is let go, as in an outage of Kafka."""

    def __init__(self, *args):
        super().__init__(*args)
        self.may_go = asyncio.Event()

    @override
    async def send_many(self, topic, partition, records):
        await self.may_go.wait()
        return await super().send_many(topic, partition, records)


async def test_a_partition_that_was_closed_unsettled_and_opened_again_hears_of_its_own(
    kafka_settings, metrics
):
    producer = HeldProducer(kafka_settings, "test-firing")
    await producer.start()
    firing, heard = Firing(producer, CLOCK, metrics), asyncio.Queue()
    before, after = due_in(0), due_in(0)

    def told(name):
        return lambda entry, *, acknowledged: heard.put_nowait((name, entry, acknowledged))

    firing.fire(0, [before], told("before"))
    firing.fire(0, [after], told("after"))
    producer.may_go.set()
    results = [await heard.get() for _ in range(2)]
    await producer.stop()
    assert sorted(results) == [("after", after, True), ("before", before, True)]
