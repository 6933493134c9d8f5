"""Accounts disabled or erased while they are used: afterwards nothing of them works."""

import asyncio
from random import Random
from uuid import uuid4

import pytest

from tests.integration.api.factors import PASSWORD, change, somebody
from tests.integration.api.twins import alive, patiently, twins, value

TABLES = ("tasks", "api_tokens", "sessions", "feeds", "outbox")


@pytest.fixture(scope="module")
def both(api):
    return twins(api)


@pytest.fixture(scope="module")
async def admin(api):
    who = await somebody(api)
    await change(api, "UPDATE users SET role = 'admin' WHERE id = :id", id=who.user_id)
    return who


async def counts(api, user_id):
    return [
        await value(api, f"SELECT count(*) FROM {table} WHERE user_id = :id", id=user_id)
        for table in TABLES
    ]


@pytest.mark.parametrize("act", ["disable", "erase"])
@pytest.mark.parametrize("seed", range(6))
async def test_nothing_works_or_is_written_after_the_act(api, both, admin, act, seed):
    random = Random(seed)
    email = f"{uuid4().hex}@example.com"
    sign_in = {"email": email, "password": PASSWORD}
    session = (await api.ask("POST", "/api/auth/sign-up", json=sign_in)).json()
    user_id = session["user"]["id"]
    headers = {"authorization": f"Bearer {session['access_token']}"}
    feed = (await api.ask("POST", "/api/feeds", headers=headers, json={"name": "Mine"})).json()
    feed_path = "/feeds/" + feed["url"].partition("/feeds/")[2]
    refresh = {"refresh_token": session["refresh_token"]}
    program = {"name": "Backup", "scopes": ["read"]}
    kinds = [
        ("POST", "/api/auth/refresh", {"json": refresh}),
        ("POST", "/api/auth/sign-in", {"json": sign_in}),
        ("POST", "/api/me/tokens", {"json": program, "headers": headers}),
        ("GET", feed_path, {}),
        ("POST", "/api/tasks", {"json": {"title": "Late"}, "headers": headers}),
    ]
    uses = kinds * 2
    random.shuffle(uses)
    place = random.randrange(len(uses) + 1)

    async def use(n):
        method, path, options = uses[n]
        return await patiently(lambda: both[n % 2].ask(method, path, **options))

    async def end():
        path = f"/api/admin/users/{user_id}/{act}"
        body = {"reason": "They asked for it."}
        return await patiently(lambda: both[0].ask("POST", path, admin.person, json=body))

    asks = [use(n) for n in range(len(uses))]
    asks.insert(place, end())
    answers = await asyncio.gather(*asks)
    ended = answers.pop(place)
    assert ended.status_code < 300, ended.text
    assert max(each.status_code for each in answers) < 500
    for each in both:
        await each.resources.revocations.look()
    assert await alive(api, user_id) == 0
    before = await counts(api, user_id)
    again = [await use(n) for n in range(len(uses))]
    assert {each.status_code for each in again} <= {401, 404}
    assert await counts(api, user_id) == before
