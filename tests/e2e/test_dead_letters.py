"""A worker is broken, its events die, it is mended, and every effect comes once after all."""

import asyncio
import signal

import httpx
import pytest
from sqlalchemy import text

from shared.commands.dead_letters import order_redrive
from shared.core.principal import Actor
from shared.db.repositories.dead_letters import Selection, letter_stats
from shared.db.repositories.redrives import RedriveView, find_redrive
from tests.e2e import workload
from tests.e2e.evidence import (
    TopicReader,
    assert_each_delivered,
    assert_each_rolled_once,
    event_id_of,
    occurrences,
    until_rolled,
    until_sent,
)
from tests.e2e.processes import Process
from tests.e2e.world import World
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

OPERATOR = Actor("olga", None)
REMINDERS = 40
SERIES = 3
DEATHS_OF_A_BREAKER = 10


async def dead(world: World) -> int:
    """How many letters are open."""
    async with world.db.read() as connection:
        result = await connection.execute(
            text("SELECT count(*) FROM dead_letters WHERE state = 'open'")
        )
        return int(result.scalar_one())


async def breaker_is_open(worker: Process) -> bool:
    """Whether it says so."""
    async with httpx.AsyncClient(base_url=worker.url, timeout=10) as client:
        components = (await client.get("/health")).json()["components"]
    (consumer,) = (each for each in components if each["name"] == "consumer")
    return bool(consumer["details"]["breaker"] == "open")


async def until_dead(world: World, count: int) -> None:
    async def enough() -> bool:
        return await dead(world) >= count

    await eventually(enough, 60, f"{count} dead letters are in the table")


async def redrive(world: World, selection: Selection) -> RedriveView:
    ordered = await order_redrive(world.db, OPERATOR, selection, reason="mended")
    return ordered.redrive


async def until_finished(world: World, ordered: RedriveView) -> RedriveView:
    async def look() -> RedriveView | None:
        async with world.db.read() as connection:
            found = await find_redrive(connection, ordered.id)
        return found if found and found.finished_at else None

    found = await eventually(look, 60, "the redrive has ended")
    assert found is not None
    return found


async def test_every_mail_is_sent_once_after_a_broken_template_was_mended(world: World) -> None:
    people = await workload.make_people(world.db)
    broken = world.processes.launch("tests.e2e.crashers.broken", "notifications")
    await asyncio.gather(broken.ready(), world.start("relay", "reminders", "deadletters"))
    planned = await workload.plan_reminders(
        world.db, people, workload.delays(REMINDERS, first=1, over=1)
    )
    await until_dead(world, DEATHS_OF_A_BREAKER)

    await eventually(lambda: breaker_is_open(broken), 30, "the breaker of notifications opens")
    letters = await dead(world)
    assert DEATHS_OF_A_BREAKER <= letters < REMINDERS  # the others wait where they are
    broken.kill()
    await world.start("notifications")
    await until_sent(world.db, REMINDERS - await dead(world), 60)
    async with world.db.read() as connection:
        (heap,) = await letter_stats(
            connection, Selection(), by="fingerprint", state="open", limit=10
        )
    assert (heap.error_class, heap.groups) == ("UndefinedError", ["notifications"])
    ordered = await redrive(world, Selection(fingerprint=heap.fingerprint))
    await until_finished(world, ordered)
    await until_sent(world.db, REMINDERS, 60)
    outcome = await assert_each_delivered(world, planned)
    assert outcome.doubles == 0
    assert await dead(world) == 0


@pytest.mark.parametrize(("moment", "copies"), [("before", 0), ("after", 1)])
async def test_effects_come_once_when_the_redriver_dies(
    world: World, moment: str, copies: int
) -> None:
    people = await workload.make_people(world.db, SERIES)
    broken = world.processes.launch("tests.e2e.crashers.broken", "recurrence")
    dying = world.crash("deadletters", moment)
    await asyncio.gather(broken.ready(), dying.ready(), world.start("relay"))
    tasks = await workload.make_series(world.db, people, SERIES)
    await workload.complete(world.db, tasks)
    await until_dead(world, SERIES)
    broken.kill()
    ordered = await redrive(world, Selection())
    assert await dying.ended() == -signal.SIGKILL
    await world.start("deadletters", "recurrence")
    done = await until_finished(world, ordered)
    assert (done.done, done.left) == (SERIES, 0)
    await until_rolled(world.db, SERIES, 60)
    assert_each_rolled_once(await occurrences(world.db), SERIES)
    async with TopicReader(world, "retry.recurrence.10s") as reader:

        async def all_read() -> bool:
            return await reader.more() >= SERIES + copies

        await eventually(all_read)
    assert len({event_id_of(record) for record in reader.records}) == SERIES
    assert len(reader.records) == SERIES + copies
