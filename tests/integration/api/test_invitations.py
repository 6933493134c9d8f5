"""Accounts by invitation: one for each, for whom it is meant, and nobody learns who has one."""

import asyncio
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from tests.integration.api.factors import PASSWORD, change, said, somebody
from tests.integration.api.harness import Api

INVITE = "/api/admin/invitations"
USED_UP = (410, "auth.invitation_used_up")


def api_with(resources, **auth):
    changed = resources.settings.auth.model_copy(update=auth)
    settings = resources.settings.model_copy(update={"auth": changed})
    return Api(replace(resources, settings=settings))


@pytest.fixture(scope="module")
def api(resources):
    """An API for who is invited, on which addresses are confirmed first."""
    return api_with(resources, sign_up="invite", verify_email="first")


@pytest.fixture
async def admin(resources):
    who = await somebody(Api(resources))
    await change(who.api, "UPDATE users SET role = 'admin' WHERE id = :id", id=who.user_id)
    return who


@pytest.fixture
def email():
    return f"{uuid4().hex}@example.com"


async def invite(api, admin, **body):
    answer = await api.ask("POST", INVITE, admin.person, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def token_of(made):
    return made["url"].rpartition("/a/")[2]


def mailed_token(api, made):
    return api.resources.account_links.write(UUID(made["id"]))


async def sign_up(api, email, invitation=None, **more):
    body = {"email": email, "password": PASSWORD, **more}
    if invitation is not None:
        body["invitation"] = invitation
    return await api.ask("POST", "/api/auth/sign-up", json=body)


async def state_of(api, admin, made):
    listed = (await api.ask("GET", f"{INVITE}?limit=200", admin.person)).json()["items"]
    return next(each for each in listed if each["id"] == made["id"])


async def kinds(api, email):
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text("SELECT kind FROM account_mails WHERE email = :e ORDER BY id"), {"e": email}
        )
        return list(found.scalars())


async def test_without_an_invitation_nobody_gets_in(api, email):
    assert said(await sign_up(api, email)) == (403, "auth.invitation_needed")
    for token in ("", "x", "A" * 43, "é" * 43):
        assert said(await sign_up(api, email, token)) == USED_UP
    assert await kinds(api, email) == []


async def test_a_link_is_good_for_one_account(api, admin, email):
    made = await invite(api, admin)
    answer = await sign_up(api, email, token_of(made))
    assert (answer.status_code, answer.json()) == (202, {"state": "mail_sent"})
    assert await kinds(api, email) == ["verify_email"]
    assert said(await sign_up(api, f"b-{email}", token_of(made))) == USED_UP
    row = await state_of(api, admin, made)
    assert row["state"] == "used"
    assert row["used_by"]
    assert "url" not in row


async def test_of_twenty_at_once_one_gets_an_account(api, admin, email):
    token = token_of(await invite(api, admin))
    answers = await asyncio.gather(*(sign_up(api, f"{n}-{email}", token) for n in range(20)))
    codes = [answer.status_code for answer in answers]
    assert codes.count(202) == 1
    assert set(codes) <= {202, 410, 429}  # so many at once may have to wait for a turn too long


async def test_one_by_mail_shows_whose_the_address_is(api, admin, email):
    made = await invite(api, admin, email=email.upper())
    assert (made["url"], made["is_mailed"], made["email"]) == (None, True, email)
    assert await kinds(api, email) == ["invitation"]
    token = mailed_token(api, made)
    other = await sign_up(api, f"other-{email}", token)
    assert other.json()["errors"][0]["code"] == "invitation_for_another"
    answer = await sign_up(api, email, token, name="Bob")
    assert answer.status_code == 201, answer.text
    assert await kinds(api, email) == ["invitation"]  # nothing is left to confirm
    body = {"email": email, "password": PASSWORD}
    assert (await api.ask("POST", "/api/auth/sign-in", json=body)).status_code == 200


async def test_a_link_for_an_address_that_was_not_mailed_does_not_confirm_it(api, admin, email):
    made = await invite(api, admin, email=email, send_mail=False)
    assert await kinds(api, email) == []
    assert (await sign_up(api, email, token_of(made))).status_code == 202
    assert await kinds(api, email) == ["verify_email"]


async def test_nobody_learns_with_an_invitation_who_has_an_account(api, admin, email):
    known = email
    first = token_of(await invite(api, admin))
    await sign_up(api, known, first)
    await change(api, "UPDATE users SET email_verified_at = now() WHERE email = :e", e=known)
    second, third = token_of(await invite(api, admin)), token_of(await invite(api, admin))
    taken, free = await sign_up(api, known, second), await sign_up(api, f"c-{email}", third)
    assert (taken.status_code, taken.content) == (free.status_code, free.content)
    for token in (second, third):
        assert said(await sign_up(api, f"d-{email}", token)) == USED_UP
    assert await kinds(api, known) == ["verify_email", "address_taken"]


