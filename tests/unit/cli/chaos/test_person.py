"""What a person makes of answers about tasks that are not there any more."""

import asyncio
from uuid import UUID

import httpx
import pytest

from cli.chaos.person import Person, Task
from shared.core.clock import SystemClock
from tests.services.receiver import Receiver, Said
from tests.unit.cli.chaos.made_up import ALONE, SENT


def task(*, is_own):
    return Task(ALONE, "open", 1, None, frozenset({SENT}), is_own=is_own)


@pytest.fixture
async def person():
    """The API says of each task that it is not there, of each reminder that its task has ended."""
    api = Receiver(
        says_to={
            f"/api/tasks/{ALONE}/complete": Said(404),
            f"/api/tasks/{ALONE}": Said(404),
            f"/api/reminders/{SENT}/snooze": Said(409),
            "/api/undo?limit=1": Said(body=b'{"items": []}'),
        }
    )
    await api.start()
    async with httpx.AsyncClient(base_url=api.url) as client:
        yield Person("ada@example.com", client, SystemClock(), asyncio.Event(), UUID(int=1))
    await api.stop()


async def test_snooze_of_what_was_tidied_away_is_no_complaint(person):
    await person.snooze(task(is_own=False), SENT, "PT5S")
    assert (person.complaints, person.tasks) == ([], {})


async def test_snooze_that_is_refused_of_a_task_of_ones_own_is_one(person):
    await person.snooze(task(is_own=True), SENT, "PT5S")
    assert "snooze" in person.complaints[0].text


async def test_task_that_is_gone_may_be_done_from_several_connections(person):
    gone = task(is_own=False)
    await asyncio.gather(person.complete(gone), person.complete(gone))
    assert (person.complaints, person.tasks) == ([], {})
