"""The workers of the main job die at a named point; what starts in their place makes it good.

relay: the publication · recurrence: the commit · reminders: the send of `reminder.due` ·
notifications: the mail. Each dies right before or right after its step, by its own hand
(tests/e2e/crashers).
"""

import asyncio
import signal
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import pytest

from tests.e2e import workload
from tests.e2e.evidence import (
    TopicReader,
    Waiting,
    assert_each_delivered,
    assert_each_rolled_once,
    assert_fired_in_time,
    assert_job_store_agrees,
    assert_published_in_order,
    event_id_of,
    occurrences,
    read_outbox,
    until_published,
    until_rolled,
    until_sent,
)
from tests.e2e.world import World

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

CRASHERS = ("relay", "recurrence", "reminders", "notifications")
"""`activity` and `deadletters` die in test_timeline.py and test_dead_letters.py."""

SERIES = 20
REMINDERS = 12


@dataclass
class Story:
    """What was planned, how each crasher ended, and the world after all were replaced."""

    world: World
    moment: str
    backlog: list[Waiting] = field(default_factory=list)
    planned: dict[UUID, datetime] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)

    async def replace(self, name: str) -> None:
        """A crasher of this kind runs until it dies, then the real worker takes its place."""
        crasher = self.world.crash(name, self.moment)
        self.codes[name] = await crasher.ended()
        await self.world.start(name)


@pytest.fixture(scope="module")
async def stories(new_world):
    """Both moments, side by side: they mostly wait until Kafka has given up a dead member."""
    async with AsyncExitStack() as worlds:
        moments = ("before", "after")
        stories = [Story(await worlds.enter_async_context(new_world()), each) for each in moments]
        await asyncio.gather(*(tell(story) for story in stories))
        yield {story.moment: story for story in stories}


@pytest.fixture(params=["before", "after"])
def story(request, stories):
    return stories[request.param]


async def tell(story: Story) -> None:
    """There is work for every worker; each crasher dies of it, and its successor does it."""
    db = story.world.db
    people = await workload.make_people(db)
    await workload.complete(db, await workload.make_series(db, people, SERIES))
    story.planned = await workload.plan_reminders(db, people, [3.0] * REMINDERS)
    story.backlog = await read_outbox(db)
    await asyncio.gather(*(story.replace(name) for name in CRASHERS))
    await until_rolled(db, SERIES)
    await until_sent(db, REMINDERS)
    await until_published(db)


class TestCrashPoints:
    async def test_every_worker_died_at_its_point(self, story):
        assert story.codes == dict.fromkeys(CRASHERS, -signal.SIGKILL)

    async def test_relay_published_everything_and_repeated_only_what_it_had_not_deleted(
        self, story
    ):
        copies = await assert_published_in_order(story.world, story.backlog)
        assert bool(copies) == (story.moment == "after")

    async def test_recurrence_made_one_next_occurrence_for_each_task(self, story):
        assert_each_rolled_once(await occurrences(story.world.db), SERIES)

    async def test_reminders_all_came_due_and_none_early(self, story):
        await assert_fired_in_time(story.world, story.planned)

    async def test_reminders_were_fired_again_only_if_they_had_been_acknowledged(self, story):
        async with TopicReader(story.world, "reminders") as reader:
            await reader.until_due(story.planned.keys())
            fired = [event_id_of(record) for record in reader.of_type("reminder.due")]
        assert len(set(fired)) == REMINDERS
        assert (len(fired) > REMINDERS) == (story.moment == "after")

    async def test_job_store_agrees_with_the_reminders(self, story):
        await assert_job_store_agrees(story.world)

    async def test_mails_came_once_but_for_the_counted_window(self, story):
        outcome = await assert_each_delivered(story.world, story.planned)
        assert 1 <= outcome.resends <= REMINDERS
        if story.moment == "before":
            assert outcome.doubles == 0
        else:
            assert 1 <= outcome.doubles <= outcome.resends
