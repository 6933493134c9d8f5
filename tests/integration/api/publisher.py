"""An issuer of tokens in software that the application trusts, and its publisher of keys."""

import json
from contextlib import asynccontextmanager
from uuid import uuid4

from tests.integration.api.issuers import AUDIENCE, bearer, trusting
from tests.issuer import SigningKey
from tests.services.receiver import Said

ISSUER = "https://auth.example"
JWKS = "/jwks"
NOT_GOOD = (401, "auth.unauthenticated")
NOT_LINKED = (403, "identity.not_linked")
FINE = (200, None)

KEYS = {name: SigningKey(name, name) for name in ("ES256", "ES384", "ES512", "RS256", "EdDSA")}
KEYS |= {name: SigningKey(name, name) for name in ("PS256", "RS384", "RS512")}
MINE = KEYS["ES256"]


def publish(receiver, *jwks, **more):
    body = json.dumps({"keys": jwks}).encode()
    receiver.says_to[JWKS] = Said(body=body, **more)


@asynccontextmanager
async def taking(resources, clock, publisher, *, seconds=5.0, sign_up="open", **settings):
    given = {"issuer": ISSUER, "audience": AUDIENCE, "jwks_url": publisher.url + JWKS, **settings}
    async with trusting(resources, clock, seconds=seconds, sign_up=sign_up, mine=given) as api:
        yield api


def claims_at(clock, **changes):
    now = int(clock.now().timestamp())
    subject = uuid4().hex
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": subject,
        "iat": now,
        "exp": now + 600,
        "email": f"{subject}@example.com",
        "email_verified": True,
        "name": "Grace Hopper",
        **changes,
    }
    return {name: value for name, value in claims.items() if value is not None}


async def me(api, token):
    return await api.ask("GET", "/api/me", bearer(token))
