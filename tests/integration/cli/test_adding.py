"""`rondel add` on a served API: what was understood is told, and what was not is asked about."""

import asyncio
import re
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import orjson
import pytest

from cli.embedded.ports import HOST, choose_port
from shared.core.clock import SystemClock
from tests.integration.cli.terminals import at_a_terminal

BERLIN = ZoneInfo("Europe/Berlin")


async def tasks_of(person):
    return (await person.get("/api/tasks"))["items"]


async def test_a_sentence_becomes_a_task_and_all_of_it_is_told(ada):
    await ada.post("/api/projects", name="House")
    sentence = "Pay rent every month on the 1st at 9:00 p1 #House @money, remind me 1 day before"
    said = await ada("add", *sentence.split())
    (task,) = await tasks_of(ada)
    lines = said.splitlines()
    assert lines[0] == "Pay rent"
    assert lines[1].split()[0] == "due"
    assert " 1 " in lines[1]
    assert " 09:00 (" in lines[1]
    assert lines[2] == "  repeats    on the 1st of every month"
    assert lines[3].count(" 1 ") == lines[3].count("09:00") == 3
    assert lines[4:] == [
        "  reminders  1 day before",
        "  project    House",
        "  labels     @money",
        "  priority   p1",
        f"Added: {task['id'][-4:]}",
    ]
    assert task["recurrence"]["rrule"] == "FREQ=MONTHLY;BYMONTHDAY=1"
    assert await ada("done", lines[-1].split()[1]) != ""


async def test_a_dry_run_shows_the_draft_and_adds_nothing(ada):
    found = await ada.json("add", "Call mum tomorrow 5pm", "--dry-run", "--zone", "Asia/Tokyo")
    assert found["dry_run"] is True
    (added,) = found["added"]
    assert added["task"] is None
    assert added["draft"]["title"] == "Call mum"
    assert added["draft"]["due"]["zone"] == "Asia/Tokyo"
    assert "17:00 Asia/Tokyo (" in await ada(
        "add", "Call mum 5pm", "--dry-run", "--zone", "Asia/Tokyo"
    )
    assert await tasks_of(ada) == []


async def test_json_has_the_task_the_reading_and_the_dates(ada):
    found = await ada.json("add", "Stand-up every day at 9:00")
    (added,) = found["added"]
    assert added.keys() == {"text", "draft", "task", "repeats", "choices", "problems"}
    assert added["task"]["id"] == (await tasks_of(ada))[0]["id"]
    assert added["repeats"]["text"] == "every day"
    assert len(added["repeats"]["dates"]) == 3


async def test_another_reading_is_chosen_at_once_or_afterwards_for_the_same_task(ada):
    said = await ada("add", "Report before friday")
    assert "“before friday” may also mean Fri " in said
    assert said.splitlines()[-2].endswith(": rondel add --choose 1")
    (task,) = await tasks_of(ada)
    assert f"Changed: {task['id'][-4:]}" in await ada("add", "--choose", "1")
    (moved,) = await tasks_of(ada)
    days = [each["due"]["date"] for each in (task, moved)]
    assert days[0] < days[1]
    found = await ada.json("add", "Report before friday", "--choose", "1", "--dry-run")
    assert found["added"][0]["draft"]["due"]["date"] == days[1]
    assert "There is no choice 9." in await ada("add", "--choose", "9", code=2)
    await ada("add", "plain")
    assert "There is nothing to choose." in await ada("add", "--choose", "1", code=2)


async def test_a_project_that_is_not_there_is_a_choice_and_an_option_names_one(ada):
    said = await ada("add", "Mow #Garden")
    assert "You have no project Garden." in said
    assert "Create the project Garden: rondel add --choose 1" in said
    assert "project    Garden" in await ada("add", "--choose", "1")
    await ada("add", "Rake leaves", "--project", "garden")
    assert len((await ada("list", "#Garden")).splitlines()) == 2
    assert "There are: Garden." in await ada("add", "x", "--project", "Shed", code=2)
    assert "project    Shed" in await ada("add", "Paint #Shed", "--choose", "1")


