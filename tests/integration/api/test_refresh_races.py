"""Refresh tokens while everything else happens at once, in two API processes on one database.

After each random course of events: never two generations that are live, no token of a family that
ended works, no error of the server, and a theft is on record once.
"""

import asyncio
from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from api.revocations import Revocations
from api.tokens import Tokens
from api.turns import Turns, limit_for
from shared.core.refresh_tokens import RefreshClaims, RefreshTokens
from tests.integration.api.harness import SECRET, Api, Person

PASSWORD = "correct horse battery"
NEW_SECRET = "another secret, the one that is first since the change"
LATE = timedelta(seconds=31)


@pytest.fixture(scope="module")
def other(resources):
    """A second API process: nothing shared but the database."""
    settings = resources.settings
    return Api(
        replace(
            resources,
            revocations=Revocations(resources.db, settings.auth),
            tokens=Tokens(settings.auth, resources.clock),
            turns=Turns(limit_for(settings.database.pool_size)),
        )
    )


@pytest.fixture
async def session(api):
    return await sign_up(api)


async def sign_up(api):
    body = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD}
    answer = await api.ask("POST", "/api/auth/sign-up", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def person_of(session):
    headers = {"authorization": f"Bearer {session['access_token']}"}
    return Person(session["user"]["id"], headers)


async def refresh(api, token):
    return await api.ask("POST", "/api/auth/refresh", json={"refresh_token": token})


async def row_of(api, session):
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text("SELECT generation, ended_at, ended_because FROM sessions WHERE id = :id"),
            {"id": session["session_id"]},
        )
        return found.one_or_none()


async def age(api, session, by):
    """The last refresh was so much longer ago; less than none: the clock was set back."""
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(
            text(
                "UPDATE sessions SET rotated_at = rotated_at - CAST(:by AS interval) WHERE id = :id"
            ),
            {"by": by, "id": session["session_id"]},
        )


async def thefts(api, session):
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text("SELECT count(*) FROM audit_entries WHERE target = :id AND action = :act"),
            {"id": session["user"]["id"], "act": "session.reused"},
        )
        return found.scalar_one()


@pytest.mark.parametrize("tabs", [2, 8, 32])
async def test_tabs_of_two_processes_converge_on_one_generation(api, other, session, tabs):
    token = session["refresh_token"]
    for generation in range(2, 5):
        asked = (refresh((api, other)[tab % 2], token) for tab in range(tabs))
        answers = await asyncio.gather(*asked)
        assert {each.status_code for each in answers} == {200}
        [token] = {each.json()["refresh_token"] for each in answers}
        assert (await row_of(api, session)).generation == generation
        me = person_of(answers[-1].json())
        assert (await other.ask("GET", "/api/me", me)).status_code == 200
    assert await thefts(api, session) == 0


async def test_a_reuse_by_many_at_once_ends_the_family_once(api, other, session):
    first = session["refresh_token"]
    second = (await refresh(api, first)).json()["refresh_token"]
    await age(api, session, LATE)
    answers = await asyncio.gather(*(refresh((api, other)[n % 2], first) for n in range(16)))
    assert {each.status_code for each in answers} == {401}
    assert (await refresh(other, second)).status_code == 401
    assert await thefts(api, session) == 1


async def test_tabs_with_one_cookie_leave_the_same_cookie_whichever_answer_comes_last(api, other):
    body = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD, "session": "cookie"}
    made = await api.ask("POST", "/api/auth/sign-up", json=body)
    cookie = made.headers["set-cookie"].partition(";")[0]
    for _ in range(3):
        sent = {"headers": {"cookie": cookie, "sec-fetch-site": "same-origin"}, "json": {}}
        asked = ((api, other)[tab % 2].ask("POST", "/api/auth/refresh", **sent) for tab in range(8))
        answers = await asyncio.gather(*asked)
        assert {each.status_code for each in answers} == {200}
        [cookie] = {each.headers["set-cookie"].partition(";")[0] for each in answers}
    assert await thefts(api, made.json()) == 0


