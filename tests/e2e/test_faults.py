"""The broker or the database dies under load, or a topic holds what nobody can read."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus

import pytest

from shared.core.settings import KafkaSettings
from shared.events.envelope import header_text
from shared.events.topics import partition_of
from shared.kafka.producer import EventProducer
from tests.e2e import workload
from tests.e2e.evidence import (
    Outcome,
    TopicReader,
    assert_each_delivered,
    assert_each_rolled_once,
    assert_fired_in_time,
    assert_job_store_agrees,
    occurrences,
    until_published,
    until_rolled,
    until_settled,
)
from tests.e2e.people import Person, in_seconds, remind_at, signed_up
from tests.e2e.processes import Process
from tests.e2e.world import EVERYTHING, World, all_ready, open_world
from tests.services.kafka import settings_for
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(150)]

ONCE = Outcome(doubles=0, resends=0)
SERIES = 40
REMINDERS = 30
RECOVERY_SECONDS = 60


@dataclass(frozen=True)
class System:
    """All processes, on servers that may be killed."""

    world: World
    api: Process
    workers: list[Process]


@pytest.fixture(scope="module")
async def system(own_postgres, own_kafka, mail_sink, tmp_path_factory):
    kafka = settings_for(own_kafka.url)
    logs = tmp_path_factory.mktemp("world")
    async with open_world(own_postgres.url, kafka, mail_sink, logs) as world:
        api, *workers = await world.start(*EVERYTHING)
        yield System(world, api, workers)


@pytest.fixture
async def ada(system):
    async with signed_up(system.api.url) as person:
        yield person


async def make_daily(person: Person) -> dict:
    due = {"datetime_local": "2036-11-25T18:00:00"}
    return await person.create("Water the plants", due=due, recurrence={"pattern": "daily"})


async def until_each_rolled(ada: Person, tasks: list[dict]) -> None:
    """Each of the tasks is done and has its next occurrence."""
    known = {task["id"] for task in tasks}

    async def all_rolled():
        new = [task for task in await ada.tasks(completed="false") if task["id"] not in known]
        return {task["series_id"] for task in tasks} <= {task["series_id"] for task in new}

    await eventually(all_rolled, RECOVERY_SECONDS, "all tasks come back")


async def assert_rolled_once(system: System, tasks: list[dict]) -> None:
    """Each of the tasks has one next occurrence."""
    ours = {task["series_id"] for task in tasks}
    found = {key: n for key, n in (await occurrences(system.world.db)).items() if str(key) in ours}
    assert_each_rolled_once(found, len(tasks))


async def plan_reminders(system: System) -> dict:
    """Reminders that come due from soon on until the outage is over."""
    people = await workload.make_people(system.world.db)
    delays = workload.delays(REMINDERS, first=1, over=6)
    return await workload.plan_reminders(system.world.db, people, delays)


async def assert_reminders_came_once(system: System, planned: dict) -> None:
    """Late where they had to be, but each of them, and once."""
    await until_settled(system.world.db, planned.keys(), RECOVERY_SECONDS)
    await assert_fired_in_time(system.world, planned)
    assert await assert_each_delivered(system.world, planned) == ONCE


BROKEN = {
    "task.completed": ("task-events", b"this is no JSON"),
    "reminder.scheduled": ("reminders", b"{}"),
    "reminder.due": ("reminders", b'{"user_id": 7}'),
    "unknown": ("task-events", b"\xff\xfe"),
}
"""Event type to topic and body; a record of an unknown type says none."""


async def publish_broken(kafka: KafkaSettings, person: Person) -> None:
    """Records that nobody can read stand in this person's partitions."""
    partition = partition_of(person.user_id, kafka.partitions)
    producer = EventProducer(kafka, "tests")
    await producer.start()
    for name, (topic, value) in BROKEN.items():
        headers = [] if name == "unknown" else [("ce_type", name.encode())]
        await (await producer.send(topic, partition, key=b"k", value=value, headers=headers))
    await producer.stop()


async def test_what_nobody_can_read_goes_to_the_dead_letters_and_the_rest_goes_on(system, ada):
    world = system.world
    await publish_broken(world.kafka, ada)
    task = await make_daily(ada)
    await ada.act(task, "complete")
    await until_each_rolled(ada, [task])
    await ada.create("Kept", reminders=remind_at(in_seconds(1)))
    await world.sink.mails(ada.email, at_least=1)
    for name, (topic, value) in BROKEN.items():
        async with TopicReader(world, f"dlq.{name}") as reader:
            await eventually(reader.more, what=f"a dead letter of {name}")
            for dead in reader.records:  # one of each group that reads such events
                assert dead.value == value
                assert header_text(dead.headers, "x-original-topic") == topic
            groups = [header_text(dead.headers, "x-group") for dead in reader.records]
            assert len(set(groups)) == len(groups)


async def test_broker_killed_under_load(system, ada, own_kafka):
    tasks = [await make_daily(ada) for _ in range(SERIES)]
    early, late = tasks[: SERIES // 2], tasks[SERIES // 2 :]
    planned = await plan_reminders(system)
    for task in early:
        await ada.act(task, "complete")
    own_kafka.kill()
    for task in late:
        await ada.act(task, "complete")

    async def is_degraded():
        return await system.api.readiness() == (HTTPStatus.OK, '{"status":"degraded"}')

    await eventually(is_degraded, what="the API says that it is degraded")
    written = await ada.create("Written in the outage")
    assert (await ada.get(written["id"])).status_code == HTTPStatus.OK
    await own_kafka.start()
    await until_each_rolled(ada, tasks)
    await assert_rolled_once(system, tasks)
    await assert_reminders_came_once(system, planned)
    await until_published(system.world.db)
    await all_ready(system.api, *system.workers)
    assert await system.api.readiness() == (HTTPStatus.OK, '{"status":"ok"}')
    await assert_job_store_agrees(system.world)


async def test_postgres_killed_under_load(system, ada, own_postgres):
    tasks = [await make_daily(ada) for _ in range(SERIES)]
    planned = await plan_reminders(system)

    async def complete_all():
        for task in tasks:
            await eventually(lambda task=task: is_completed(ada, task), RECOVERY_SECONDS)

    async with asyncio.TaskGroup() as load:
        load.create_task(complete_all())
        await until_rolled(system.world.db, 1)
        own_postgres.kill()
        refused = await ada.client.post("/api/tasks", json={"title": "Never"})
        assert_unavailable(refused)
        await asyncio.gather(*(until_unready(each) for each in (system.api, *system.workers)))
        await own_postgres.start()
    await until_each_rolled(ada, tasks)
    await assert_rolled_once(system, tasks)
    await assert_reminders_came_once(system, planned)
    await until_published(system.world.db)
    await assert_job_store_agrees(system.world)
    assert await ada.tasks(search="Never") == []
    assert all(process.is_alive for process in (system.api, *system.workers))


async def is_completed(ada: Person, task: dict) -> bool:
    """Whether the API took it; if not, it said to come again."""
    answer = await ada.client.post(f"/api/tasks/{task['id']}/complete")
    if answer.is_success:
        return True
    assert_unavailable(answer)
    return False


async def until_unready(process: Process) -> None:
    """It is there, and says that it cannot work."""

    async def is_unready():
        status, _ = await process.readiness()
        return status == HTTPStatus.SERVICE_UNAVAILABLE

    await eventually(is_unready, what=f"{process.running.service.name} says that it is not ready")


def assert_unavailable(answer) -> None:
    """A problem document that says when to come again."""
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) >= 1
