"""Every delivery is counted once, with its lateness, in the transaction that settles it."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from shared.commands.tasks import complete_task
from shared.core.principal import Principal
from shared.domain.punctuality import bucket_of
from tests.integration.notifications.conftest import FIRE_AT
from workers.runtime.handler import TransientError

HOUR = FIRE_AT.replace(minute=0, second=0, microsecond=0)


@pytest.fixture(autouse=True)
async def nothing_counted(world):
    await world.change("DELETE FROM punctuality")


async def counted(world):
    """Outcome and bucket of each delivery that was counted, and how often."""
    rows = await world.rows(
        "SELECT outcome, bucket, sum(count)::int AS count FROM punctuality GROUP BY 1, 2"
    )
    return Counter({(row.outcome, row.bucket): row.count for row in rows})


async def test_what_was_sent_is_counted_in_the_bucket_of_its_lateness(world):
    await world.start_worker().process(await world.due_reminder(late_seconds=1.234))
    [row] = await world.rows("SELECT * FROM punctuality")
    assert (row.hour, row.outcome, row.bucket, row.count) == (HOUR, "sent", bucket_of(1234), 1)
    assert row.longest_ms == 1234


async def test_an_event_that_comes_again_counts_once(world):
    event = await world.due_reminder(late_seconds=0.012)
    worker = world.start_worker()
    await worker.process(event, event)
    await world.start_worker().process(event)
    assert await counted(world) == {("sent", bucket_of(12)): 1}


async def test_refused_done_and_missed_are_told_apart(world):
    worker = world.start_worker()
    world.server.data_answers = ["554 no"]
    await worker.process(await world.due_reminder())
    done = await world.due_reminder()
    await complete_task(world.db, Principal(done.data.user_id), done.data.task_id, None)
    await worker.process(done)
    missed = await world.due_reminder()
    world.clock.set(FIRE_AT + timedelta(hours=25))
    await worker.process(missed)
    assert await counted(world) == {("failed", 0): 1, ("skipped", 0): 1, ("missed", 0): 1}


async def test_what_is_still_tried_is_not_counted_before_its_end(world):
    event = await world.due_reminder(late_seconds=0.5)
    worker = world.start_worker()
    world.server.data_answers = ["451 later"]
    with pytest.raises(TransientError):
        await worker.process(event)
    assert await counted(world) == {}
    world.clock.advance(seconds=10)
    await world.end_of_claim(event)
    await worker.process(event)
    assert await counted(world) == {("sent", bucket_of(10_500)): 1}


async def test_several_workers_count_what_the_ledger_says(world):
    events = [await world.due_reminder(late_seconds=n / 100) for n in range(30)]
    workers = [world.start_worker() for _ in range(3)]
    await asyncio.gather(*(worker.process(*events) for worker in workers))
    rows = await world.rows(
        "SELECT lateness_ms FROM deliveries WHERE reminder_id = ANY(:ids)",
        ids=[event.data.reminder_id for event in events],
    )
    assert len(rows) == 30
    assert await counted(world) == Counter(("sent", bucket_of(row.lateness_ms)) for row in rows)
