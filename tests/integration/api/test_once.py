"""Many at the same time, and the same again: one effect."""

import asyncio
from collections import Counter

import orjson
import pytest

from tests.integration.api.harness import plain, pointers


async def test_fifty_completions_at_once_are_one(api, ada):
    task = await api.create(ada, due={"date": "2031-11-27"}, recurrence={"pattern": "daily"})
    path = f"/api/tasks/{task['id']}/complete"
    answers = await asyncio.gather(*(api.ask("POST", path, ada) for _ in range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["version"] == 2
    assert (await api.event_types(ada)).count("task.completed") == 1


async def test_of_fifty_changes_of_one_version_one_wins(api, ada):
    task = await api.create(ada)

    async def change(number):
        body = {"title": f"Winner {number}", "version": 1}
        return await api.ask("PATCH", f"/api/tasks/{task['id']}", ada, json=body)

    answers = await asyncio.gather(*(change(number) for number in range(50)))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 49}
    (won,) = (answer.json() for answer in answers if answer.status_code == 200)
    stored = (await api.ask("GET", f"/api/tasks/{task['id']}", ada)).json()
    assert stored == plain(won)


async def test_the_same_key_makes_one_task(api, ada):
    first, second = [
        await api.ask(
            "POST",
            "/api/tasks",
            ada,
            json={"title": "Once", "labels": ["a"]},
            headers={"idempotency-key": "k-1"},
        )
        for _ in range(2)
    ]
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    for name in ("etag", "location"):
        assert first.headers[name] == second.headers[name]
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert await api.titles(ada) == ["Once"]
    assert await api.event_types(ada) == ["task.created", "task.changed"]


async def test_twenty_requests_at_once_with_one_key_make_one_task(api, ada):
    key = {"idempotency-key": "k-2"}

    async def create():
        return await api.ask("POST", "/api/tasks", ada, json={"title": "Once"}, headers=key)

    answers = await asyncio.gather(*(create() for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotent-replayed" in answer.headers for answer in answers) == 19
    assert await api.titles(ada) == ["Once"]


async def test_the_same_key_with_another_body_is_refused(api, ada):
    key = {"idempotency-key": "k-3"}
    await api.ask("POST", "/api/tasks", ada, json={"title": "One"}, headers=key)
    answer = await api.ask("POST", "/api/tasks", ada, json={"title": "Two"}, headers=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency.key_reused")
    assert await api.titles(ada) == ["One"]


async def test_the_same_body_written_otherwise_is_the_same(api, ada):
    for body in ({"title": "t", "notes": "n"}, {"notes": "n", "title": "t"}):
        answer = await api.ask(
            "POST",
            "/api/tasks",
            ada,
            content=orjson.dumps(body),
            headers={"idempotency-key": "k-4", "content-type": "application/json"},
        )
    assert answer.headers["idempotent-replayed"] == "true"


async def test_a_refused_request_leaves_its_key_free(api, ada):
    key = {"idempotency-key": "k-5"}
    bad = {"title": "t", "recurring_pattern": "FREQ=NEVER"}
    refused = await api.ask("POST", "/api/tasks", ada, json=bad, headers=key)
    made = await api.ask("POST", "/api/tasks", ada, json={"title": "t"}, headers=key)
    assert (refused.status_code, made.status_code) == (422, 201)


async def test_keys_of_two_people_have_nothing_to_do_with_each_other(api, ada, bob):
    key = {"idempotency-key": "k-6"}
    for person in (ada, bob):
        answer = await api.ask("POST", "/api/tasks", person, json={"title": "t"}, headers=key)
        assert "idempotent-replayed" not in answer.headers


@pytest.mark.parametrize("key", ["", "x" * 256, "has space", "tab\t", "caf\u00e9"])
async def test_a_key_that_is_none_is_refused(api, ada, key):
    headers = {"idempotency-key": key.encode("latin-1")}
    answer = await api.ask("POST", "/api/tasks", ada, json={"title": "t"}, headers=headers)
    assert answer.status_code == 422
    assert pointers(answer)[0][0] == "/header/idempotency-key"
    assert await api.titles(ada) == []


async def test_creates_of_one_person_at_once_all_succeed(api, ada):
    made = await asyncio.gather(*(api.create(ada, title=f"Task {n}") for n in range(50)))
    assert len({task["id"] for task in made}) == 50
    assert len(await api.titles(ada)) == 50
