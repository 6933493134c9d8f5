"""Workers are killed or frozen under load: nothing is lost, nothing early, nothing done twice."""

import asyncio

import pytest

from tests.e2e import workload
from tests.e2e.evidence import (
    Outcome,
    assert_each_delivered,
    assert_each_rolled_once,
    assert_fired_in_time,
    count_rolled,
    count_sent,
    occurrences,
    until_rolled,
    until_sent,
)
from tests.e2e.world import all_ready

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

SERIES = 300
REMINDERS = 200
ONCE = Outcome(doubles=0, resends=0)


async def test_recurrence_killed_while_completions_flow(world):
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
    assert_each_rolled_once(await occurrences(world.db), SERIES)


async def test_reminders_killed_while_they_come_due(world):
    people = await workload.make_people(world.db)
    *_, killed = await world.start("relay", "notifications", "reminders")
    planned = await workload.plan_reminders(
        world.db, people, workload.instants(REMINDERS, first_in=2, over=6)
    )
    await until_sent(world.db, 10)
    killed.kill()
    assert await count_sent(world.db) < REMINDERS
    await world.start("reminders")
    await until_sent(world.db, REMINDERS)
    await assert_fired_in_time(world, planned)
    assert await assert_each_delivered(world, planned) == ONCE


async def test_reminders_frozen_until_another_process_has_taken_over(world):
    people = await workload.make_people(world.db)
    *_, frozen = await world.start("relay", "notifications", "reminders")
    planned = await workload.plan_reminders(
        world.db, people, workload.instants(REMINDERS, first_in=2, over=10)
    )
    await until_sent(world.db, 10)
    frozen.freeze()
    sent = await count_sent(world.db)
    other = world.processes.launch("workers.reminders")
    assert sent < REMINDERS
    await all_ready(other)
    await until_sent(world.db, REMINDERS)
    frozen.thaw()
    await all_ready(frozen, other)
    await assert_fired_in_time(world, planned)
    assert await assert_each_delivered(world, planned) == ONCE


async def test_notifications_killed_while_reminders_come_due(world):
    people = await workload.make_people(world.db)
    *_, killed = await world.start("relay", "reminders", "notifications")
    planned = await workload.plan_reminders(
        world.db, people, workload.instants(REMINDERS, first_in=2, over=1)
    )
    await until_sent(world.db, 10)
    killed.kill()
    assert await count_sent(world.db) < REMINDERS
    await world.start("notifications")
    await until_sent(world.db, REMINDERS)
    await assert_fired_in_time(world, planned)
    outcome = await assert_each_delivered(world, planned)
    assert outcome.doubles <= outcome.resends
