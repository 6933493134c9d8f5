"""A client that leaves: what it only reads is broken off, what it changes is done."""

import asyncio
import json
from contextlib import asynccontextmanager

from sqlalchemy import text

from tests.waiting import eventually

LEFT = 12
"""More than there are connections to the database for one account."""


@asynccontextmanager
async def tasks_held_up(engine):
    """Nobody reads or writes a task meanwhile."""
    async with engine.connect() as connection:
        await connection.execute(text("LOCK TABLE tasks IN ACCESS EXCLUSIVE MODE"))
        yield
        await connection.rollback()


async def waits(engine):
    """Whether somebody waits for the tasks."""
    async with engine.connect() as connection:
        statement = (
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'tasks'::regclass"
        )
        return bool((await connection.execute(text(statement))).scalar_one())


async def asked(ada, name, arguments):
    """A connection over which a tool was called."""
    message = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": name, "arguments": arguments},
    }
    body = json.dumps(message).encode()
    token = (await ada.token())["authorization"]
    head = (
        f"POST /mcp HTTP/1.1\r\nhost: x\r\nauthorization: {token}\r\n"
        "accept: application/json, text/event-stream\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    _, writer = await asyncio.open_connection("127.0.0.1", ada.served.server.port)
    writer.write(head.encode() + body)
    await writer.drain()
    return writer


async def left_early(served):
    """How many clients left before there was an answer."""
    lines = served.metrics.render().decode().splitlines()
    found = [
        float(line.rpartition(" ")[2])
        for line in lines
        if "http_request_duration_seconds_count" in line
        and 'route="/mcp"' in line
        and 'status="499"' in line
    ]
    return sum(found)


async def test_what_only_reads_is_broken_off_and_holds_nothing(ada, engine):
    before = await left_early(ada.served)
    async with tasks_held_up(engine):
        left = await asyncio.gather(*(asked(ada, "find_tasks", {}) for _ in range(LEFT)))
        await eventually(lambda: waits(engine), what="a tool is at work")
        for writer in left:
            writer.transport.abort()
        await eventually(lambda: _all_left(ada.served, before), what="all were broken off")
    await ada.create(title="Still there")
    async with ada.assistant() as client:
        found = await client.call_tool("find_tasks", {})
    assert found.structured_content["words"] == "1 task."


async def test_what_changes_something_is_done(ada, engine):
    async with tasks_held_up(engine):
        writer = await asked(ada, "add_task", {"text": "Call the bank"})
        await eventually(lambda: waits(engine), what="the tool is at work")
        writer.transport.abort()
    await eventually(lambda: _has(ada, ["Call the bank"]), what="the task was made")
    assert await ada.titles() == ["Call the bank"]


async def _all_left(served, before):
    return await left_early(served) == before + LEFT


async def _has(ada, titles):
    return await ada.titles() == titles
