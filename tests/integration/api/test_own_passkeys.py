"""The passkeys of an account: how they are named, kept and deleted, and by whom."""

import asyncio
from uuid import uuid4

import pytest

from shared.commands.passkeys import MOST
from tests.authenticator import Authenticator
from tests.integration.api.factors import change, keyed, said, somebody
from tests.integration.api.harness import Person, pointers
from tests.integration.api.passkeys import (
    FINE,
    MINE,
    NOT_TAKEN,
    ORIGIN,
    added,
    asked,
    sign_in,
    with_passkey,
)


@pytest.fixture(scope="module")
def api(resources):
    return keyed(resources, public_url=f"{ORIGIN}/")


@pytest.fixture
async def me(api):
    return await somebody(api)


@pytest.fixture
async def eve(api):
    return await somebody(api)


async def test_a_passkey_gets_another_name(me):
    _, passkey = await with_passkey(me)
    changed = await me.ask("PATCH", f"{MINE}/{passkey['id']}", json={"name": " Key ring "})
    assert changed.json() == {**passkey, "name": "Key ring"}
    assert (await me.acts())[-1][1]["name"] == "Key ring"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "two\nlines"])
async def test_a_name_is_one_line_that_says_something(me, name):
    _, passkey = await with_passkey(me)
    answer = await me.ask("PATCH", f"{MINE}/{passkey['id']}", json={"name": name})
    assert [pointer for pointer, _ in pointers(answer)] == ["/name"]


async def test_the_passkey_of_somebody_else_is_not_there(me, eve):
    _, passkey = await with_passkey(me)
    path = f"{MINE}/{passkey['id']}"
    assert said(await eve.ask("PATCH", path, json={"name": "Mine"})) == (404, "not_found")
    assert said(await eve.ask("DELETE", path)) == (404, "not_found")
    assert (await eve.ask("GET", MINE)).json()["items"] == []


async def forget_password(api, who):
    await change(api, "UPDATE users SET password_hash = NULL WHERE id = :id", id=who.user_id)


async def test_the_last_way_into_an_account_is_not_deleted(api, me):
    device, passkey = await with_passkey(me)
    await forget_password(api, me)
    path = f"{MINE}/{passkey['id']}"
    assert said(await me.ask("DELETE", path)) == (409, "passkey.last_way_in")
    assert said(await sign_in(api, device)) == FINE
    assert (await me.methods())["has_password"] is False
    await with_passkey(me)
    assert said(await me.ask("DELETE", path)) == (204, None)


async def test_who_signs_in_elsewhere_needs_no_passkey(api, me):
    _, passkey = await with_passkey(me)
    await forget_password(api, me)
    await change(
        api,
        "INSERT INTO identities (id, user_id, issuer, subject, created_at, used_at) "
        "VALUES (:id, :user_id, 'https://id.example.com', :subject, now(), now())",
        id=uuid4(),
        user_id=me.user_id,
        subject=uuid4().hex,
    )
    assert said(await me.ask("DELETE", f"{MINE}/{passkey['id']}")) == (204, None)


async def test_two_last_passkeys_deleted_at_once_leave_one(api, me):
    passkeys = [(await with_passkey(me))[1] for _ in range(2)]
    await forget_password(api, me)
    answers = await asyncio.gather(*(me.ask("DELETE", f"{MINE}/{each['id']}") for each in passkeys))
    assert sorted(answer.status_code for answer in answers) == [204, 409]


async def test_who_has_not_just_shown_who_they_are_changes_nothing(me):
    _, passkey = await with_passkey(me)
    await me.unconfirm()
    refused = (403, "auth.not_confirmed")
    assert said(await me.ask("POST", f"{MINE}/options")) == refused
    assert said(await me.ask("DELETE", f"{MINE}/{passkey['id']}")) == refused


async def test_one_credential_is_one_passkey(me, eve):
    device, _ = await with_passkey(me)
    assert said(await added(me, device)) == NOT_TAKEN
    assert said(await added(eve, device)) == NOT_TAKEN


async def test_the_answer_to_a_challenge_of_somebody_else_is_not_taken(me, eve):
    to_do = await asked(me)
    response = Authenticator(ORIGIN).create(to_do["options"])
    body = {"challenge_id": to_do["challenge_id"], "name": "Mine", "response": response}
    assert said(await eve.ask("POST", MINE, json=body)) == NOT_TAKEN


async def test_the_answer_to_a_challenge_comes_from_the_same_device(me):
    to_do = await asked(me)
    response = Authenticator(ORIGIN).create(to_do["options"])
    body = {"challenge_id": to_do["challenge_id"], "name": "Mine", "response": response}
    session = (await me.password()).json()
    me.person = Person(me.user_id, {"authorization": f"Bearer {session['access_token']}"})
    assert said(await me.ask("POST", MINE, json=body)) == NOT_TAKEN


async def test_a_creation_is_taken_once(me):
    to_do = await asked(me)
    response = Authenticator(ORIGIN).create(to_do["options"])
    body = {"challenge_id": to_do["challenge_id"], "name": "Mine", "response": response}
    assert said(await me.ask("POST", MINE, json=body)) == (201, None)
    assert said(await me.ask("POST", MINE, json=body)) == NOT_TAKEN


async def test_an_account_has_so_many_passkeys_and_no_more(api, me):
    to_do = await asked(me)
    await change(
        api,
        "INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, is_backed_up, "
        "name, created_at) SELECT gen_random_uuid(), :user_id, uuid_send(gen_random_uuid()), '', "
        "0, false, 'x', now() FROM generate_series(1, :most)",
        user_id=me.user_id,
        most=MOST,
    )
    assert pointers(await me.ask("POST", f"{MINE}/options")) == [("", "passkeys_too_many")]
    response = Authenticator(ORIGIN).create(to_do["options"])
    body = {"challenge_id": to_do["challenge_id"], "name": "Mine", "response": response}
    assert pointers(await me.ask("POST", MINE, json=body)) == [("", "passkeys_too_many")]


async def test_a_server_that_is_known_by_numbers_says_what_to_set(resources):
    me = await somebody(keyed(resources, public_url="http://127.0.0.1:8000"))
    answer = await me.ask("POST", f"{MINE}/options")
    assert said(answer) == (409, "passkey.no_name")
    assert "RONDEL_PUBLIC_URL" in answer.json()["detail"]
    sign_in = await me.api.ask("POST", "/api/auth/passkey/options")
    assert said(sign_in) == (409, "passkey.no_name")


async def test_a_passkey_of_this_machine_works_on_a_port(resources):
    me = await somebody(keyed(resources, public_url="http://localhost:8000"))
    device = Authenticator("http://localhost:8000")
    assert said(await added(me, device)) == (201, None)
    assert said(await sign_in(me.api, device)) == FINE
