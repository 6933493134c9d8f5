"""Messages that nobody means: each is answered, none is an error of the server."""

import json
import math

import pytest

MODERN = "2026-07-28"
META = {
    "io.modelcontextprotocol/protocolVersion": MODERN,
    "io.modelcontextprotocol/clientCapabilities": {},
}
DEEP = {"a": {}}
for _ in range(150):
    DEEP = {"a": DEEP}

ARGUMENTS = {
    "lone surrogate": {"text": "Milk \ud800"},
    "zero byte": {"text": "Milk \x00"},
    "no characters": {"text": " \n\t "},
    "directions turned": {"text": "\u202eMilk\u2066"},
    "deep": DEEP,
    "many": {f"a{n}": n for n in range(2_000)},
    "a huge number": {"text": 10**400},
    "not a number": {"text": math.nan},
    "a list": {"text": ["Milk"]},
    "null": {"text": None},
    "long": {"text": "x" * 10_001},
    "format": {"text": "{0} %s ${jndi:x} '; DROP TABLE tasks; --"},
}
PARAMS = {
    "nothing": None,
    "a list": [1],
    "no name": {},
    "no text as name": {"name": 7, "arguments": {}},
    "a long name": {"name": "x" * 10_000, "arguments": {}},
    "a name of lines": {"name": "a\r\nb\x00\ud800", "arguments": {}},
    "arguments that are none": {"name": "add_task", "arguments": "Milk"},
    "no arguments": {"name": "add_task"},
    "a state that is none": {
        "name": "add_task",
        "arguments": {"text": "Milk"},
        "requestState": "x",
        "inputResponses": {"confirm": {"action": "accept"}},
    },
}


def headers_of(is_modern, method, params):
    if not is_modern:
        return {}
    found = {"mcp-protocol-version": MODERN, "mcp-method": method}
    name = (params if isinstance(params, dict) else {}).get("name")
    if isinstance(name, str) and name.isprintable() and name.isascii():
        found["mcp-name"] = name
    return found


async def sent(human, token, method, params, *, is_modern, identifier=1):
    """What is answered to a message of that protocol."""
    if is_modern and isinstance(params, dict):
        params = {**params, "_meta": META}
    message = {"jsonrpc": "2.0", "id": identifier, "method": method, "params": params}
    headers = {
        **token,
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
        **headers_of(is_modern, method, params),
    }
    answer = await human.served.client.post(
        "/mcp", content=json.dumps(message).encode(), headers=headers
    )
    assert answer.status_code < 500, answer.text
    if answer.status_code == 202:  # the SDK takes what has no good id for a notification
        return {"accepted": True}
    document = answer.json()
    assert document.get("error", {}).get("code") != -32603, document
    return document


@pytest.mark.parametrize("is_modern", [False, True])
async def test_arguments_that_nobody_means_are_told_of(ada, is_modern):
    token = await ada.token()
    found = {}
    for name, arguments in ARGUMENTS.items():
        params = {"name": "add_task", "arguments": arguments}
        found[name] = await sent(ada, token, "tools/call", params, is_modern=is_modern)
    done = [name for name, each in found.items() if not refused(each)]
    assert set(done) <= {"directions turned", "format", "zero byte"}
    assert len(await ada.titles()) == len(done)


@pytest.mark.parametrize("is_modern", [False, True])
@pytest.mark.parametrize("method", ["tools/call", "prompts/get", "resources/read"])
async def test_parameters_that_nobody_means_are_told_of(ada, method, is_modern):
    token = await ada.token()
    for params in PARAMS.values():
        assert refused(await sent(ada, token, method, params, is_modern=is_modern))
    assert await ada.titles() == []


@pytest.mark.parametrize("identifier", [None, 1.5, True, [], {}, "", "x" * 1_000, 10**30, -1])
async def test_any_id_is_answered_or_refused(ada, identifier):
    token = await ada.token()
    for is_modern in (False, True):
        found = await sent(ada, token, "tools/list", {}, is_modern=is_modern, identifier=identifier)
        assert len(found.keys() & {"result", "error", "accepted"}) == 1


@pytest.mark.parametrize("is_modern", [False, True])
@pytest.mark.parametrize("method", ["subscriptions/listen", "sampling/createMessage", "no/such"])
async def test_methods_that_there_are_not_are_refused(ada, method, is_modern):
    found = await sent(ada, await ada.token(), method, {}, is_modern=is_modern)
    assert found["error"]["code"] in {-32601, -32602}


def refused(answer):
    return "error" in answer or answer["result"].get("isError", False)


@pytest.mark.parametrize("action", ["accept", "decline"])
async def test_who_may_only_read_decides_nothing_under_the_name_of_a_tool_that_reads(ada, action):
    task = await ada.create(title="Kept")
    async with ada.assistant() as client:
        asked = await client.call_tool("delete_task", {"task_id": task["id"]})
    proposal_id = asked.structured_content["proposal_id"]
    answers = {
        "name": "find_tasks",
        "arguments": {},
        "requestState": proposal_id,
        "inputResponses": {"confirm": {"action": action}},
    }
    token = await ada.token("mcp", "read")
    found = await sent(ada, token, "tools/call", answers, is_modern=True)
    assert found["error"]["code"] == -32602, found
    waiting = await ada.ask("GET", f"/api/chat/proposals/{proposal_id}")
    assert waiting.json()["state"] == "pending"
    assert await ada.titles() == ["Kept"]
