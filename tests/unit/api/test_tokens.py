"""Access tokens: the traps of python-jose are closed."""

import base64
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from jose import jwk, jws, jwt

from api.tokens import LONGEST_TOKEN, Tokens
from shared.core.errors import Unauthenticated
from shared.core.settings import AuthSettings
from tests.fakes import FakeClock

SECRET = "0123456789abcdef0123456789abcdef-for-tests"
SETTINGS = AuthSettings(secret=SECRET)
USER, SESSION = UUID(int=7), UUID(int=8)


@pytest.fixture
def clock():
    """Years from the machine's time, which python-jose would look at by itself."""
    return FakeClock(datetime(2031, 5, 4, 9, tzinfo=UTC))


@pytest.fixture
def tokens(clock):
    return Tokens(SETTINGS, clock)


@pytest.fixture
def claims(clock):
    now = int(clock.now().timestamp())
    return {
        "iss": SETTINGS.issuer,
        "aud": SETTINGS.audience,
        "sub": str(USER),
        "sid": str(SESSION),
        "iat": now,
        "exp": now + 600,
    }


def signed(claims, *, secret=SECRET, algorithm="HS256", headers=None):
    return jwt.encode(claims, secret, algorithm=algorithm, headers=headers)


def unsigned(header, payload):
    parts = [
        base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=") for p in (header, payload)
    ]
    return (b".".join(parts) + b".").decode()


def test_an_issued_token_names_its_user_until_its_end(tokens, clock):
    token, life = tokens.issue(USER, SESSION)
    verified = tokens.verify(token)
    assert verified.principal.user_id == USER
    assert verified.expires_at == clock.now().replace(microsecond=0) + timedelta(seconds=life)


def test_a_token_made_elsewhere_with_the_same_claims_is_good(tokens, claims):
    assert tokens.verify(signed(claims)).principal.user_id == USER


@pytest.mark.parametrize("claim", ["aud", "exp", "iat", "iss", "sub"])
def test_a_token_that_lacks_a_claim_is_refused(tokens, claims, claim):
    del claims[claim]
    with pytest.raises(Unauthenticated):
        tokens.verify(signed(claims))


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "another-api"},
        {"aud": []},
        {"aud": None},
        {"iss": "another"},
        {"iss": None},
        {"sub": "not-an-id"},
        {"sub": 7},
        {"sub": ""},
        {"sid": None},
        {"sid": []},
        {"exp": "soon"},
        {"exp": 10**30},
        {"exp": None},
        {"iat": "now"},
        {"iat": None},
        {"exp": {}},
        {"exp": float("inf")},
        {"exp": float("nan")},
        {"iat": float("-inf")},
        {"nbf": float("inf")},
        {"exp": 10**400},
    ],
    ids=repr,
)
def test_a_token_with_a_claim_that_cannot_be_is_refused(tokens, claims, change):
    # jose checks some types when it signs, so the payload is signed as bytes
    payload = json.dumps({**claims, **change}).encode()
    with pytest.raises(Unauthenticated):
        tokens.verify(jws.sign(payload, SECRET, algorithm="HS256"))


@pytest.mark.parametrize(
    ("moved", "is_good"),
    [
        ({"iat": 59}, True),
        ({"iat": 3600}, False),
        ({"iat": 61}, False),
        ({"nbf": 59}, True),
        ({"nbf": 61}, False),
        ({"exp": -59}, True),
        ({"exp": -61}, False),
        ({"nbf": 3600}, False),
    ],
)
def test_times_are_held_with_a_leeway(tokens, claims, clock, moved, is_good):
    now = int(clock.now().timestamp())
    token = signed({**claims, **{name: now + seconds for name, seconds in moved.items()}})
    if is_good:
        assert tokens.verify(token).principal.user_id == USER
    else:
        with pytest.raises(Unauthenticated):
            tokens.verify(token)


def test_a_remembered_token_ends_when_it_ends(tokens, claims, clock):
    token = signed({**claims, "exp": int(clock.now().timestamp()) - 20})
    tokens.verify(token)
    clock.advance(45)  # beyond exp and leeway, within the minute of the memory
    with pytest.raises(Unauthenticated):
        tokens.verify(token)


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_is_refused_though_the_secret_is_right(tokens, claims, algorithm):
    with pytest.raises(Unauthenticated):
        tokens.verify(signed(claims, algorithm=algorithm))


