"""Access tokens, and those of programs and feeds: each is good where it belongs alone."""

from dataclasses import replace
from uuid import uuid4

import pytest
from jose import jwt

from api.tokens import Tokens
from tests.integration.api.factors import said, somebody
from tests.integration.api.harness import SECRET, Api

LEEWAY = 60
REFUSED = (401, "auth.unauthenticated")


@pytest.fixture(scope="module")
def api(resources):
    """An API whose clocks may be off by a minute."""
    auth = resources.settings.auth.model_copy(update={"leeway_seconds": LEEWAY})
    settings = resources.settings.model_copy(update={"auth": auth})
    return Api(replace(resources, settings=settings, tokens=Tokens(auth, resources.clock)))


@pytest.fixture
async def me(api):
    return await somebody(api)


@pytest.fixture
async def bob(api):
    return await somebody(api)


async def ask(api, *values):
    headers = [("authorization", value) for value in values]
    answer = await api._client.request("GET", "/api/tasks", headers=headers)
    api._client.cookies.clear()
    return answer


def bearer(who):
    return who.person.headers["authorization"]


def signed(who, **changes):
    """Their token, but for these claims, signed with the right secret."""
    return "Bearer " + jwt.encode({**claims_of(who), **changes}, SECRET, algorithm="HS256")


def claims_of(who):
    return jwt.get_unverified_claims(bearer(who).removeprefix("Bearer "))


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "bEaReR"])
async def test_the_scheme_is_read_in_any_case(api, me, scheme):
    token = bearer(me).removeprefix("Bearer ")
    assert (await ask(api, f"{scheme} {token}")).status_code == 200


async def test_several_authorization_headers_are_refused(api, me, bob):
    mine, other = bearer(me), bearer(bob)
    for values in ((mine, other), (mine, "Bearer x"), ("Bearer x", mine), (mine, mine)):
        assert said(await ask(api, *values)) == REFUSED
    assert said(await ask(api, f"{mine}, {other}")) == REFUSED


async def test_a_token_of_one_on_a_device_of_another_does_nothing_dangerous(api, me, bob):
    mine, theirs = claims_of(me), claims_of(bob)
    body = {"email": f"{uuid4().hex}@example.com"}
    for changes in ({"sid": theirs["sid"]}, {"sub": theirs["sub"]}):
        headers = {"authorization": signed(me, **changes)}
        answer = await api.ask("POST", "/api/me/email", headers=headers, json=body)
        assert said(answer) == (403, "auth.not_confirmed")
    headers = {"authorization": signed(me, sid=mine["sid"])}
    answer = await api.ask("POST", "/api/me/email", headers=headers, json=body)
    assert answer.status_code == 202


async def test_tokens_of_feeds_and_programs_are_good_in_their_own_place_alone(api, me):
    feed = await me.ask("POST", "/api/feeds", json={"name": "Mine"})
    path = feed.json()["url"].partition("/feeds/")[2]
    feed_token = path.removesuffix(".ics")
    program = await me.ask("POST", "/api/me/tokens", json={"name": "Backup", "scopes": ["read"]})
    api_token = program.json()["token"]
    assert (await api.ask("GET", f"/feeds/{feed_token}.ics")).status_code == 200
    assert (await ask(api, f"Bearer {api_token}")).status_code == 200
    assert said(await ask(api, f"Bearer {feed_token}")) == REFUSED
    for token in (api_token, bearer(me).removeprefix("Bearer ")):
        assert (await api.ask("GET", f"/feeds/{token}.ics")).status_code == 404


@pytest.mark.parametrize(("seconds", "status"), [(LEEWAY - 5, 200), (LEEWAY + 1, 401)])
async def test_clocks_may_be_off_by_a_minute_either_way(api, me, seconds, status):
    now = int(api.resources.clock.now().timestamp())
    over = signed(me, iat=now - 900, exp=now - seconds)
    assert (await ask(api, over)).status_code == status
    ahead = seconds + (5 if status == 401 else 0)  # time goes on while it is asked
    early = signed(me, iat=now + ahead, exp=now + 900)
    assert (await ask(api, early)).status_code == status
