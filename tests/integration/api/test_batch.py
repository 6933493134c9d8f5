"""Many requests in one: each as if it had come alone."""

import pytest

from tests.integration.api.harness import pointers


async def run(api, person, *requests, **body):
    answer = await api.ask("POST", "/api/batch", person, json={"requests": requests, **body})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def create(title, **more):
    return {"method": "POST", "path": "/api/tasks", "body": {"title": title}, **more}


async def test_each_request_has_its_own_answer(api):
    person = await api.person()
    made, bad, listed = await run(
        api,
        person,
        create("first"),
        create(""),
        {"method": "GET", "path": "/api/tasks?limit=5"},
    )
    assert (made["status"], made["body"]["title"]) == (201, "first")
    assert made["headers"]["location"] == f"/api/tasks/{made['body']['id']}"
    assert (bad["status"], bad["body"]["errors"][0]["pointer"]) == (422, "/title")
    assert [each["title"] for each in listed["body"]["items"]] == ["first"]


async def test_versions_and_keys_count_as_alone(api):
    person = await api.person()
    task = await api.create(person)
    path = f"/api/tasks/{task['id']}"
    change = {"method": "PATCH", "path": path, "if_match": f'"{task["version"]}"'}
    changed, late, once, again, gone = await run(
        api,
        person,
        {**change, "body": {"title": "x"}},
        {**change, "body": {"title": "y"}},
        create("z", idempotency_key="k1"),
        create("z", idempotency_key="k1"),
        {"method": "DELETE", "path": path},
    )
    assert (changed["status"], late["status"]) == (200, 412)
    assert once["body"] == again["body"]
    assert again["headers"]["idempotent-replayed"] == "true"
    assert gone["status"] in {200, 204}
    assert await api.titles(person) == ["z"]


async def test_an_error_stops_the_rest_if_that_was_asked(api):
    person = await api.person()
    items = await run(api, person, create("a"), create(""), create("c"), stop_on_error=True)
    assert [each["status"] for each in items] == [201, 422]
    assert await api.titles(person) == ["a"]


async def test_nobody_reaches_what_is_not_theirs(api, ada, bob):
    task = await api.create(ada)
    (answer,) = await run(api, bob, {"method": "GET", "path": f"/api/tasks/{task['id']}"})
    assert answer["status"] == 404
    (ops,) = await run(api, bob, {"method": "GET", "path": "/api/ops/dlq"})
    assert ops["status"] == 403


@pytest.mark.parametrize(
    ("inner", "pointer"),
    [
        ({"method": "POST", "path": "/api/batch", "body": {}}, "/requests/0/path"),
        ({"method": "POST", "path": "/api/batch/", "body": {}}, "/requests/0/path"),
        ({"method": "GET", "path": "/api/events"}, "/requests/0/path"),
        ({"method": "GET", "path": "/api/events?x=1"}, "/requests/0/path"),
        ({"method": "GET", "path": "/api/%65vents"}, "/requests/0/path"),
        ({"method": "GET", "path": "/api/tasks/export"}, "/requests/0/path"),
        ({"method": "GET", "path": "/api/exports/x/download"}, "/requests/0/path"),
        ({"method": "GET", "path": "/api/imports/%78/report.csv"}, "/requests/0/path"),
        ({"method": "GET", "path": "/metrics"}, "/requests/0/path"),
        ({"method": "GET", "path": "/api/tasks\r\nx: y"}, "/requests/0/path"),
        ({"method": "TRACE", "path": "/api/tasks"}, "/requests/0/method"),
        ({"method": "GET", "path": "/api/tasks", "body": {}}, "/requests/0/path"),
    ],
)
async def test_what_cannot_be_in_a_batch_changes_nothing(api, inner, pointer):
    person = await api.person()
    answer = await api.ask(
        "POST", "/api/batch", person, json={"requests": [inner, create("never")]}
    )
    assert [found for found, _ in pointers(answer)] == [pointer]
    assert await api.titles(person) == []


async def test_an_answer_that_is_too_large_is_left_out_and_the_rest_told(api):
    person = await api.person()
    for _ in range(22):
        await api.create(person, notes="x" * 50_000)
    made, listed = await run(
        api, person, create("b"), {"method": "GET", "path": "/api/tasks?limit=200"}
    )
    assert (made["status"], made["body"]["title"], made["body_too_large"]) == (201, "b", False)
    assert (listed["status"], listed["body"], listed["body_too_large"]) == (200, None, True)


async def test_at_most_fifty(api, ada):
    requests = [create(str(number)) for number in range(51)]
    answer = await api.ask("POST", "/api/batch", ada, json={"requests": requests})
    assert [found for found, _ in pointers(answer)] == ["/requests"]


async def test_without_a_token_nothing_runs(api):
    answer = await api.ask("POST", "/api/batch", None, json={"requests": [create("x")]})
    assert answer.status_code == 401


async def test_numbers_that_no_machine_has_are_refused_as_alone(api):
    person = await api.person()
    wild = {"title": "x", "priority": 10**30, "notes": "\U0001f600"}
    (answer,) = await run(api, person, {"method": "POST", "path": "/api/tasks", "body": wild})
    alone = await api.ask("POST", "/api/tasks", person, json=wild)
    assert (answer["status"], answer["body"]["errors"]) == (422, alone.json()["errors"])
