"""Every worker dies at a named point between two steps; what starts in its place makes it good.

relay: the publication · recurrence: the commit · reminders: the send of `reminder.due` ·
notifications: the mail. Each dies right before or right after its step, by its own hand
(tests/e2e/crashers).
"""

import asyncio
import signal
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
    assert_published_in_order,
    event_id_of,
    occurrences,
    read_outbox,
    until_published,
    until_rolled,
    until_sent,
)
from tests.e2e.world import WORKERS, World

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

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


@pytest.fixture(scope="class", params=["before", "after"])
async def story(request, new_world):
    async with new_world() as world:
        story = Story(world, request.param)
        people = await workload.make_people(world.db)
        await workload.complete(world.db, await workload.make_series(world.db, people, SERIES))
        story.planned = await workload.plan_reminders(
            world.db, people, workload.instants(REMINDERS, first_in=3, over=0)
        )
        story.backlog = await read_outbox(world.db)
        await asyncio.gather(*(story.replace(name) for name in WORKERS))
        await until_rolled(world.db, SERIES)
        await until_sent(world.db, REMINDERS)
        await until_published(world.db)
        yield story


class TestCrashPoints:
    async def test_every_worker_died_at_its_point(self, story):
        assert story.codes == dict.fromkeys(WORKERS, -signal.SIGKILL)

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

    async def test_mails_came_once_but_for_the_counted_window(self, story):
        outcome = await assert_each_delivered(story.world, story.planned)
        assert 1 <= outcome.resends <= REMINDERS
        if story.moment == "before":
            assert outcome.doubles == 0
        else:
            assert 1 <= outcome.doubles <= outcome.resends
