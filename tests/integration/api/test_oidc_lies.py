"""Providers that lie, err, or say too little: nobody is signed in, and a page says what to do."""

import base64
import hashlib
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from api.issuers.kept import PAUSE_SECONDS
from shared.core.clock import SystemClock
from tests.fakes import FakeClock
from tests.integration.api.browser import CALLBACK, HERE
from tests.integration.api.issuers import trusting
from tests.issuer import SigningKey, unsigned
from tests.services.receiver import Receiver, Said

START = f"{HERE}/api/auth/oidc/work/start"
DISCOVERY = "/.well-known/openid-configuration"
KEY = SigningKey("first", "ES256")
ACCESS = "an-access-token"
PATIENCE = 2.0  # seconds: what hangs is waited for; what answers has them on a busy machine


def half_hash(text):
    digest = hashlib.sha256(text.encode()).digest()[:16]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@dataclass
class Liar:
    """A provider that says what it is told to, and a browser that has begun to sign in."""

    receiver: Receiver
    client: httpx.AsyncClient
    clock: FakeClock
    asked: dict

    @property
    def url(self):
        return self.receiver.url

    def claims(self, **changes):
        now = int(self.clock.now().timestamp())
        subject = uuid4().hex
        claims = {
            "iss": self.url,
            "aud": "rondel",
            "sub": subject,
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked["nonce"],
            "email": f"{subject}@example.com",
            "email_verified": True,
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def says(self, path, document, status=200):
        self.receiver.says_to[path] = Said(status=status, body=json.dumps(document).encode())

    async def answer(self, token=None, *, more=None, **parameters):
        """What the browser gets that comes back."""
        if token is not None:
            self.says("/token", {"id_token": token, "access_token": ACCESS, **(more or {})})
        query = {"state": self.asked["state"], "code": "a-code", **parameters}
        query = {name: value for name, value in query.items() if value is not None}
        return await self.client.get(CALLBACK, params=query)

    async def is_signed_in(self):
        headers = {"sec-fetch-site": "same-origin"}
        answer = await self.client.post(f"{HERE}/api/auth/refresh", json={}, headers=headers)
        return answer.status_code == 200


def described(receiver, **changes):
    url = receiver.url
    document = {
        "issuer": url,
        "authorization_endpoint": f"{url}/auth",
        "token_endpoint": f"{url}/token",
        "jwks_uri": f"{url}/jwks",
        "userinfo_endpoint": f"{url}/me",
        **changes,
    }
    return {name: value for name, value in document.items() if value is not None}


@pytest.fixture
async def receiver():
    receiver = Receiver()
    await receiver.start()
    says = {"/jwks": {"keys": [KEY.jwk()]}, DISCOVERY: described(receiver)}
    receiver.says_to = {path: Said(body=json.dumps(each).encode()) for path, each in says.items()}
    yield receiver
    await receiver.stop()


@asynccontextmanager
async def browsing(resources, receiver, clock, **settings):
    work = {"issuer": receiver.url, "client_id": "rondel", "client_secret": "s", "label": "Work"}
    given = {"work": {**work, **settings}}
    async with trusting(resources, clock, seconds=PATIENCE, providers=given) as api:
        transport = httpx.ASGITransport(api.app)
        async with httpx.AsyncClient(mounts={HERE: transport}) as client:
            yield client


@asynccontextmanager
async def lying(resources, receiver, **settings):
    clock = FakeClock(SystemClock().now())
    async with browsing(resources, receiver, clock, **settings) as client:
        begun = await client.get(START, params={"next": "/today"})
        assert begun.status_code == 303, begun.text
        asked = parse_qs(urlsplit(begun.headers["location"]).query)
        yield Liar(receiver, client, clock, {name: value[0] for name, value in asked.items()})


@pytest.fixture
async def liar(resources, receiver):
    async with lying(resources, receiver) as liar:
        yield liar


async def test_the_truth_signs_in(liar):
    answer = await liar.answer(KEY.sign(liar.claims(at_hash=half_hash(ACCESS), azp="rondel")))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}/today")
    assert await liar.is_signed_in()
    [asked] = [each for each in liar.receiver.requests if each.path == "/token"]
    form = {name: value[0] for name, value in parse_qs(asked.body.decode()).items()}
    verifier = hashlib.sha256(form["code_verifier"].encode()).digest()
    challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
    assert challenge == liar.asked["code_challenge"]
    assert (form["code"], form["redirect_uri"]) == ("a-code", CALLBACK)
    assert asked.headers["authorization"] == "Basic " + base64.b64encode(b"rondel:s").decode()


