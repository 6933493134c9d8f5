"""People with an account and an API token, who use the command line against a served API."""

import asyncio
from contextlib import asynccontextmanager
from itertools import count

import httpx
import orjson
from typer.testing import CliRunner

from cli.main import app

PASSWORD = "correct horse battery staple"
_number = count(1)


class Person:
    """Somebody with an account, at the API and at the command line."""

    def __init__(self, client, email, token, folder):
        self.client = client
        self.email = email
        self.token = token
        self.folder = folder

    @property
    def environment(self):
        """What a shell of this person has set; nothing of the machine's own."""
        return {
            "RONDEL_URL": str(self.client.base_url),
            "RONDEL_TOKEN": self.token,
            "RONDEL_EMAIL": "",
            "RONDEL_PASSWORD": "",
            "RONDEL_STATE_DIR": str(self.folder / "state"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "COLUMNS": "200",
        }

    async def run(self, *arguments, stdin="", **environment):
        """The command as it ended."""
        env = {**self.environment, **environment}
        return await asyncio.to_thread(
            CliRunner().invoke, app, [*map(str, arguments)], env=env, input=stdin
        )

    async def __call__(self, *arguments, code=0, stdin="", **environment):
        """What the command prints, or complains of."""
        done = await self.run(*arguments, stdin=stdin, **environment)
        assert done.exit_code == code, done.output
        return done.output if code else done.stdout

    async def json(self, *arguments, code=0, stdin="", **environment):
        """The one document that it prints."""
        done = await self.run(*arguments, "--json", stdin=stdin, **environment)
        assert done.exit_code == code, done.output
        assert done.stderr == ""
        return orjson.loads(done.stdout)

    async def get(self, path, **params):
        return (await self.client.get(path, params=params)).raise_for_status().json()

    async def post(self, path, **body):
        return (await self.client.post(path, json=body)).raise_for_status().json()

    async def add(self, title, **fields):
        """A task, made at the API."""
        return await self.post("/api/tasks", title=title, **fields)

    async def new_token(self, *scopes):
        return (await self.post("/api/me/tokens", name="shell", scopes=scopes))["token"]


@asynccontextmanager
async def new_person(url, folder):
    """Somebody in Berlin with a token that may read and write tasks."""
    email = f"shell{next(_number)}@example.com"
    async with httpx.AsyncClient(base_url=url) as client:
        body = {"email": email, "password": PASSWORD, "zone": "Europe/Berlin"}
        session = (await client.post("/api/auth/sign-up", json=body)).raise_for_status().json()
        client.headers["authorization"] = f"Bearer {session['access_token']}"
        person = Person(client, email, "", folder)
        person.token = await person.new_token("read", "tasks:write")
        yield person
