"""Tokens of a real Better Auth server, in each of the ways that it signs them."""

import pytest
from jose import jwt

from api.issuers.kept import FRESH_SECONDS, PAUSE_SECONDS
from shared.core.clock import SystemClock
from tests.fakes import FakeClock
from tests.integration.api.factors import said
from tests.integration.api.issuers import bearer, better_auth, trusting
from tests.waiting import eventually

SHARED = "a-secret-that-both-of-them-know-0123456789"
NOT_GOOD = (401, "auth.unauthenticated")

pytestmark = pytest.mark.timeout(120)


async def test_a_token_with_es256_names_an_account_here(
    resources, better_auth_folder, database_url
):
    jwks = {"keyPairConfig": {"alg": "ES256"}}
    async with (
        better_auth(better_auth_folder, database_url, jwks=jwks) as server,
        trusting(resources, mine=server.trusted(algorithms="ES256")) as api,
    ):
        email = await server.sign_up()
        me = bearer(await server.token())
        answer = await api.ask("GET", "/api/me", me)
        assert answer.status_code == 200, answer.text
        assert (answer.json()["email"], answer.json()["name"]) == (email, "Ada Lovelace")
        again = await api.ask("GET", "/api/me", bearer(await server.token()))
        assert again.json()["id"] == answer.json()["id"]
        task = await api.create(me, title="From elsewhere")
        assert (await api.ask("GET", f"/api/tasks/{task['id']}", me)).status_code == 200


@pytest.mark.parametrize(
    ("jwks", "algorithm"),
    [
        ({}, "EdDSA"),
        ({"keyPairConfig": {"alg": "ES512"}}, "ES512"),
        ({"keyPairConfig": {"alg": "RS256"}}, "RS256"),
        ({"keyPairConfig": {"alg": "PS256"}}, "PS256"),
    ],
    ids=["default", "ES512", "RS256", "PS256"],
)
async def test_what_better_auth_signs_with_is_taken_where_it_is_allowed(
    resources, better_auth_folder, database_url, jwks, algorithm
):
    async with better_auth(better_auth_folder, database_url, jwks=jwks) as server:
        email = await server.sign_up()
        token = await server.token()
        assert jwt.get_unverified_header(token)["alg"] == algorithm
        async with trusting(resources, mine=server.trusted()) as api:
            answer = await api.ask("GET", "/api/me", bearer(token))
            assert (answer.status_code, answer.json()["email"]) == (200, email)
        async with trusting(resources, mine=server.trusted(algorithms="ES256")) as api:
            assert said(await api.ask("GET", "/api/me", bearer(token))) == NOT_GOOD


async def test_a_shared_secret_will_do(resources, better_auth_folder, database_url):
    async with better_auth(better_auth_folder, database_url, shared=SHARED) as server:
        email = await server.sign_up()
        token = await server.token()
        assert jwt.get_unverified_header(token)["alg"] == "HS256"
        given = server.trusted(jwks_url=None)
        async with trusting(resources, mine={**given, "secret": SHARED}) as api:
            answer = await api.ask("GET", "/api/me", bearer(token))
            assert (answer.status_code, answer.json()["email"]) == (200, email)
        async with trusting(resources, mine={**given, "secret": SHARED[::-1]}) as api:
            assert said(await api.ask("GET", "/api/me", bearer(token))) == NOT_GOOD


async def test_the_claims_of_a_server_left_as_it_comes_are_understood(
    resources, better_auth_folder, database_url
):
    async with better_auth(better_auth_folder, database_url, jwt={"audience": None}) as server:
        email = await server.sign_up()
        claims = jwt.get_unverified_claims(await server.token())
        assert (claims["aud"], claims["emailVerified"]) == (server.url, True)
        async with trusting(resources, mine=server.trusted(audience=server.url)) as api:
            answer = await api.ask("GET", "/api/me", bearer(await server.token()))
            assert (answer.status_code, answer.json()["email"]) == (200, email)


async def test_tokens_for_others_changed_ones_and_old_ones_are_refused(
    resources, better_auth_folder, database_url
):
    short = {"expirationTime": "2s"}
    async with better_auth(better_auth_folder, database_url, jwt=short) as server:
        await server.sign_up()
        token = await server.token()
        clock = FakeClock(SystemClock().now())
        for wrong in (
            {"audience": "other"},
            {"issuer": "https://other.example"},
            {"issuer": f"{server.url}/"},
        ):
            async with trusting(resources, clock, mine=server.trusted(**wrong)) as api:
                assert said(await api.ask("GET", "/api/me", bearer(token))) == NOT_GOOD
        async with trusting(resources, clock, mine=server.trusted()) as api:
            changed = token[:-6] + token[-6:].swapcase()
            assert said(await api.ask("GET", "/api/me", bearer(changed))) == NOT_GOOD
            assert (await api.ask("GET", "/api/me", bearer(token))).status_code == 200
            clock.advance(61)
            assert (await api.ask("GET", "/api/me", bearer(token))).status_code == 200
            clock.advance(3)
            assert said(await api.ask("GET", "/api/me", bearer(token))) == NOT_GOOD


async def test_an_address_that_nobody_confirmed_makes_no_account(
    resources, better_auth_folder, database_url
):
    async with (
        better_auth(better_auth_folder, database_url, verified=False) as server,
        trusting(resources, mine=server.trusted()) as api,
    ):
        await server.sign_up()
        refused = await api.ask("GET", "/api/me", bearer(await server.token()))
        assert said(refused) == (403, "identity.not_linked")
        assert refused.json()["reason"] == "email_unverified"


async def test_a_rotation_needs_no_restart_and_ends_no_token(
    resources, better_auth_folder, database_url
):
    clock = FakeClock(SystemClock().now())
    async with (
        better_auth(better_auth_folder, database_url, jwks={"rotationInterval": 1}) as server,
        trusting(resources, clock, mine=server.trusted()) as api,
    ):
        await server.sign_up()
        old = await server.token()
        first = await api.ask("GET", "/api/me", bearer(old))
        assert first.status_code == 200, first.text

        async def rotated():
            token = await server.token()
            is_new = jwt.get_unverified_header(token) != jwt.get_unverified_header(old)
            return token if is_new else None

        new = await eventually(rotated)
        clock.advance(PAUSE_SECONDS)
        for token in (new, old):
            answer = await api.ask("GET", "/api/me", bearer(token))
            assert (answer.status_code, answer.json()["id"]) == (200, first.json()["id"])


async def test_a_server_that_is_down_signs_nobody_out(resources, better_auth_folder, database_url):
    clock = FakeClock(SystemClock().now())
    async with better_auth(better_auth_folder, database_url) as server:
        await server.sign_up()
        first, second = await server.token(), await server.token()
        given = server.trusted()
        async with trusting(resources, clock, mine=given) as api:
            assert (await api.ask("GET", "/api/me", bearer(first))).status_code == 200
            await server.stop()
            clock.advance(FRESH_SECONDS + 1)
            assert (await api.ask("GET", "/api/me", bearer(second))).status_code == 200
        async with trusting(resources, clock, mine=given) as api:
            refused = await api.ask("GET", "/api/me", bearer(second))
            assert said(refused) == (503, "unavailable")
