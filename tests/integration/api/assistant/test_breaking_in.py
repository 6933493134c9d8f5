"""What somebody tries who wants more from the chat than it should give."""

import asyncio
from dataclasses import replace

from api.assistant.agent import Text, ToolCall, ToolResult
from api.assistant.built_in.requests import request_of
from tests.integration.api.assistant.asking import person as somebody
from tests.integration.api.assistant.talking import Talk
from tests.integration.api.harness import Api


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


async def test_others_are_served_while_a_long_message_is_read():
    loop, turns = asyncio.get_running_loop(), 0

    def serve():
        nonlocal turns
        turns += 1
        if not reading.done():
            loop.call_soon(serve)

    reading = asyncio.ensure_future(request_of("a " * 5_000, somebody()))
    loop.call_soon(serve)
    await reading
    assert turns > 3  # read in the loop, it would be done before anybody else had a turn
