"""The pages behind the links of mails: looking changes nothing, the form does it once."""

import pytest

from tests.integration.api.test_account_mails import (
    OTHER,
    PASSWORD,
    api,
    email,
    kinds,
    link_of,
    person_of,
    post,
    sign_in,
    sign_up,
    verified,
)

__all__ = ["api", "email"]  # fixtures

FORM = {"content-type": "application/x-www-form-urlencoded"}


async def submit(api, token, **fields):
    return await api.ask("POST", f"/a/{token}", headers=FORM, data=fields)


async def test_a_new_account_is_confirmed_on_its_page(api, email):
    await sign_up(api, email)
    token = await link_of(api, email, "verify_email")
    for method in ("GET", "HEAD", "GET"):
        shown = await api.ask(method, f"/a/{token}")
        assert shown.status_code == 200
    assert f'action="/a/{token}"' in shown.text
    assert "form-action 'self'" in shown.headers["content-security-policy"]
    assert shown.headers["cache-control"] == "no-store"
    wrong = await submit(api, token, password="not my password")
    assert (wrong.status_code, "<form" in wrong.text) == (422, True)
    assert (await sign_in(api, email)).status_code == 403
    again = await link_of(api, email, "verify_email")  # that sign-in sent another one
    done = await submit(api, again, password=PASSWORD)
    assert (done.status_code, "Your account is ready" in done.text) == (200, True)
    assert (await sign_in(api, email)).status_code == 200
    assert (await submit(api, again, password=PASSWORD)).status_code == 410


async def test_a_forgotten_password_is_set_on_its_pages(api, email):
    await verified(api, email)
    assert "<form" in (await api.ask("GET", "/a/forgot")).text
    sent = await api.ask("POST", "/a/forgot", headers=FORM, data={"email": email})
    unknown = await api.ask("POST", "/a/forgot", headers=FORM, data={"email": "x@example.com"})
    assert (sent.status_code, sent.content) == (202, unknown.content)
    token = await link_of(api, email, "reset_password")
    for bad in ("short", "password123", "", "x" * 1025):
        refused = await submit(api, token, password=bad)
        assert refused.status_code == 422
    assert (await submit(api, token, password=OTHER)).status_code == 200
    assert (await sign_in(api, email, OTHER)).status_code == 200


async def test_another_address_is_confirmed_on_its_page(api, email):
    me = person_of(await verified(api, email))
    new = f"new-{email}"
    await post(api, "me/email", me, email=new)
    token = await link_of(api, new, "change_email")
    assert (await submit(api, token)).status_code == 200
    assert (await kinds(api, email))[-1] == "security_notice"
    assert (await sign_in(api, new)).status_code == 200


@pytest.mark.parametrize("token", ["x", "A" * 43, "forgotten", "%3Cscript%3E", "%00"])
async def test_a_link_that_is_none_of_ours_says_so(api, token):
    for answer in (await api.ask("GET", f"/a/{token}"), await submit(api, token, password="x")):
        assert answer.status_code == 410
        assert "<script" not in answer.text
        assert 'href="/a/forgot"' in answer.text  # nobody is left without a way on


@pytest.mark.parametrize("body", [b"\xff\xfe", b"&".join([b"a=b"] * 99), b"password", b"{}"])
async def test_what_no_form_of_ours_sends_changes_nothing(api, email, body):
    await sign_up(api, email)
    token = await link_of(api, email, "verify_email")
    answer = await api.ask("POST", f"/a/{token}", headers=FORM, content=body)
    assert answer.status_code == 422
    assert (await submit(api, token, password=PASSWORD)).status_code == 200


async def test_a_form_of_a_megabyte_is_not_read(api, email):
    await sign_up(api, email)
    token = await link_of(api, email, "verify_email")
    answer = await api.ask("POST", f"/a/{token}", headers=FORM, content=b"password=" + b"x" * 10**6)
    assert answer.status_code == 413
