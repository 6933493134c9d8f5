"""A day with every secret there is: none of them is in a log line, an event, a row or an answer."""

import asyncio
import logging
import sys
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from cli.embedded.layout import PROJECT
from cli.embedded.ports import choose_port
from shared.core.settings import inherited_environment
from tests.integration.api.harness import Api
from tests.integration.api.test_account_mails import OTHER, PASSWORD, link_of, person_of

BOT = "123456:" + "A" * 35
URL = "https://hooks.example.com/services/T0/very-secret-path"
KEPT = frozenset({"account_mails"})
"""Tables whose keys a link is made of, which is worth nothing without the signing secret."""


@pytest.fixture(scope="module")
def api(resources):
    auth = resources.settings.auth.model_copy(update={"verify_email": "first"})
    settings = resources.settings.model_copy(
        update={"auth": auth, "secrets_key": SecretStr("a-key-of-the-test-" * 3)}
    )
    return Api(replace(resources, settings=settings))


class Day:
    """What somebody does, and every secret that they had in their hands."""

    def __init__(self, api):
        self.api = api
        self.email = f"{uuid4().hex}@example.com"
        self.secrets = {"password": PASSWORD, "new password": OTHER}
        self.me = None

    async def post(self, path, status, person=None, headers=None, **body):
        answer = await self.api.ask("POST", path, person, json=body, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else {}

    def keep(self, name, session):
        self.secrets[f"access token {name}"] = session["access_token"]
        if session["refresh_token"]:
            self.secrets[f"refresh token {name}"] = session["refresh_token"]
        self.me = person_of(session)

    async def signs_up(self):
        await self.post("/api/auth/sign-up", 202, email=self.email, password=PASSWORD)
        await self.post("/api/auth/sign-in", 403, email=self.email, password=PASSWORD)
        token = self.secrets["link"] = await link_of(self.api, self.email, "verify_email")
        assert (await self.api.ask("GET", f"/a/{token}")).status_code == 200
        body = {"token": token, "password": PASSWORD}
        self.keep("of the link", await self.post("/api/auth/verify-email", 200, **body))

    async def signs_in(self):
        body = {"email": self.email, "password": PASSWORD}
        wrong = self.secrets["wrong password"] = "a wrong guess of mine"
        await self.post("/api/auth/sign-in", 401, email=self.email, password=wrong)
        session = await self.post("/api/auth/sign-in", 200, **body)
        self.keep("of the password", session)
        next_one = {"refresh_token": session["refresh_token"]}
        self.keep("of the refresh", await self.post("/api/auth/refresh", 200, **next_one))
        answer = await self.api.ask("POST", "/api/auth/sign-in", json={**body, "session": "cookie"})
        self.secrets["cookie"] = answer.headers["set-cookie"].partition(";")[0].partition("=")[2]
        bad = self.secrets["bad token"] = f"{session['access_token']}x"
        headers = {"authorization": f"Bearer {bad}"}
        path = f"/api/tasks?access_token={session['access_token']}"
        assert (await self.api.ask("GET", path, headers=headers)).status_code == 401

    async def makes_tokens(self):
        once = {"idempotency-key": "of-the-token"}
        made = await self.post("/api/me/tokens", 201, self.me, once, name="CLI", scopes=["read"])
        self.secrets["api token"] = made["token"]
        feed = await self.post("/api/feeds", 201, self.me, {"idempotency-key": "f"}, name="Phone")
        self.secrets["feed"] = feed["url"].rpartition("/")[2].removesuffix(".ics")
        path = feed["url"].removeprefix(self.api.resources.settings.public_url)
        assert (await self.api.ask("GET", path)).status_code == 200
        assert (await self.api.ask("GET", path.replace(".ics", "x.ics"))).status_code == 404

    async def is_told_elsewhere(self):
        hook = {"name": "Hook", "url": URL, "event_types": ["task.completed"]}
        made = await self.post("/api/webhooks", 201, self.me, {"idempotency-key": "w"}, **hook)
        self.secrets["webhook"] = made["secret"]
        self.secrets["path of the webhook"] = "very-secret-path"
        made = await self.post("/api/channels", 201, self.me, kind="webhook", name="W", url=URL)
        self.secrets["channel"] = made["secret"]
        bot = {"kind": "telegram", "name": "T", "token": BOT, "chat_id": "-1001234"}
        await self.post("/api/channels", 201, self.me, **bot)
        await self.post("/api/channels", 422, self.me, **{**bot, "chat_id": {"token": BOT}})
        self.secrets["bot"] = BOT

    async def forgets(self):
        await self.post("/api/auth/forgot-password", 202, email=self.email)
        token = self.secrets["reset link"] = await link_of(self.api, self.email, "reset_password")
        await self.api.ask("GET", f"/a/{token}")
        answer = await self.api.ask("POST", f"/a/{token}", data={"password": OTHER})
        assert answer.status_code == 200
        await self.post("/api/auth/sign-in", 200, email=self.email, password=OTHER)

    async def breaks_something(self):
        """A route fails with all that it was given in the text of its error."""
        headers = {"authorization": f"Bearer {self.secrets['api token']}"}
        answer = await self.api.ask("GET", "/api/tasks?cursor=" + "x" * 50, headers=headers)
        assert answer.status_code == 422


@pytest.fixture
async def day(api, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # the client of the test
    day = Day(api)
    await day.signs_up()
    await day.signs_in()
    await day.makes_tokens()
    await day.is_told_elsewhere()
    await day.forgets()
    await day.breaks_something()
    return day


async def rows(db):
    """Every row of every table as text, with its bytes in hexadecimal digits."""
    async with db.read() as connection:
        names = await connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        )
        for (name,) in names.all():
            if name not in KEPT:
                found = await connection.execute(text(f'SELECT t::text FROM "{name}" t'))
                yield name, "\n".join(row for (row,) in found)


async def test_no_secret_is_in_a_log_line(day, caplog):
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    said = "".join(f"{record.getMessage()} {record.__dict__}" for record in records)
    assert said.count("http_request") > 15
    assert "/a/{token}" in said
    assert [name for name, secret in day.secrets.items() if secret in said] == []
    assert day.email not in said


async def test_no_secret_is_in_an_event_an_audit_entry_or_any_other_row(day):
    found, seen = [], {}
    async for table, content in rows(day.api.resources.db):
        seen[table] = len(content)
        for name, secret in day.secrets.items():
            if secret in content or secret.encode().hex() in content:
                found.append((table, name))
    assert found == []
    assert all(seen[name] for name in ("outbox", "audit_entries", "sessions", "api_tokens"))
    assert all(seen[name] for name in ("idempotency_keys", "webhooks", "channels", "feeds"))


async def test_no_secret_is_told_again(day):
    headers = await day.api.ask(
        "POST", "/api/auth/sign-in", json={"email": day.email, "password": OTHER}
    )
    me = person_of(headers.json())
    paths = ["me", "me/sessions", "me/tokens", "me/audit", "feeds", "webhooks", "channels"]
    for path in paths:
        answer = await day.api.ask("GET", f"/api/{path}", me)
        assert answer.status_code == 200
        assert [name for name, secret in day.secrets.items() if secret in answer.text] == []


async def run_api(**changes):
    """What an API process says that is started with these settings, asked once, and stopped."""
    port = choose_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "api",
        cwd=PROJECT,
        env=inherited_environment({**changes, "RONDEL_HTTP__PORT": str(port)}),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said = []
    async with asyncio.timeout(60):
        async for line in process.stdout:
            said.append(line.decode())
            if "api_listening" in said[-1]:
                said.append(await signed_in_at(port))
                process.terminate()
    await process.wait()
    return "".join(said)


async def signed_in_at(port):
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        body = {"email": "ada@example.com", "password": "hunter2-of-ada"}
        refused = await client.post("/api/auth/sign-in", json=body)
        assert refused.status_code == 503
        return refused.text + (await client.get("/health")).text


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("postgresql://rondel:hunter2-of-the-database@127.0.0.1:1/rondel", "request_refused"),
        ("mysql://rondel:hunter2-of-the-database@127.0.0.1:1/rondel", "must start with postgresql"),
    ],
)
async def test_a_database_that_is_away_is_named_without_its_password(url, names):
    said = await run_api(
        DATABASE_URL=url,
        KAFKA_BROKERS="127.0.0.1:1",
        RONDEL_KAFKA__SECURITY_PROTOCOL="SASL_PLAINTEXT",
        RONDEL_KAFKA__SASL_MECHANISM="PLAIN",
        RONDEL_KAFKA__SASL_USERNAME="rondel",
        RONDEL_KAFKA__SASL_PASSWORD="hunter2-of-kafka",
        BETTER_AUTH_SECRET="hunter2-of-the-tokens-0123456789abcdef",
        RONDEL_SECRETS_KEY="hunter2-of-the-sealer-0123456789abcdef",
        RONDEL_LOG__LEVEL="debug",
    )
    assert names in said
    assert "hunter2" not in said
