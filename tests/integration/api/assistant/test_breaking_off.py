"""Answers that break off: what was done is done and kept, and nothing more happens."""

import asyncio
from dataclasses import replace

import orjson

from api.assistant.agent import Text, ToolCall, ToolResult
from tests.integration.api.assistant.talking import Talk
from tests.integration.api.harness import Api
from tests.waiting import eventually


class Stubborn:
    """Adds a task, and then does what a test wants."""

    def __init__(self, then) -> None:
        self.then = then
        self.has_added = asyncio.Event()

    async def answer(self, turn):
        yield Text("One moment. ")
        yield ToolCall("call_1", "add_task", {"text": "buy milk"})
        outcome = await turn.use("add_task", {"text": "buy milk"})
        self.has_added.set()
        yield ToolResult("call_1", "add_task", outcome)
        await self.then()
        yield Text("And that was it.")


def talk_with(resources, person, agent) -> Talk:
    return Talk(Api(replace(resources, model=lambda _: agent)), person)


async def messages(api, person, conversation_id):
    path = f"/api/chat/conversations/{conversation_id}"
    return (await api.ask("GET", path, person)).json()["messages"]


async def test_an_error_of_ours_ends_the_answer_with_a_problem(api, resources, person):
    async def breaks():
        raise RuntimeError("a secret of the inside")

    talk = talk_with(resources, person, Stubborn(breaks))
    answer = await talk.say("buy milk please")
    problem = answer.one("error")
    assert problem["code"] == "internal"
    assert "secret" not in str(problem)
    assert answer.all("done") == []
    kept = (await messages(api, person, talk.conversation_id))[-1]
    assert kept["state"] == "interrupted"
    assert [part["type"] for part in kept["parts"]] == ["text", "tool"]
    assert kept["parts"][1]["outcome"]["ok"] is True
    assert await api.titles(person) == ["buy milk"]


async def test_a_client_that_leaves_ends_the_answer_and_keeps_what_was_done(api, resources, person):
    agent = Stubborn(asyncio.Event().wait)
    app = Api(replace(resources, model=lambda _: agent)).app
    asked = orjson.dumps({"message": "buy milk please"})
    sent = []
    is_read = False

    async def receive():
        nonlocal is_read
        if not is_read:
            is_read = True
            return {"type": "http.request", "body": asked, "more_body": False}
        await agent.has_added.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    await asyncio.wait_for(app(_scope(person, asked), receive, send), 20)
    (conversation,) = (await api.ask("GET", "/api/chat/conversations", person)).json()["items"]
    kept = (await messages(api, person, conversation["id"]))[-1]
    assert kept["state"] == "interrupted"
    assert kept["parts"][-1]["outcome"]["ok"] is True
    assert not any(b"And that was it" in each.get("body", b"") for each in sent)


def _scope(person, body):
    headers = {**person.headers, "content-type": "application/json", "host": "rondel.test"}
    headers["content-length"] = str(len(body))
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/api/chat",
        "raw_path": b"/api/chat",
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("rondel.test", 80),
    }


async def test_a_conversation_that_is_deleted_meanwhile_is_not_made_again(api, resources, person):
    async def forget():
        (found,) = (await api.ask("GET", "/api/chat/conversations", person)).json()["items"]
        await api.ask("DELETE", f"/api/chat/conversations/{found['id']}", person)

    talk = talk_with(resources, person, Stubborn(forget))
    answer = await talk.say("buy milk please")
    assert answer.one("done") == {"message_id": None, "state": "complete"}
    assert await api.count("conversations", person) == 0
    assert await api.titles(person) == ["buy milk"]


async def test_two_answers_at_a_time_in_one_conversation_are_both_kept(api, person):
    talk = Talk(api, person)
    await talk.say("help")
    await asyncio.gather(*(talk.say(f"add errand {number}") for number in range(6)))
    kept = await messages(api, person, talk.conversation_id)
    assert len(kept) == 14
    assert sorted(await api.titles(person)) == [f"errand {number}" for number in range(6)]


async def test_eight_yeses_at_once_delete_once(api, person):
    talk = Talk(api, person)
    await talk.say("add buy milk")
    await talk.say("delete buy milk")
    answers = await asyncio.gather(*(talk.say("yes") for _ in range(8)))
    done = [each for each in answers for tool in each.all("tool_result") if tool["outcome"]["ok"]]
    assert len(done) == 1

    async def is_gone():
        return await api.titles(person) == []

    await eventually(is_gone)
