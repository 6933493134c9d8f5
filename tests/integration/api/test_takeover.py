"""Accounts that a stranger prepared, and links that outlive what they were asked for."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.commands.second_factors import sign_in_by_password
from shared.commands.sessions import Device
from tests.integration.api.factors import change, keyed, said, somebody
from tests.integration.api.passkeys import FINE, ORIGIN, sign_in, with_passkey
from tests.integration.api.test_account_mails import (
    OTHER,
    PASSWORD,
    link_of,
    person_of,
    post,
    sign_up,
)

USED_UP = (410, "auth.link_used_up")


@pytest.fixture(scope="module")
def api(resources):
    """An API on which accounts can be used before their address was confirmed."""
    return keyed(resources, public_url=f"{ORIGIN}/")


@pytest.fixture
async def me(api):
    return await somebody(api)


@pytest.fixture(scope="module")
def strict(resources):
    """An API on which addresses are confirmed before accounts are used."""
    auth = resources.settings.auth.model_copy(update={"verify_email": "first"})
    return keyed(resources, auth=auth)


async def reset(api, email, password=OTHER):
    await post(api, "auth/forgot-password", email=email)
    token = await link_of(api, email, "reset_password")
    return await post(api, "auth/reset-password", token=token, password=password)


async def linked(api, who):
    await change(
        api,
        "INSERT INTO identities (id, user_id, issuer, subject, created_at, used_at) "
        "VALUES (:new, :id, 'https://id.example.com', :subject, now(), now())",
        new=uuid4(),
        id=who.user_id,
        subject=uuid4().hex,
    )


async def count(api, table, who):
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text(f"SELECT count(*) FROM {table} WHERE user_id = :id"),
            {"id": who.user_id},
        )
        return found.scalar_one()


async def test_who_made_an_account_with_the_address_of_another_keeps_nothing_of_it(api, me):
    device, _ = await with_passkey(me)
    token = await me.ask("POST", "/api/me/tokens", json={"name": "x", "scopes": ["read"]})
    assert token.status_code == 201, token.text
    feed = await me.ask("POST", "/api/feeds", json={"name": "x", "scope": "user"})
    assert feed.status_code == 201, feed.text
    await me.turn_on()
    assert said(await reset(api, me.email)) == (204, None)
    for table in ("api_tokens", "passkeys", "feeds", "second_factors", "recovery_codes"):
        assert await count(api, table, me) == 0, table
    assert said(await sign_in(api, device))[0] == 401
    assert said(await me.ask("GET", "/api/me"))[0] == 401
    assert said(await me.password(OTHER)) == FINE
    assert "account.taken_over" in await me.actions()


async def test_an_identity_of_who_made_the_account_is_unlinked(api, me):
    await linked(api, me)
    assert said(await reset(api, me.email)) == (204, None)
    assert await count(api, "identities", me) == 0


async def test_who_has_shown_that_the_address_is_theirs_keeps_passkeys_and_factor(api, me):
    await change(api, "UPDATE users SET email_verified_at = now() WHERE id = :id", id=me.user_id)
    device, _ = await with_passkey(me)
    await me.turn_on()
    assert said(await reset(api, me.email)) == (204, None)
    assert said(await sign_in(api, device)) == FINE
    assert said(await me.password(OTHER)) == (401, "auth.second_factor_needed")


async def test_an_address_that_a_thief_asked_for_is_void_once_the_password_is_another(api, me):
    await me.ask("POST", "/api/me/email", json={"email": f"a-{me.email}"})
    stolen = await link_of(api, f"a-{me.email}", "change_email")
    await reset(api, me.email)
    assert said(await post(api, "auth/change-email", token=stolen)) == USED_UP
    me.person = person_of((await me.password(OTHER)).json())
    await me.ask("POST", "/api/me/email", json={"email": f"b-{me.email}"})
    stolen = await link_of(api, f"b-{me.email}", "change_email")
    body = {"current_password": OTHER, "new_password": PASSWORD}
    assert said(await me.ask("POST", "/api/me/password", json=body)) == (204, None)
    assert said(await post(api, "auth/change-email", token=stolen)) == USED_UP


async def test_a_link_in_the_old_mailbox_sets_no_password_after_the_address_changed(api, me):
    new = f"new-{me.email}"
    await me.ask("POST", "/api/me/email", json={"email": new})
    change_link = await link_of(api, new, "change_email")
    await post(api, "auth/forgot-password", email=me.email)
    old = await link_of(api, me.email, "reset_password")
    assert said(await post(api, "auth/change-email", token=change_link)) == (204, None)
    answer = await post(api, "auth/reset-password", token=old, password=OTHER)
    assert said(answer) == USED_UP


async def test_a_sign_up_without_a_mail_sets_no_password(strict):
    email = "often@example.com"
    await sign_up(strict, email, PASSWORD)
    for _ in range(4):
        await sign_up(strict, email, PASSWORD)
    token = await link_of(strict, email, "verify_email")
    assert (await sign_up(strict, email, "the password of eve")).status_code == 202
    answer = await post(strict, "auth/verify-email", token=token, password="the password of eve")
    assert said(answer) == (401, "auth.bad_credentials")
    answer = await post(strict, "auth/verify-email", token=token, password=PASSWORD)
    assert answer.status_code == 200


async def test_a_password_that_was_changed_while_it_was_compared_opens_nothing(api, me):
    """As if the owner had set another between the comparison and the opening of the device."""
    async with api.resources.db.read() as connection:
        query = text("SELECT password_hash FROM users WHERE id = :id")
        found = await connection.execute(query, {"id": me.user_id})
        before = found.scalar_one()
    await reset(api, me.email)
    user_id, device = UUID(str(me.user_id)), Device("thief", "192.0.2.1")
    settings = api.resources.settings.auth
    assert await sign_in_by_password(api.resources.db, user_id, before, device, settings) is None


async def test_links_and_new_mails_at_once_wait_for_each_other(api, me):
    for _ in range(3):
        await change(
            api,
            "UPDATE account_mails SET created_at = created_at - interval '2 hours' "
            "WHERE user_id = :id",
            id=me.user_id,
        )
        await post(api, "auth/forgot-password", email=me.email)
        token = await link_of(api, me.email, "reset_password")
        answers = await asyncio.gather(
            post(api, "auth/reset-password", token=token, password=OTHER),
            *(post(api, "auth/forgot-password", email=me.email) for _ in range(3)),
        )
        assert {answer.status_code for answer in answers} <= {202, 204, 410}
