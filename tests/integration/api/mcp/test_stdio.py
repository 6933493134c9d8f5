"""`rondel mcp`: the protocol over stdin and stdout, carried to a server's /mcp."""

import asyncio
import json
import os
import signal
import sys
from contextlib import asynccontextmanager

import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError

from cli.embedded.layout import PROJECT
from shared.core.settings import inherited_environment
from tests.integration.api.mcp.conftest import PASSWORD
from tests.integration.api.mcp.test_leaving import tasks_held_up, waits
from tests.services.forwarder import forwarding
from tests.waiting import eventually

pytestmark = [pytest.mark.timeout(120), pytest.mark.slow]


def arguments(url):
    return ["-m", "cli.main", "mcp", "--url", url]


@asynccontextmanager
async def started(url, token, **options):
    """The SDK's client, which started the command."""
    server = StdioServerParameters(
        command=sys.executable,
        args=arguments(url),
        cwd=PROJECT,
        env=inherited_environment({"RONDEL_TOKEN": token}),
    )
    async with Client(stdio_client(server), **options) as client:
        yield client


@asynccontextmanager
async def process(url, token, **environment):
    """The command, without any client."""
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        *(arguments(url) if url else arguments("")[:-2]),
        cwd=PROJECT,
        env=inherited_environment({"RONDEL_TOKEN": token, **environment}),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


def address(ada):
    return str(ada.served.client.base_url)


async def token_of(ada, *scopes):
    return (await ada.token(*scopes))["authorization"].removeprefix("Bearer ")


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_an_assistant_works_through_the_command(ada, mode):
    async with started(address(ada), await token_of(ada), mode=mode) as client:
        assert client.server_info.name == "rondel"
        added = await client.call_tool("add_task", {"text": "Water the plants every Friday"})
        assert added.structured_content["ok"]
        found = await client.call_tool("find_tasks", {})
        read = await client.read_resource("rondel://projects")
        prompts = (await client.list_prompts()).prompts
    assert [each["title"] for each in found.structured_content["tasks"]] == ["Water the plants"]
    assert json.loads(read.contents[0].text)["projects"] == []
    assert {each.name for each in prompts} == {"daily_review", "weekly_review", "plan_my_day"}
    assert await ada.titles() == ["Water the plants"]


async def test_a_server_that_is_away_is_told_of_and_found_again(ada):
    token = await token_of(ada)
    async with (
        forwarding(ada.served.server.port) as way,
        started(way.url, token, mode="legacy") as client,
    ):
        await client.call_tool("add_task", {"text": "One"})
        way.cut()
        with pytest.raises(MCPError, match="cannot be reached"):
            await client.call_tool("add_task", {"text": "Two"})
        way.is_down = False
        await client.call_tool("add_task", {"text": "Three"})
    assert await ada.titles() == ["One", "Three"]


async def answer_of(url, token):
    """What the command answers to one message, and what it writes to stderr."""
    async with process(url, token) as running:
        out, err = await running.communicate(b'{"jsonrpc":"2.0","id":7,"method":"ping"}\n')
    assert running.returncode == 0
    [answer] = [json.loads(line) for line in out.splitlines()]
    assert answer["id"] == 7
    return answer, err


async def test_a_server_that_was_never_there_is_told_of():
    answer, err = await answer_of("http://127.0.0.1:1", "rondel_api_x")
    assert "http://127.0.0.1:1/mcp cannot be reached" in answer["error"]["message"]
    assert err.count(b"cannot be reached") == 1


async def test_a_token_that_is_good_for_nothing_is_told_of(ada):
    answer, _ = await answer_of(address(ada), "rondel_api_" + "x" * 43)
    assert answer["error"]["data"]["code"] == "auth.unauthenticated"


async def test_a_missing_scope_is_told_of(ada):
    answer, _ = await answer_of(address(ada), await token_of(ada, "read"))
    assert "no scope mcp" in answer["error"]["message"]


async def test_stdout_carries_the_protocol_alone_and_the_end_of_stdin_ends_it(ada):
    lines = [
        b"this is no message",
        b'{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
        b'{"jsonrpc":"2.0","method":"notifications/initialized"}',
        b"",
        b'{"jsonrpc":"2.0","id":2,"method":"no/such"}',
    ]
    async with process(address(ada), await token_of(ada)) as running:
        out, _ = await running.communicate(b"\n".join(lines))  # the last has no end of line
    answers = {each["id"]: each for each in map(json.loads, out.splitlines())}
    assert set(answers) == {None, 1, 2}
    assert answers[None]["error"]["code"] == -32700
    assert answers[1]["result"]["tools"]
    assert answers[2]["error"]["code"] == -32601
    assert running.returncode == 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_while_stdin_is_open(ada, how):
    async with process(address(ada), await token_of(ada)) as running:
        assert running.stdin is not None
        running.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
        assert json.loads(await running.stdout.readline())["result"] == {}
        os.kill(running.pid, how)
        assert await asyncio.wait_for(running.wait(), 20) == 0
        assert await running.stderr.read() == b""


@pytest.mark.parametrize("options", [{"token": ""}, {"token": "é"}, {"url": "gopher://x"}])
async def test_wrong_options_end_it_at_once(ada, options):
    token = options.get("token", "rondel_api_x")
    async with process(options.get("url", address(ada)), token) as running:
        out, err = await running.communicate(b"")
    assert out == b""
    assert err
    assert running.returncode == 1


async def test_what_login_stored_is_enough(ada, tmp_path):
    email = (await ada.ask("GET", "/api/me")).json()["email"]
    place = {"XDG_CONFIG_HOME": str(tmp_path)}
    login = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cli.main", "login", "--url", address(ada), "--email", email),
        cwd=PROJECT,
        env=inherited_environment({"RONDEL_TOKEN": "", "RONDEL_PASSWORD": PASSWORD, **place}),
    )
    assert await login.wait() == 0
    async with process("", "", **place) as running:
        out, err = await running.communicate(b'{"jsonrpc":"2.0","id":1,"method":"tools/list"}\n')
    assert json.loads(out)["result"]["tools"]
    assert err == b""


async def test_a_request_that_is_cancelled_is_not_answered_and_holds_up_nothing(ada, engine):
    def ping(number):
        return {"jsonrpc": "2.0", "id": number, "method": "ping"}

    params = {"name": "find_tasks", "arguments": {}}
    call = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": params}
    cancel = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 2}}
    async with process(address(ada), await token_of(ada)) as running:
        await say(running, ping(1))
        assert json.loads(await running.stdout.readline())["id"] == 1
        async with tasks_held_up(engine):
            await say(running, call)
            await eventually(lambda: waits(engine), what="the tool is at work")
            await say(running, cancel, ping(3))
            out, _ = await running.communicate(b"")
    assert [json.loads(line)["id"] for line in out.splitlines()] == [3]


async def say(running, *messages):
    """The messages have gone to the command."""
    for each in messages:
        running.stdin.write(json.dumps(each).encode() + b"\n")
    await running.stdin.drain()
