"""The application with issuers and providers in its settings, and a real Better Auth server."""

import ssl
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache
from uuid import uuid4

import httpx

from api.issuers.fetching import Fetcher
from api.issuers.sign_in import ForeignSignIn
from api.issuers.tokens import ForeignTokens
from api.main import Application
from shared.core.issuers import IssuerSettings, ProviderSettings
from tests.integration.api.harness import Api, Person
from tests.services.node import serving_node

AUDIENCE = "tasks-api"
SECRET = "better-auth-secret-of-the-tests-0123456789"
PASSWORD = "correct horse battery"


@cache
def tls():
    return ssl.create_default_context()


@cache
def described():
    """The description of the API, made once: it takes longer than most tests."""
    return Application(None).openapi()


@asynccontextmanager
async def trusting(
    resources, clock=None, *, seconds=5.0, sign_up="open", providers=None, **issuers
):
    """The application, taking tokens of these issuers as well, and sending to these providers."""
    auth = resources.settings.auth.model_copy(
        update={
            "issuers": {name: IssuerSettings(**each) for name, each in issuers.items()},
            "providers": {
                name: ProviderSettings(**each) for name, each in (providers or {}).items()
            },
            "sign_up": sign_up,
        }
    )
    settings = resources.settings.model_copy(update={"auth": auth})
    db = resources.db
    if clock is not None:
        db = type(db)(db.engine, clock, db.partitions)
    async with Fetcher(seconds, tls()) as fetcher:
        foreign = ForeignTokens(auth, db, fetcher)
        sign_in = ForeignSignIn(auth, settings.public_url, fetcher, db.clock)
        parts = {"foreign_tokens": foreign, "foreign_sign_in": sign_in}
        api = Api(replace(resources, settings=settings, **parts))
        api.app.openapi_schema = described()
        yield api
        await foreign.close()
        await sign_in.close()


@dataclass
class BetterAuth:
    """A running server, and how a browser would speak to it."""

    url: str
    client: httpx.AsyncClient
    stop: Callable[[], Awaitable[None]]

    async def sign_up(self, email=None):
        """Somebody new has a session; their address."""
        email = email or f"{uuid4().hex}@example.com"
        body = {"email": email, "password": PASSWORD, "name": "Ada Lovelace"}
        answer = await self.client.post("/api/auth/sign-up/email", json=body)
        assert answer.status_code == 200, answer.text
        return email

    async def token(self):
        """An access token of who is signed in."""
        answer = await self.client.get("/api/auth/token")
        assert answer.status_code == 200, answer.text
        return answer.json()["token"]

    def trusted(self, **settings):
        """What has to be set here."""
        jwks = f"{self.url}/api/auth/jwks"
        return {"issuer": self.url, "audience": AUDIENCE, "jwks_url": jwks, **settings}


@asynccontextmanager
async def better_auth(folder, database_url, *, jwks=None, jwt=None, verified=True, shared=None):
    """A Better Auth server with a schema of its own."""
    claims = {"audience": AUDIENCE, "expirationTime": "15m", **(jwt or {})}
    claims = {name: value for name, value in claims.items() if value is not None}
    settings = {
        "database": database_url,
        "schema": f"ba_{uuid4().hex[:8]}",
        "secret": SECRET,
        "verified": verified,
        "jwt": {"jwks": jwks or {}, "jwt": claims, "shared": shared},
    }
    async with serving_node(folder, settings) as server:
        url = f"http://127.0.0.1:{server.port}"
        headers = {"origin": url}
        async with httpx.AsyncClient(base_url=url, headers=headers, timeout=30) as client:
            yield BetterAuth(url, client, server.stop)


def bearer(token):
    return Person(None, {"authorization": f"Bearer {token}"})
