"""The reconciler of a running worker mends what differs, and finds nothing where nothing does."""

import asyncio
import random
from collections import Counter
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from typing_extensions import override

from shared.commands.tasks import complete_task, delete_task, reopen_task
from shared.core.errors import Unavailable
from shared.db.repositories.reconciliation import Kind
from shared.db.session import Database
from shared.events.topics import partition_of
from tests.factories.users import make_user
from tests.fakes import FakeClock
from tests.integration.reminders.harness import CLOCK, fired, planned
from tests.integration.reminders.spoiling import (
    BY_HAND,
    HOUR,
    LIMITS,
    ONE,
    make_past,
)
from tests.waiting import eventually
from workers.reminders.progress import BUSY_SECONDS
from workers.reminders.reconciler import Reconciler
from workers.runtime.schedules import Asked, Periodic

GRACE_SECONDS = 20


def reconciler_of(worker, db, **changes):
    options = {"every_seconds": 0.05, "grace_seconds": 0, "limits": LIMITS} | changes
    return Reconciler(db, worker.scheduler, worker.handler.progress, worker.metrics, **options)


def repeated(reconciler, db):
    """It runs every now and then, as the worker has it."""
    return Periodic(db, db.clock, "reminders", reconciler.job, Asked())


def counted(worker, kind):
    return worker.metrics.registry.get_sample_value("scheduler_differences_total", {"kind": kind})


async def test_while_the_worker_runs_everything_deleted_comes_back_and_fires_in_time(
    store, database, start_worker, tail
):
    worker = await start_worker(range(database.partitions))
    _, _, soon = await store.plan(4.0, 4.5)
    await store.sql("DELETE FROM scheduled_jobs")
    for owner in worker.scheduler.partitions.values():  # as after a start, or beyond the window
        owner.take_out([(data.reminder_id, 1) for data in store.planned])
    found = await reconciler_of(worker, database).reconcile(asyncio.Event())
    assert found == {Kind.MISSING: 12}
    assert counted(worker, "missing") == 12
    due = await fired(tail, 2)
    assert [event.data.fire_at for event in due] == [data.fire_at for data in soon]
    late = CLOCK.now() - soon[1].fire_at
    assert timedelta() <= late < timedelta(seconds=1)
    assert await reconciler_of(worker, database).reconcile(asyncio.Event()) == {}


async def test_while_the_worker_is_stopped_everything_deleted_comes_back_and_fires_in_time(
    store, database, start_worker, tail
):
    _, _, (soon,) = await store.plan(4.0)
    await store.sql("DELETE FROM scheduled_jobs")
    assert (await store.mend())[1] == 11
    await start_worker(range(database.partitions))
    (due,) = await fired(tail, 1)
    assert due.data.fire_at == soon.fire_at
    assert CLOCK.now() - soon.fire_at < timedelta(seconds=1)


async def test_a_running_worker_sees_what_another_process_has_mended(
    store, database, start_worker, tail
):
    _, _, (moved, lost) = await store.plan(2.0, 2.5)
    await store.sql(
        f"UPDATE scheduled_jobs SET run_at = run_at + interval '20 seconds' {ONE}",
        id=moved.reminder_id,
    )
    await store.sql(BY_HAND[Kind.MISSING], id=lost.reminder_id)
    worker = await start_worker(range(database.partitions))
    assert (await store.mend())[1] == 2
    for partition in range(database.partitions):
        await worker.scheduler.resync(partition)
    due = await fired(tail, 2)
    assert [event.data.fire_at for event in due] == [moved.fire_at, lost.fire_at]


async def test_a_job_that_moved_to_its_own_partition_fires_there(
    store, database, start_worker, tail
):
    _, _, (data,) = await store.plan(4.0)
    await store.sql(BY_HAND[Kind.WRONG_PARTITION], id=data.reminder_id)
    worker = await start_worker(range(database.partitions))
    found = await reconciler_of(worker, database).reconcile(asyncio.Event())
    assert found == {Kind.WRONG_PARTITION: 1}
    right = partition_of(data.user_id, database.partitions)
    holding = [
        p for p, owner in worker.scheduler.partitions.items() if owner.knows(data.reminder_id)
    ]
    assert holding == [right]
    (due,) = await fired(tail, 1)
    assert due.data.reminder_id == data.reminder_id


async def test_a_reconciler_leaves_the_partitions_of_others_alone(store, database, start_worker):
    await store.sql("DELETE FROM scheduled_jobs")
    mine = partition_of(store.planned[0].user_id, database.partitions)
    worker = await start_worker([mine])
    await reconciler_of(worker, database).reconcile(asyncio.Event())
    users = {data.user_id for data in store.planned}
    own = [each for each in users if partition_of(each, database.partitions) == mine]
    assert len(await store.jobs()) == 5 * len(own)


async def test_events_that_a_lagging_consumer_has_still_to_read_are_no_differences(
    store, database, start_worker
):
    worker = await start_worker(range(database.partitions))
    owner = await make_user(database)
    _, first = await planned(database, owner, HOUR)
    await worker.handler.process(first)
    _, unread = await planned(database, owner, HOUR)
    await store.sql("DELETE FROM outbox")  # the relay has published it
    assert await reconciler_of(worker, database).reconcile(asyncio.Event()) == {}
    await worker.handler.process(unread)
    assert await reconciler_of(worker, database).reconcile(asyncio.Event()) == {}
    assert await store.find() == []


