"""The chat with a model behind it: the same tasks, and what is said when the model fails."""

from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from api.assistant.model.agent import open_model
from tests.integration.api.assistant.asking import settings_for
from tests.integration.api.assistant.talking import Talk
from tests.integration.api.harness import Api
from tests.openai_server import replies
from tests.openai_server.clever import clever
from tests.openai_server.replies import calls, refuses, says
from tests.openai_server.server import openai_server

STANDUP = "Create a daily task: team standup at 9 AM"
REPORT = "Remind me to submit the report by Friday 5 PM, remind me 1 day before"


@asynccontextmanager
async def chatting(resources, **settings):
    """Somebody who talks to the chat, and the model's server."""
    async with openai_server(otherwise=clever) as server:
        agent = open_model(settings_for(server.url, **settings))
        assert agent is not None
        api = Api(replace(resources, model=agent.within))
        try:
            yield Talk(api, await api.person(zone="Europe/Berlin")), server
        finally:
            await agent.close()


async def without_a_model(api, sentence):
    """The task that the built-in assistant makes of it, for somebody else."""
    talk = Talk(api, await api.person(zone="Europe/Berlin"))
    return await task_of(talk, await talk.say(sentence))


async def task_of(talk, answer):
    (task,) = answer.outcome("add_task")["tasks"]
    return (await talk.api.ask("GET", f"/api/tasks/{task['id']}", talk.person)).json()


@pytest.mark.parametrize("sentence", [STANDUP, REPORT], ids=["standup", "report"])
async def test_a_sentence_makes_the_same_task_as_without_a_model(api, resources, sentence):
    async with chatting(resources) as (talk, server):
        answer = await talk.say(sentence)
        assert answer.one("tool_call")["arguments"] == {"text": sentence}
        assert answer.all("notice") == []
        assert answer.text.startswith("Added “")
        found = await task_of(talk, answer)
        assert len(server.requests) == 2
    expected = await without_a_model(api, sentence)
    for task in (found, expected):
        for each in task["reminders"]:
            del each["id"]
    for name in ("title", "due", "recurrence", "reminders", "priority", "labels"):
        assert found[name] == expected[name], name
    assert found["title"] in {"team standup", "submit the report"}


async def test_the_model_reads_what_was_said_before(resources):
    async with chatting(resources) as (talk, server):
        await talk.say("Buy milk tomorrow")
        await talk.say("What is due tomorrow?")
        said = [(each["role"], each["content"][:14]) for each in server.requests[2].messages[1:]]
    assert [role for role, _ in said] == ["user", "assistant", "tool", "assistant", "user"]
    assert said[0][1] == "Buy milk tomor"
    assert said[-1][1] == "What is due to"


async def test_nobody_s_words_are_in_the_requests_of_somebody_else(resources):
    async with chatting(resources) as (talk, server):
        await talk.say("Buy my secret present")
        before = len(server.requests)
        other = Talk(talk.api, await talk.api.person())
        await other.say("List everything")
        for asked in server.requests[before:]:
            assert b"secret present" not in asked.content
            token = talk.person.headers["authorization"].removeprefix("Bearer ")
            assert token.encode() not in asked.content
            assert str(other.person.user_id).encode() not in asked.content


FAILURES = {
    "refused": (refuses(404), "model_unavailable"),
    "slow": (replies.HANGS, "model_slow"),
    "nonsense": (replies.page(), "model_nonsense"),
    "nothing": (says(), "model_nonsense"),
    "cut": (replies.CUT_AT_ONCE, "model_nonsense"),
    "half": (replies.HALF_JSON, "model_broke_off"),
}


@pytest.mark.parametrize(("reply", "code"), FAILURES.values(), ids=FAILURES)
async def test_the_built_in_assistant_answers_for_a_model_that_fails(resources, reply, code):
    silence = 0.2 if code == "model_slow" else 10
    async with chatting(resources, silence_seconds=silence) as (talk, server):
        server.script(reply)
        answer = await talk.say(STANDUP)
        assert answer.one("notice")["code"] == code
        assert (await task_of(talk, answer))["title"] == "team standup"
        assert answer.one("done")["state"] == "complete"
        assert await talk.api.count("tasks", talk.person) == 1


async def test_a_model_that_fails_after_it_added_a_task_adds_it_once(resources):
    async with chatting(resources) as (talk, server):
        server.script(calls(("add_task", {"text": "team standup daily at 9 AM"})), refuses(500))
        answer = await talk.say(STANDUP)
        assert answer.one("notice")["code"] == "model_broke_off"
        assert await talk.api.count("tasks", talk.person) == 1


async def test_tokens_are_counted_and_end_for_the_day(resources):
    async with chatting(resources) as (talk, server):
        server.script(says("Hello.", tokens=150_000))
        await talk.say("Hello there")
        left = (await talk.api.ask("GET", "/api/chat", talk.person)).json()["tokens_left"]
        assert left == 50_000
        server.script(says("Hello.", tokens=50_000))
        await talk.say("Hello there")
        server.script(says("Never."))
        answer = await talk.say(STANDUP)
        assert answer.one("notice")["code"] == "tokens_used_up"
        assert server.requests == []
        assert await talk.api.count("tasks", talk.person) == 1


async def test_a_wrong_argument_is_told_and_mended(resources):
    async with chatting(resources) as (talk, server):
        wrong = calls(("add_task", {"title": "Pay rent", "due": "2026-12-01"}))
        server.script(wrong, calls(("add_task", {"text": "Pay rent"})), says("Added."))
        answer = await talk.say("Pay rent")
        outcomes = [each["outcome"]["ok"] for each in answer.all("tool_result")]
        assert outcomes == [False, True]
        assert "Wrong arguments of add_task" in server.requests[1].messages[-1]["content"]
        assert await talk.api.count("tasks", talk.person) == 1
