"""What somebody tries who wants more from the chat than it should give."""

import asyncio
from dataclasses import replace
from time import perf_counter

import pytest

from api.assistant.agent import Text, ToolCall, ToolResult
from api.assistant.built_in.requests import context_of
from shared.domain.words.requests import read_request
from tests.integration.api.assistant.asking import person as somebody
from tests.integration.api.assistant.talking import Talk
from tests.integration.api.harness import Api


@pytest.fixture
async def person(api):
    return await api.person()


@pytest.fixture
def talk(api, person):
    return Talk(api, person)


async def test_a_yes_is_to_what_was_proposed_last_and_not_long_ago(api, person, talk):
    await talk.say("add buy milk")
    asked = await talk.say("delete buy milk")
    assert "Say yes to do it" in asked.text
    await talk.say("what is due today?")
    late = await talk.say("yes")
    assert await api.titles(person) == ["buy milk"]
    assert "ask for it once more" in late.text
    proposal_id = asked.outcome("delete_task")["proposal_id"]
    applied = await api.ask("POST", f"/api/chat/proposals/{proposal_id}/apply", person)
    assert applied.status_code == 200  # the button is still there
    assert await api.titles(person) == []


async def test_a_yes_to_a_model_s_question_is_no_yes_to_an_old_proposal(api, resources, person):
    class Asks:
        async def answer(self, turn):
            if "delete" in turn.said:
                (task,) = (await turn.use("find_tasks", {})).tasks
                yield ToolCall("call_1", "delete_task", {"task_id": task["id"]})
                outcome = await turn.use("delete_task", {"task_id": task["id"]})
                yield ToolResult("call_1", "delete_task", outcome)
            yield Text("Shall I show you what is due tomorrow?")

    talk = Talk(Api(replace(resources, model=lambda _: Asks())), person)
    await api.create(person, title="Dentist")
    await talk.say("delete dentist")
    await talk.say("how are you")
    answer = await talk.say("yes")
    assert answer.all("tool_call") == []
    assert await api.titles(person) == ["Dentist"]


async def test_two_proposals_of_one_answer_take_two_yeses(api, person, talk):
    await talk.say("add buy milk")
    await talk.say("add call mum")
    await talk.say("delete buy milk\ndelete call mum")
    await talk.say("yes")
    assert await api.titles(person) == ["buy milk"]
    await talk.say("yes")
    assert await api.titles(person) == []


async def test_the_chat_is_refused_in_a_batch(api, person):
    wanted = [{"method": "POST", "path": "/api/chat", "body": {"message": "add buy milk"}}]
    answer = await api.ask("POST", "/api/batch", person, json={"requests": wanted})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["code"] == "not_in_batch"
    assert await api.count("conversations", person) == 0


async def test_others_are_served_while_a_long_message_is_read(talk):
    long = "a " * 5_000
    begin = perf_counter()
    read_request(long, context_of(somebody()))
    reading = perf_counter() - begin
    loop, gaps = asyncio.get_running_loop(), []

    def watch(last):
        now = perf_counter()
        gaps.append(now - last)
        if not told.done():
            loop.call_soon(watch, now)

    told = asyncio.ensure_future(talk.say(long))
    watch(perf_counter())
    await told
    assert max(gaps) < reading  # in the loop it is read at one go, and was read twice
