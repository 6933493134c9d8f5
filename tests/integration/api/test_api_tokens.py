"""Tokens for programs: what each may do, and when they are good for nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import text

from api.scopes import PERSON, needed_for
from shared.commands.api_tokens import SCOPES
from tests.integration.api.harness import Person

PASSWORD = "correct horse battery"


@pytest.fixture
async def me(api):
    """Somebody who has just signed in."""
    body = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD}
    session = (await api.ask("POST", "/api/auth/sign-up", json=body)).json()
    headers = {"authorization": f"Bearer {session['access_token']}"}
    return Person(session["user"]["id"], headers)


async def made(api, me, *scopes, **fields):
    body = {"name": "Backup", "scopes": list(scopes), **fields}
    answer = await api.ask("POST", "/api/me/tokens", me, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def program(me, token):
    return Person(me.user_id, {"authorization": f"Bearer {token}"})


async def code_of(api, person, method, path, **options):
    answer = await api.ask(method, path, person, **options)
    return answer.status_code, answer.json().get("code") if answer.content else None


async def test_a_token_is_shown_once_and_kept_as_a_hash(api, me):
    token = await made(api, me, "read", "tasks:write")
    assert token["token"].startswith("rondel_api_")
    assert token["token"].endswith(token["hint"])
    [listed] = (await api.ask("GET", "/api/me/tokens", me)).json()["items"]
    assert "token" not in listed
    assert (listed["name"], listed["scopes"]) == ("Backup", ["read", "tasks:write"])
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text("SELECT row_to_json(t)::text FROM api_tokens t WHERE id = :id"),
            {"id": token["id"]},
        )
        assert token["token"] not in found.scalar_one()


async def test_a_token_does_what_its_scopes_say_and_nothing_else(api, me):
    reader = program(me, (await made(api, me, "read"))["token"])
    writer = program(me, (await made(api, me, "tasks:write"))["token"])
    task = {"title": "Water the plants"}
    assert (await code_of(api, reader, "GET", "/api/tasks"))[0] == 200
    refused = (403, "auth.scope_missing")
    assert await code_of(api, reader, "POST", "/api/tasks", json=task) == refused
    assert (await code_of(api, writer, "POST", "/api/tasks", json=task))[0] == 201
    assert await code_of(api, writer, "GET", "/api/tasks") == refused
    assert await api.titles(me) == ["Water the plants"]


async def test_inside_a_batch_each_request_needs_its_scope(api, me):
    reader = program(me, (await made(api, me, "read"))["token"])
    requests = [
        {"method": "GET", "path": "/api/tasks"},
        {"method": "POST", "path": "/api/tasks", "body": {"title": "No"}},
    ]
    answer = await api.ask("POST", "/api/batch", reader, json={"requests": requests})
    assert [each["status"] for each in answer.json()["items"]] == [200, 403]
    assert await api.titles(me) == []


async def test_no_token_reaches_what_is_for_people(api, me):
    everything = program(me, (await made(api, me, *SCOPES))["token"])
    tried = 0
    for route in api.app.routes:
        if not isinstance(route, APIRoute) or not route.include_in_schema:
            continue
        for method in route.methods:
            operation = api.app.openapi()["paths"][route.path_format][method.lower()]
            if operation.get("x-scope") != PERSON:
                continue
            path = route.path_format.replace("{", "").replace("}", "")
            tried += 1
            got = await code_of(api, everything, method, path)
            assert got == (403, "auth.scope_missing"), (method, path)
    assert tried >= 10


@pytest.mark.parametrize("scope", SCOPES)
async def test_every_route_refuses_a_token_of_another_scope(api, me, scope):
    person = program(me, (await made(api, me, scope))["token"])
    tried = 0
    for path, operations in api.app.openapi()["paths"].items():
        for method, operation in operations.items():
            if "security" not in operation or operation["x-scope"] == scope:
                continue
            tried += 1
            got = await code_of(api, person, method.upper(), path.replace("{", "").replace("}", ""))
            assert got == (403, "auth.scope_missing"), (method, path)
    assert tried > 50


async def test_the_scope_for_operators_is_not_enough_without_the_role(api, me):
    person = program(me, (await made(api, me, "ops"))["token"])
    assert await code_of(api, person, "GET", "/api/ops/audit") == (403, "auth.forbidden")


async def test_a_token_ends_when_it_is_to(api, me):
    soon = (api.resources.clock.now() + timedelta(hours=1)).isoformat()
    token = await made(api, me, "read", expires_at=soon)
    person = program(me, token["token"])
    assert (await code_of(api, person, "GET", "/api/tasks"))[0] == 200
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(
            text("UPDATE api_tokens SET expires_at = now() WHERE id = :id"), {"id": token["id"]}
        )
    api.resources.api_tokens.forget_all()
    assert (await code_of(api, person, "GET", "/api/tasks"))[0] == 401


async def test_a_token_that_was_taken_back_is_good_for_nothing(api, me):
    token = await made(api, me, "read")
    person = program(me, token["token"])
    assert (await code_of(api, person, "GET", "/api/tasks"))[0] == 200
    path = f"/api/me/tokens/{token['id']}"
    eve = await api.person()
    assert (await code_of(api, eve, "DELETE", path))[0] == 404
    assert (await api.ask("DELETE", path, me)).status_code == 204
    assert (await code_of(api, person, "GET", "/api/tasks"))[0] == 401
    assert (await api.ask("DELETE", path, me)).status_code == 404


async def test_what_a_token_has_opened_ends_as_with_an_access_token(api, me):
    resources = api.resources
    life = timedelta(minutes=resources.settings.auth.access_token_minutes)
    for fields in ({}, {"expires_at": (resources.clock.now() + 2 * life).isoformat()}):
        verified = await resources.api_tokens.verify(
            (await made(api, me, "read", **fields))["token"]
        )
        assert verified.expires_at <= resources.clock.now() + life


async def test_a_token_of_a_locked_account_is_good_for_nothing(api, me):
    person = program(me, (await made(api, me, "read"))["token"])
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(
            text("UPDATE users SET disabled_at = now() WHERE id = :id"), {"id": me.user_id}
        )
    assert (await code_of(api, person, "GET", "/api/tasks"))[0] == 401


async def test_its_last_use_is_seen(api, me):
    token = await made(api, me, "read")
    await api.ask("GET", "/api/tasks", program(me, token["token"]))
    [listed] = (await api.ask("GET", "/api/me/tokens", me)).json()["items"]
    assert listed["used_at"] is not None


async def test_a_token_is_made_only_by_somebody_who_showed_who_they_are_lately(api, me):
    body = {"name": "Backup", "scopes": ["read"]}
    stranger = await api.person()  # an access token without a device that is signed in
    assert await code_of(api, stranger, "POST", "/api/me/tokens", json=body) == (
        403,
        "auth.not_confirmed",
    )
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(
            text(
                "UPDATE sessions SET confirmed_at = confirmed_at - interval '11 minutes' "
                "WHERE user_id = :id"
            ),
            {"id": me.user_id},
        )
    late = await code_of(api, me, "POST", "/api/me/tokens", json=body)
    assert late == (403, "auth.not_confirmed")
    again = await api.ask("POST", "/api/auth/confirm", me, json={"password": PASSWORD})
    assert again.status_code == 204
    assert (await made(api, me, "read"))["hint"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "  ", "scopes": ["read"]}, "/name"),
        ({"name": "x" * 81, "scopes": ["read"]}, "/name"),
        ({"name": "x", "scopes": []}, "/scopes"),
        ({"name": "x", "scopes": ["admin"]}, "/scopes/0"),
        ({"name": "x", "scopes": ["read"], "expires_at": "2020-01-01T00:00:00Z"}, "/expires_at"),
    ],
)
async def test_what_makes_no_token_says_why(api, me, body, pointer):
    answer = await api.ask("POST", "/api/me/tokens", me, json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_there_is_a_bound(api, me):
    async with api.resources.db.unit_of_work() as uow:
        statement = """
            INSERT INTO api_tokens (id, user_id, token_hash, name, hint, scopes, created_at)
            SELECT gen_random_uuid(), CAST(:id AS uuid),
                   sha256(convert_to(n || CAST(:id AS text), 'UTF8')), 'x', 'x', '{read}', now()
            FROM generate_series(1, 50) AS n
        """
        await uow.connection.execute(text(statement), {"id": me.user_id})
    answer = await api.ask(
        "POST", "/api/me/tokens", me, json={"name": "One more", "scopes": ["read"]}
    )
    assert answer.json()["errors"][0]["code"] == "tokens_too_many"


@pytest.mark.parametrize("token", ["rondel_api_", "rondel_api_" + "x" * 43, "rondel_api_" + "é"])
async def test_what_is_no_token_is_refused(api, me, token):
    headers = {"authorization": f"Bearer {token}".encode()}
    assert (await code_of(api, Person(me.user_id, headers), "GET", "/api/tasks"))[0] == 401


def test_every_scope_is_needed_somewhere(api):
    needed = {
        operation["x-scope"]
        for operations in api.app.openapi()["paths"].values()
        for operation in operations.values()
        if "x-scope" in operation
    }
    assert needed == {*SCOPES, PERSON} - {"mcp"}  # its path is of another protocol
    assert needed_for("POST", "/mcp") == "mcp"
    assert needed_for("POST", "/api/tasks") == "tasks:write"
