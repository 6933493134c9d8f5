"""Idempotency-Key on every POST: one effect, the same answer, and no secret left behind."""

import asyncio
from dataclasses import replace

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from api.replay import NOT_ONCE
from tests.integration.api.harness import Api, pointers

HOOK = {"name": "Hook", "url": "https://hooks.example.com/x", "event_types": ["task.completed"]}
CHANNEL = {"kind": "webhook", "name": "Hook", "url": "https://hooks.example.com/x"}
MADE = [
    ("/api/projects", {"name": "Home"}, "projects"),
    ("/api/labels", {"name": "errand"}, "labels"),
    ("/api/projects/{project}/sections", {"name": "Now"}, "sections"),
    ("/api/filters", {"name": "Today", "query": "today"}, "filters"),
    ("/api/feeds", {"name": "Phone"}, "feeds"),
    ("/api/webhooks", HOOK, "webhooks"),
    ("/api/channels", CHANNEL, "channels"),
    ("/api/vacations", {"starts_on": "2031-07-01", "ends_on": "2031-07-14"}, "vacations"),
    ("/api/exports", {"format": "csv"}, "transfers"),
    ("/api/tasks", {"title": "Once", "labels": ["errand"], "due": {"date": "2031-11-27"}}, "tasks"),
]
SHOWN_ONCE = [
    ("/api/feeds", {"name": "Phone"}, "url"),
    ("/api/webhooks", HOOK, "secret"),
    ("/api/channels", CHANNEL, "secret"),
]


@pytest.fixture(scope="module")
def bare(resources):
    """The application without a key for secrets."""
    return Api(resources)


@pytest.fixture(scope="module")
def api(resources):
    return keyed(resources, "k" * 40)


def keyed(resources, secrets_key):
    settings = resources.settings.model_copy(update={"secrets_key": SecretStr(secrets_key)})
    return Api(replace(resources, settings=settings))


async def post(api, person, path, body=None, key="key-1"):
    headers = {"idempotency-key": key}
    more = {} if body is None else {"json": body}
    return await api.ask("POST", path, person, headers=headers, **more)


async def twice(api, person, path, body=None, key="key-1"):
    return [await post(api, person, path, body, key) for _ in range(2)]


async def stored(api, person):
    """Every answer that is kept for this person, as it lies in the table."""
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text("SELECT response FROM idempotency_keys WHERE user_id = :id"),
            {"id": person.user_id},
        )
        return [bytes(each) for each in found.scalars()]


async def count(api, person, table):
    """How many of these the person has."""
    clause = "project_id IN (SELECT id FROM projects WHERE user_id = :id)"
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text(
                f"SELECT count(*) FROM {table} "
                f"WHERE {clause if table == 'sections' else 'user_id = :id'}"
            ),
            {"id": person.user_id},
        )
        return found.scalar_one()


def test_every_post_takes_the_key_or_says_why_not(api):
    posts = {
        route.operation_id: route for route in api.app.routes if "POST" in (route.methods or ())
    }
    assert {name for name, route in posts.items() if not route.is_once} == set(NOT_ONCE)
    assert all(len(why) > 10 for why in NOT_ONCE.values())
    described = 0
    for path in api.app.openapi()["paths"].values():
        for method, operation in path.items():
            names = [each["name"] for each in operation.get("parameters", [])]
            takes = method == "post" and operation["operationId"] not in NOT_ONCE
            assert ("Idempotency-Key" in names) == takes
            described += takes
            if takes:
                assert "idempotency.key_reused" in str(operation["responses"]["422"])
                assert "idempotency.answer_not_kept" in str(operation["responses"]["409"])
    assert described >= 40


@pytest.mark.parametrize(("path", "body", "table"), MADE, ids=[each[2] for each in MADE])
async def test_what_is_made_twice_under_a_key_is_made_once(api, ada, path, body, table):
    if "{project}" in path:
        project = await api.ask("POST", "/api/projects", ada, json={"name": "Home"})
        path = path.format(project=project.json()["id"])
    first, second = await twice(api, ada, path, body)
    assert first.is_success, first.text
    assert (second.status_code, second.content) == (first.status_code, first.content)
    for name in ("etag", "location", "content-type", "cache-control"):
        assert second.headers.get(name) == first.headers.get(name)
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert await count(api, ada, table) == 1
    other = await post(api, ada, path, {**body, "name": "Other", "title": "Other"})
    if other.json()["code"] == "input.invalid":  # it has no such field
        return
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.key_reused")
    assert await count(api, ada, table) == 1


