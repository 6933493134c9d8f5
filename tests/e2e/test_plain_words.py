"""The same sentence by every way in: quick add, chat with and without a model, MCP, and the shell.

Each way has an account of its own, so that the mails can be told apart.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import orjson
import pytest
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client

from tests.e2e.commands import rondel
from tests.e2e.people import Person, in_seconds, signed_up
from tests.e2e.world import CLOCK, WORKERS, World, all_ready
from tests.openai_server.clever import clever
from tests.openai_server.server import OpenAIServer, openai_server

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

STANDUP = "Create a daily task: team standup at 9 AM"
REPORT = "Remind me to submit the report by Friday 5 PM, remind me 1 day before"
ZONE = ZoneInfo("Europe/Berlin")
OF_INTEREST = ("title", "due", "recurrence", "priority", "labels", "notes", "project_id")


@dataclass(frozen=True)
class Doors:
    """A server without a model, one with a model, and the model."""

    world: World
    plain: str
    with_model: str
    model: OpenAIServer


@pytest.fixture(scope="module")
async def doors(new_world) -> AsyncIterator[Doors]:
    async with new_world() as world, openai_server(otherwise=clever) as model:
        workers = [world.processes.launch(f"workers.{name}") for name in WORKERS]
        plain = world.processes.launch("api")
        world.processes.environment |= {
            "RONDEL_ASSISTANT__MODEL": "scripted",
            "OPENAI_BASE_URL": f"http://127.0.0.1:{model.port}/v1",
            "OPENAI_API_KEY": "for-tests",
        }
        asking = world.processes.launch("api")
        await all_ready(*workers, plain, asking)
        yield Doors(world, plain.url, asking.url, model)


@dataclass(frozen=True)
class Visitor:
    """Somebody, and a token for their programs."""

    person: Person
    token: str


async def quick_add(_: Doors, visitor: Visitor, sentence: str) -> None:
    read = await visitor.person.client.post("/api/tasks/parse", json={"text": sentence})
    made = await visitor.person.client.post(
        "/api/tasks", json=read.raise_for_status().json()["task"]
    )
    made.raise_for_status()


async def chat(_: Doors, visitor: Visitor, sentence: str) -> None:
    answer = await visitor.person.client.post("/api/chat", json={"message": sentence}, timeout=30)
    answer.raise_for_status()
    assert "event: done" in answer.text
    assert "event: notice" not in answer.text, answer.text


async def chat_with_model(doors: Doors, visitor: Visitor, sentence: str) -> None:
    asked = len(doors.model.requests)
    await chat(doors, visitor, sentence)
    assert len(doors.model.requests) == asked + 2


async def by_mcp(doors: Doors, visitor: Visitor, sentence: str) -> None:
    headers = {"authorization": f"Bearer {visitor.token}"}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=30) as http,
        Client(streamable_http_client(f"{doors.plain}/mcp", http_client=http)) as client,
    ):
        result = await client.call_tool("add_task", {"text": sentence})
    assert not result.is_error, result


async def by_shell(doors: Doors, visitor: Visitor, sentence: str) -> None:
    access = ("--url", doors.plain, "--token", visitor.token)
    await rondel(doors.world, "add", sentence, "--json", *access)


async def api_token(person: Person) -> str:
    confirm = {"password": "correct horse battery staple"}
    (await person.client.post("/api/auth/confirm", json=confirm)).raise_for_status()
    body = {"name": "A way in", "scopes": ["read", "tasks:write", "mcp"]}
    answer = await person.client.post("/api/me/tokens", json=body)
    return str(answer.raise_for_status().json()["token"])


Way = Callable[[Doors, Visitor, str], Awaitable[None]]
WAYS: dict[str, Way] = {
    "quick add": quick_add,
    "chat": chat,
    "chat with a model": chat_with_model,
    "MCP": by_mcp,
    "shell": by_shell,
}


@asynccontextmanager
async def somebody(doors: Doors, way: str) -> AsyncIterator[Visitor]:
    url = doors.with_model if way == "chat with a model" else doors.plain
    async with signed_up(url, zone=ZONE.key) as person:
        yield Visitor(person, await api_token(person))


async def made_by(doors: Doors, way: str, sentence: str) -> dict[str, Any]:
    async with somebody(doors, way) as visitor:
        await WAYS[way](doors, visitor, sentence)
        (task,) = await visitor.person.tasks()
    return task


def next_friday_at_17(now: datetime) -> datetime:
    """Worked out without the parser: the first Friday 17:00 that is still ahead."""
    day = now.replace(hour=17, minute=0, second=0, microsecond=0)
    while day.weekday() != 4 or day <= now:
        day += timedelta(days=1)
    return day


def next_9_am(now: datetime) -> datetime:
    today = now.replace(hour=9, minute=0, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)


@pytest.mark.parametrize("way", WAYS)
async def test_the_standup_comes_every_day_at_nine(doors, way):
    task = await made_by(doors, way, STANDUP)
    due = next_9_am(CLOCK.now().astimezone(ZONE))
    assert task["title"] == "team standup"
    assert task["recurrence"]["rrule"].split(";")[0] == "FREQ=DAILY"
    assert task["due"]["datetime_local"] == f"{due:%Y-%m-%dT%H:%M:%S}"
    assert datetime.fromisoformat(task["due"]["at"]) == due
    (reminder,) = task["reminders"]
    assert datetime.fromisoformat(reminder["fire_at"]) == due


@pytest.mark.parametrize("way", WAYS)
async def test_the_report_is_due_on_friday_and_said_a_day_before(doors, way):
    task = await made_by(doors, way, REPORT)
    due = next_friday_at_17(CLOCK.now().astimezone(ZONE))
    assert task["title"] == "submit the report"
    assert task["recurrence"] is None
    assert datetime.fromisoformat(task["due"]["at"]) == due
    fires = {datetime.fromisoformat(each["fire_at"]) for each in task["reminders"]}
    assert due - timedelta(days=1) in fires


@pytest.mark.parametrize("sentence", [STANDUP, REPORT], ids=["standup", "report"])
async def test_every_way_makes_the_same_task(doors, sentence):
    found = {way: await made_by(doors, way, sentence) for way in WAYS}
    kinds = {way: orjson.dumps(_essence(task)) for way, task in found.items()}
    assert len(set(kinds.values())) == 1, kinds


def _essence(task: dict[str, Any]) -> dict[str, Any]:
    reminders = [
        {name: each[name] for name in ("type", "offset", "fire_at", "channels", "state")}
        for each in task["reminders"]
    ]
    return {**{name: task[name] for name in OF_INTEREST}, "reminders": reminders}


async def test_the_mail_of_a_sentence_comes_at_its_second_by_every_way(doors):
    async with AsyncExitStack() as stack:
        visitors = {way: await stack.enter_async_context(somebody(doors, way)) for way in WAYS}
        at = in_seconds(15)
        sentence = f"Remind me to submit the report at {at.astimezone(ZONE):%H:%M:%S}"
        await asyncio.gather(*(WAYS[way](doors, visitors[way], sentence) for way in WAYS))
        for way, visitor in visitors.items():
            (task,) = await visitor.person.tasks()
            (reminder,) = task["reminders"]
            assert datetime.fromisoformat(reminder["fire_at"]) == at, way
            mails = await doors.world.sink.mails(visitor.person.email, at_least=2, seconds=40)
            (mail,) = [each for each in mails if "submit the report" in each.subject]
            assert mail.received_at >= at, way  # the other one tells of the new token