LIES = {
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "a nonce that is a list": {"nonce": ["a"]},
    "another issuer": {"iss": "https://evil.example"},
    "another client": {"aud": "other"},
    "made for another client": {"azp": "other"},
    "for several, made for nobody": {"aud": ["rondel", "other"]},
    "another access token": {"at_hash": half_hash("another")},
    "a hash that is a number": {"at_hash": 7},
    "nobody": {"sub": None},
    "no end": {"exp": None},
    "the past": {"exp": 1},
    "the future": {"iat": 2**33},
}


@pytest.mark.parametrize("changes", LIES.values(), ids=LIES)
async def test_no_lie_signs_in(liar, changes):
    page = await liar.answer(KEY.sign(liar.claims(**changes)))
    assert (page.status_code, "cannot be believed" in page.text) == (502, True)
    assert not await liar.is_signed_in()


FORGED = {
    "unsigned": lambda claims: unsigned(claims, {"alg": "none", "kid": "first"}),
    "of another key": lambda claims: SigningKey("first", "ES256").sign(claims),
    "of an unknown key": lambda claims: SigningKey("other", "ES256").sign(claims),
    "of another algorithm": lambda claims: KEY.sign(claims, header={"alg": "RS256"}),
    "no token": lambda _claims: "no token",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
async def test_no_forged_token_signs_in(liar, forge):
    page = await liar.answer(forge(liar.claims()))
    assert (page.status_code, "cannot be believed" in page.text) == (502, True)
    assert not await liar.is_signed_in()


async def test_a_token_of_an_algorithm_that_is_not_set_signs_in_nobody(resources, receiver):
    async with lying(resources, receiver, algorithms="RS256") as liar:
        page = await liar.answer(KEY.sign(liar.claims()))
        assert (page.status_code, "cannot be believed" in page.text) == (502, True)


@pytest.mark.parametrize(
    ("token", "status", "words"),
    [
        (Said(status=400, body=b'{"error": "invalid_grant"}'), 502, "took its answer back"),
        (Said(status=401), 502, "took its answer back"),
        (Said(body=b"{}"), 502, "makes no sense"),
        (Said(body=b'{"id_token": 7}'), 502, "makes no sense"),
        (Said(status=503), 503, "Work does not answer"),
        (Said(body=b"<html>"), 503, "Work does not answer"),
        (Said(status=302, headers={"location": "/elsewhere"}), 502, "took its answer back"),
        (Said(hangs=True), 503, "Work does not answer"),
        (Said(drops=True), 503, "Work does not answer"),
    ],
    ids=str,
)
async def test_a_token_endpoint_that_fails_signs_in_nobody(liar, token, status, words):
    liar.receiver.says_to["/token"] = token
    page = await liar.answer()
    assert (page.status_code, words in page.text) == (status, True)
    assert f'href="{urlsplit(START).path}"' in page.text
    assert not await liar.is_signed_in()


@pytest.mark.parametrize(
    ("parameters", "status", "words"),
    [
        ({"error": "access_denied", "code": None}, 403, "You did not allow it"),
        ({"error": "<script>", "error_description": "<script>"}, 502, "could not do it"),
        ({"code": None}, 502, "makes no sense"),
        ({"code": "c" * 5000}, 502, "makes no sense"),
        ({"state": None}, 400, "not begun here"),
        ({"state": "x"}, 400, "not begun here"),
        ({"state": "0" * 32}, 400, "not begun here"),
        ({"iss": "https://evil.example"}, 400, "another provider"),
    ],
)
async def test_an_answer_that_is_none_signs_in_nobody(liar, parameters, status, words):
    page = await liar.answer(KEY.sign(liar.claims()), **parameters)
    assert (page.status_code, words in page.text) == (status, True)
    assert "<script>" not in page.text
    assert not await liar.is_signed_in()


async def test_an_answer_after_ten_minutes_is_too_late(resources, liar):
    async with resources.db.unit_of_work() as uow:
        earlier = "UPDATE challenges SET expires_at = expires_at - interval '10 minutes'"
        await uow.connection.execute(text(f"{earlier} WHERE kind = 'oidc'"))
    page = await liar.answer(KEY.sign(liar.claims()))
    assert (page.status_code, "ten minutes" in page.text) == (400, True)


async def test_two_tabs_do_not_disturb_each_other(liar):
    await liar.client.get(START, params={"next": "/elsewhere"})
    answer = await liar.answer(KEY.sign(liar.claims()))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}/today")


