"""Tokens of a real Better Auth server, in each of the ways that it signs them."""

import pytest

from tests.integration.api.issuers import bearer, better_auth, trusting

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