@pytest.mark.parametrize(
    "algorithm", ["none", "None", "NONE", "", None, "RS256", "EdDSA"], ids=repr
)
def test_an_unsigned_token_is_refused(tokens, claims, algorithm):
    with pytest.raises(Unauthenticated):
        tokens.verify(unsigned({"alg": algorithm, "typ": "JWT"}, claims))


def test_another_secret_is_refused(tokens, claims):
    with pytest.raises(Unauthenticated):
        tokens.verify(signed(claims, secret=SECRET[::-1]))


def test_a_changed_payload_is_refused(tokens, claims):
    header, _, signature = signed(claims).split(".")
    payload = unsigned({}, {**claims, "sub": str(uuid4())}).split(".")[1]
    with pytest.raises(Unauthenticated):
        tokens.verify(f"{header}.{payload}.{signature}")


def test_a_critical_extension_is_refused(tokens, claims):
    with pytest.raises(Unauthenticated):
        tokens.verify(signed(claims, headers={"crit": ["exp"], "exp": 1}))


def test_a_key_that_the_token_brings_along_is_not_used(tokens, claims):
    own = jwk.construct("another secret of thirty-two chars!", "HS256").to_dict()
    forged = signed(
        claims,
        secret="another secret of thirty-two chars!",
        headers={"jwk": own, "kid": "../../dev/null"},
    )
    with pytest.raises(Unauthenticated):
        tokens.verify(forged)


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "\udcff",
        "\x00",
        "e30.e30.",
        "bnVsbA.bnVsbA.bnVsbA",
        "W10.W10.W10",
        "=" * 100,
        "A" * (LONGEST_TOKEN + 1),
        base64.urlsafe_b64encode(b"[" * 5000).decode() + ".e30.e30",
        base64.urlsafe_b64encode(b'{"alg": NaN}').decode() + ".e30.e30",
    ],
    ids=lambda token: f"{token[:20]!r} of {len(token)}",
)
def test_rubbish_is_refused(tokens, token):
    with pytest.raises(Unauthenticated):
        tokens.verify(token)


def test_a_long_token_is_refused_before_it_is_read(tokens, claims):
    with pytest.raises(Unauthenticated, match="too long"):
        tokens.verify(signed({**claims, "padding": "x" * LONGEST_TOKEN}))


def test_the_memory_of_good_tokens_has_an_end(tokens, clock):
    for _ in range(20):
        clock.advance(1)
        token, _ = tokens.issue(uuid4(), SESSION)
        tokens.verify(token)
    assert len(tokens._known) == 20
    again, _ = tokens.issue(USER, SESSION)
    assert tokens.verify(again) is tokens.verify(again)


def test_the_end_of_a_token_is_an_instant(tokens):
    verified = tokens.verify(tokens.issue(USER, SESSION)[0])
    assert verified.expires_at.tzinfo is UTC
    assert verified.expires_at > datetime(2026, 1, 1, tzinfo=UTC)


NEXT = "next-secret-that-is-long-enough-for-it"


def rolled(clock, secret, previous=None):
    return Tokens(AuthSettings(secret=secret, previous_secret=previous), clock)


def test_tokens_of_the_other_secret_are_taken_until_it_is_removed(clock):
    token, _ = rolled(clock, SECRET).issue(USER, SESSION)
    assert rolled(clock, NEXT, SECRET).verify(token).principal.user_id == USER
    assert rolled(clock, SECRET, NEXT).verify(token).principal.user_id == USER
    with pytest.raises(Unauthenticated, match="not valid"):
        rolled(clock, NEXT).verify(token)


def test_new_tokens_are_of_the_first_secret_alone(clock):
    token, _ = rolled(clock, NEXT, SECRET).issue(USER, SESSION)
    assert rolled(clock, NEXT).verify(token).principal.session_id == SESSION
    with pytest.raises(Unauthenticated):
        rolled(clock, SECRET).verify(token)


@pytest.mark.parametrize("secret", ["stranger" * 5, ""])
def test_a_second_secret_lets_nobody_else_in(clock, claims, secret):
    both = rolled(clock, NEXT, SECRET)
    with pytest.raises(Unauthenticated):
        both.verify(signed(claims, secret=secret))
    with pytest.raises(Unauthenticated, match="expired"):
        both.verify(signed({**claims, "exp": claims["iat"] - 3600}, secret=SECRET))
