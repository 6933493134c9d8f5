"""Mails about what matters for an account's safety: each act asks for its own."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.integration.api.factors import PASSWORD, change, keyed, somebody
from tests.integration.api.passkeys import MINE, ORIGIN, with_passkey


@pytest.fixture(scope="module")
def api(resources):
    return keyed(resources, public_url=ORIGIN)


async def told(who):
    """What the owner was told of, and what it named, in order."""
    async with who.api.resources.db.read() as connection:
        found = await connection.execute(
            text(
                "SELECT details ->> 'what', details ->> 'new' FROM account_mails "
                "WHERE user_id = :id AND kind = 'security_notice' AND used_at IS NULL ORDER BY id"
            ),
            {"id": who.user_id},
        )
        return [tuple(row) for row in found]


async def test_passkeys_are_told_of_by_name(api):
    bob = await somebody(api)
    _, passkey = await with_passkey(bob)
    assert (await bob.ask("DELETE", f"{MINE}/{passkey['id']}")).status_code == 204
    assert await told(bob) == [("passkey_added", "Phone"), ("passkey_removed", "Phone")]


async def test_a_second_factor_and_its_recovery_codes_are_told_of(api):
    bob = await (await somebody(api)).turn_on()
    challenge = await bob.challenge()
    answer = await bob.answer(challenge, recovery_code=bob.recovery_codes[0])
    assert answer.status_code == 200
    body = {"code": bob.code()}
    assert (await bob.ask("DELETE", "/api/me/second-factor", json=body)).status_code == 204
    assert [what for what, _ in await told(bob)] == [
        "second_factor_on",
        "recovery_code_used",
        "second_factor_off",
    ]


async def test_a_wrong_recovery_code_tells_nobody_anything(api):
    bob = await (await somebody(api)).turn_on()
    await bob.answer(await bob.challenge(), recovery_code="no such code of theirs")
    assert [what for what, _ in await told(bob)] == ["second_factor_on"]


async def test_a_token_for_a_program_is_told_of(api):
    bob = await somebody(api)
    await bob.ask("POST", "/api/me/tokens", json={"name": "Backup", "scopes": ["read"]})
    assert await told(bob) == [("token_created", "Backup")]


async def test_a_refresh_token_that_was_used_twice_is_told_of(api):
    bob = await somebody(api)
    body = {"email": bob.email, "password": PASSWORD}
    first = (await api.ask("POST", "/api/auth/sign-in", json=body)).json()
    for _ in range(2):
        body = {"refresh_token": first["refresh_token"]}
        again = await api.ask(
            "POST", "/api/auth/refresh", json=body, headers={"user-agent": "Thief 1.0"}
        )
        await change(
            api,
            "UPDATE sessions SET rotated_at = rotated_at - CAST(:late AS interval) WHERE id = :id",
            late=timedelta(minutes=5),
            id=first["session_id"],
        )
    assert again.status_code == 401
    assert await told(bob) == [("session_reused", "Thief 1.0")]


async def test_nobodys_mailbox_is_flooded_with_them(api):
    bob = await somebody(api)
    for number in range(25):
        body = {"name": f"T {number}", "scopes": ["read"]}
        assert (await bob.ask("POST", "/api/me/tokens", json=body)).status_code == 201
    assert len(await told(bob)) == 20
