"""What clients find at /mcp: the handshake of each version, tools, resources and prompts."""

import json

import pytest
from mcp.types.version import HANDSHAKE_PROTOCOL_VERSIONS, LATEST_MODERN_VERSION

from api.assistant.tools.catalogue import TOOLS

MODES = ["legacy", "auto"]


@pytest.mark.parametrize("mode", MODES)
async def test_the_server_says_who_it_is_and_what_it_can(ada, mode):
    async with ada.assistant(mode=mode) as client:
        assert client.server_info.name == "rondel"
        assert "Never compute a date" in client.instructions
        can = client.server_capabilities
        assert can.model_dump(exclude_none=True).keys() >= {"tools", "resources", "prompts"}


@pytest.mark.parametrize("mode", MODES)
async def test_all_tools_are_listed_with_schemas_and_hints(ada, mode):
    async with ada.assistant(mode=mode) as client:
        tools = {each.name: each for each in (await client.list_tools()).tools}
    assert set(tools) == {*TOOLS, "apply_changes", "discard_changes"}
    for tool in tools.values():
        assert tool.title
        assert tool.description
        assert tool.input_schema["type"] == "object"
        assert tool.output_schema["required"] == ["ok", "words"]
        assert tool.annotations.open_world_hint is False
    assert tools["find_tasks"].annotations.read_only_hint
    assert not tools["add_task"].annotations.read_only_hint
    assert not tools["add_task"].annotations.destructive_hint
    assert tools["apply_changes"].annotations.destructive_hint


@pytest.mark.parametrize("mode", MODES)
async def test_a_task_is_added_and_found(ada, mode):
    async with ada.assistant(mode=mode) as client:
        added = await client.call_tool("add_task", {"text": "Pay rent every month on the 1st p1"})
        found = await client.call_tool("find_tasks", {"words": "rent"})
    assert not added.is_error
    assert added.structured_content["words"].startswith("Added “Pay rent”")
    assert json.loads(added.content[0].text) == added.structured_content
    assert [each["title"] for each in found.structured_content["tasks"]] == ["Pay rent"]
    assert await ada.titles() == ["Pay rent"]


@pytest.mark.parametrize("version", HANDSHAKE_PROTOCOL_VERSIONS)
async def test_every_older_version_is_spoken(ada, version):
    params = {
        "protocolVersion": version,
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }
    message = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}
    headers = await ada.token() | {"accept": "application/json, text/event-stream"}
    answer = await ada.served.client.post("/mcp", json=message, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["result"]["protocolVersion"] == version
    assert "mcp-session-id" not in answer.headers
    assert answer.headers["x-request-id"]


async def test_a_modern_client_needs_no_handshake(ada):
    async with ada.assistant(mode="auto") as client:
        assert client.protocol_version == LATEST_MODERN_VERSION
