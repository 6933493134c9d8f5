"""The second factor: turned on, asked for, off again; and nobody gets round it."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import text

from shared.commands.resealing import reseal_all
from shared.commands.second_factors import (
    MOST_FAILURES,
    MOST_FAILURES_OF_ACCOUNT,
)
from shared.core.one_time_codes import recovery_hash
from shared.core.sealing import Sealer
from tests.integration.api.factors import (
    KEY,
    PASSWORD,
    REFUSED,
    change,
    keyed,
    said,
    somebody,
)
from tests.integration.api.harness import pointers

WRONG = "000000"
MINE = "/api/me/second-factor"


@pytest.fixture(scope="module")
def api(resources):
    return keyed(resources)


@pytest.fixture
async def me(api):
    return await somebody(api)


@pytest.fixture
async def safe(me):
    """Somebody whose second factor is on."""
    return await me.turn_on()


async def row_text(api, table, user_id):
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text(f"SELECT row_to_json(t)::text FROM {table} t WHERE user_id = :id"),
            {"id": user_id},
        )
        return "".join(found.scalars())


async def test_a_code_of_the_app_turns_it_on_and_brings_ten_codes_for_paper(me):
    setup = await me.start()
    assert setup["uri"].startswith("otpauth://totp/Rondel:")
    assert f"secret={setup['secret']}" in setup["uri"]
    assert (await me.methods())["second_factor"] is False
    answer = await me.confirm()
    assert answer.status_code == 200
    assert len(set(answer.json()["recovery_codes"])) == 10
    assert await me.methods() == {
        "has_password": True,
        "second_factor": True,
        "recovery_codes": 10,
        "passkeys": 0,
        "identities": 0,
    }
    assert (await me.actions())[-1] == "second_factor.on"


async def test_neither_secret_nor_codes_are_kept_as_they_are(api, safe):
    assert safe.secret not in await row_text(api, "second_factors", safe.user_id)
    kept = await row_text(api, "recovery_codes", safe.user_id)
    assert all(code not in kept for code in safe.recovery_codes)
    assert recovery_hash(safe.user_id, safe.recovery_codes[0]).hex() in kept
    told = str(await safe.acts())
    assert safe.secret not in told
    assert all(code not in told for code in safe.recovery_codes)


async def test_before_it_is_confirmed_the_password_is_enough(me):
    await me.start()
    assert (await me.password()).status_code == 200


async def test_a_wrong_code_turns_nothing_on(me):
    await me.start()
    assert said(await me.confirm(WRONG)) == REFUSED
    assert (await me.methods())["second_factor"] is False
    assert (await me.actions())[-1] == "second_factor.refused"


async def test_a_secret_that_was_asked_for_again_replaces_the_first(me):
    first = (await me.start())["secret"]
    second = (await me.start())["secret"]
    assert first != second
    assert (await me.confirm()).status_code == 200


async def test_a_secret_waits_an_hour_and_no_longer(api, me):
    await me.start()
    await change(
        api,
        "UPDATE second_factors SET created_at = created_at - interval '61 minutes' "
        "WHERE user_id = :id",
        id=me.user_id,
    )
    assert said(await me.confirm()) == (409, "second_factor.off")


async def test_without_a_secret_there_is_nothing_to_confirm_or_turn_off(me):
    assert said(await me.confirm(WRONG)) == (409, "second_factor.off")
    off = await me.ask("DELETE", MINE, json={"code": WRONG})
    assert said(off) == (409, "second_factor.off")
    codes = await me.ask("POST", f"{MINE}/recovery-codes")
    assert said(codes) == (409, "second_factor.off")


async def test_one_that_is_on_is_not_replaced(safe):
    assert said(await safe.ask("POST", MINE)) == (409, "second_factor.on")
    assert said(await safe.confirm()) == (409, "second_factor.on")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", MINE, None),
        ("DELETE", MINE, {"code": WRONG}),
        ("POST", f"{MINE}/recovery-codes", None),
    ],
)
async def test_who_has_not_just_shown_who_they_are_changes_nothing(safe, method, path, body):
    await safe.unconfirm()
    options = {"json": body} if body else {}
    assert said(await safe.ask(method, path, **options)) == (403, "auth.not_confirmed")
    assert (await safe.methods())["second_factor"] is True


async def test_without_a_key_the_operator_is_told_what_to_set(resources):
    me = await somebody(keyed(resources, None))
    answer = await me.ask("POST", MINE)
    assert said(answer) == (409, "second_factor.no_key")
    assert "RONDEL_SECRETS_KEY" in answer.json()["detail"]


async def test_without_the_key_a_code_from_paper_still_opens_the_account(resources, safe):
    safe.api = keyed(resources, None)
    challenge = await safe.challenge()
    assert said(await safe.answer(challenge)) == (409, "second_factor.no_key")
    [code, *_] = safe.recovery_codes
    assert said(await safe.answer(challenge, recovery_code=code)) == (200, None)


async def test_the_password_brings_a_challenge_and_its_code_a_device(safe):
    before = await safe.devices()
    challenge = await safe.challenge()
    assert await safe.devices() == before
    answer = await safe.answer(challenge)
    assert answer.status_code == 200
    assert answer.json()["user"]["email"] == safe.email
    assert await safe.devices() == before + 1
    assert (await safe.acts())[-1][1]["method"] == "password"


async def test_a_wrong_password_is_not_told_that_there_is_a_second_factor(safe):
    assert said(await safe.password("another one entirely")) == REFUSED


async def test_in_a_browser_the_cookie_comes_with_the_second_step(api, safe):
    challenge = await safe.challenge()
    body = {"challenge_id": challenge, "code": safe.code(), "session": "cookie"}
    answer = await api.ask("POST", "/api/auth/second-factor", json=body)
    assert answer.json()["refresh_token"] is None
    assert "HttpOnly" in answer.headers["set-cookie"]


async def test_a_wrong_code_is_answered_as_a_wrong_password_is(safe):
    challenge = await safe.challenge()
    assert said(await safe.answer(challenge, code=WRONG)) == REFUSED
    assert said(await safe.answer(challenge)) == (200, None)


async def test_a_challenge_is_void_after_five_wrong_codes(safe):
    challenge = await safe.challenge()
    for _ in range(MOST_FAILURES):
        assert said(await safe.answer(challenge, code=WRONG)) == REFUSED
    assert said(await safe.answer(challenge)) == REFUSED
    assert said(await safe.answer(await safe.challenge())) == (200, None)


async def test_a_challenge_is_good_once(safe):
    challenge = await safe.challenge()
    assert said(await safe.answer(challenge)) == (200, None)
    await safe.forget_last_code()
    assert said(await safe.answer(challenge)) == REFUSED


async def test_a_challenge_is_good_for_ten_minutes(api, safe):
    challenge = await safe.challenge()
    await change(
        api,
        "UPDATE challenges SET expires_at = expires_at - interval '10 minutes' WHERE id = :id",
        id=challenge,
    )
    assert said(await safe.answer(challenge)) == REFUSED


async def test_a_challenge_that_never_was_is_refused(safe):
    assert said(await safe.answer(str(uuid4()))) == REFUSED


async def test_a_challenge_of_another_kind_is_refused(api, safe):
    challenge = await safe.challenge()
    await change(api, "UPDATE challenges SET kind = 'oidc' WHERE id = :id", id=challenge)
    assert said(await safe.answer(challenge)) == REFUSED


async def test_a_challenge_is_over_when_the_password_is_another_one(api, safe):
    challenge = await safe.challenge()
    await change(api, "UPDATE users SET password_hash = 'new' WHERE id = :id", id=safe.user_id)
    assert said(await safe.answer(challenge)) == REFUSED


async def test_a_challenge_takes_no_code_of_somebody_else(api, safe):
    eve = await (await somebody(api)).turn_on()
    challenge = await safe.challenge()
    assert said(await safe.answer(challenge, code=eve.code())) == REFUSED
    [code, *_] = eve.recovery_codes
    assert said(await safe.answer(challenge, recovery_code=code)) == REFUSED
    assert (await eve.methods())["recovery_codes"] == 10


async def test_a_code_is_good_once_whatever_the_challenge(safe):
    first, second = await safe.challenge(), await safe.challenge()
    code = safe.code()
    assert said(await safe.answer(first, code=code)) == (200, None)
    assert said(await safe.answer(second, code=code)) == REFUSED


async def test_the_code_that_turned_it_on_is_used_up(me):
    await me.start()
    code = me.code()
    assert said(await me.confirm(code)) == (200, None)
    assert said(await me.answer(await me.challenge(), code=code)) == REFUSED


async def test_an_older_code_than_the_last_is_refused(safe):
    first, second = await safe.challenge(), await safe.challenge()
    assert said(await safe.answer(first, code=safe.code(+1))) == (200, None)
    assert said(await safe.answer(second, code=safe.code())) == REFUSED


@pytest.mark.parametrize("is_same_challenge", [True, False])
async def test_the_same_code_in_parallel_opens_one_device(safe, is_same_challenge):
    ids = [await safe.challenge() for _ in range(8)]
    if is_same_challenge:
        ids = ids[:1] * 8
    before, code = await safe.devices(), safe.code()
    answers = await asyncio.gather(*(safe.answer(each, code=code) for each in ids))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 7
    assert await safe.devices() == before + 1


async def test_a_recovery_code_in_parallel_opens_one_device(safe):
    [code, *_] = safe.recovery_codes
    ids = [await safe.challenge() for _ in range(6)]
    answers = await asyncio.gather(*(safe.answer(each, recovery_code=code) for each in ids))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 5
    assert (await safe.methods())["recovery_codes"] == 9
    assert (await safe.actions()).count("second_factor.recovery_code_used") == 1


async def test_wrong_codes_at_once_are_all_counted(safe):
    challenge = await safe.challenge()
    await asyncio.gather(*(safe.answer(challenge, code=WRONG) for _ in range(MOST_FAILURES)))
    assert said(await safe.answer(challenge)) == REFUSED


async def test_who_guesses_for_long_is_stopped_and_the_owner_gets_in_from_paper(api, safe):
    for _ in range(MOST_FAILURES_OF_ACCOUNT // MOST_FAILURES):
        challenge = await safe.challenge()
        for _ in range(MOST_FAILURES):
            assert said(await safe.answer(challenge, code=WRONG)) == REFUSED
    challenge = await safe.challenge()
    assert said(await safe.answer(challenge)) == REFUSED
    [code, *_] = safe.recovery_codes
    assert said(await safe.answer(challenge, recovery_code=code)) == (200, None)
    refused = (await safe.actions()).count("second_factor.refused")
    assert refused == MOST_FAILURES_OF_ACCOUNT
    await change(
        api,
        "UPDATE challenges SET created_at = created_at - interval '1 hour' WHERE user_id = :id",
        id=safe.user_id,
    )
    assert said(await safe.answer(await safe.challenge())) == (200, None)


async def test_guesses_of_who_is_signed_in_count_as_well(safe):
    body = {"password": PASSWORD, "code": WRONG}
    for _ in range(MOST_FAILURES_OF_ACCOUNT):
        assert said(await safe.ask("POST", "/api/auth/confirm", json=body)) == REFUSED
    right = {"password": PASSWORD, "code": safe.code()}
    assert said(await safe.ask("POST", "/api/auth/confirm", json=right)) == REFUSED
    off = await safe.ask("DELETE", MINE, json={"code": safe.code()})
    assert said(off) == REFUSED


async def test_new_recovery_codes_replace_the_old_ones(safe):
    answer = await safe.ask("POST", f"{MINE}/recovery-codes")
    new = answer.json()["recovery_codes"]
    assert len(new) == 10
    challenge = await safe.challenge()
    assert said(await safe.answer(challenge, recovery_code=safe.recovery_codes[0])) == REFUSED
    assert said(await safe.answer(challenge, recovery_code=new[0].upper())) == (200, None)
    assert (await safe.methods())["recovery_codes"] == 9
    assert "second_factor.codes_renewed" in await safe.actions()


@pytest.mark.parametrize("is_paper", [True, False])
async def test_it_is_turned_off_with_a_code_of_either_kind(api, safe, is_paper):
    proof = {"recovery_code": safe.recovery_codes[0]} if is_paper else {"code": safe.code()}
    challenge = await safe.challenge()
    assert said(await safe.ask("DELETE", MINE, json=proof)) == (204, None)
    assert (await safe.methods())["second_factor"] is False
    assert await api.count("recovery_codes", safe.person) == 0
    assert (await safe.password()).status_code == 200
    assert said(await safe.answer(challenge, code=safe.code(1))) == REFUSED
    assert "second_factor.off" in await safe.actions()


async def test_a_wrong_code_does_not_turn_it_off(safe):
    assert said(await safe.ask("DELETE", MINE, json={"code": WRONG})) == REFUSED
    assert (await safe.methods())["second_factor"] is True


async def test_with_it_showing_who_you_are_takes_password_and_code(safe):
    await safe.unconfirm()

    async def confirm(**body):
        return await safe.ask("POST", "/api/auth/confirm", json=body)

    missing = await confirm(password=PASSWORD)
    assert pointers(missing) == [("/code", "second_factor_needed")]
    assert said(await confirm(password="wrong one", code=safe.code())) == REFUSED
    assert said(await confirm(password=PASSWORD, code=WRONG)) == REFUSED
    assert said(await safe.ask("POST", f"{MINE}/recovery-codes")) == (403, "auth.not_confirmed")
    assert said(await confirm(password=PASSWORD, code=safe.code())) == (204, None)
    assert (await safe.ask("POST", f"{MINE}/recovery-codes")).status_code == 200


async def test_without_it_the_password_is_enough_to_show_who_you_are(me):
    await me.unconfirm()
    answer = await me.ask("POST", "/api/auth/confirm", json={"password": PASSWORD})
    assert said(answer) == (204, None)


@pytest.mark.parametrize(
    "proof",
    [{}, {"code": "1" * 21}, {"recovery_code": "x" * 65}, {"code": 123456}],
)
async def test_malformed_proof_is_refused_before_anything_is_looked_up(api, proof):
    body = {"challenge_id": str(uuid4()), **proof}
    answer = await api.ask("POST", "/api/auth/second-factor", json=body)
    assert said(answer) == (422, "input.invalid")


async def test_both_kinds_of_proof_at_once_are_refused(safe):
    both = {"code": safe.code(), "recovery_code": safe.recovery_codes[0]}
    challenge = await safe.challenge()
    assert said(await safe.answer(challenge, **both)) == (422, "input.invalid")
    assert said(await safe.ask("DELETE", MINE, json=both)) == (422, "input.invalid")


async def test_what_ended_long_ago_is_cleared_away_by_who_comes_next(api, safe):
    challenge = await safe.challenge()
    await change(
        api,
        "UPDATE challenges SET expires_at = expires_at - interval '71 minutes' WHERE id = :id",
        id=challenge,
    )
    await safe.challenge()
    assert await api.count("challenges", safe.person) == 1


async def test_every_secret_is_brought_under_a_new_key(api, resources, safe):
    other = await (await somebody(api)).turn_on()
    await change(
        api, "UPDATE second_factors SET sealed = 'damaged' WHERE user_id = :id", id=other.user_id
    )
    new = "n" * 40
    done = await reseal_all(resources.db, Sealer([new, KEY]), "second factor", batch=2)
    assert done.sealed >= 1
    assert str(other.user_id) in map(str, done.unreadable)
    safe.api = keyed(resources, new)
    assert said(await safe.answer(await safe.challenge())) == (200, None)
