"""What is refused at /mcp, and how: whoever may not, too much, and what is no message."""

import asyncio
import json
from uuid import uuid4

import pytest
from mcp.shared.exceptions import MCPError

from tests.integration.api.mcp.conftest import connected

LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
ACCEPT = {"accept": "application/json, text/event-stream"}


@pytest.fixture
async def headers(ada):
    return await ada.token() | ACCEPT


async def post(served, headers, **options):
    return await served.client.post("/mcp", headers=headers, **options)


async def test_who_does_not_sign_in_is_told_how(served):
    answer = await post(served, ACCEPT, json=LIST)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="rondel"'
    body = answer.json()
    assert (body["jsonrpc"], body["id"], body["error"]["code"]) == ("2.0", None, -32600)
    assert body["error"]["data"]["code"] == "auth.unauthenticated"
    assert body["error"]["data"]["instance"] == answer.headers["x-request-id"]


async def test_a_revoked_token_is_good_for_nothing(ada):
    async with ada.assistant(mode="legacy") as client:
        await client.list_tools()
        [token] = (await ada.ask("GET", "/api/me/tokens")).json()["items"]
        assert (await ada.ask("DELETE", f"/api/me/tokens/{token['id']}")).status_code == 204
        with pytest.raises(MCPError, match="token"):
            await client.list_tools()


async def test_a_token_without_the_scope_is_refused(ada):
    answer = await post(ada.served, await ada.token("read", "tasks:write") | ACCEPT, json=LIST)
    assert answer.status_code == 403
    assert answer.json()["error"]["data"]["code"] == "auth.scope_missing"


async def test_a_session_of_a_person_is_enough(ada):
    async with connected(ada.served, ada.headers) as client:
        assert (await client.list_tools()).tools


async def test_a_reading_token_sees_and_uses_only_what_reads(ada):
    async with ada.assistant("mcp", "read") as client:
        names = {each.name for each in (await client.list_tools()).tools}
        assert "find_tasks" in names
        assert not {"add_task", "apply_changes", "discard_changes"} & names
        found = await client.call_tool("add_task", {"text": "Nothing"})
        assert found.is_error
        assert "no scope tasks:write" in found.structured_content["words"]
        assert found.structured_content["problem"]["code"] == "auth.scope_missing"
    assert await ada.titles() == []


async def test_a_token_for_nothing_else_sees_nothing(ada):
    async with ada.assistant("mcp") as client:
        assert (await client.list_tools()).tools == []
        assert (await client.list_resources()).resources == []
        assert (await client.list_resource_templates()).resource_templates == []
        with pytest.raises(MCPError, match="no scope read"):
            await client.read_resource("rondel://projects")


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
async def test_there_is_nothing_but_post(ada, headers, method):
    answer = await ada.served.client.request(method, "/mcp", headers=headers)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://localhost:1", "null", "http://rebound.example"]
)
async def test_a_page_of_others_is_refused(ada, headers, origin):
    more = {"origin": origin, "host": "rebound.example"}
    answer = await post(ada.served, headers | more, json=LIST)
    assert answer.status_code == 403
    assert answer.json()["error"]["data"]["code"] == "auth.foreign_origin"


async def test_a_huge_body_is_refused_before_it_is_read(ada, headers):
    body = {**LIST, "params": {"cursor": "x" * (1 << 18)}}
    answer = await post(ada.served, headers, json=body)
    assert answer.status_code == 413
    assert answer.json()["error"]["data"]["code"] == "request.too_large"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", -32700),
        (b"", -32700),
        (b"[" * 100_000, -32700),
        (b'"text"', -32602),
        (b"{}", -32602),
        (b'{"jsonrpc":"1.0","id":1,"method":"ping"}', -32602),
        (json.dumps([LIST, LIST]).encode(), -32602),  # batches were taken out of the protocol
    ],
)
async def test_what_is_no_message_is_refused(ada, headers, body, code):
    more = {"content-type": "application/json"}
    answer = await post(ada.served, headers | more, content=body)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["code"] == code


async def test_notifications_are_accepted_and_say_nothing(ada, headers):
    message = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    answer = await post(ada.served, headers, json=message)
    assert (answer.status_code, answer.content) == (202, b"")


async def test_an_unknown_version_is_refused_with_those_there_are(ada, headers):
    more = {"mcp-protocol-version": "1999-01-01"}
    answer = await post(ada.served, headers | more, json=LIST)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in {-32602, -32022}


async def test_unknown_methods_and_tools_are_errors_of_the_protocol(ada):
    async with ada.assistant(mode="legacy") as client:
        with pytest.raises(MCPError, match="There is no tool no_such"):
            await client.call_tool("no_such", {})
        with pytest.raises(MCPError, match="There is no prompt no_such"):
            await client.get_prompt("no_such")
        with pytest.raises(MCPError, match="takes no argument colour"):
            await client.get_prompt("plan_my_day", {"colour": "red"})


@pytest.mark.parametrize(
    "arguments", [{}, {"text": 3}, {"text": ""}, {"text": "Milk", "due": "tomorrow"}]
)
async def test_wrong_arguments_are_told_to_the_model_and_change_nothing(ada, arguments):
    async with ada.assistant() as client:
        found = await client.call_tool("add_task", arguments)
    assert found.is_error
    assert found.structured_content["words"].startswith("Wrong arguments of add_task")
    assert await ada.titles() == []


@pytest.mark.parametrize("name", ["apply_changes", "discard_changes"])
@pytest.mark.parametrize("given", [{}, {"proposal_id": "x"}, {"proposal_id": str(uuid4())}])
async def test_a_proposal_that_is_none_is_told(ada, name, given):
    async with ada.assistant() as client:
        found = await client.call_tool(name, given)
    assert found.is_error


async def test_many_clients_at_once_each_see_their_own(ada, bob):
    await asyncio.gather(ada.create(title="Ada's"), bob.create(title="Bob's"))
    tokens = [await who.token() for who in (ada, bob)]

    async def look(number):
        async with connected(ada.served, tokens[number % 2]) as client:
            found = await client.call_tool("find_tasks", {})
            return number % 2, [each["title"] for each in found.structured_content["tasks"]]

    found = await asyncio.gather(*(look(number) for number in range(20)))
    assert found == [(number % 2, [["Ada's", "Bob's"][number % 2]]) for number in range(20)]
