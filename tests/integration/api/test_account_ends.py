"""Accounts that end while somebody is signed in: refused at once, and never an error of ours."""

import asyncio
import re
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.deps import asks_for_token
from api.examples import EXAMPLES
from api.replay import NOT_ONCE
from shared.commands.transfers import order_erasure
from shared.db.repositories.erasing import erase_some, erase_user
from tests.integration.api.factors import PASSWORD, REFUSED, change, keyed, said, somebody
from tests.integration.api.passkeys import ORIGIN, asked_to_sign_in, with_passkey

SKIPPED = {"stream_events", "create_import"}
"""One is a stream, which test_live.py ends; the other takes a file, and is asked below."""


@pytest.fixture(scope="module")
def api(resources):
    return keyed(resources, public_url=ORIGIN)


async def gone(api, user_id):
    """The account was erased to the last row, by processes that this one has not heard of."""
    async with api.resources.db.unit_of_work() as uow:
        await uow.lock_users([user_id])
        await order_erasure(uow, user_id)
        while await erase_some(uow.connection, user_id, 1_000):
            pass
        await erase_user(uow.connection, user_id)


async def known_and_gone(api, user_id):
    """As `gone`, and this process has heard of it before the rows went: workers wait for that."""
    await closed(api, user_id)
    await api.resources.revocations.look()
    async with api.resources.db.unit_of_work() as uow:
        while await erase_some(uow.connection, user_id, 1_000):
            pass
        await erase_user(uow.connection, user_id)


async def closed(api, user_id):
    """The account was closed, and no worker has begun to delete it."""
    async with api.resources.db.unit_of_work() as uow:
        await uow.lock_users([user_id])
        await order_erasure(uow, user_id)


async def disabled(api, user_id):
    await change(api, "UPDATE users SET disabled_at = now() WHERE id = :id", id=user_id)


def signed_in_routes(api):
    """Method, path with ids that name nothing, and body of every route for who is signed in."""
    for route in api.app.routes:
        if asks_for_token(route.dependant) and route.operation_id not in SKIPPED:
            method = next(iter(route.methods - {"HEAD"}))
            path = re.sub(r"\{[^}]*\}", str(uuid4()), route.path_format)
            body = EXAMPLES.get(route.operation_id, {}).get("request")
            yield method, path, body


@pytest.mark.parametrize("ending", [known_and_gone, closed, disabled])
async def test_every_route_answers_401_to_somebody_whose_account_has_ended(api, ending):
    bob = await api.person()
    await ending(api, bob.user_id)
    await api.resources.revocations.look()
    asked = 0
    for method, path, body in signed_in_routes(api):
        answer = await api.ask(method, path, bob, json=body)
        assert answer.status_code == 401, (method, path, answer.text)
        asked += 1
    assert asked > 100


@pytest.mark.parametrize("ending", [gone, closed, disabled])
async def test_within_the_second_before_it_is_known_nothing_breaks_or_is_written(api, ending):
    bob = await api.person()
    await ending(api, bob.user_id)
    for method, path, body in signed_in_routes(api):
        answer = await api.ask(method, path, bob, json=body)
        assert answer.status_code < 500, (method, path, answer.text)
        if method != "GET" and answer.status_code < 300:
            assert answer.status_code == 200, (method, path)  # batches and previews
    for table in ("tasks", "projects", "labels", "api_tokens", "feeds", "webhooks", "channels"):
        assert await api.count(table, bob) == 0


async def test_requests_in_flight_end_with_401(api):
    for _ in range(5):
        bob = await api.person()
        bodies = [{"title": "Late"}, {"title": "Late", "labels": ["x"], "priority": "high"}]
        asks = [api.ask("POST", "/api/tasks", bob, json=bodies[n % 2]) for n in range(20)]
        _, *answers = await asyncio.gather(gone(api, bob.user_id), *asks)
        assert {answer.status_code for answer in answers} <= {201, 401, 429}


