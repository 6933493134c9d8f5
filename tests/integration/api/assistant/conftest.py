"""Somebody who uses the assistant's tools against the application in this process."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from api.assistant.caller import Caller
from api.assistant.plans import Plan, plan_of
from api.assistant.task_words import Person
from api.assistant.tools.tool import ToolContext
from api.assistant.tools.using import carry_out, use_tool
from api.rate_limits import RATE_BUCKET
from api.resources import RESOURCES
from tests.integration.api.assistant.talking import Talk

NOW = datetime(2031, 11, 26, 9, tzinfo=UTC)
"""A Wednesday, 10:00 in Berlin."""


@dataclass
class User:
    """A person with the tools; what waits for a yes is in `proposals`."""

    api: object
    person: object
    context: ToolContext
    proposals: dict = field(default_factory=dict)

    async def use(self, tool, **arguments):
        """What became of the call."""
        return await self.call(tool, arguments)

    async def call(self, tool, arguments):
        """As `use`, with arguments of whatever kind."""
        return await use_tool(self.context, tool, arguments, self._propose)

    async def _propose(self, plan: Plan) -> str:
        identifier = str(uuid4())
        self.proposals[identifier] = plan.as_document()
        return identifier

    async def confirm(self, outcome):
        """What was proposed is carried out, read back from how it is stored."""
        assert outcome.proposal_id is not None, outcome
        plan = plan_of(self.proposals.pop(outcome.proposal_id))
        return await carry_out(self.context, plan)

    async def create(self, **body):
        """A task, made through the API."""
        return await self.api.create(self.person, **body)

    async def read(self, task):
        """The task as it is now; None if it is not there."""
        answer = await self.api.ask("GET", f"/api/tasks/{task['id']}", self.person)
        return answer.json() if answer.status_code == 200 else None

    async def change(self, task, **body):
        """Somebody else changes it meanwhile."""
        answer = await self.api.ask("PATCH", f"/api/tasks/{task['id']}", self.person, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def project(self, name):
        """A project of theirs, which they know by its name."""
        answer = await self.api.ask("POST", "/api/projects", self.person, json={"name": name})
        assert answer.status_code == 201, answer.text
        self.context.person.projects[answer.json()["id"]] = name
        return answer.json()


async def user_of(api, person, *, zone="Europe/Berlin", now=NOW, headers=None):
    """The tools as this person may use them, with the headers of theirs or of a token."""
    given = headers or person.headers
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "server": ("rondel.test", 80),
        "client": ("127.0.0.1", 1),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        RATE_BUCKET: "user",
        RESOURCES: api.resources,
    }
    told = Person(
        user_id=person.user_id, zone=zone, now=now, clock="24h", week_start="MO", projects={}
    )
    return User(api, person, ToolContext(Caller(api.app, scope), told))


@pytest.fixture
async def ada(api):
    return await user_of(api, await api.person(zone="Europe/Berlin"))


@pytest.fixture
async def bob(api):
    return await user_of(api, await api.person(zone="Europe/Berlin"))


@pytest.fixture
async def person(api):
    """Somebody who talks to the assistant."""
    return await api.person(zone="Europe/Berlin")


@pytest.fixture
def talk(api, person):
    """A conversation of theirs."""
    return Talk(api, person)
