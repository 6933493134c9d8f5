"""Forged, bent and broken tokens: always the same 401, quickly, and nothing of them in the log."""

import json
import logging
from random import Random
from time import process_time
from uuid import uuid4

import pytest

from tests.integration.api.harness import SECRET, Person
from tools.fuzz_tokens.forge import WAYS, Bench, sign

SLOW = 0.25
"""Seconds of work: a token that costs so much would hold others up."""
TRIES = 4


@pytest.fixture
async def bench(api):
    email = f"{uuid4().hex}@example.com"
    body = {"email": email, "password": "correct horse battery"}
    session = (await api.ask("POST", "/api/auth/sign-up", json=body)).json()
    me = Person(session["user"]["id"], {"authorization": f"Bearer {session['access_token']}"})
    feed = (await api.ask("POST", "/api/feeds", me, json={"name": "Mine"})).json()
    now = int(api.resources.clock.now().timestamp())
    settings = api.resources.settings.auth
    claims = {
        "iss": settings.issuer,
        "aud": settings.audience,
        "sub": session["user"]["id"],
        "sid": session["session_id"],
        "iat": now,
        "exp": now + 600,
    }
    good = sign(b'{"alg":"HS256"}', json.dumps(claims).encode(), SECRET.encode())
    assert (await ask(api, f"Bearer {good}")).status_code == 200
    keys = (SECRET.encode()[::-1], SECRET.encode()[:-1], b"rondel")
    tokens = (session["refresh_token"], feed.get("url", "").rpartition("/")[2], uuid4().hex)
    return Bench(claims, SECRET.encode(), keys, tuple(filter(None, tokens)), now)


async def ask(api, value):
    headers = {"authorization": value.encode("utf-8", "surrogatepass")}
    return await api.ask("GET", "/api/tasks", headers=headers)


async def ask_timed(api, value):
    started = process_time()
    return await ask(api, value), process_time() - started


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__.strip("_"))
async def test_no_forged_token_is_taken(api, bench, way, caplog):
    caplog.set_level(logging.DEBUG)
    random = Random(way.__name__)
    for _ in range(40):
        header = way(bench, random)
        answer, seconds = await ask_timed(api, header)
        for _ in range(TRIES):  # what a token costs it costs each time; a pause of the process once
            seconds = min(seconds, (await ask_timed(api, header))[1]) if seconds > SLOW else seconds
        assert seconds < SLOW, header[:200]
        assert answer.status_code == 401, header[:2000]
        assert answer.headers["www-authenticate"].startswith("Bearer")
        document = answer.json()
        assert set(document) == {"type", "title", "status", "detail", "instance", "code"}
        assert document["code"] == "auth.unauthenticated"
        if len(header) > 40:
            assert header[7:47] not in answer.text
            assert header[7:47] not in caplog.text
        assert "Traceback" not in caplog.text