async def test_a_script_is_refused_what_would_mean_something_else_unless_forced(ada):
    said = await ada("add", "Pay rent on 30 February", code=3)
    assert "“Pay rent on 30 February”" in said
    assert "--force" in said
    problem = await ada.json("add", "Pay rent on 30 February", code=3)
    assert problem["code"] == "cli.unclear"
    assert problem["problems"][0]["code"] == "impossible_date"
    assert "makes no task" in await ada("add", "x" * 1200, code=3)
    assert await tasks_of(ada) == []
    assert "Added: " in await ada("add", "Pay rent on 30 February", "--force")
    assert "makes no task" in await ada("add", "tomorrow", code=3)
    assert "what is to be done" in await ada("add", " ", code=2)


async def test_each_line_of_standard_input_is_a_task_and_none_if_one_is_unclear(ada):
    await ada("add", "-", stdin="Buy milk\n\nCall mum tomorrow\n")
    await ada("add", "--stdin", stdin="Third\n")
    assert sorted(each["title"] for each in await tasks_of(ada)) == [
        "Buy milk",
        "Call mum",
        "Third",
    ]
    assert "Lost" not in await ada("add", "-", stdin="Lost\nPay on 30 February\n", code=3)
    assert len(await tasks_of(ada)) == 3
    assert "UTF-8" in await ada("add", "-", stdin=b"caf\xe9\n", code=2)
    assert "no line" in await ada("add", "-", stdin="\n", code=2)
    assert "not both" in await ada("add", "x", "--stdin", stdin="y\n", code=2)
    assert "one sentence" in await ada("add", "-", "--choose", "1", stdin="a\nb\n", code=2)


@asynccontextmanager
async def answering(*answers):
    """The address of a server that answers one request after the other with these documents."""
    left, keys = list(answers), []

    async def answer(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        keys.extend(re.findall(rb"idempotency-key: (\S+)", head.lower()))
        length = re.search(rb"content-length: (\d+)", head.lower())
        await reader.readexactly(int(length[1]) if length else 0)
        status, document = left.pop(0)
        body = orjson.dumps(document)
        start = f"HTTP/1.1 {status} X\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        writer.write(start.encode() + body)
        await writer.drain()
        writer.close()

    port = choose_port()
    async with await asyncio.start_server(answer, HOST, port):
        yield f"http://{HOST}:{port}", keys


def read_as(title):
    return 200, {"task": {"title": title}, "title": title, "choices": [], "problems": []}


async def test_what_was_added_before_a_refusal_is_told(ada):
    made = 201, {"id": str(uuid4()), "title": "One"}
    no = 409, {"code": "conflict", "title": "No", "detail": "Not now.", "status": 409}
    async with answering(read_as("One"), read_as("Two"), made, no) as (elsewhere, _):
        problem = await ada.json("add", "-", stdin="One\nTwo\n", code=1, RONDEL_URL=elsewhere)
    assert problem["code"] == "cli.partly_added"
    assert problem["added"] == [made[1]["id"]]
    assert problem["problem"]["code"] == "conflict"
    assert problem["detail"].startswith("1 of 2 were added.")


async def test_a_server_that_is_busy_is_asked_again_with_the_same_key(ada):
    made = 201, {"id": str(uuid4()), "title": "One"}
    busy = 503, {"code": "unavailable", "title": "Busy", "detail": "Soon.", "status": 503}
    me = 200, {"id": str(uuid4()), "zone": "UTC", "time_format": "24h"}
    async with answering(read_as("One"), busy, made, me) as (elsewhere, keys):
        assert "Added: " in await ada("add", "One", RONDEL_URL=elsewhere)
    assert len(keys) == 2
    assert len(set(keys)) == 1


@pytest.mark.parametrize(("answer", "code", "tasks"), [("n", 3, 0), ("y", 0, 1)])
async def test_a_person_is_asked_about_what_would_mean_something_else(ada, answer, code, tasks):
    words = ("add", "Pay rent on 30 February")
    said, ended = await asyncio.to_thread(at_a_terminal, ada.environment, {"[y/N]": answer}, *words)
    assert "Add it as it stands? [y/N]" in said
    assert ended == code
    assert len(await tasks_of(ada)) == tasks


async def test_the_day_is_that_of_the_account(ada):
    tomorrow = (SystemClock().now().astimezone(BERLIN) + timedelta(days=1)).date()
    said = await ada("add", "Call mum tomorrow")
    assert f" {tomorrow.day} {tomorrow:%b}" in said
    assert said.splitlines()[1].endswith("(tomorrow)")
