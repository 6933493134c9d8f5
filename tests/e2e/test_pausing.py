"""Kinds of workers paused from the command line: they rest, stay who they are, and catch up."""

import asyncio
from dataclasses import dataclass

import httpx
import pytest
from aiokafka.admin import AIOKafkaAdminClient
from sqlalchemy import text

from tests.e2e.commands import rondel
from tests.e2e.people import Person, in_seconds, remind_at, signed_up
from tests.e2e.processes import Process
from tests.e2e.world import CLOCK, EVERYTHING, World
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

SEEN_SECONDS = 2  # a second as promised, and one for a machine that does other things too


@dataclass(frozen=True)
class Town:
    """All processes, two of notifications, and somebody who lives there."""

    world: World
    api: Process
    workers: dict[str, Process]
    second: Process
    ada: Person


@pytest.fixture(scope="module")
async def town(new_world):
    async with new_world() as world:
        api, *workers = await world.start(*EVERYTHING)
        (second,) = await world.start("notifications")
        names = dict(zip(EVERYTHING[1:], workers, strict=True))
        async with signed_up(api.url) as ada:
            yield Town(world, api, names, second, ada)


@pytest.fixture(autouse=True)
async def nobody_is_paused(town):
    yield
    async with town.world.db.unit_of_work() as uow:
        await uow.connection.execute(text("DELETE FROM worker_pauses"))


async def scalar(world, statement, **parameters):
    async with world.db.read() as connection:
        return (await connection.execute(text(statement), parameters)).scalar_one()


async def operators_say(process, status):
    """The process's health says that it is paused, or that it is not."""

    async def is_seen():
        async with httpx.AsyncClient(base_url=process.url, timeout=10) as client:
            components = (await client.get("/health")).json()["components"]
        return next(each for each in components if each["name"] == "operators")["status"] == status

    await eventually(is_seen, SEEN_SECONDS, f"operators: {status}")


async def members(world, group):
    """Who is in the consumer group, as the broker knows it."""
    admin = AIOKafkaAdminClient(bootstrap_servers=world.kafka.brokers)
    await admin.start()
    try:
        (answer,) = await admin.describe_consumer_groups([world.kafka.topic_prefix + group])
    finally:
        await admin.close()
    ((_, _, state, _, _, found, *_),) = answer.groups
    return state, sorted(member[0] for member in found)


async def until_past(instant, seconds):
    async def is_past():
        return (CLOCK.now() - instant).total_seconds() > seconds

    await eventually(is_past, 30)


async def test_paused_notifications_send_nothing_keep_their_group_and_send_all_once(town):
    world, ada = town.world, town.ada
    before = await members(world, "notifications")
    assert before[0] == "Stable"
    assert len(before[1]) == 2
    reason = "the mail server moves"
    printed = await rondel(world, "workers", "pause", "notifications", "--reason", reason)
    assert printed == "The worker notifications rests from now on.\n"
    processes = [town.workers["notifications"], town.second]
    await asyncio.gather(*(operators_say(each, "degraded") for each in processes))
    assert reason in await rondel(world, "workers", "ls")
    at = in_seconds(2)
    for number in range(5):
        await ada.create(f"Task {number}", reminders=remind_at(at))

    async def have_fired():
        count = "SELECT count(*) FROM activity WHERE event_type = 'reminder.due'"
        return await scalar(world, count) == 5

    await eventually(have_fired)
    await until_past(at, 2)
    assert await scalar(world, "SELECT count(*) FROM deliveries") == 0
    assert await world.sink.mails(ada.email) == []
    assert await members(world, "notifications") == before
    await rondel(world, "workers", "resume", "notifications")
    mails = await world.sink.mails(ada.email, at_least=5)
    assert sorted(mail.subject[-6:] for mail in mails) == [f"Task {n}" for n in range(5)]
    await asyncio.gather(*(operators_say(each, "ok") for each in processes))
    states = "SELECT string_agg(DISTINCT state || attempts, ',') FROM deliveries"

    async def all_are_sent():
        return await scalar(world, states) == "sent1"

    await eventually(all_are_sent)
    assert len(await world.sink.mails(ada.email)) == 5
    assert await members(world, "notifications") == before


async def test_while_the_relay_rests_writes_go_on_and_wait(town):
    world, ada = town.world, town.ada
    await rondel(world, "workers", "pause", "relay", "--reason", "Kafka moves")
    await operators_say(town.workers["relay"], "degraded")
    due = {"datetime_local": f"{in_seconds(86_400):%Y-%m-%d}T18:00:00"}
    task = await ada.create("Water the plants", due=due, recurrence={"pattern": "daily"})
    await ada.act(task, "complete")
    waiting = "SELECT string_agg(event_type, ' ' ORDER BY id) FROM outbox WHERE user_id = :id"
    reminder = "reminder.scheduled reminder.cancelled"
    written = f"task.created task.changed {reminder} task.completed task.changed"
    assert await scalar(world, waiting, id=ada.user_id) == written
    again = await rondel(world, "workers", "pause", "relay", "--reason", "twice", code=1)
    assert "paused already" in again
    assert await scalar(world, waiting, id=ada.user_id) == written
    await rondel(world, "workers", "resume", "relay")

    async def has_come_back():
        titles = [each["title"] for each in await ada.tasks(completed="false")]
        return "Water the plants" in titles

    async def is_empty():
        return await scalar(world, waiting, id=ada.user_id) is None

    async def is_told():
        source = "SELECT count(*) FROM activity WHERE source = '/rondel/recurrence'"
        return await scalar(world, source) > 0

    for fact in (has_come_back, is_empty, is_told):
        await eventually(fact)


async def test_a_pause_outlives_a_restart_and_the_timer_rests_too(town):
    world, ada = town.world, town.ada
    at = in_seconds(15)
    task = await ada.create("Call Grandma", reminders=remind_at(at))
    reminder_id = task["reminders"][0]["id"]
    jobs = "SELECT count(*) FROM scheduled_jobs WHERE reminder_id = CAST(:id AS text)::uuid"

    async def is_scheduled():
        return await scalar(world, jobs, id=reminder_id) == 1

    await eventually(is_scheduled)
    await rondel(world, "workers", "pause", "reminders", "--reason", "a bad release")
    await operators_say(town.workers["reminders"], "degraded")
    assert CLOCK.now() < at, "the machine was too slow for this test"
    assert await town.workers["reminders"].stop() == 0
    (restarted,) = await world.start("reminders")
    await operators_say(restarted, "degraded")
    owner = "SELECT string_agg(owner || epoch, ',' ORDER BY name) FROM leases"
    owner += " WHERE name LIKE 'scheduler/%' AND expires_at > now()"
    holds = await scalar(world, owner)
    assert holds.count(",") == world.kafka.partitions - 1
    await until_past(at, 2)
    assert await scalar(world, owner) == holds
    assert await scalar(world, jobs, id=reminder_id) == 1
    fired = "SELECT count(*) FROM activity WHERE event_type = 'reminder.due' AND task_id = "
    fired += "CAST(:id AS text)::uuid"
    assert await scalar(world, fired, id=task["id"]) == 0
    await rondel(world, "workers", "resume", "reminders")

    async def has_come():
        mails = await world.sink.mails(ada.email)
        return [mail for mail in mails if "Call Grandma" in mail.subject]

    (mail,) = await eventually(has_come)
    assert (mail.received_at - at).total_seconds() > 2
