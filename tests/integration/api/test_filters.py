"""Filters over HTTP: what they find, and the problems they answer with."""

from urllib.parse import quote

import pytest


async def find(api, person, text):
    return await api.titles(person, f"?sort=due&filter={quote(text)}")


async def test_filters_find(api, ada, bob):
    await api.create(ada, title="Milk", labels=["home"], due={"date": "2031-11-27"})
    await api.create(ada, title="Tax", priority="high", due={"datetime_local": "2031-11-27T09:00"})
    await api.create(ada, title="Dream", notes="of milk")
    await api.create(bob, title="Bob's milk", labels=["home"])
    assert await find(api, ada, "labels = HOME") == ["Milk"]
    assert await find(api, ada, "!@home") == ["Tax", "Dream"]
    assert await find(api, ada, "due = 2031-11-27") == ["Milk", "Tax"]
    assert await find(api, ada, "due > 2031-11-27T08:59") == ["Tax"]
    assert await find(api, ada, "due >= 2031-11-27T08:00Z") == ["Tax"]
    assert await find(api, ada, "search: milk") == ["Milk", "Dream"]
    assert await find(api, ada, "no date | p1") == ["Tax", "Dream"]
    assert await find(api, ada, "due != 2031-11-27") == ["Dream"]
    assert await find(api, ada, "") == ["Milk", "Tax", "Dream"]


async def test_a_project_is_named(api, ada):
    answer = await api.ask("POST", "/api/projects", ada, json={"name": "One Off"})
    await api.create(ada, title="In", project_id=answer.json()["id"])
    await api.create(ada, title="Out")
    assert await find(api, ada, "#one off") == ["In"]
    assert await find(api, ada, "!#one off | no date") == ["In", "Out"]
    assert await find(api, ada, f"project = {answer.json()['id']}") == ["In"]
    assert await find(api, ada, "project like *FF") == ["In"]
    assert await find(api, ada, "inbox") == ["Out"]
    answer = await api.ask("GET", f"/api/tasks?filter={quote('p1 | #One Of')}", ada)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/query/filter", "filter_name_unknown")
    assert (error["column"], error["length"], error["suggestion"]) == (6, 7, "One Off")


@pytest.mark.parametrize(
    "text", ["prio = 1", "due =", "(" * 1000, "x" * 10_000, "due = today+99999y", "p1 &\x00"]
)
async def test_a_wrong_filter_is_a_problem(api, ada, text):
    answer = await api.ask("GET", f"/api/tasks?filter={quote(text)}", ada)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/query/filter"


async def test_skipped_ones_are_found_by_their_status_alone(api, ada):
    rule = {"pattern": "daily"}
    task = await api.create(ada, title="Run", due={"date": "2031-11-27"}, recurrence=rule)
    await api.ask("POST", f"/api/tasks/{task['id']}/skip", ada)
    assert len(await find(api, ada, "search: run")) == 1
    assert len(await find(api, ada, "status in open, skipped")) == 2
