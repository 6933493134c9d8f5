"""Every job is deleted by hand, and `rondel reminders rebuild` brings back what was planned."""

import asyncio
import subprocess
import sys

import pytest
from sqlalchemy import text

from cli.embedded.layout import PROJECT
from shared.core.settings import inherited_environment
from shared.db.repositories import jobs
from tests.e2e import workload
from tests.e2e.evidence import Outcome, assert_each_delivered, assert_job_store_agrees, until_sent
from tests.e2e.world import World
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

REMINDERS = 30
ON_TIME_SECONDS = 1


@pytest.fixture
async def world(world):
    """Its workers compare nothing by themselves, so that the command has something to do."""
    world.processes.environment["RONDEL_RECONCILE_SECONDS"] = "600"
    return world


async def plan(world: World):
    """Reminders with jobs, none of them changed lately, as far as the tables tell."""
    people = await workload.make_people(world.db, 4)
    planned = await workload.plan_reminders(
        world.db, people, workload.delays(REMINDERS, first=25, over=5)
    )

    async def all_wait():
        async with world.db.read() as connection:
            return await jobs.count_waiting(connection) == REMINDERS

    await eventually(all_wait, what="every reminder has a job")
    return planned


async def lose_all_jobs(world: World):
    async with world.db.statement() as connection:
        await connection.execute(text("DELETE FROM scheduled_jobs"))
        await connection.execute(
            text("UPDATE reminders SET updated_at = updated_at - interval '1 hour'")
        )


async def rebuild(world: World):
    """The command has ended; what it said."""
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "cli.main", "reminders", "rebuild", "--yes"],
        env=inherited_environment(world.processes.environment),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


async def assert_sent_on_time(world: World, planned):
    await until_sent(world.db, REMINDERS, 60)
    assert await assert_each_delivered(world, planned) == Outcome(doubles=0, resends=0)
    async with world.db.read() as connection:
        longest = await connection.execute(text("SELECT max(lateness_ms) FROM deliveries"))
    assert longest.scalar_one() < ON_TIME_SECONDS * 1000
    await assert_job_store_agrees(world)


async def test_while_the_worker_runs(world):
    await world.start("relay", "notifications", "reminders")
    planned = await plan(world)
    await lose_all_jobs(world)
    assert f"{REMINDERS} repaired, 0 left" in await rebuild(world)
    await assert_sent_on_time(world, planned)


async def test_while_the_worker_is_stopped(world):
    *_, reminders = await world.start("relay", "notifications", "reminders")
    planned = await plan(world)
    await reminders.stop()
    await lose_all_jobs(world)
    assert f"{REMINDERS} repaired, 0 left" in await rebuild(world)
    await world.start("reminders")
    await assert_sent_on_time(world, planned)
