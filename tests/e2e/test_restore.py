"""An older state is restored, while Kafka still has what happened after it."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.core.principal import Principal
from shared.db.repositories import jobs
from tests.e2e import workload
from tests.e2e.commands import rondel
from tests.e2e.evidence import (
    assert_each_rolled_once,
    assert_job_store_agrees,
    occurrences,
    read_deliveries,
    until_published,
    until_rolled,
    until_sent,
    until_settled,
)
from tests.e2e.world import WORKERS, World, open_world
from tests.services.postgres import empty_database
from tests.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

SERIES = 12
REMINDERS = 10
LOST = 6
SOON, LATER = 3, 45
"""Seconds until reminders come due: before the backup is lost, and after it was restored."""


@dataclass(frozen=True)
class Story:
    """What happened before the database was lost."""

    file: Path
    people: list[Principal]
    sent_before: dict[UUID, datetime]
    sent_after: dict[UUID, datetime]
    """Sent by the old database, of which the backup knows nothing."""
    to_come: dict[UUID, datetime]


@pytest.fixture
async def story(world: World, tmp_path: Path) -> Story:
    """A backup, and events in Kafka that nobody has read, of before it and of after it."""
    running = dict(zip(WORKERS, await world.start(*WORKERS), strict=True))
    people = await workload.make_people(world.db)
    tasks = await workload.make_series(world.db, people, SERIES)
    sent_before = await workload.plan_reminders(world.db, people, [1] * REMINDERS)
    await until_sent(world.db, REMINDERS)
    sent_after = await workload.plan_reminders(world.db, people, [SOON + 5] * REMINDERS)
    to_come = await workload.plan_reminders(world.db, people, [LATER] * REMINDERS)
    await until_published(world.db)
    await until_waiting(world, 2 * REMINDERS)
    assert await running["recurrence"].stop() == 0
    await workload.complete(world.db, tasks)
    await until_published(world.db)  # their next occurrences are under way now
    file = tmp_path / "older.backup"
    await rondel(world, "backup", str(file))
    await until_sent(world.db, 2 * REMINDERS)
    assert await running["reminders"].stop() == 0
    await workload.plan_reminders(world.db, people, [LATER] * LOST)  # nobody will know of these
    await workload.complete(world.db, await workload.make_series(world.db, people, LOST))
    await until_published(world.db)
    for process in running.values():
        if process.is_alive:
            assert await process.stop() == 0
    return Story(file, people, sent_before, sent_after, to_come)


async def until_waiting(world: World, count: int) -> None:
    async def all_wait() -> bool:
        async with world.db.read() as connection:
            return await jobs.count_waiting(connection) >= count

    await eventually(all_wait, what="every reminder has a job")


@pytest.fixture
async def restored(
    world: World, postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    """Another database, still empty, beside the same Kafka."""
    logs = tmp_path_factory.mktemp("restored")
    async with (
        empty_database(postgres_url) as url,
        open_world(url, world.kafka, world.sink, logs) as restored,
    ):
        yield restored


@pytest.mark.parametrize("again", [True, False], ids=["sent-again", "not-again"])
async def test_what_was_to_come_comes_once_and_the_lost_time_leaves_nothing(
    story: Story, world: World, restored: World, *, again: bool
) -> None:
    if not again:
        restored.processes.environment["RONDEL_LATE_GRACE_SECONDS"] = "2"
    said = await rondel(restored, "restore", str(story.file))
    assert f"{SERIES} next occurrences were under way and are there now" in said
    assert "everything agrees" in await rondel(restored, "reminders", "rebuild", "--dry-run")
    await restored.start(*WORKERS)
    everything = story.sent_before | story.sent_after | story.to_come
    await until_settled(restored.db, everything, 90)
    await until_rolled(restored.db, SERIES)
    await until_published(restored.db)
    assert_each_rolled_once(await occurrences(restored.db), SERIES)
    ledger = {row.reminder_id: row for row in await read_deliveries(restored.db)}
    assert ledger.keys() == everything.keys()
    mails = Counter(mail.message_id for mail in await world.sink.mails())
    names = {row.reminder_id: row.message_id for row in await read_deliveries(world.db)}
    names = {each: row.message_id for each, row in ledger.items()} | names  # a copy has its name
    copies = {each: mails[f"<{name}@localhost.localdomain>"] for each, name in names.items()}
    assert {copies[each] for each in story.sent_before} == {1}
    assert {copies[each] for each in story.to_come} == {1}
    expected = ("sent", 2) if again else ("skipped", 1)
    assert {(ledger[each].state, copies[each]) for each in story.sent_after} == {expected}
    assert await dead_letters(restored) == 0
    await assert_job_store_agrees(restored)


async def dead_letters(world: World) -> int:
    async with world.db.read() as connection:
        found = await connection.execute(text("SELECT count(*) FROM dead_letters"))
        return int(found.scalar_one())
