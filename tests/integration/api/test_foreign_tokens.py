"""Tokens of other issuers: what is taken, what is not, and what happens when keys cannot be had."""

import asyncio
import json
from uuid import uuid4

import pytest

from api.issuers.fetching import LARGEST_BYTES
from api.issuers.kept import FRESH_SECONDS, KEPT_SECONDS, PAUSE_SECONDS
from shared.core.clock import SystemClock
from tests.fakes import FakeClock
from tests.integration.api.factors import said
from tests.integration.api.issuers import AUDIENCE, trusting
from tests.integration.api.publisher import (
    FINE,
    ISSUER,
    JWKS,
    KEYS,
    MINE,
    NOT_GOOD,
    claims_at,
    me,
    publish,
    taking,
)
from tests.issuer import SigningKey, by_secret, part, unsigned
from tests.services.receiver import Receiver, Said
from tests.waiting import eventually

SECRET = "a-secret-that-both-of-them-know-0123456789"
AWAY = (503, "unavailable")
PATIENCE = 2.0  # seconds: what hangs is waited for; what answers has them on a busy machine


@pytest.fixture
def clock():
    return FakeClock(SystemClock().now())


@pytest.fixture
async def publisher():
    """A server that publishes the keys."""
    receiver = Receiver()
    publish(receiver, *(key.jwk() for key in KEYS.values()))
    await receiver.start()
    yield receiver
    await receiver.stop()


@pytest.fixture
async def api(resources, clock, publisher):
    async with taking(resources, clock, publisher) as api:
        yield api


@pytest.fixture
def claims(clock):
    return lambda **changes: claims_at(clock, **changes)


@pytest.mark.parametrize("name", KEYS)
async def test_every_algorithm_names_an_account(api, claims, name):
    told = claims()
    if name in {"RS384", "RS512"}:
        assert said(await me(api, KEYS[name].sign(told))) == NOT_GOOD  # not in the default list
        return
    answer = await me(api, KEYS[name].sign(told))
    assert answer.status_code == 200, answer.text
    assert answer.json()["email"] == told["email"]
    assert answer.json()["sign_in_methods"]["has_password"] is False


async def test_an_algorithm_that_is_not_allowed_is_not_taken(resources, clock, publisher, claims):
    async with taking(resources, clock, publisher, algorithms="ES256,RS512") as api:
        assert said(await me(api, KEYS["EdDSA"].sign(claims()))) == NOT_GOOD
        assert said(await me(api, KEYS["RS512"].sign(claims()))) == FINE
        assert publisher.requests[0].path == JWKS


async def test_a_shared_secret_signs_with_hs256_alone(resources, clock, claims):
    given = {"issuer": ISSUER, "audience": AUDIENCE, "secret": SECRET}
    async with trusting(resources, clock, mine=given) as api:
        assert said(await me(api, by_secret(claims(), SECRET.encode()))) == FINE
        assert said(await me(api, by_secret(claims(), b"another-secret" * 4))) == NOT_GOOD
        assert said(await me(api, MINE.sign(claims()))) == NOT_GOOD
        own = resources.settings.auth.secret.get_secret_value().encode()
        assert said(await me(api, by_secret(claims(), own))) == NOT_GOOD


REFUSED = {
    "another audience": {"aud": "somebody-else"},
    "no audience": {"aud": None},
    "an audience that is no text": {"aud": [7, {"tasks-api": 1}]},
    "no issuer": {"iss": None},
    "another issuer": {"iss": "https://evil.example"},
    "an issuer that is a list": {"iss": [ISSUER]},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is a number": {"sub": 7},
    "a subject that is too long": {"sub": "s" * 256},
    "a subject that no database has": {"sub": "a\0b"},
    "no end": {"exp": None},
    "an end that is a text": {"exp": "tomorrow"},
    "an end that is true": {"exp": True},
    "an end beyond time": {"exp": 1e300},
    "no beginning": {"iat": None},
}


@pytest.mark.parametrize("changes", REFUSED.values(), ids=REFUSED)
async def test_claims_that_are_missing_or_wrong_are_refused(api, claims, changes):
    assert said(await me(api, MINE.sign(claims(**changes)))) == NOT_GOOD


@pytest.mark.parametrize(("claim", "way"), [("exp", -1), ("iat", 1), ("nbf", 1)])
async def test_clocks_may_differ_by_a_minute(api, clock, claims, claim, way):
    now = int(clock.now().timestamp())
    for off, expected in ((59, FINE), (61, NOT_GOOD)):
        told = claims(**{claim: now + way * off})
        assert said(await me(api, MINE.sign(told))) == expected


