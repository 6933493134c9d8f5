"""Sign-in with a real OpenID Connect provider, as a browser goes through it."""

import asyncio
import socket
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from tests.integration.api.browser import CALLBACK, HERE, browsing, oidc_provider
from tests.integration.api.factors import said, somebody
from tests.integration.api.issuers import trusting

pytestmark = pytest.mark.timeout(120)

START = "/api/auth/oidc/work/start"


@pytest.fixture(scope="module")
async def work(oidc_provider_folder):
    async with oidc_provider(oidc_provider_folder) as settings:
        yield settings


@pytest.fixture(scope="module")
async def api(resources, work):
    async with trusting(resources, providers={"work": work}) as api:
        yield api


@pytest.fixture
async def browser(api):
    async with browsing(api) as browser:
        yield browser


@pytest.fixture
def login():
    return f"{uuid4().hex}@example.com"


async def test_somebody_new_has_an_account_and_comes_back_to_it(api, browser, login):
    answer = await browser.sign_in(login, next_path="/settings?tab=2")
    assert (answer.status_code, browser.place) == (303, f"{HERE}/settings?tab=2")
    me = await browser.person()
    account = (await api.ask("GET", "/api/me", me)).json()
    assert (account["email"], account["name"]) == (login, "Ada Lovelace")
    assert account["zone"] == "Europe/Berlin"
    assert account["sign_in_methods"] == {
        "has_password": False,
        "second_factor": False,
        "recovery_codes": 0,
        "passkeys": 0,
        "identities": 1,
    }
    [device] = (await api.ask("GET", "/api/me/sessions", me)).json()["items"]
    assert device["method"] == "oidc"
    [identity] = (await api.ask("GET", "/api/me/identities", me)).json()["items"]
    assert (identity["label"], identity["email"]) == ("Work", login)
    async with browsing(api) as other:
        await other.sign_in(login)
        assert (await other.person()).user_id == me.user_id


async def test_the_question_has_all_that_protects_the_answer(browser, work):
    await browser.open(START)
    asked = parse_qs(urlsplit(browser.trail[1]).query)
    assert browser.trail[1].startswith(f"{work['issuer']}/auth?")
    assert asked["redirect_uri"] == [CALLBACK]
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    [cookie] = [each for each in browser.client.cookies.jar if each.name == "rondel_sign_in"]
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.value not in browser.trail[1]


@pytest.mark.parametrize(
    ("algorithm", "method"),
    [("ES256", "client_secret_post"), ("Ed25519", "client_secret_basic"), ("PS256", "none")],
)
async def test_providers_differ_and_it_works_with_each(
    resources, oidc_provider_folder, login, algorithm, method
):
    more = {"client_secret": None} if method == "none" else {}
    async with (
        oidc_provider(
            oidc_provider_folder,
            algorithm=algorithm,
            auth_method=method,
            claims_in_userinfo=False,
            **more,
        ) as settings,
        trusting(resources, providers={"work": settings}) as api,
        browsing(api) as browser,
    ):
        await browser.sign_in(login)
        assert (await browser.session()).json()["user"]["email"] == login


async def test_the_same_answer_signs_in_once(browser, login):
    await browser.sign_in(login)
    [callback] = [url for url in browser.trail if url.startswith(CALLBACK)]
    again = await browser.open(callback)
    assert again.status_code == 400
    assert "not begun here" in again.text
    assert f'href="{START}"' in again.text


async def test_the_answer_to_another_browser_signs_in_nobody(api, browser, login):
    browser.stop_at_callback = True
    await browser.sign_in(login)
    async with browsing(api) as other:
        stolen = await other.open(browser.place)
        assert stolen.status_code == 400
        assert (await other.session()).status_code == 204
        await other.open(START)  # which has a secret of its own now
        assert (await other.open(browser.place)).status_code == 400
        assert (await other.session()).status_code == 204


