"""The chat without a model: what is said is done, kept and told."""

from uuid import uuid4


async def test_a_task_is_added_by_its_sentence(api, person, talk):
    said = "Create a daily task: team standup at 9 AM"
    answer = await talk.say(said)
    assert [name for name, _ in answer.events] == [
        "start",
        "tool_call",
        "tool_result",
        "text",
        "done",
    ]
    assert answer.one("tool_call")["arguments"] == {"text": said}
    (task,) = answer.outcome("add_task")["tasks"]
    stored = (await api.ask("GET", f"/api/tasks/{task['id']}", person)).json()
    assert stored["title"] == "team standup"
    assert stored["recurrence"]["rrule"].startswith("FREQ=DAILY")
    assert stored["due"]["datetime_local"].endswith("T09:00:00")
    assert answer.one("done")["state"] == "complete"


async def test_what_is_said_stays_in_the_conversation(api, person, talk):
    await talk.say("add buy milk tomorrow at 5pm")
    await talk.say("what is due tomorrow?")
    found = (await api.ask("GET", f"/api/chat/conversations/{talk.conversation_id}", person)).json()
    roles = [each["role"] for each in found["messages"]]
    assert roles == ["user", "assistant", "user", "assistant"]
    assert found["messages"][3]["parts"][0]["name"] == "find_tasks"
    assert "buy milk" in found["messages"][3]["parts"][1]["text"]


async def test_the_same_message_twice_is_taken_once(api, person):
    message = {"message": "add buy milk", "message_id": str(uuid4())}
    first = await api.ask("POST", "/api/chat", person, json=message)
    second = await api.ask("POST", "/api/chat", person, json=message)
    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json()["code"] == "chat.message_exists"
    assert await api.count("tasks", person) == 1


async def test_it_says_plainly_what_it_does_not_understand(api, person, talk):
    answer = await talk.say("how is the weather?")
    assert "did not understand" in answer.text
    assert await api.count("tasks", person) == 0


async def test_nobody_reads_or_answers_in_a_foreign_conversation(api, talk):
    await talk.say("help")
    body = {"message": "help", "conversation_id": str(talk.conversation_id)}
    answer = await api.ask("POST", "/api/chat", await api.person(), json=body)
    assert answer.status_code == 404
