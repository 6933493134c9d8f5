"""Operators see, pause and resume kinds of workers; nobody else does."""

import pytest
from sqlalchemy import text

from shared.db.repositories import audit, pauses
from shared.events.groups import WORKERS
from tests.integration.api.harness import pointers

PATHS = [
    ("GET", "/api/ops/workers", None),
    ("POST", "/api/ops/workers/relay/pause", {"reason": "a bad release"}),
    ("POST", "/api/ops/workers/relay/resume", None),
]


@pytest.fixture
async def operator(api):
    return await api.operator()


async def in_force(api):
    async with api.resources.db.read() as connection:
        return [pause.worker for pause in await pauses.list_pauses(connection)]


async def last_acts(api, count):
    async with api.resources.db.read() as connection:
        entries = await audit.list_entries(connection, before=None, limit=count)
    return [(each.actor_id, each.action, each.target, each.reason) for each in entries]


async def test_a_worker_is_paused_seen_and_resumed_and_each_act_is_on_record(api, operator):
    order = {"reason": " a bad release "}
    answer = await api.ask("POST", "/api/ops/workers/relay/pause", operator, json=order)
    assert answer.status_code == 200
    paused = answer.json()
    assert paused["paused"]
    assert paused["paused_at"]
    assert paused["paused_by"] == f"operator {operator.user_id}"
    assert paused["reason"] == "a bad release"
    listed = (await api.ask("GET", "/api/ops/workers", operator)).json()["items"]
    assert [each["name"] for each in listed] == list(WORKERS)
    assert [each for each in listed if each["paused"]] == [paused]
    answer = await api.ask("POST", "/api/ops/workers/relay/resume", operator)
    assert answer.status_code == 200
    rests = {"paused_at": None, "paused_by": None, "reason": None}
    assert answer.json() == {"name": "relay", "paused": False, **rests}
    assert await last_acts(api, 2) == [
        (operator.user_id, "worker.resumed", "relay", None),
        (operator.user_id, "worker.paused", "relay", "a bad release"),
    ]


@pytest.mark.parametrize(("method", "path", "body"), PATHS)
async def test_users_may_not_and_strangers_are_asked_to_sign_in(api, ada, method, path, body):
    assert (await api.ask(method, path, ada, json=body)).status_code == 403
    assert (await api.ask(method, path, json=body)).status_code == 401
    assert await in_force(api) == []


async def test_a_second_order_is_refused_and_the_first_stands(api, operator):
    first = {"reason": "the first"}
    await api.ask("POST", "/api/ops/workers/reminders/pause", operator, json=first)
    again = await api.ask(
        "POST", "/api/ops/workers/reminders/pause", operator, json={"reason": "the second"}
    )
    assert (again.status_code, again.json()["code"]) == (409, "worker.already_paused")
    listed = (await api.ask("GET", "/api/ops/workers", operator)).json()["items"]
    assert [each["reason"] for each in listed if each["paused"]] == ["the first"]
    await api.ask("POST", "/api/ops/workers/reminders/resume", operator)
    again = await api.ask("POST", "/api/ops/workers/reminders/resume", operator)
    assert (again.status_code, again.json()["code"]) == (409, "worker.not_paused")


@pytest.mark.parametrize("verb", ["pause", "resume"])
async def test_there_is_no_such_worker(api, operator, verb):
    body = {"reason": "why not"} if verb == "pause" else None
    answer = await api.ask("POST", f"/api/ops/workers/nobody/{verb}", operator, json=body)
    assert answer.status_code == 404
    assert await in_force(api) == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, ("/reason", "missing")),
        ({"reason": ""}, ("/reason", "string_too_short")),
        ({"reason": "  "}, ("/reason", "reason_length")),
        ({"reason": "x" * 501}, ("/reason", "string_too_long")),
        ({"reason": "a\x00b"}, ("/reason", "control_character")),
        ({"reason": "a\x1b[2Jb"}, ("/reason", "control_character")),
        ({"reason": 7}, ("/reason", "string_type")),
        ({"reason": "why not", "minutes": 5}, ("/minutes", "unknown_field")),
    ],
)
async def test_an_order_without_a_good_reason_changes_nothing(api, operator, body, wrong):
    answer = await api.ask("POST", "/api/ops/workers/relay/pause", operator, json=body)
    assert answer.status_code == 422
    assert pointers(answer) == [wrong]
    assert await in_force(api) == []


async def test_a_role_that_was_taken_away_counts_at_once(api, operator):
    assert (await api.ask("GET", "/api/ops/workers", operator)).status_code == 200
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(demotion(), {"id": operator.user_id})
    assert (await api.ask("GET", "/api/ops/workers", operator)).status_code == 403


def demotion():
    return text("UPDATE users SET role = 'user' WHERE id = :id")
