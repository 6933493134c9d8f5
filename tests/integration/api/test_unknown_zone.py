"""An account in a zone that this server's data does not have: said so, and mended by another."""

import pytest
from sqlalchemy import text

from tests.integration.api.harness import pointers

DUE = {"datetime_local": "2031-11-27T09:00"}


async def lost(api):
    """A person with a task and a feed, in a zone that newer data had."""
    person = await api.person()
    task = await api.create(person, due=DUE, recurrence={"rrule": "FREQ=DAILY"})
    feed = (await api.ask("POST", "/api/feeds", person, json={"name": "Mine"})).json()
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(
            text("UPDATE users SET zone = 'Mars/Olympus' WHERE id = :id"), {"id": person.user_id}
        )
    return person, task, feed["url"][feed["url"].index("/feeds/") :]


@pytest.mark.parametrize("place", ["feed", "bound", "schedule"])
async def test_what_depends_on_the_zone_says_that_it_is_unknown(api, place):
    person, task, feed = await lost(api)
    path = {
        "feed": feed,
        "bound": "/api/tasks?due_before=2031-11-27T08:00:00Z",
        "schedule": f"/api/tasks/{task['id']}/schedule",
    }[place]
    answer = await api.ask("GET", path, person)
    assert answer.status_code == 422
    assert pointers(answer) == [("/zone", "zone_unknown")]
    answer = await api.ask("PATCH", "/api/me", person, json={"zone": "Europe/Berlin"})
    assert answer.status_code == 200
    assert (await api.ask("GET", path, person)).status_code == 200


async def test_a_task_in_an_unknown_zone_does_not_break_its_feed_off(api):
    person = await api.person()
    task = await api.create(person, due={**DUE, "zone": "Europe/Berlin"})
    feed = (await api.ask("POST", "/api/feeds", person, json={"name": "Mine"})).json()
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(
            text("UPDATE tasks SET zone = 'Mars/Olympus' WHERE id = CAST(:id AS uuid)"),
            {"id": task["id"]},
        )
    answer = await api.ask("GET", feed["url"][feed["url"].index("/feeds/") :])
    assert answer.status_code == 422
    assert pointers(answer) == [("/zone", "zone_unknown")]
