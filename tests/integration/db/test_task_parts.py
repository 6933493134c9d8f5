"""What of a task is not asked for is not read."""

import pytest

from shared.core.clock import SystemClock
from shared.db.repositories.labels import list_labels
from shared.db.repositories.task_list_sql import TaskFilter
from shared.db.repositories.task_queries import TaskParts, find_task, list_tasks
from shared.db.session import Database
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.services.kafka import PARTITIONS


class Listening:
    """A connection that remembers what it was asked."""

    def __init__(self, driver):
        self._driver = driver
        self.asked = []

    async def fetch(self, query, *arguments):
        self.asked.append(query)
        return await self._driver.fetch(query, *arguments)

    async def fetchrow(self, query, *arguments):
        self.asked.append(query)
        return await self._driver.fetchrow(query, *arguments)


@pytest.fixture
def db(engine):
    return Database(engine, SystemClock(), PARTITIONS)


@pytest.fixture
async def stored(db):
    """A person and their task with notes and a label."""
    ada = await make_user(db)
    return ada, await make_task(db, ada, notes="long", labels=("errand",))


@pytest.mark.parametrize(
    ("parts", "statements"),
    [
        (TaskParts(), 3),
        (TaskParts(labels=False), 2),
        (TaskParts(reminders=False), 2),
        (TaskParts(texts=False, labels=False, reminders=False), 1),
    ],
)
async def test_a_list_asks_for_the_parts_that_are_wanted(db, stored, parts, statements):
    ada, _ = stored
    async with db.driver() as driver:
        listening = Listening(driver)
        page = await list_tasks(listening, ada.user_id, TaskFilter(), limit=5, parts=parts)
    (task,) = page.tasks
    assert len(listening.asked) == statements
    assert task.notes == ("long" if parts.texts else "")
    assert list(task.labels) == (["errand"] if parts.labels else [])
    assert ("t.notes" in listening.asked[0]) == parts.texts


@pytest.mark.parametrize("parts", [TaskParts(), TaskParts(texts=False), TaskParts(labels=False)])
async def test_one_task_is_read_in_parts_as_well(db, stored, parts):
    ada, made = stored
    async with db.driver() as driver:
        listening = Listening(driver)
        task = await find_task(listening, ada.user_id, made.id, parts)
    assert task.notes == ("long" if parts.texts else "")
    assert list(task.labels) == (["errand"] if parts.labels else [])
    assert ("task_labels" in listening.asked[0]) == parts.labels


async def test_labels_are_counted_if_that_is_wanted(db, stored):
    ada, _ = stored
    async with db.read() as connection:
        counted, uncounted = [
            await list_labels(connection, ada.user_id, after="", limit=5, is_counted=is_counted)
            for is_counted in (True, False)
        ]
    assert [(each.label, each.open_tasks) for each in counted] == [(uncounted[0].label, 1)]
    assert uncounted[0].open_tasks == 0