async def test_a_code_fits_no_other_question(browser, login):
    browser.stop_at_callback = True
    await browser.sign_in(login)
    code = parse_qs(urlsplit(browser.place).query)["code"][0]
    await browser.open(START)  # the provider knows who it is by now
    state = parse_qs(urlsplit(browser.place).query)["state"][0]
    mixed = await browser.open(f"{CALLBACK}?code={code}&state={state}&iss={_issuer_of(browser)}")
    assert (mixed.status_code, "took its answer back" in mixed.text) == (502, True)
    assert (await browser.session()).status_code == 204


def _issuer_of(browser):
    return parse_qs(urlsplit(browser.place).query)["iss"][0]


async def test_without_pkce_the_provider_refuses(browser):
    await browser.open(START)
    url = browser.trail[1].replace("code_challenge", "no_challenge")
    page = await browser.open(url)
    assert (page.status_code, "could not do it" in page.text) == (502, True)


async def test_who_does_not_agree_is_not_signed_in(browser, login):
    page = await browser.open(START)
    page = await browser.fill_in(page, login=login, password="any")
    page = await browser.open(f"{page.url}/abort")
    assert (page.status_code, "You did not allow it" in page.text) == (403, True)
    assert (await browser.session()).status_code == 204


async def test_an_answer_that_says_another_issuer_is_not_sent_on(browser, login):
    browser.stop_at_callback = True
    await browser.sign_in(login)
    for place in (
        browser.place.partition("&iss=")[0],
        browser.place.partition("&iss=")[0] + "&iss=https://evil.example",
    ):
        page = await browser.open(place)
        assert (page.status_code, "another provider" in page.text) == (400, True)
    browser.stop_at_callback = False
    browser.trail.pop()


async def test_an_address_that_nobody_confirmed_makes_no_account(browser, login):
    page = await browser.sign_in(f"unverified-{login}")
    assert page.status_code == 403
    assert "Confirm your address" in page.text


async def test_the_address_of_an_account_does_not_open_it(api, browser):
    owner = await somebody(api)
    page = await browser.sign_in(owner.email)
    assert page.status_code == 403
    assert "An account here has your address" in page.text
    assert (await browser.session()).status_code == 204
    assert (await owner.methods())["identities"] == 0


async def test_the_owner_of_an_account_links_it_and_signs_in_by_that(api, browser, login):
    owner = await somebody(api)
    body = {"provider": "work", "next": "/settings"}
    asked = await browser.client.post(
        f"{HERE}/api/me/identities/link", json=body, headers=owner.person.headers
    )
    assert asked.status_code == 200, asked.text
    page = await browser.open(asked.json()["url"])
    await browser.go_on(page, login)
    assert browser.place == f"{HERE}/settings"
    assert (await browser.session()).status_code == 204  # linked, not signed in
    async with browsing(api) as other:
        await other.sign_in(login)
        assert (await other.person()).user_id == owner.user_id
    assert "identity.linked" in await owner.actions()


async def test_a_link_that_somebody_else_follows_links_nothing(api, browser, login):
    eve = await somebody(api)
    asked = await eve.ask("POST", "/api/me/identities/link", json={"provider": "work"})
    page = await browser.open(asked.json()["url"])
    page = await browser.go_on(page, login)
    assert page.status_code == 400
    assert (await eve.methods())["identities"] == 0


async def test_somebody_who_has_an_account_is_linked_to_no_other(api, browser, login):
    await browser.sign_in(login)
    owner = await somebody(api)
    asked = await browser.client.post(
        f"{HERE}/api/me/identities/link", json={"provider": "work"}, headers=owner.person.headers
    )
    page = await browser.open(asked.json()["url"])
    assert (page.status_code, "goes with an account already" in page.text) == (409, True)


async def test_to_link_one_has_to_have_shown_who_one_is(api):
    owner = await somebody(api)
    await owner.unconfirm()
    refused = await owner.ask("POST", "/api/me/identities/link", json={"provider": "work"})
    assert said(refused) == (403, "auth.not_confirmed")