async def test_userinfo_says_what_the_token_does_not(liar):
    claims = liar.claims(email=None)
    liar.says("/me", {"sub": claims["sub"], "email": "x@example.org", "email_verified": True})
    assert (await liar.answer(KEY.sign(claims))).status_code == 303
    [asked] = [each for each in liar.receiver.requests if each.path == "/me"]
    assert asked.headers["authorization"] == f"Bearer {ACCESS}"


async def test_userinfo_of_somebody_else_is_not_believed(liar):
    liar.says("/me", {"sub": "other", "email": "y@example.org", "email_verified": True})
    page = await liar.answer(KEY.sign(liar.claims(email=None)))
    assert (page.status_code, "cannot be believed" in page.text) == (502, True)


async def test_without_userinfo_there_is_no_address_and_no_account(liar):
    liar.receiver.says_to["/me"] = Said(status=500)
    page = await liar.answer(KEY.sign(liar.claims(email=None)))
    assert (page.status_code, "Confirm your address" in page.text) == (403, True)


NO_DISCOVERY = {
    "another name": {"issuer": "https://evil.example"},
    "no keys": {"jwks_uri": None},
    "keys without TLS": {"jwks_uri": "http://keys.example/"},
    "keys in a file": {"jwks_uri": "file:///etc/passwd"},
    "a token endpoint that is no text": {"token_endpoint": 7},
    "no way to ask": {"authorization_endpoint": None},
    "no PKCE that is any good": {"code_challenge_methods_supported": ["plain"]},
}


@pytest.mark.parametrize("changes", NO_DISCOVERY.values(), ids=NO_DISCOVERY)
async def test_a_provider_that_describes_itself_badly_is_not_used(resources, receiver, changes):
    clock = FakeClock(SystemClock().now())
    good = receiver.says_to[DISCOVERY]
    bad = json.dumps(described(receiver, **changes)).encode()
    receiver.says_to[DISCOVERY] = Said(body=bad)
    async with browsing(resources, receiver, clock) as client:
        page = await client.get(START)
        assert (page.status_code, "Work does not answer" in page.text) == (503, True)
        receiver.says_to[DISCOVERY] = good
        clock.advance(PAUSE_SECONDS)
        assert (await client.get(START)).status_code == 303


@pytest.mark.parametrize("said", [Said(hangs=True), Said(drops=True), Said(status=404)], ids=str)
async def test_a_provider_that_cannot_be_found_has_a_page_soon(resources, receiver, said):
    receiver.says_to[DISCOVERY] = said
    async with browsing(resources, receiver, FakeClock(SystemClock().now())) as client:
        page = await client.get(START)
        assert (page.status_code, "Work does not answer" in page.text) == (503, True)
        assert page.headers["content-type"].startswith("text/html")
