"""In a rolling update workers of the version before read what the next one writes.

They run the code of the newest release tag. Before the first release they run this code: what is
shown then is that the version which will be the first can be followed by another.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from shared.db.repositories import outbox
from shared.events.envelope import header_text
from shared.kafka.producer import EventProducer
from shared.kafka.tail import TailConsumer
from tests.e2e import workload
from tests.e2e.evidence import until_rolled
from tests.e2e.next_version import NextVersion
from tests.e2e.releases import previous_code
from tests.e2e.world import World, all_ready
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

SERIES = 5
SOON = timedelta(hours=1).total_seconds()


@pytest.fixture(scope="module")
def previous(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the code of the version before."""
    return previous_code(tmp_path_factory.mktemp("previous"))


async def test_workers_of_the_version_before_read_what_the_next_one_writes(
    world: World, previous: Path
) -> None:
    people = await workload.make_people(world.db)
    tasks = await workload.make_series(world.db, people, SERIES)
    await workload.complete(world.db, tasks)
    await workload.plan_reminders(world.db, people, [SOON] * SERIES)
    await publish_as_the_next_version(world, ("task.completed", "reminder.scheduled"))
    running = [
        world.processes.launch(f"workers.{name}", directory=previous)
        for name in ("recurrence", "reminders")
    ]
    await all_ready(*running)
    await until_rolled(world.db, SERIES)
    await eventually(lambda: waiting_jobs(world), what="the jobs wait")
    for dead in ("task.completed", "reminder.scheduled"):
        reasons = await dead_letters(world, dead, SERIES)
        assert reasons == [("UndecodableEvent", f"urn:rondel:event:{dead}:v2")] * SERIES
    assert [await process.stop() for process in running] == [0, 0]


async def publish_as_the_next_version(world: World, types: tuple[str, ...]) -> None:
    """What waits in the outbox of these types is in Kafka, with what belongs to a next version."""
    producer = EventProducer(world.kafka, "next")
    await producer.start()
    async with world.db.read() as connection:
        lanes = list(range(world.kafka.partitions))
        waiting = await outbox.read_lanes(connection, lanes, 1_000)
    await NextVersion(producer).publish([each for each in waiting if each.event_type in types])
    await producer.stop()


async def waiting_jobs(world: World) -> bool:
    async with world.db.read() as connection:
        count = await connection.execute(text("SELECT count(*) FROM scheduled_jobs"))
        return count.scalar_one() == SERIES


async def dead_letters(world: World, event_type: str, count: int) -> list[tuple[str, str]]:
    """Error class and schema of the dead letters of a type, once there are `count`."""
    tail = TailConsumer(world.kafka, f"dlq.{event_type}", "tests")
    await tail.start(replay=1_000)
    found: list[tuple[str, str]] = []

    async def all_there() -> bool:
        for records in (await tail.poll(100)).values():
            for each in records:
                said = (header_text(each.headers, n) for n in ("x-error-class", "ce_dataschema"))
                found.append(tuple(text or "" for text in said))
        return len(found) >= count

    await eventually(all_there, what=f"{count} dead letters")
    await tail.stop()
    return found
