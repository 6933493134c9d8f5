"""Accounts by mail: nobody learns who has one, links work once, and no stranger gets in."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.even_answers import LEAST_SECONDS
from tests.integration.api.harness import Api, Person

PASSWORD = "correct horse battery"
OTHER = "purple otter canyon"


@pytest.fixture(scope="module")
def api(resources):
    """An API on which addresses are confirmed before accounts are used."""
    auth = resources.settings.auth.model_copy(update={"verify_email": "first"})
    settings = resources.settings.model_copy(update={"auth": auth})
    return Api(replace(resources, settings=settings))


@pytest.fixture
def email():
    return f"{uuid4().hex}@example.com"


async def post(api, path, person=None, **body):
    return await api.ask("POST", f"/api/{path}", person, json=body)


async def sign_up(api, email, password=PASSWORD, **fields):
    return await post(api, "auth/sign-up", email=email, password=password, **fields)


async def sign_in(api, email, password=PASSWORD):
    return await post(api, "auth/sign-in", email=email, password=password)


async def mails_to(api, email):
    """What was asked to be sent there, the oldest first."""
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text("SELECT id, kind, user_id FROM account_mails WHERE email = :e ORDER BY id"),
            {"e": email},
        )
        return [(row[0], row[1]) for row in found]


async def link_of(api, email, kind):
    """The token of the latest mail of this kind."""
    ids = [mail_id for mail_id, each in await mails_to(api, email) if each == kind]
    return api.resources.account_links.write(ids[-1])


async def kinds(api, email):
    return [kind for _, kind in await mails_to(api, email)]


async def change(api, statement, **values):
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(text(statement), values)


def person_of(session):
    headers = {"authorization": f"Bearer {session['access_token']}"}
    return Person(session["user"]["id"], headers)


async def verified(api, email, password=PASSWORD):
    """An account that is in use, and its session."""
    await sign_up(api, email, password)
    token = await link_of(api, email, "verify_email")
    answer = await post(api, "auth/verify-email", token=token, password=password)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_account_is_used_when_its_address_was_confirmed(api, email):
    made = await sign_up(api, email)
    assert (made.status_code, made.json()) == (202, {"state": "mail_sent"})
    early = await sign_in(api, email)
    assert (early.status_code, early.json()["code"]) == (403, "auth.email_unverified")
    token = await link_of(api, email, "verify_email")
    session = (await post(api, "auth/verify-email", token=token, password=PASSWORD)).json()
    assert (await api.ask("GET", "/api/me", person_of(session))).json()["email"] == email
    assert (await sign_in(api, email)).status_code == 200


async def test_nobody_learns_whether_an_address_has_an_account(api, email):
    await verified(api, email)
    again = await sign_up(api, email, OTHER)
    fresh = await sign_up(api, f"x{email}")
    assert (again.status_code, again.content) == (fresh.status_code, fresh.content)
    assert (await kinds(api, email))[-1] == "address_taken"
    assert (await sign_in(api, email, OTHER)).json()["code"] == "auth.bad_credentials"
    known = await post(api, "auth/forgot-password", email=email)
    unknown = await post(api, "auth/forgot-password", email="nobody@example.com")
    no_address = await post(api, "auth/forgot-password", email="no address")
    assert known.status_code == unknown.status_code == no_address.status_code == 202
    assert known.content == unknown.content == no_address.content


async def test_what_asks_for_a_mail_answers_no_sooner_for_an_address_without_an_account(api, email):
    person = person_of(await verified(api, email))
    loop = asyncio.get_running_loop()
    for address in (email, f"nobody-{email}"):
        for path, fields in (
            ("auth/forgot-password", {}),
            ("auth/sign-up", {"password": PASSWORD}),
            ("me/email", {}),
        ):
            start = loop.time()
            await post(
                api, path, person if path.startswith("me") else None, email=address, **fields
            )
            assert loop.time() - start >= LEAST_SECONDS, (path, address)


async def test_a_stranger_who_signed_up_first_with_an_address_gains_nothing(api, email):
    await sign_up(api, email, "the password of eve")
    stolen = await link_of(api, email, "verify_email")
    await sign_up(api, email, PASSWORD)
    token = await link_of(api, email, "verify_email")
    for used in (stolen, token):
        for password in ("the password of eve", "another guess of eve"):
            answer = await post(api, "auth/verify-email", token=used, password=password)
            assert answer.status_code in {401, 410}
    answer = await post(api, "auth/verify-email", token=token, password=PASSWORD)
    assert answer.status_code == 200
    assert (await sign_in(api, email, "the password of eve")).status_code == 401


async def test_a_link_works_once_and_only_the_newest(api, email):
    await sign_up(api, email)
    first = await link_of(api, email, "verify_email")
    await sign_in(api, email)  # which sends another one
    second = await link_of(api, email, "verify_email")
    for token, status in ((first, 410), (second, 200), (second, 410)):
        answer = await post(api, "auth/verify-email", token=token, password=PASSWORD)
        assert answer.status_code == status


async def test_a_link_that_is_too_old_is_good_for_nothing(api, email):
    await sign_up(api, email)
    token = await link_of(api, email, "verify_email")
    await change(api, "UPDATE account_mails SET expires_at = now() WHERE email = :e", e=email)
    answer = await post(api, "auth/verify-email", token=token, password=PASSWORD)
    assert (answer.status_code, answer.json()["code"]) == (410, "auth.link_used_up")


async def test_a_link_of_one_kind_does_nothing_of_another(api, email):
    await verified(api, email)
    await post(api, "auth/forgot-password", email=email)
    token = await link_of(api, email, "reset_password")
    for path, body in (
        ("auth/verify-email", {"token": token, "password": PASSWORD}),
        ("auth/change-email", {"token": token}),
    ):
        assert (await post(api, path, **body)).status_code == 410


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "é" * 43, "A" * 200])
async def test_what_is_no_link_of_ours_is_refused(api, token):
    for path, body in (
        ("auth/verify-email", {"password": PASSWORD}),
        ("auth/reset-password", {"password": PASSWORD}),
        ("auth/change-email", {}),
    ):
        assert (await post(api, path, token=token, **body)).status_code == 410


async def test_a_forgotten_password_is_set_anew_and_signs_every_device_out(api, email):
    session = await verified(api, email)
    await post(api, "auth/forgot-password", email=email.upper())
    token = await link_of(api, email, "reset_password")
    answer = await post(api, "auth/reset-password", token=token, password=OTHER)
    assert answer.status_code == 204
    again = await post(api, "auth/reset-password", token=token, password=PASSWORD)
    assert again.status_code == 410
    assert (await api.ask("GET", "/api/me", person_of(session))).status_code == 401
    refresh = await post(api, "auth/refresh", refresh_token=session["refresh_token"])
    assert refresh.status_code == 401
    assert (await sign_in(api, email)).status_code == 401
    assert (await sign_in(api, email, OTHER)).status_code == 200


async def test_a_common_password_is_refused_and_the_link_stays_good(api, email):
    await verified(api, email)
    await post(api, "auth/forgot-password", email=email)
    token = await link_of(api, email, "reset_password")
    answer = await post(api, "auth/reset-password", token=token, password="password123")
    assert answer.json()["errors"][0]["code"] == "password_common"
    assert (await post(api, "auth/reset-password", token=token, password=OTHER)).status_code == 204


@pytest.mark.parametrize(
    "password", ["qwertyuiop", "Password123!", "1234567890", "aaaaaaaaaaaa", "iloveyou1234"]
)
async def test_what_everybody_tries_first_is_no_password(api, email, password):
    answer = await sign_up(api, email, password)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/password"
    assert await mails_to(api, email) == []


async def test_the_address_is_no_password(api):
    answer = await sign_up(api, "bartholomew@example.com", "bartholomew1")
    assert answer.json()["errors"][0]["code"] == "password_common"


async def test_the_address_changes_when_the_new_one_is_confirmed(api, email):
    me = person_of(await verified(api, email))
    new = f"new-{email}"
    assert (await post(api, "me/email", me, email=new)).status_code == 202
    assert (await api.ask("GET", "/api/me", me)).json()["email"] == email
    token = await link_of(api, new, "change_email")
    assert (await post(api, "auth/change-email", token=token)).status_code == 204
    assert (await post(api, "auth/change-email", token=token)).status_code == 410
    assert (await api.ask("GET", "/api/me", me)).json()["email"] == new
    assert (await kinds(api, email))[-1] == "security_notice"
    assert (await sign_in(api, email)).status_code == 401
    assert (await sign_in(api, new)).status_code == 200


async def test_nobody_takes_the_address_of_another_account(api, email):
    other = f"other-{email}"
    await verified(api, other)
    me = person_of(await verified(api, email))
    assert (await post(api, "me/email", me, email=other)).status_code == 202
    assert "change_email" not in await kinds(api, other)
    assert (await kinds(api, other))[-1] == "address_taken"


async def test_of_two_accounts_that_want_one_address_the_first_gets_it(api, email):
    first = person_of(await verified(api, f"a-{email}"))
    second = person_of(await verified(api, f"b-{email}"))
    await post(api, "me/email", first, email=email)
    early = await link_of(api, email, "change_email")
    await post(api, "me/email", second, email=email)
    late = await link_of(api, email, "change_email")
    assert (await post(api, "auth/change-email", token=late)).status_code == 204
    assert (await post(api, "auth/change-email", token=early)).status_code == 410


async def test_another_address_needs_somebody_who_showed_who_they_are(api, email):
    session = await verified(api, email)
    await change(
        api, "UPDATE sessions SET confirmed_at = 'epoch' WHERE id = :id", id=session["session_id"]
    )
    answer = await post(api, "me/email", person_of(session), email=f"new-{email}")
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.not_confirmed")


async def test_a_changed_password_signs_other_devices_out_and_is_told(api, email):
    here = await verified(api, email)
    there = (await sign_in(api, email)).json()
    body = {"current_password": PASSWORD, "new_password": OTHER}
    wrong = await post(api, "me/password", person_of(here), **body | {"current_password": OTHER})
    assert wrong.status_code == 401
    assert (await post(api, "me/password", person_of(here), **body)).status_code == 204
    assert (await api.ask("GET", "/api/me", person_of(here))).status_code == 200
    assert (await api.ask("GET", "/api/me", person_of(there))).status_code == 401
    assert (await kinds(api, email))[-1] == "security_notice"


async def test_nobodys_mailbox_is_flooded(api, email):
    await verified(api, email)
    for _ in range(20):
        await post(api, "auth/forgot-password", email=email)
    assert (await kinds(api, email)).count("reset_password") == 5


async def test_a_locked_account_gets_no_mail(api, email):
    await verified(api, email)
    before = await kinds(api, email)
    await change(api, "UPDATE users SET disabled_at = now() WHERE email = :e", e=email)
    await post(api, "auth/forgot-password", email=email)
    await sign_up(api, email)
    assert await kinds(api, email) == before
    assert (await sign_in(api, email)).status_code == 401


async def test_where_sign_up_is_closed_nobody_gets_in(api, resources, email):
    auth = resources.settings.auth.model_copy(update={"sign_up": "closed"})
    closed = Api(replace(resources, settings=resources.settings.model_copy(update={"auth": auth})))
    answer = await sign_up(closed, email)
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.sign_up_closed")
    assert await mails_to(api, email) == []
