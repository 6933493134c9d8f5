"""Webhooks through the API."""

from dataclasses import replace
from uuid import uuid4

import pytest
from pydantic import SecretStr

from tests.integration.api.harness import Api, pointers

URL = "https://hooks.example.com/services/T0/very-secret"
HOOK = {"name": "Hook", "url": URL, "event_types": ["task.completed"]}


@pytest.fixture(scope="module")
def api(resources):
    settings = resources.settings.model_copy(update={"secrets_key": SecretStr("k" * 40)})
    return Api(replace(resources, settings=settings))


async def make(api, person, **body):
    answer = await api.ask("POST", "/api/webhooks", person, json={**HOOK, **body})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_webhook_is_made_read_changed_and_deleted(api):
    person = await api.person()
    made = await make(api, person)
    assert made["secret"].startswith("whsec_")
    path = f"/api/webhooks/{made['webhook']['id']}"
    read = await api.ask("GET", path, person)
    assert read.json() == made["webhook"]
    assert read.json()["target"] == "https://hooks.example.com/…"
    body = {"name": "Other", "event_types": ["task.created", "series.updated"], "version": 1}
    changed = await api.ask("PATCH", path, person, json=body)
    assert changed.json()["event_types"] == ["task.created", "series.updated"]
    late = await api.ask("PATCH", path, person, json={"name": "x"}, headers={"if-match": '"1"'})
    assert late.status_code == 412
    listed = await api.ask("GET", "/api/webhooks", person)
    assert [each["name"] for each in listed.json()["items"]] == ["Other"]
    assert "very-secret" not in listed.text
    assert made["secret"] not in listed.text
    assert (await api.ask("DELETE", path, person)).status_code == 204
    assert (await api.ask("GET", path, person)).status_code == 404


async def test_deliveries_are_listed_by_page(api):
    person = await api.person()
    path = f"/api/webhooks/{(await make(api, person))['webhook']['id']}"
    tests = [(await api.ask("POST", f"{path}/test", person)).json()["ids"][0] for _ in range(3)]
    first = (await api.ask("GET", f"{path}/deliveries?limit=2", person)).json()
    rest = await api.ask("GET", f"{path}/deliveries?limit=2&cursor={first['next_cursor']}", person)
    found = [*first["items"], *rest.json()["items"]]
    assert [each["id"] for each in found] == tests[::-1]
    assert {(each["event_type"], each["state"]) for each in found} == {("webhook.test", "waiting")}
    waiting = await api.ask("POST", f"{path}/deliveries/{tests[0]}/replay", person)
    assert waiting.status_code == 404
    none = await api.ask(
        "POST", f"{path}/replay", person, json={"failed_since": "2026-01-01T00:00:00Z"}
    )
    assert none.json() == {"ids": []}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"url": "http://127.0.0.1/x"}, "/url"),
        ({"url": "https://169.254.169.254/latest"}, "/url"),
        ({"url": "ftp://example.com"}, "/url"),
        ({"event_types": ["task.invented"]}, "/event_types/0"),
        ({"event_types": []}, "/event_types"),
        ({"name": " "}, "/name"),
    ],
)
async def test_what_cannot_be_meant_changes_nothing(api, body, pointer):
    person = await api.person()
    answer = await api.ask("POST", "/api/webhooks", person, json={**HOOK, **body})
    assert [found for found, _ in pointers(answer)] == [pointer]
    assert await api.count("webhooks", person) == 0


async def test_without_a_key_of_the_server_none_is_made(resources, ada):
    bare = Api(resources)
    answer = await bare.ask("POST", "/api/webhooks", ada, json=HOOK)
    assert answer.json()["code"] == "channel.no_key"


async def test_those_of_others_are_not_there(api, ada, bob):
    path = f"/api/webhooks/{(await make(api, ada))['webhook']['id']}"
    for method, more in (
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/test"),
        ("POST", "/secret"),
        ("GET", "/deliveries"),
        ("POST", f"/deliveries/{uuid4()}/replay"),
    ):
        assert (await api.ask(method, path + more, bob)).status_code == 404


async def test_there_are_only_so_many(api):
    person = await api.person()
    for _ in range(20):
        await make(api, person)
    answer = await api.ask("POST", "/api/webhooks", person, json=HOOK)
    assert (answer.status_code, answer.json()["code"]) == (409, "webhook.too_many")
