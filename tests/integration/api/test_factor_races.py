"""Second factors and passkeys used by many at once, in two API processes on one database."""

import asyncio

import pytest

from shared.commands.second_factors import MOST_FAILURES
from tests.authenticator import Authenticator
from tests.integration.api.factors import REFUSED, keyed, said, somebody
from tests.integration.api.passkeys import MINE, NOT_TAKEN, ORIGIN, asked
from tests.integration.api.twins import MANY, alive, by_turns, patiently, statuses, twins, value

WRONG = "000000"


@pytest.fixture(scope="module")
def api(resources):
    return keyed(resources, public_url=ORIGIN)


@pytest.fixture(scope="module")
def both(api):
    return twins(api)


@pytest.fixture
async def me(api):
    return await somebody(api)


@pytest.fixture
async def safe(me):
    """Somebody whose second factor is on."""
    return await me.turn_on()


async def answer(process, challenge, **proof):
    body = {"challenge_id": challenge, **proof}
    return await patiently(lambda: process.ask("POST", "/api/auth/second-factor", json=body))


async def own(process, who, path, body):
    return await patiently(lambda: process.ask("POST", path, who.person, json=body))


@pytest.mark.parametrize("kind", ["code", "recovery_code"])
@pytest.mark.parametrize("is_one_challenge", [True, False])
async def test_of_many_sign_ins_by_one_code_one_is_taken(api, both, safe, kind, is_one_challenge):
    ids = [await safe.challenge() for _ in range(1 if is_one_challenge else MANY)]
    proof = {kind: safe.code() if kind == "code" else safe.recovery_codes[0]}
    before = await alive(api, safe.user_id)
    answers = await by_turns(both, lambda process, n: answer(process, ids[n % len(ids)], **proof))
    assert statuses(answers) == [200] + [401] * (MANY - 1)
    assert {said(each) for each in answers if each.status_code != 200} == {REFUSED}
    assert await alive(api, safe.user_id) == before + 1
    left = (await safe.methods())["recovery_codes"]
    assert left == (9 if kind == "recovery_code" else 10)


async def test_no_more_wrong_codes_are_looked_at_however_many_come_at_once(api, both, safe):
    challenge = await safe.challenge()
    answers = await by_turns(both, lambda process, _: answer(process, challenge, code=WRONG), 16)
    assert {said(each) for each in answers} == {REFUSED}
    failures = await value(api, "SELECT failures FROM challenges WHERE id = :id", id=challenge)
    assert failures == MOST_FAILURES
    assert (await safe.actions()).count("second_factor.refused") == MOST_FAILURES
    assert said(await safe.answer(challenge)) == REFUSED
    assert said(await safe.answer(challenge, recovery_code=safe.recovery_codes[0])) == REFUSED


async def test_a_right_code_among_wrong_ones_opens_one_device_at_most(api, both, safe):
    challenge, code = await safe.challenge(), safe.code()
    before = await alive(api, safe.user_id)

    async def guess(process, n):
        return await answer(process, challenge, code=code if n in {6, 9} else WRONG)

    answers = await by_turns(both, guess, 16)
    right = statuses(answers).count(200)
    assert right <= 1
    assert await alive(api, safe.user_id) == before + right


async def test_of_many_who_turn_it_on_at_once_one_gets_the_recovery_codes(both, me):
    await me.start()
    body = {"code": me.code()}
    path = "/api/me/second-factor/confirm"
    answers = await by_turns(both, lambda process, _: own(process, me, path, body))
    assert statuses(answers) == [200] + [409] * (MANY - 1)
    assert {said(each) for each in answers if each.status_code != 200} == {
        (409, "second_factor.on")
    }
    [codes] = [each.json()["recovery_codes"] for each in answers if each.status_code == 200]
    assert (await me.methods())["recovery_codes"] == 10
    assert (await me.actions()).count("second_factor.on") == 1
    signed_in = await me.answer(await me.challenge(), recovery_code=codes[0])
    assert signed_in.status_code == 200


async def test_a_secret_that_is_asked_for_while_one_is_confirmed_replaces_none(both, me):
    await me.start()
    body = {"code": me.code()}
    confirmed, begun = await asyncio.gather(
        own(both[0], me, "/api/me/second-factor/confirm", body),
        patiently(lambda: both[1].ask("POST", "/api/me/second-factor", me.person)),
    )
    outcome = (confirmed.status_code, begun.status_code)
    assert outcome in {(200, 409), (401, 201)}
    assert (await me.methods())["second_factor"] is (outcome == (200, 409))


async def test_of_many_passkeys_made_by_one_challenge_one_is_taken(both, me):
    to_do = await asked(me)
    devices = [Authenticator(ORIGIN) for _ in range(MANY)]

    async def add(process, n):
        response = devices[n].create(to_do["options"])
        body = {"challenge_id": to_do["challenge_id"], "name": f"{n}", "response": response}
        return await own(process, me, MINE, body)

    answers = await by_turns(both, add)
    assert statuses(answers) == [201] + [409] * (MANY - 1)
    assert {said(each) for each in answers if each.status_code != 201} == {NOT_TAKEN}
    assert (await me.methods())["passkeys"] == 1


async def test_one_authenticator_by_many_challenges_is_one_passkey(both, me):
    asks = [await asked(me) for _ in range(4)]
    device = Authenticator(ORIGIN)

    async def add(process, n):
        response = device.create(asks[n]["options"])
        body = {"challenge_id": asks[n]["challenge_id"], "name": f"{n}", "response": response}
        return await own(process, me, MINE, body)

    assert statuses(await by_turns(both, add, 4)) == [201, 409, 409, 409]
    assert (await me.methods())["passkeys"] == 1
