"""Refresh tokens in many tabs at once, in two API processes on one database."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.revocations import Revocations
from api.tokens import Tokens
from api.turns import Turns, limit_for
from tests.integration.api.harness import Api, Person

PASSWORD = "correct horse battery"
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