async def test_a_remembered_token_ends_with_its_minute_of_grace(api, clock, claims):
    token = MINE.sign(claims(exp=int(clock.now().timestamp()) + 20))
    assert said(await me(api, token)) == FINE
    clock.advance(79)
    assert said(await me(api, token)) == FINE
    clock.advance(2)
    assert said(await me(api, token)) == NOT_GOOD


def _own_key(claims):
    key = SigningKey("mine", "ES256")
    return key.sign(claims, header={"jwk": key.jwk(), "jku": "https://evil.example/jwks"})


FORGED = {
    "unsigned": lambda claims: unsigned(claims, {"alg": "none", "kid": "ES256"}),
    "unsigned, said in capitals": lambda claims: unsigned(claims, {"alg": "NONE", "kid": "ES256"}),
    "no algorithm": lambda claims: MINE.sign(claims, header={"alg": None}),
    "the public key as a secret": lambda claims: by_secret(
        claims, KEYS["RS256"].pem(), {"kid": "RS256"}
    ),
    "the key set as a secret": lambda claims: by_secret(
        claims, json.dumps(MINE.jwk()).encode(), {"kid": "ES256"}
    ),
    "a key of its own": lambda claims: SigningKey("ES256", "ES256").sign(claims),
    "its own key inside": _own_key,
    "no key named": lambda claims: MINE.sign(claims, header={"kid": None}),
    "a key that is a path": lambda claims: MINE.sign(claims, header={"kid": "../../dev/null"}),
    "a key that is no text": lambda claims: MINE.sign(claims, header={"kid": ["ES256"]}),
    "a key that is too long": lambda claims: MINE.sign(claims, header={"kid": "k" * 300}),
    "the key of another algorithm": lambda claims: MINE.sign(claims, header={"kid": "RS256"}),
    "an extension": lambda claims: MINE.sign(claims, header={"crit": ["exp"]}),
    "a logout token": lambda claims: MINE.sign(claims, header={"typ": "logout+jwt"}),
    "claims that are a list": lambda claims: MINE.sign([claims]),
    "claims that are nothing": lambda _claims: MINE.sign(b""),
    "a changed subject": lambda claims: _changed(MINE.sign(claims), {**claims, "sub": "root"}),
    "no signature": lambda claims: MINE.sign(claims).rpartition(".")[0] + ".",
    "a signature of zeros": lambda claims: MINE.sign(claims).rpartition(".")[0] + "." + "A" * 86,
    "four parts": lambda claims: MINE.sign(claims) + ".e30",
    "no base64": lambda claims: MINE.sign(claims) + "!",
    "too long": lambda claims: MINE.sign({**claims, "more": "m" * 9000}),
}


def _changed(token, claims):
    head, _, signature = token.split(".")
    return f"{head}.{part(claims)}.{signature}"


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
async def test_no_forged_token_is_taken(api, claims, forge):
    assert said(await me(api, MINE.sign(claims()))) == FINE
    assert said(await me(api, forge(claims()))) == NOT_GOOD


async def test_a_token_of_another_kind_says_so(api, claims):
    for kind in ("at+jwt", "JWT", "application/at+JWT"):
        assert said(await me(api, MINE.sign(claims(), header={"typ": kind}))) == FINE


async def test_own_tokens_are_ours_alone(api, claims):
    ada = await api.person()
    assert said(await api.ask("GET", "/api/me", ada)) == FINE
    assert said(await me(api, MINE.sign(claims(iss="rondel", aud="rondel-api")))) == NOT_GOOD


PASSED_OVER = {
    "a secret": {"kty": "oct", "k": part(b"s" * 32), "alg": "HS256", "kid": "ES256"},
    "for encryption": MINE.jwk(use="enc"),
    "for other operations": MINE.jwk(key_ops=["encrypt"]),
    "for another algorithm": MINE.jwk(alg="ES512"),
    "for an algorithm that is no text": MINE.jwk(alg=7),
    "with its private half": MINE.jwk(d="AAAA"),
    "without a name": MINE.jwk(kid=None),
    "of an unknown curve": MINE.jwk(crv="secp256k1"),
    "without a half": MINE.jwk(y=None),
    "that is a text": "ES256",
}


@pytest.mark.parametrize("jwk", PASSED_OVER.values(), ids=PASSED_OVER)
async def test_keys_that_are_for_something_else_are_passed_over(api, publisher, claims, jwk):
    publish(publisher, jwk, KEYS["EdDSA"].jwk())
    assert said(await me(api, MINE.sign(claims()))) == NOT_GOOD
    assert said(await me(api, by_secret(claims(), b"s" * 32, {"kid": "ES256"}))) == NOT_GOOD
    assert said(await me(api, KEYS["EdDSA"].sign(claims()))) == FINE