@pytest.mark.parametrize("verb", ["complete", "skip", "skip-missed", "postpone", "undo"])
async def test_a_verb_is_done_once(api, ada, verb):
    task = await api.create(ada, due={"date": "2026-11-20"}, recurrence={"pattern": "daily"})
    path = f"/api/tasks/{task['id']}"
    await api.ask("PATCH", path, ada, json={"title": "Changed"})
    body = {"by": "P1D"} if verb == "postpone" else None
    before = await api.event_types(ada)
    first = await post(api, ada, f"{path}/{verb}", body)
    after = await api.event_types(ada)
    second = await post(api, ada, f"{path}/{verb}", body)
    assert first.status_code == 200, first.text
    assert (second.status_code, second.content) == (200, first.content)
    assert await api.event_types(ada) == after != before


async def test_the_key_of_one_address_is_refused_at_another(api, ada):
    one, other = [await api.create(ada) for _ in range(2)]
    await post(api, ada, f"/api/tasks/{one['id']}/complete")
    answer = await post(api, ada, f"/api/tasks/{other['id']}/complete")
    assert answer.json()["code"] == "idempotency.key_reused"
    assert (await api.ask("GET", f"/api/tasks/{other['id']}", ada)).json()["status"] == "open"


async def test_many_at_once_under_a_key_are_one(api, ada):
    answers = await asyncio.gather(*(post(api, ada, "/api/webhooks", HOOK) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotent-replayed" in answer.headers for answer in answers) == 19
    assert await api.count("webhooks", ada) == 1


async def test_what_was_refused_leaves_its_key_free_and_nothing_else(api, ada):
    await api.ask("POST", "/api/labels", ada, json={"name": "errand"})
    refused = await post(api, ada, "/api/labels", {"name": "errand"})
    assert (refused.status_code, refused.json()["code"]) == (409, "label.exists")
    assert await stored(api, ada) == []
    assert (await post(api, ada, "/api/labels", {"name": "home"})).status_code == 201


@pytest.mark.parametrize(("path", "body", "member"), SHOWN_ONCE)
async def test_a_secret_is_kept_sealed_and_comes_again(api, ada, path, body, member):
    first, second = await twice(api, ada, path, body)
    secret = first.json()[member].removesuffix(".ics").rpartition("/feeds/")[2]
    assert len(secret) > 20
    assert second.json() == first.json()
    (kept,) = await stored(api, ada)
    assert secret.encode() not in kept
    assert secret.removeprefix("whsec_").encode() not in kept


async def test_a_secret_that_nothing_can_seal_is_not_kept(bare, ada):
    first, second = await twice(bare, ada, "/api/feeds", {"name": "Phone"})
    token = first.json()["url"].removesuffix(".ics").rpartition("/")[2]
    assert (first.status_code, second.status_code) == (201, 409)
    problem = second.json()
    assert (problem["code"], problem["reason"]) == ("idempotency.answer_not_kept", "secret")
    assert await bare.count("feeds", ada) == 1
    (kept,) = await stored(bare, ada)
    assert token.encode() not in kept
    assert kept.endswith(b"\n")


async def test_another_key_for_secrets_opens_no_answer(api, resources, ada):
    made = await post(api, ada, "/api/channels", CHANNEL)
    answer = await post(keyed(resources, "n" * 40), ada, "/api/channels", CHANNEL)
    assert answer.json()["code"] == "idempotency.answer_not_kept"
    assert answer.json()["location"] == made.headers["location"]
    assert await api.count("channels", ada) == 1


async def test_a_batch_shows_secrets_of_its_parts_and_keeps_them_as_well(api, bare, ada, bob):
    body = {"requests": [{"method": "POST", "path": "/api/feeds", "body": {"name": "Phone"}}]}
    first, second = await twice(api, ada, "/api/batch", body)
    assert second.json() == first.json()
    url = first.json()["items"][0]["body"]["url"]
    assert url.encode() not in (await stored(api, ada))[0]
    done, again = await twice(bare, bob, "/api/batch", body)
    assert (done.status_code, again.status_code) == (200, 409)
    assert await bare.count("feeds", bob) == 1


def create(title, **more):
    return {"method": "POST", "path": "/api/tasks", "body": {"title": title}, **more}


async def test_a_batch_under_a_key_is_done_once_with_its_mistakes(api, ada):
    inner = create("c", idempotency_key="inner")
    body = {"requests": [create("a"), create(""), create("b"), inner, inner]}
    first, second = await twice(api, ada, "/api/batch", body)
    statuses = [each["status"] for each in first.json()["items"]]
    assert statuses == [201, 422, 201, 201, 201]
    assert second.content == first.content
    assert sorted(await api.titles(ada)) == ["a", "b", "c"]
    assert (await api.event_types(ada)).count("task.created") == 3
    alone = await post(api, ada, "/api/tasks", {"title": "c"}, "inner")
    assert alone.headers["idempotent-replayed"] == "true"


async def test_batches_at_once_do_not_wait_for_each_other_for_ever(api, ada):
    body = {"requests": [create(f"{number}") for number in range(3)]}
    answers = await asyncio.gather(
        *(post(api, ada, "/api/batch", body, f"key-{number % 4}") for number in range(12)),
        *(api.ask("POST", "/api/tasks", ada, json={"title": "x"}) for _ in range(12)),
    )
    assert {answer.status_code for answer in answers} <= {200, 201}
    assert len(await api.titles(ada, "?limit=200")) == 4 * 3 + 12


async def test_a_batch_reads_what_it_has_just_written(api, ada):
    body = {"requests": [create("a"), {"method": "GET", "path": "/api/tasks"}]}
    first, _ = await twice(api, ada, "/api/batch", body)
    assert [each["title"] for each in first.json()["items"][1]["body"]["items"]] == ["a"]


async def test_of_a_batch_that_only_reads_nothing_is_kept(api, ada):
    read = {"requests": [{"method": "GET", "path": "/api/tasks"}] * 2}
    first, second = await twice(api, ada, "/api/batch", read)
    assert (first.status_code, second.content) == (200, first.content)
    assert "idempotent-replayed" not in second.headers
    assert await stored(api, ada) == []


async def test_an_answer_that_is_too_large_is_done_but_not_kept(api, ada):
    task = {"title": "x", "notes": "\N{GRINNING FACE}" * 20_000}
    first, second = await twice(api, ada, "/api/tasks", task)
    assert (first.status_code, second.status_code) == (201, 409)
    assert second.json()["reason"] == "too_large"
    assert second.json()["location"] == first.headers["location"]
    assert await api.titles(ada) == ["x"]
    (kept,) = await stored(api, ada)
    assert kept.endswith(b"\n")


@pytest.mark.parametrize(
    "path",
    [
        "/api/channels/email/test",
        "/api/auth/forgot-password",
        "/api/auth/confirm",
        "/api/me/email",
        "/api/me/password",
        "/api/me/second-factor/confirm",
    ],
)
async def test_what_needs_a_transaction_is_in_no_batch_that_is_one(api, ada, path):
    body = {"requests": [{"method": "POST", "path": path}]}
    answer = await post(api, ada, "/api/batch", body)
    assert pointers(answer) == [("/requests/0/path", "not_in_keyed_batch")]


async def test_the_hash_of_a_request_is_made_with_a_secret_that_may_change(api, resources, ada):
    await post(api, ada, "/api/channels", CHANNEL)
    auth = resources.settings.auth
    moved = auth.model_copy(
        update={"previous_secret": auth.secret, "secret": SecretStr("another-secret-" * 4)}
    )
    settings = api.resources.settings.model_copy(update={"auth": moved})
    later = Api(replace(api.resources, settings=settings))
    answer = await post(later, ada, "/api/channels", CHANNEL)
    assert answer.headers["idempotent-replayed"] == "true"
    gone = moved.model_copy(update={"previous_secret": None})
    settings = api.resources.settings.model_copy(update={"auth": gone})
    last = Api(replace(api.resources, settings=settings))
    answer = await post(last, ada, "/api/channels", CHANNEL)
    assert answer.json()["code"] == "idempotency.key_reused"
