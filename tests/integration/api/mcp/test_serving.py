"""How /mcp is served: by any process, within a rate, and as its page says."""

import json
import re
from pathlib import Path

import pytest
from mcp.shared.exceptions import MCPError

from api.mcp.tools import SCOPES_OF, described, kind_of
from api.settings import LimitsSettings
from shared.commands.api_tokens import SCOPES
from shared.core.settings import KafkaSettings
from tests.integration.api.conftest import NOBODY
from tests.integration.api.mcp.conftest import connected, new_human
from tests.integration.api.running import serving
from tests.services.kafka import PARTITIONS

KAFKA = KafkaSettings(brokers=NOBODY, partitions=PARTITIONS)
ROOT = Path(__file__).resolve().parents[4]
PAGE = (ROOT / "docs" / "mcp.md").read_text()
ACCEPT = {"accept": "application/json, text/event-stream"}


def message(number, method, **params):
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


async def test_each_message_can_go_to_another_process(served, database_settings, ada):
    headers = await ada.token() | ACCEPT
    hello = message(
        1,
        "initialize",
        protocolVersion="2025-11-25",
        capabilities={},
        clientInfo={"name": "test", "version": "1"},
    )
    add = message(2, "tools/call", name="add_task", arguments={"text": "Two processes"})
    async with serving(database_settings, KAFKA) as other:
        first = await served.client.post("/mcp", json=hello, headers=headers)
        version = first.json()["result"]["protocolVersion"]
        more = headers | {"mcp-protocol-version": version}
        second = await other.client.post("/mcp", json=add, headers=more)
    assert second.json()["result"]["structuredContent"]["ok"]
    assert await ada.titles() == ["Two processes"]


async def test_messages_above_the_rate_are_refused_and_told_when_to_come_again(database_settings):
    limits = LimitsSettings(mcp="3/minute", user="1000/minute")
    async with serving(database_settings, KAFKA, limits=limits) as served:
        human = await new_human(served)
        headers = await human.token()
        async with connected(served, headers, mode="2026-07-28") as client:
            await client.call_tool("find_tasks", {})  # for which the client lists the tools
            await client.call_tool("find_tasks", {})
            with pytest.raises(MCPError, match="Too many requests") as caught:
                await client.call_tool("find_tasks", {})
        refused = await served.client.post("/mcp", json=message(1, "ping"), headers=headers)
        assert (await human.ask("GET", "/api/tasks")).status_code == 200
    assert caught.value.data["code"] == "request.rate_limited"
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert '"mcp";q=3;w=60' in refused.headers["ratelimit-policy"]


def test_every_tool_stands_on_the_page():
    assert [name for name in described() if f"`{name}`" not in PAGE] == []


def test_every_tool_needs_scopes_that_there_are():
    needed = {scope for name in described() for scope in SCOPES_OF[kind_of(name)]}
    assert needed == {"read", "tasks:write"}
    assert needed <= set(SCOPES)


def test_the_configurations_on_the_page_are_json():
    blocks = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    keys = [next(iter(set(json.loads(each)) - {"inputs"})) for each in blocks]
    assert keys == ["mcpServers", "mcpServers", "servers", "context_servers"]


async def test_a_page_that_the_settings_name_may_ask(database_settings):
    page = "https://client.example"
    async with serving(database_settings, KAFKA, cors_origins=page) as served:
        human = await new_human(served)
        asked = {
            "origin": page,
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization, mcp-protocol-version",
        }
        preflight = await served.client.options("/mcp", headers=asked)
        headers = await human.token() | ACCEPT | {"origin": page}
        answer = await served.client.post("/mcp", json=message(1, "ping"), headers=headers)
    assert preflight.status_code == 204
    assert "Mcp-Protocol-Version" in preflight.headers["access-control-allow-headers"]
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == page
