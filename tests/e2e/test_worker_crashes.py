"""Workers are killed or frozen under load: nothing is lost, nothing early, nothing done twice."""

import asyncio

import pytest

from tests.e2e import workload
from tests.e2e.evidence import (
    Outcome,
    assert_each_delivered,
    assert_each_rolled_once,
    assert_fired_in_time,
    assert_job_store_agrees,
    count_rolled,
    count_sent,
    occurrences,
    until_rolled,
    until_sent,
)
from tests.e2e.world import World, all_ready

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

SERIES = 300
REMINDERS = 200
ONCE = Outcome(doubles=0, resends=0)


@pytest.fixture(scope="module")
async def stories(new_world):
    """All that happens in this file, side by side: it mostly waits for a dead member's session."""

    async def tell(story):
        async with new_world() as world:
            return await story(world)

    told = (
        recurrence_killed,
        reminders_killed,
        reminders_frozen,
        reminders_frozen_in_a_transaction,
        notifications_killed,
    )
    tasks = {story: asyncio.create_task(tell(story)) for story in told}
    yield tasks
    for task in tasks.values():
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)


async def recurrence_killed(world: World):
    """The series, after the worker was killed while completions flowed."""
    people = await workload.make_people(world.db)
    tasks = await workload.make_series(world.db, people, SERIES)
    _, killed = await world.start("relay", "recurrence")
    async with asyncio.TaskGroup() as background:
        background.create_task(workload.complete(world.db, tasks))
        await until_rolled(world.db, 1)
        killed.kill()
        assert await count_rolled(world.db) < SERIES
        await world.start("recurrence")
    await until_rolled(world.db, SERIES)
    return await occurrences(world.db)


async def reminders_killed(world: World):
    """The deliveries, after the worker was killed while reminders came due."""
    people = await workload.make_people(world.db)
    *_, killed = await world.start("relay", "notifications", "reminders")
    delays = workload.delays(REMINDERS, first=2, over=5)
    planned = await workload.plan_reminders(world.db, people, delays)
    await until_sent(world.db, 10)
    killed.kill()
    assert await count_sent(world.db) < REMINDERS
    await world.start("reminders")
    await until_sent(world.db, REMINDERS)
    await assert_fired_in_time(world, planned)
    await assert_job_store_agrees(world)
    return await assert_each_delivered(world, planned)


async def reminders_frozen(world: World):
    """The deliveries, after another process has taken over from one that then went on."""
    people = await workload.make_people(world.db)
    *_, frozen = await world.start("relay", "notifications", "reminders")
    delays = workload.delays(REMINDERS, first=2, over=10)
    planned = await workload.plan_reminders(world.db, people, delays)
    await until_sent(world.db, 10)
    frozen.freeze()
    assert await count_sent(world.db) < REMINDERS
    (other,) = await world.start("reminders")
    await until_sent(world.db, REMINDERS)
    frozen.thaw()
    await all_ready(frozen, other)
    await assert_fired_in_time(world, planned)
    await assert_job_store_agrees(world)
    return await assert_each_delivered(world, planned)


async def reminders_frozen_in_a_transaction(world: World):
    """The deliveries, after another process has taken over from one that holds locks."""
    people = await workload.make_people(world.db)
    await world.start("relay", "notifications")
    planned = await workload.plan_reminders(world.db, people, workload.delays(20, first=1, over=5))
    await world.freeze("reminders").frozen()
    await world.start("reminders")
    await until_sent(world.db, len(planned))
    await assert_fired_in_time(world, planned)
    await assert_job_store_agrees(world)
    return await assert_each_delivered(world, planned)


async def notifications_killed(world: World):
    """The deliveries, after the worker was killed while many reminders came due."""
    people = await workload.make_people(world.db)
    *_, killed = await world.start("relay", "reminders", "notifications")
    delays = workload.delays(REMINDERS, first=2, over=1)
    planned = await workload.plan_reminders(world.db, people, delays)
    await until_sent(world.db, 10)
    killed.kill()
    assert await count_sent(world.db) < REMINDERS
    await world.start("notifications")
    await until_sent(world.db, REMINDERS)
    await assert_fired_in_time(world, planned)
    await assert_job_store_agrees(world)
    return await assert_each_delivered(world, planned)


async def test_each_completed_task_has_one_next_occurrence_after_recurrence_was_killed(stories):
    assert_each_rolled_once(await stories[recurrence_killed], SERIES)


async def test_each_reminder_is_sent_once_after_reminders_was_killed(stories):
    assert await stories[reminders_killed] == ONCE


async def test_each_reminder_is_sent_once_after_reminders_was_frozen(stories):
    assert await stories[reminders_frozen] == ONCE


async def test_each_reminder_is_sent_once_after_reminders_froze_in_a_transaction(stories):
    assert await stories[reminders_frozen_in_a_transaction] == ONCE


async def test_no_mail_is_doubled_uncounted_after_notifications_was_killed(stories):
    outcome = await stories[notifications_killed]
    assert outcome.doubles <= outcome.resends
