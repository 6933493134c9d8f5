"""Passkeys through the API: made and used with an authenticator in software, and misused."""

import asyncio

import pytest

from tests.authenticator import Authenticator, Flag
from tests.integration.api.factors import REFUSED, change, keyed, said, somebody
from tests.integration.api.harness import Person
from tests.integration.api.passkeys import (
    FINE,
    MINE,
    NOT_TAKEN,
    ORIGIN,
    added,
    asked,
    asked_to_sign_in,
    send,
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


async def test_a_passkey_is_made_listed_and_signed_in_with(api, me):
    device, passkey = await with_passkey(me)
    assert (passkey["name"], passkey["used_at"]) == ("Phone", None)
    assert passkey["transports"] == ["internal", "hybrid"]
    answer = await sign_in(api, device)
    assert answer.status_code == 200, answer.text
    assert answer.json()["user"]["email"] == me.email
    [listed] = (await me.ask("GET", MINE)).json()["items"]
    assert listed["used_at"] is not None
    assert (await me.methods())["passkeys"] == 1
    devices = (await me.ask("GET", "/api/me/sessions")).json()["items"]
    assert {each["method"] for each in devices} == {"password", "passkey"}
    assert "passkey.added" in await me.actions()


async def test_a_passkey_counts_as_two_factors(api, me):
    device, _ = await with_passkey(me)
    await me.turn_on()
    assert said(await sign_in(api, device)) == FINE


async def test_who_signed_in_with_a_passkey_has_shown_who_they_are(api, me):
    device, _ = await with_passkey(me)
    session = (await sign_in(api, device)).json()
    me.person = Person(me.user_id, {"authorization": f"Bearer {session['access_token']}"})
    assert (await asked(me))["options"]["excludeCredentials"]


async def test_in_a_browser_the_refresh_token_goes_into_a_cookie(api, me):
    device, _ = await with_passkey(me)
    to_do = await asked_to_sign_in(api)
    answer = await send(api, to_do["challenge_id"], device.get(to_do["options"]), session="cookie")
    assert answer.json()["refresh_token"] is None
    assert "HttpOnly" in answer.headers["set-cookie"]


LIES = [
    {"origin": "https://evil.example"},
    {"rp_id": "evil.example"},
    {"flags": Flag.PRESENT},
    {"challenge": "AAAA"},
    {"crossOrigin": True},
]


@pytest.mark.parametrize("lie", LIES, ids=str)
async def test_no_lie_adds_a_passkey(me, lie):
    assert said(await added(me, Authenticator(ORIGIN), **lie)) == NOT_TAKEN
    assert (await me.methods())["passkeys"] == 0


@pytest.mark.parametrize("lie", LIES, ids=str)
async def test_no_lie_signs_in(api, me, lie):
    device, _ = await with_passkey(me)
    before = await me.devices()
    assert said(await sign_in(api, device, **lie)) == REFUSED
    assert await me.devices() == before


async def test_a_page_of_another_address_gets_nothing(api, me):
    device, _ = await with_passkey(me)
    device.origin = "https://tasks.example.com.evil.example"
    assert said(await sign_in(api, device)) == REFUSED


async def test_a_challenge_is_good_for_one_sign_in(api, me):
    device, _ = await with_passkey(me)
    to_do = await asked_to_sign_in(api)
    response = device.get(to_do["options"])
    assert said(await send(api, to_do["challenge_id"], response)) == FINE
    assert said(await send(api, to_do["challenge_id"], response)) == REFUSED


async def test_an_answer_fits_no_other_challenge(api, me):
    device, _ = await with_passkey(me)
    first, second = await asked_to_sign_in(api), await asked_to_sign_in(api)
    response = device.get(first["options"])
    assert said(await send(api, second["challenge_id"], response)) == REFUSED


async def test_a_wrong_answer_uses_the_challenge_up(api, me):
    device, _ = await with_passkey(me)
    to_do = await asked_to_sign_in(api)
    wrong = device.get(to_do["options"], flags=Flag.PRESENT)
    assert said(await send(api, to_do["challenge_id"], wrong)) == REFUSED
    right = device.get(to_do["options"])
    assert said(await send(api, to_do["challenge_id"], right)) == REFUSED


async def test_the_same_answer_in_parallel_opens_one_device(api, me):
    device, _ = await with_passkey(me)
    before = await me.devices()
    to_do = await asked_to_sign_in(api)
    response = device.get(to_do["options"])
    answers = await asyncio.gather(*(send(api, to_do["challenge_id"], response) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 7
    assert await me.devices() == before + 1


async def test_a_challenge_ends_after_ten_minutes(api, me):
    device, _ = await with_passkey(me)
    to_do = await asked_to_sign_in(api)
    await change(
        api,
        "UPDATE challenges SET expires_at = expires_at - interval '10 minutes' WHERE id = :id",
        id=to_do["challenge_id"],
    )
    response = device.get(to_do["options"])
    assert said(await send(api, to_do["challenge_id"], response)) == REFUSED


async def test_a_challenge_for_a_new_passkey_signs_nobody_in(api, me):
    device, _ = await with_passkey(me)
    to_do = await asked(me)
    options = {"challenge": to_do["options"]["challenge"], "rpId": to_do["options"]["rp"]["id"]}
    response = device.get(options)
    assert said(await send(api, to_do["challenge_id"], response)) == REFUSED


async def test_the_user_handle_has_to_be_the_owners(api, me, eve):
    device, _ = await with_passkey(me)
    other, _ = await with_passkey(eve)
    assert said(await sign_in(api, device, user_handle=other.user_handle)) == REFUSED
    assert said(await sign_in(api, device, user_handle=b"")) == REFUSED
    assert said(await sign_in(api, device)) == FINE


async def test_nobody_signs_for_the_passkey_of_somebody_else(api, me, eve):
    device, _ = await with_passkey(me)
    forger, _ = await with_passkey(eve)
    forger.credential_id, forger.user_handle = device.credential_id, device.user_handle
    assert said(await sign_in(api, forger)) == REFUSED


async def test_an_unknown_passkey_is_answered_as_a_wrong_password_is(api):
    assert said(await sign_in(api, Authenticator(ORIGIN, user_handle=bytes(16)))) == REFUSED


@pytest.mark.parametrize("shown", [7, 6, 0])
async def test_a_counter_that_does_not_go_on_is_refused_and_on_record(api, me, shown):
    device, passkey = await with_passkey(me, counter=6)
    assert said(await sign_in(api, device)) == FINE
    before = await me.devices()
    assert said(await sign_in(api, device, counter=shown)) == REFUSED
    assert await me.devices() == before
    action, details = (await me.acts())[-1]
    assert action == "passkey.counter_went_back"
    assert (details["passkey"], details["shown"], details["known"]) == (passkey["id"], shown, 7)
    assert said(await sign_in(api, device, counter=8)) == FINE


async def test_a_counter_that_goes_back_in_a_forged_answer_is_not_on_record(api, me):
    device, _ = await with_passkey(me, counter=6)
    forger = Authenticator(
        ORIGIN, credential_id=device.credential_id, user_handle=device.user_handle
    )
    assert said(await sign_in(api, forger, counter=1)) == REFUSED
    assert "passkey.counter_went_back" not in await me.actions()


async def test_of_two_uses_with_the_same_count_one_is_taken(api, me):
    device, _ = await with_passkey(me, counter=1)
    asks = [await asked_to_sign_in(api) for _ in range(4)]
    answers = await asyncio.gather(
        *(send(api, each["challenge_id"], device.get(each["options"], counter=5)) for each in asks)
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 3


async def test_without_a_counter_a_passkey_is_good_again_and_again(api, me):
    device, _ = await with_passkey(me)
    for _ in range(3):
        assert said(await sign_in(api, device)) == FINE


async def test_a_deleted_passkey_signs_nobody_in(api, me):
    device, passkey = await with_passkey(me)
    assert said(await me.ask("DELETE", f"{MINE}/{passkey['id']}")) == (204, None)
    assert said(await sign_in(api, device)) == REFUSED
    assert "passkey.deleted" in await me.actions()


async def test_the_passkey_of_a_deleted_account_signs_nobody_in(api, me):
    device, _ = await with_passkey(me)
    await change(api, "UPDATE users SET erased_at = now() WHERE id = :id", id=me.user_id)
    assert said(await sign_in(api, device)) == REFUSED


@pytest.mark.parametrize(
    "spoil",
    [
        {"id": "not base64url!"},
        {"rawId": ""},
        {"type": "password"},
        {"response": {}},
        {"response": {"clientDataJSON": "e30", "authenticatorData": 7, "signature": ""}},
        {"id": "A" * 1401},
    ],
    ids=str,
)
async def test_what_is_no_answer_of_a_browser_is_malformed(api, spoil):
    to_do = await asked_to_sign_in(api)
    response = Authenticator(ORIGIN).get(to_do["options"]) | spoil
    assert said(await send(api, to_do["challenge_id"], response)) == (422, "input.invalid")


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
@pytest.mark.parametrize("garbage", ["", "A", "AAAA", "e30", "gQ" * 2000])
async def test_garbage_in_an_answer_is_refused(api, me, part, garbage):
    device, _ = await with_passkey(me)
    to_do = await asked_to_sign_in(api)
    response = device.get(to_do["options"])
    response["response"][part] = garbage
    assert said(await send(api, to_do["challenge_id"], response)) == REFUSED