async def test_what_has_ended_stays_refused_when_its_rows_are_gone(api):
    bob = await somebody(api)
    await known_and_gone(api, bob.user_id)
    await api.resources.revocations.look()
    assert (await bob.ask("GET", "/api/tasks")).status_code == 401
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text("SELECT count(*) FROM sessions WHERE user_id = :id"), {"id": bob.user_id}
        )
        assert found.scalar_one() == 0


async def test_the_own_account_is_deleted_and_shut_at_once(api):
    bob = await somebody(api)
    made = await bob.ask("POST", "/api/me/tokens", json={"name": "T", "scopes": ["read"]})
    token = {"authorization": f"Bearer {made.json()['token']}"}
    assert (await api.ask("GET", "/api/tasks", headers=token)).status_code == 200
    assert said(await bob.ask("DELETE", "/api/me", json={"password": "not it"})) == REFUSED
    assert (await bob.ask("DELETE", "/api/me", json={"password": PASSWORD})).status_code == 202
    assert (await bob.ask("GET", "/api/tasks")).status_code == 401
    assert (await api.ask("GET", "/api/tasks", headers=token)).status_code == 401
    assert (await bob.actions())[-1] == "account.erased"


async def test_with_a_second_factor_the_password_alone_deletes_nothing(api):
    bob = await (await somebody(api)).turn_on()
    short = await bob.ask("DELETE", "/api/me", json={"password": PASSWORD})
    assert short.json()["errors"][0]["code"] == "second_factor_needed"
    wrong = await bob.ask("DELETE", "/api/me", json={"password": PASSWORD, "code": "000000"})
    assert said(wrong) == REFUSED
    assert (await bob.ask("GET", "/api/me")).status_code == 200
    right = await bob.ask("DELETE", "/api/me", json={"password": PASSWORD, "code": bob.code()})
    assert right.status_code == 202


async def test_without_a_password_somebody_who_showed_who_they_are_deletes_their_account(api):
    bob = await somebody(api)
    await bob.unconfirm()
    answer = await bob.ask("DELETE", "/api/me", json={})
    assert said(answer) == (403, "auth.not_confirmed")
    await bob.ask("POST", "/api/auth/confirm", json={"password": PASSWORD})
    assert (await bob.ask("DELETE", "/api/me", json={})).status_code == 202


async def confirm(who, device, challenge=None):
    to_do = challenge or await asked_to_sign_in(who.api)
    body = {"challenge_id": to_do["challenge_id"], "response": device.get(to_do["options"])}
    return await who.ask("POST", "/api/auth/passkey/confirm", json=body)


async def test_a_passkey_confirms_an_account_without_a_password(api):
    bob = await somebody(api)
    device, _ = await with_passkey(bob)
    await change(api, "UPDATE users SET password_hash = NULL WHERE id = :id", id=bob.user_id)
    await bob.unconfirm()
    assert said(await bob.ask("DELETE", "/api/me", json={})) == (403, "auth.not_confirmed")
    challenge = await asked_to_sign_in(api)
    assert (await confirm(bob, device, challenge)).status_code == 204
    assert said(await confirm(bob, device, challenge)) == REFUSED  # good once
    assert (await bob.ask("DELETE", "/api/me", json={})).status_code == 202


async def test_the_passkey_of_somebody_else_confirms_nobody(api):
    bob, eve = await somebody(api), await somebody(api)
    await with_passkey(bob)
    device, _ = await with_passkey(eve)
    await bob.unconfirm()
    assert said(await confirm(bob, device)) == REFUSED
    assert said(await bob.ask("DELETE", "/api/me", json={})) == (403, "auth.not_confirmed")


def test_what_is_skipped_here_is_there(api):
    names = {route.operation_id for route in api.app.routes}
    assert names >= SKIPPED
    assert names >= set(NOT_ONCE)
