"""The agent and a model that behaves: text, tools, history, keys."""

from api.assistant.agent import Usage
from tests.integration.api.assistant.asking import Used, asking, person, texts, turn
from tests.openai_server.replies import calls, says
from tests.openai_server.server import openai_server


async def test_text_goes_out_as_it_comes():
    async with openai_server() as server, asking(server) as ask:
        server.script(says("Good ", "morning", "."))
        parts = await ask(turn("Hello"))
    assert texts(parts) == ["Good ", "morning", "."]


async def test_a_tool_is_used_and_its_result_is_told_to_the_model():
    async with openai_server() as server, asking(server) as ask:
        server.script(calls(("add_task", {"text": "Pay rent"})), says("Added."))
        used = Used()
        parts = await ask(turn("Pay rent", use=used))
        again = server.requests[1].messages
    assert used.calls == [("add_task", {"text": "Pay rent"})]
    kinds = [type(part).__name__ for part in parts if not isinstance(part, Usage)]
    assert kinds == ["ToolCall", "ToolResult", "Text"]
    assert again[-2]["tool_calls"][0]["id"] == again[-1]["tool_call_id"]
    assert "untrusted_task_data" in again[-1]["content"]
    assert person().zone in again[0]["content"]
