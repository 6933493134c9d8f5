"""A served API, and people whose assistants connect to it with the SDK's own client."""

from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import httpx2
import pytest
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client

from shared.core.settings import KafkaSettings
from tests.integration.api.conftest import NOBODY
from tests.integration.api.running import Served, serving
from tests.services.kafka import PARTITIONS

ALL = ("read", "tasks:write", "mcp")
PASSWORD = "correct horse battery"


@dataclass
class Human:
    """Somebody with an account on a served API, signed in."""

    served: Served
    user_id: object
    headers: dict[str, str]

    async def ask(self, method, path, **options):
        """What the REST API answers to them."""
        headers = {**self.headers, **options.pop("headers", {})}
        return await self.served.client.request(method, path, headers=headers, **options)

    async def token(self, *scopes):
        """The headers of a program of theirs."""
        body = {"name": "Assistant", "scopes": list(scopes or ALL)}
        answer = await self.ask("POST", "/api/me/tokens", json=body)
        assert answer.status_code == 201, answer.text
        return {"authorization": f"Bearer {answer.json()['token']}"}

    async def create(self, **body):
        """A task of theirs."""
        answer = await self.ask("POST", "/api/tasks", json={"title": "Task", **body})
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def titles(self):
        """Titles of all their tasks."""
        found = await self.ask("GET", "/api/tasks?limit=200")
        return sorted(each["title"] for each in found.json()["items"])

    @asynccontextmanager
    async def assistant(self, *scopes, **options):
        """A client of the protocol with a token of these scopes."""
        async with connected(self.served, await self.token(*scopes), **options) as client:
            yield client


@asynccontextmanager
async def connected(served, headers, **options):
    """The SDK's client, connected to the served API."""
    url = f"{served.client.base_url}/mcp"
    async with (
        httpx2.AsyncClient(headers=headers, timeout=30) as http,
        Client(streamable_http_client(url, http_client=http), **options) as client,
    ):
        yield client


async def new_human(served):
    """Somebody new, signed in."""
    body = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD}
    answer = await served.client.post("/api/auth/sign-up", json=body)
    assert answer.status_code == 201, answer.text
    session = answer.json()
    headers = {"authorization": f"Bearer {session['access_token']}"}
    return Human(served, session["user"]["id"], headers)


@pytest.fixture(scope="module")
async def served(database_settings):
    kafka = KafkaSettings(brokers=NOBODY, partitions=PARTITIONS)
    async with serving(database_settings, kafka) as served:
        yield served


@pytest.fixture
async def ada(served):
    return await new_human(served)


@pytest.fixture
async def bob(served):
    return await new_human(served)
