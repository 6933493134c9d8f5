"""The agent at a scripted server, and turns for it."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID

from pydantic import SecretStr

from api.assistant.agent import AgentFailed, Text, Turn, Usage
from api.assistant.model.agent import open_model
from api.assistant.plans import Outcome
from api.assistant.settings import AssistantSettings
from api.assistant.task_words import Person

KEY = "sk-secret-of-the-tests"
NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


def person(**fields):
    known = {
        "user_id": UUID(int=7),
        "zone": "Europe/Berlin",
        "now": NOW,
        "clock": "24h",
        "week_start": "monday",
        "projects": {},
    }
    return Person(**{**known, **fields})


class Used:
    """Tools that do nothing but remember; answers as told, or the words Done."""

    def __init__(self, *outcomes):
        self.calls = []
        self._outcomes = list(outcomes)

    async def __call__(self, name, arguments):
        self.calls.append((name, arguments))
        return self._outcomes.pop(0) if self._outcomes else Outcome(ok=True, words="Done.")


def turn(said="Hello", *, history=(), use=None, **fields):
    return Turn(said, person(**fields), history, use or Used())


def settings_for(url, **fields):
    known = {
        "model": "scripted",
        "base_url": url,
        "api_key": SecretStr(KEY),
        "connect_seconds": 2,
        "silence_seconds": 10,
        "answer_seconds": 20,
        "retries": 0,
    }
    return AssistantSettings(**{**known, **fields})


@asynccontextmanager
async def asking(server, *, tokens=None, **fields):
    """Asks the agent: its parts, and the failure last if there was one."""
    agent = open_model(settings_for(server.url, **fields))
    assert agent is not None
    answering = agent if tokens is None else agent.within(tokens)

    async def ask(what):
        parts = []
        try:
            async for part in answering.answer(what):
                parts.append(part)  # noqa: PERF401 - those before a failure count
        except AgentFailed as failed:
            parts.append(failed)
        return parts

    ask.agent = answering
    try:
        yield ask
    finally:
        await agent.close()


def texts(parts):
    return [part.text for part in parts if isinstance(part, Text)]


def tokens(parts):
    """How many it has used, in all."""
    return sum(part.tokens for part in parts if isinstance(part, Usage))


def failure(parts):
    """The code with which it failed; None if it did not."""
    return parts[-1].code if parts and isinstance(parts[-1], AgentFailed) else None
