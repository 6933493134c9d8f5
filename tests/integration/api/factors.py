"""Somebody with a password and, if they want, an authenticator app."""

from dataclasses import dataclass, field, replace
from uuid import uuid4

import orjson
from pydantic import SecretStr
from sqlalchemy import text

from shared.core.one_time_codes import code_at, step_at
from tests.integration.api.harness import Api, Person

PASSWORD = "correct horse battery"
KEY = "k" * 40


def keyed(resources, key=KEY, **changes):
    """The application with a key for secrets (None: without one)."""
    secret = SecretStr(key) if key else None
    settings = resources.settings.model_copy(update={"secrets_key": secret, **changes})
    return Api(replace(resources, settings=settings))


@dataclass
class Somebody:
    """An account, a device that is signed in, and what the app and the paper at home know."""

    api: Api
    email: str
    person: Person
    secret: str = ""
    recovery_codes: list[str] = field(default_factory=list)

    def code(self, off=0):
        """What the app shows now, or `off` steps later."""
        return code_at(self.secret, step_at(self.api.resources.clock.now()) + off)

    async def ask(self, method, path, **options):
        return await self.api.ask(method, path, self.person, **options)

    async def start(self):
        answer = await self.ask("POST", "/api/me/second-factor")
        assert answer.status_code == 201, answer.text
        self.secret = answer.json()["secret"]
        return answer.json()

    async def turn_on(self):
        """The second factor is on, and no code of it was used yet."""
        await self.start()
        answer = await self.confirm()
        assert answer.status_code == 200, answer.text
        self.recovery_codes = answer.json()["recovery_codes"]
        await self.forget_last_code()
        return self

    async def confirm(self, code=None):
        body = {"code": code or self.code()}
        return await self.ask("POST", "/api/me/second-factor/confirm", json=body)

    async def forget_last_code(self):
        """As if a minute or two had passed since the last code."""
        await change(
            self.api,
            "UPDATE second_factors SET last_step = NULL WHERE user_id = :id",
            id=self.user_id,
        )

    async def password(self, password=PASSWORD, **fields):
        body = {"email": self.email, "password": password, **fields}
        return await self.api.ask("POST", "/api/auth/sign-in", json=body)

    async def challenge(self):
        answer = await self.password()
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (401, "auth.second_factor_needed")
        return problem["challenge_id"]

    async def answer(self, challenge, **proof):
        body = {"challenge_id": challenge, **(proof or {"code": self.code()})}
        return await self.api.ask("POST", "/api/auth/second-factor", json=body)

    async def methods(self):
        return (await self.ask("GET", "/api/me")).json()["sign_in_methods"]

    async def unconfirm(self):
        """As if they had signed in an hour ago."""
        await change(
            self.api,
            "UPDATE sessions SET confirmed_at = confirmed_at - interval '1 hour' "
            "WHERE user_id = :id",
            id=self.user_id,
        )

    async def acts(self):
        """What the audit log says of them, in order: action and details."""
        async with self.api.resources.db.read() as connection:
            found = await connection.execute(
                text(
                    "SELECT action, details::text FROM audit_entries WHERE target = :id ORDER BY id"
                ),
                {"id": str(self.user_id)},
            )
            return [(action, orjson.loads(details)) for action, details in found]

    async def actions(self):
        return [action for action, _ in await self.acts()]

    async def devices(self):
        """How many devices are signed in."""
        return len((await self.ask("GET", "/api/me/sessions")).json()["items"])

    @property
    def user_id(self):
        return self.person.user_id


async def somebody(api):
    """A new account that has just signed in."""
    email = f"{uuid4().hex}@example.com"
    body = {"email": email, "password": PASSWORD}
    answer = await api.ask("POST", "/api/auth/sign-up", json=body)
    assert answer.status_code == 201, answer.text
    session = answer.json()
    headers = {"authorization": f"Bearer {session['access_token']}"}
    return Somebody(api, email, Person(session["user"]["id"], headers))


async def change(api, statement, **values):
    """The database, changed behind the application's back."""
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(text(statement), values)


def said(answer):
    """Status and code of an answer."""
    return answer.status_code, answer.json().get("code") if answer.content else None


REFUSED = (401, "auth.bad_credentials")
