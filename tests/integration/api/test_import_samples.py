"""Files of other programs, from the upload to the tasks of an account."""

import asyncio

import pytest

from tests.unit.interchange.samples import sample
from workers.transfers.runner import Runner


@pytest.mark.parametrize("name", ["ticktick", "todoist_json"])
async def test_pain_32_a_file_becomes_series_with_reminders_of_the_account(api, name):
    person = await api.person()
    path = f"/api/imports?format={name}"
    answer = await api.ask("POST", path, person, content=sample(name))
    assert answer.status_code == 202, answer.text
    runner, stop = Runner(api.resources.db), asyncio.Event()
    while await runner.run_one(stop):
        pass
    made = (await api.ask("GET", f"/api/imports/{answer.json()['id']}", person)).json()
    assert (made["state"], made["counts"]["failed"]) == ("done", 0)
    tasks = (await api.ask("GET", "/api/tasks?limit=200", person)).json()["items"]
    (ferns,) = [each for each in tasks if each["title"] == "Water the ferns"]
    assert ferns["recurrence"]["rrule"].startswith("FREQ=")
    assert [each["offset"] for each in ferns["reminders"]] == ["-PT30M"]