async def test_one_that_was_revoked_or_is_too_old_is_good_for_nothing(api, admin, email):
    made = await invite(api, admin)
    path = f"{INVITE}/{made['id']}"
    assert (await api.ask("DELETE", path, admin.person)).status_code == 204
    assert (await api.ask("DELETE", path, admin.person)).status_code == 404
    assert said(await sign_up(api, email, token_of(made))) == USED_UP
    assert (await state_of(api, admin, made))["state"] == "revoked"
    old = await invite(api, admin)
    await change(api, "UPDATE invitations SET expires_at = now() WHERE id = :id", id=old["id"])
    assert said(await sign_up(api, email, token_of(old))) == USED_UP
    assert (await state_of(api, admin, old))["state"] == "expired"


async def test_a_new_one_to_an_address_replaces_the_older(api, admin, email):
    old, new = [await invite(api, admin, email=email) for _ in range(2)]
    assert said(await sign_up(api, email, mailed_token(api, old))) == USED_UP
    assert (await sign_up(api, email, mailed_token(api, new))).status_code == 201
    answer = await api.ask("POST", INVITE, admin.person, json={"email": email})
    assert said(answer) == (409, "invitation.impossible")


async def test_nobodys_mailbox_is_flooded(api, admin, email):
    for _ in range(5):
        await invite(api, admin, email=email)
    answer = await api.ask("POST", INVITE, admin.person, json={"email": email})
    assert said(answer) == (409, "invitation.impossible")


async def test_only_admins_invite(api, email):
    bob = await somebody(api_with(api.resources, sign_up="open", verify_email="later"))
    made = uuid4()
    for method, path in (("POST", INVITE), ("GET", INVITE), ("DELETE", f"{INVITE}/{made}")):
        answer = await api.ask(method, path, bob.person, json={"email": email})
        assert said(answer) == (403, "auth.forbidden")


async def test_where_sign_up_is_closed_an_invitation_does_not_help(api, resources, admin, email):
    token = token_of(await invite(api, admin))
    closed = api_with(resources, sign_up="closed")
    assert said(await sign_up(closed, email, token)) == (403, "auth.sign_up_closed")
    answer = await closed.ask("POST", INVITE, admin.person, json={})
    assert said(answer) == (403, "auth.sign_up_closed")


async def test_where_sign_up_is_open_one_may_be_used(resources, admin, email):
    opened = api_with(resources, sign_up="open", verify_email="later")
    made = await invite(opened, admin)
    answer = await sign_up(opened, email, token_of(made))
    assert answer.status_code == 201
    assert (await state_of(opened, admin, made))["used_by"] == answer.json()["user"]["id"]


async def page(api, token, **fields):
    if not fields:
        return await api.ask("GET", f"/a/{token}")
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return await api.ask("POST", f"/a/{token}", data=fields, headers=headers)


async def test_the_page_of_an_invitation_makes_an_account(api, admin, email):
    token = token_of(await invite(api, admin))
    assert 'name="email"' in (await page(api, token)).text
    bad = await page(api, token, email="no", password=PASSWORD, name="Bob")
    assert bad.status_code == 422
    short = await page(api, token, email=email, password="short", name="Bob")
    assert short.status_code == 422
    done = await page(api, token, email=email, password=PASSWORD, name="Bob")
    assert done.status_code == 202
    assert (await page(api, token)).status_code == 410
    again = await page(api, token, email=email, password=PASSWORD, name="Bob")
    assert again.status_code == 410


async def test_the_page_of_one_by_mail_asks_for_no_address(api, admin, email):
    made = await invite(api, admin, email=email)
    token = mailed_token(api, made)
    shown = await page(api, token)
    assert 'name="email"' not in shown.text
    assert email in shown.text
    done = await page(api, token, password=PASSWORD, name="Bob")
    assert (done.status_code, "ready" in done.text) == (200, True)


async def test_nothing_secret_is_kept_of_it(api, admin, email):
    made = await invite(api, admin, email=email)
    token = mailed_token(api, made)
    async with api.resources.db.read() as connection:
        for table in ("invitations", "account_mails", "outbox", "audit_entries"):
            found = await connection.execute(
                text(f"SELECT count(*) FROM {table} t WHERE position(:token IN t::text) > 0"),
                {"token": token},
            )
            assert found.scalar_one() == 0