async def test_a_short_rsa_key_is_passed_over(api, publisher, claims):
    short = SigningKey("short", "RS256", bits=1024)
    publish(publisher, short.jwk(), MINE.jwk())
    assert said(await me(api, short.sign(claims()))) == NOT_GOOD
    assert said(await me(api, MINE.sign(claims()))) == FINE


async def test_keys_without_use_and_algorithm_are_taken_for_what_fits(api, publisher, claims):
    publish(publisher, MINE.jwk(use=None, alg=None), KEYS["PS256"].jwk(use=None, alg=None))
    assert said(await me(api, MINE.sign(claims()))) == FINE
    assert said(await me(api, KEYS["PS256"].sign(claims()))) == FINE


async def test_a_new_key_is_found_and_the_old_one_is_good_while_it_is_listed(
    api, publisher, clock, claims
):
    new = SigningKey("new", "ES256")
    assert said(await me(api, MINE.sign(claims()))) == FINE
    publish(publisher, MINE.jwk(), new.jwk())
    clock.advance(PAUSE_SECONDS)
    assert said(await me(api, new.sign(claims()))) == FINE
    assert said(await me(api, MINE.sign(claims()))) == FINE
    publish(publisher, new.jwk())
    clock.advance(FRESH_SECONDS + 1)
    assert said(await me(api, MINE.sign(claims()))) == FINE  # asked again behind this request

    async def is_refused():
        return said(await me(api, MINE.sign(claims()))) == NOT_GOOD

    await eventually(is_refused)
    assert said(await me(api, new.sign(claims()))) == FINE
    assert len(publisher.requests) == 3


async def test_a_flood_of_unknown_keys_asks_once_in_a_while(api, publisher, clock, claims):
    async def flood():
        tokens = [MINE.sign(claims(), header={"kid": uuid4().hex}) for _ in range(50)]
        answers = await asyncio.gather(*(me(api, token) for token in tokens))
        assert {said(answer) for answer in answers} == {NOT_GOOD}

    await flood()
    assert len(publisher.requests) == 1
    await flood()
    assert len(publisher.requests) == 1
    assert said(await me(api, MINE.sign(claims()))) == FINE
    clock.advance(PAUSE_SECONDS)
    await flood()
    assert len(publisher.requests) == 2


async def test_requests_that_come_at_once_share_one_question(api, publisher, claims):
    answers = await asyncio.gather(*(me(api, MINE.sign(claims())) for _ in range(20)))
    assert {said(answer) for answer in answers} == {FINE}
    assert len(publisher.requests) == 1


async def test_keys_are_good_for_a_day_while_their_issuer_is_down(api, publisher, clock, claims):
    assert said(await me(api, MINE.sign(claims()))) == FINE
    publisher.says_to[JWKS] = Said(drops=True)
    clock.advance(KEPT_SECONDS - 1)
    assert said(await me(api, MINE.sign(claims()))) == FINE
    assert said(await me(api, SigningKey("new", "ES256").sign(claims()))) == NOT_GOOD
    clock.advance(PAUSE_SECONDS + 1)
    assert said(await me(api, MINE.sign(claims()))) == AWAY


NO_KEYS = {
    "nothing": Said(drops=True),
    "never": Said(hangs=True),
    "half": Said(stalls=True),
    "an error": Said(status=500),
    "a page": Said(body=b"<html>"),
    "a list": Said(body=b"[]"),
    "no keys": Said(body=b'{"keys": []}'),
    "too many keys": Said(body=json.dumps({"keys": [MINE.jwk()] * 101}).encode()),
    "too much": Said(body=json.dumps({"keys": [MINE.jwk()], "m": "m" * LARGEST_BYTES}).encode()),
    "elsewhere": Said(status=302, headers={"location": "/elsewhere"}),
    "in a code": Said(headers={"content-encoding": "gzip"}),
}


@pytest.mark.parametrize("answer", NO_KEYS.values(), ids=NO_KEYS)
async def test_without_keys_a_token_is_neither_good_nor_bad(
    resources, publisher, clock, claims, answer
):
    publish(publisher, MINE.jwk())
    good = publisher.says_to[JWKS]
    publisher.says_to |= {JWKS: answer, "/elsewhere": good}
    async with taking(resources, clock, publisher, seconds=PATIENCE) as api:
        refused = await me(api, MINE.sign(claims()))
        assert said(refused) == AWAY
        assert "mine does not answer" in refused.json()["detail"]
        assert refused.headers["retry-after"] == "10"
        assert said(await me(api, MINE.sign(claims()))) == AWAY  # at once, without asking
        assert len(publisher.requests) == 1
        assert said(await api.ask("GET", "/api/me", await api.person())) == FINE
        publisher.says_to[JWKS] = good
        clock.advance(PAUSE_SECONDS)
        assert said(await me(api, MINE.sign(claims()))) == FINE