async def test_an_event_that_never_came_is_a_difference_once_the_partition_is_quiet(
    store, database, start_worker
):
    clock = FakeClock(CLOCK.now())
    worker = await start_worker(range(database.partitions))
    worker.handler.progress._clock = clock
    owner = await make_user(database)
    _, first = await planned(database, owner, HOUR)
    await worker.handler.process(first)
    await planned(database, owner, HOUR)
    await store.sql("DELETE FROM outbox")
    assert await reconciler_of(worker, database).reconcile(asyncio.Event()) == {}
    clock.advance(BUSY_SECONDS + 1)
    found = await reconciler_of(worker, database).reconcile(asyncio.Event())
    assert found == {Kind.MISSING: 1}


async def test_a_job_whose_reminder_is_gone_is_a_difference_only_once_it_stays(
    store, database, start_worker
):
    clock = FakeClock(CLOCK.now())
    worker = await start_worker(range(database.partitions))
    reconciler = reconciler_of(worker, database, grace_seconds=GRACE_SECONDS)
    reconciler._clock = clock
    gone, *_ = store.planned
    await store.sql("DELETE FROM outbox")
    await store.sql("DELETE FROM reminders WHERE id = :id", id=gone.reminder_id)
    for _ in range(2):
        assert await reconciler.reconcile(asyncio.Event()) == {}
        clock.advance(GRACE_SECONDS / 2)
    assert await reconciler.reconcile(asyncio.Event()) == {Kind.ORPHAN: 1}
    assert await reconciler.reconcile(asyncio.Event()) == {}
    assert reconciler._bereft == {}


async def test_unfired_jobs_are_taken_in_by_their_owner(store, database, start_worker, tail):
    victim = store.planned[0]
    worker = await start_worker(range(database.partitions))
    for owner in worker.scheduler.partitions.values():
        owner.take_out([(victim.reminder_id, 1)])
    await make_past(store, victim, minutes=2)
    found = await reconciler_of(worker, database).reconcile(asyncio.Event())
    assert found == {Kind.UNFIRED: 1}
    (due,) = await fired(tail, 1)
    assert due.data.reminder_id == victim.reminder_id


class FailingDatabase(Database):
    """Two reads fail: PostgreSQL is away, and then a bug."""

    failures = None

    @override
    @asynccontextmanager
    async def read(self):
        if self.failures:
            raise self.failures.pop()
        async with super().read() as connection:
            yield connection


async def test_a_comparison_that_fails_is_only_put_off(store, database, start_worker):
    db = FailingDatabase(database.engine, CLOCK, database.partitions)
    db.failures = [RuntimeError("a bug"), Unavailable("PostgreSQL")]
    worker = await start_worker(range(database.partitions))
    await store.sql("DELETE FROM scheduled_jobs")
    stop = asyncio.Event()
    running = asyncio.create_task(
        repeated(reconciler_of(worker, db, every_seconds=0.01), db).run(stop)
    )

    async def all_are_back():
        return len(await store.jobs()) == 10

    await eventually(all_are_back)
    stop.set()
    await running
    assert db.failures == []
    assert counted(worker, Kind.MISSING) == 10


async def edit(database, owner, rng):
    """Twenty-five changes of one person's tasks, one after the other."""
    tasks = []
    for _ in range(25):
        roll = rng.random()
        if roll < 0.4 or not tasks:
            task, _ = await planned(database, owner, rng.uniform(3, 6), HOUR)
            tasks.append(task.id)
        elif roll < 0.6:
            await complete_task(database, owner, rng.choice(tasks), None)
        elif roll < 0.85:
            await reopen_task(database, owner, rng.choice(tasks), None)
        else:
            await delete_task(database, owner, tasks.pop(rng.randrange(len(tasks))), None)


async def relay(store, stop):
    """The events of all changes come in their order, some time later."""
    while not stop.is_set() or await store.sql("SELECT 1 FROM outbox LIMIT 1"):
        await store.relay_some()


async def due_soon(store):
    """What will have fired in some seconds."""
    rows = await store.sql(
        "SELECT id, fire_at FROM reminders WHERE state = 'scheduled' AND fire_at <= :soon",
        soon=CLOCK.now() + timedelta(seconds=7),
    )
    return {(row.id, row.fire_at) for row in rows}


@pytest.mark.parametrize("grace_seconds", [0, 15])
async def test_edits_while_a_reconciler_runs_lose_nothing_and_leave_no_difference(
    store, database, start_worker, tail, grace_seconds
):
    worker = store.filler = await start_worker(range(database.partitions))
    owners = [await make_user(database) for _ in range(4)]
    stop = asyncio.Event()
    options = {"every_seconds": 0.01, "grace_seconds": grace_seconds}
    reconciler = reconciler_of(worker, database, **options)
    beside = [
        asyncio.create_task(each)
        for each in (repeated(reconciler, database).run(stop), relay(store, stop))
    ]
    await asyncio.gather(
        *(edit(database, owner, random.Random(n)) for n, owner in enumerate(owners))
    )
    stop.set()
    await asyncio.gather(*beside)
    assert await store.find() == []
    if grace_seconds:
        assert {counted(worker, kind) for kind in Kind} == {0}
    wanted = await due_soon(store)
    assert wanted
    seen = Counter()
    while not wanted <= seen.keys():  # the test's time limit ends the waiting
        for event in await fired(tail, 1):
            seen[event.data.reminder_id, event.data.fire_at] += 1
    assert {seen[each] for each in wanted} == {1}