async def test_a_cookie_that_was_never_replaced_is_good_for_half_a_minute_and_then_taken_for_theft(
    api, session
):
    """A page that was closed while its refresh was on the way: docs/accounts.md."""
    kept = session["refresh_token"]
    assert (await refresh(api, kept)).status_code == 200  # its answer is lost
    await age(api, session, timedelta(seconds=25))
    assert (await refresh(api, kept)).status_code == 200
    await age(api, session, timedelta(seconds=10))
    late = await refresh(api, kept)
    assert (late.status_code, late.json()["code"]) == (401, "auth.session_ended")
    assert await thefts(api, session) == 1


async def test_an_answer_that_was_lost_is_asked_for_again(api, session):
    first = session["refresh_token"]
    lost = (await refresh(api, first)).json()["refresh_token"]
    again = (await refresh(api, first)).json()["refresh_token"]
    assert again == lost
    assert (await refresh(api, again)).status_code == 200


async def test_a_clock_that_was_set_back_ends_no_family(api, session):
    first = session["refresh_token"]
    await refresh(api, first)
    await age(api, session, -timedelta(hours=1))
    again = await refresh(api, first)
    assert again.status_code == 200
    assert (await refresh(api, again.json()["refresh_token"])).status_code == 200
    assert await thefts(api, session) == 0


async def test_a_changed_secret_signs_nobody_out_while_the_old_one_is_listed(api, session):
    [*old] = api.resources.settings.auth.secrets
    both = RefreshTokens([NEW_SECRET, *old])
    changed = Api(replace(api.resources, refresh_tokens=both))
    token = session["refresh_token"]
    first = (await refresh(changed, token)).json()["refresh_token"]
    assert RefreshTokens([NEW_SECRET]).read(first) is not None
    assert (await refresh(api, token)).status_code == 200  # a process that was not told yet
    only_new = Api(replace(api.resources, refresh_tokens=RefreshTokens([NEW_SECRET])))
    assert (await refresh(only_new, token)).status_code == 401
    assert (await refresh(only_new, first)).status_code == 200
    assert await thefts(api, session) == 0


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_happens_at_once_a_family_has_one_end(api, other, seed):
    random = Random(seed)
    session = await sign_up(api)
    tokens = [session["refresh_token"]]
    for _ in range(4):
        acts = [_refreshing(random, api, other, tokens) for _ in range(random.randint(1, 5))]
        if random.random() < 0.5:
            acts.append(_ending(random, api, other, session, tokens))
        random.shuffle(acts)
        if random.random() < 0.2:
            await age(api, session, LATE)
        answers = await asyncio.gather(*acts)
        assert max(each.status_code for each in answers) < 500
        tokens += [
            each.json()["refresh_token"]
            for each in answers
            if each.status_code == 200 and "refresh_token" in each.json()
        ]
        await _hold(api, other, session, tokens)


async def _refreshing(random, api, other, tokens):
    return await refresh(random.choice((api, other)), random.choice(tokens[-2:]))


async def _ending(random, api, other, session, tokens):
    asked, me = random.choice((api, other)), person_of(session)
    device = f"/api/me/sessions/{session['session_id']}"
    new = {"current_password": PASSWORD, "new_password": f"{PASSWORD} {uuid4().hex}"}
    match random.randrange(5):
        case 0:
            body = {"refresh_token": tokens[-1]}
            return await asked.ask("POST", "/api/auth/sign-out", json=body)
        case 1:
            return await asked.ask("DELETE", device, me)
        case 2:
            return await asked.ask("POST", "/api/me/password", me, json=new)
        case 3:
            return await asked.ask("DELETE", "/api/me", me, json={"password": PASSWORD})
        case _:
            return await asked.ask("POST", "/api/me/sessions/sign-out-others", me)


async def _hold(api, other, session, tokens):
    """What is always so."""
    row = await row_of(api, session)
    written = {api.resources.refresh_tokens.read(each).generation for each in tokens}
    if row is not None:
        assert max(written) <= row.generation
    assert await thefts(api, session) <= 1
    if row is None or row.ended_at is not None:
        tried = [refresh(each, token) for each in (api, other) for token in set(tokens)]
        assert {each.status_code for each in await asyncio.gather(*tried)} == {401}
    beyond = RefreshClaims(UUID(session["session_id"]), max(written) + 1)
    if row is None or row.generation < beyond.generation:
        token = RefreshTokens([SECRET]).write(beyond)
        assert (await refresh(api, token)).status_code == 401