async def test_the_last_way_into_an_account_stays(api, browser, login):
    await browser.sign_in(login)
    me = await browser.person()
    [identity] = (await api.ask("GET", "/api/me/identities", me)).json()["items"]
    path = f"/api/me/identities/{identity['id']}"
    assert said(await api.ask("DELETE", path, me)) == (409, "identity.last_way_in")
    assert len((await api.ask("GET", "/api/me/identities", me)).json()["items"]) == 1


async def test_who_is_unlinked_signs_in_to_nothing(api, browser, login):
    owner = await somebody(api)
    asked = await browser.client.post(
        f"{HERE}/api/me/identities/link", json={"provider": "work"}, headers=owner.person.headers
    )
    await browser.go_on(await browser.open(asked.json()["url"]), login)
    [identity] = (await owner.ask("GET", "/api/me/identities")).json()["items"]
    path = f"/api/me/identities/{identity['id']}"
    eve = await somebody(api)
    assert said(await eve.ask("DELETE", path)) == (404, "not_found")
    assert said(await owner.ask("DELETE", path)) == (204, None)
    assert said(await owner.ask("DELETE", path)) == (404, "not_found")
    async with browsing(api) as other:
        await other.sign_in(login)
        assert (await other.person()).user_id != owner.user_id


AWAY = ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "settings"]


@pytest.mark.parametrize("path", AWAY)
async def test_no_answer_leads_to_another_server(api, browser, path):
    answer = await browser.client.get(f"{HERE}{START}", params={"next": path})
    assert (answer.status_code, "location" in answer.headers) == (422, False)
    owner = await somebody(api)
    body = {"provider": "work", "next": path}
    refused = await owner.ask("POST", "/api/me/identities/link", json=body)
    assert said(refused) == (422, "input.invalid")


async def test_the_buttons_are_listed(api):
    answer = await api.ask("GET", "/api/auth/providers")
    assert answer.json() == {"items": [{"name": "work", "label": "Work", "start": START}]}


async def test_an_unknown_provider_has_a_page_of_its_own(browser):
    for path in ("start", "callback?code=a&state=b"):
        page = await browser.open(f"/api/auth/oidc/play/{path}")
        assert (page.status_code, "no such way" in page.text) == (404, True)


async def test_a_provider_that_is_down_has_a_page_with_a_way_out(resources, oidc_provider_folder):
    async with oidc_provider(oidc_provider_folder) as settings:
        pass
    async with (
        trusting(resources, providers={"work": settings}) as api,
        browsing(api) as browser,
    ):
        page = await browser.open(START)
        assert (page.status_code, "Work does not answer" in page.text) == (503, True)
        assert "Sign in another way" in page.text
        owner = await somebody(api)
        refused = await owner.ask("POST", "/api/me/identities/link", json={"provider": "work"})
        assert said(refused) == (503, "unavailable")


async def test_a_provider_that_hangs_holds_up_nobody_elses_sign_in(resources, work):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = {**work, "issuer": f"http://127.0.0.1:{silent.getsockname()[1]}"}
        async with trusting(resources, seconds=30, providers={"work": settings}) as api:
            most = resources.turns._limit
            hanging = [asyncio.create_task(api.ask("GET", START)) for _ in range(most)]
            body = {"email": "nobody@example.com", "password": "wrong horse battery"}
            asked = asyncio.create_task(api.ask("POST", "/api/auth/sign-in", json=body))
            refused = await asked  # a task, since it begins behind the others
            assert said(refused) == (401, "auth.bad_credentials")
            assert not any(task.done() for task in hanging)
            for task in hanging:
                task.cancel()
            await asyncio.wait(hanging)


async def test_a_server_that_is_closed_takes_in_nobody_new(resources, work, login):
    async with (
        trusting(resources, providers={"work": work}, sign_up="closed") as api,
        browsing(api) as browser,
    ):
        page = await browser.sign_in(login)
        assert (page.status_code, "Ask the operator" in page.text) == (403, True)
