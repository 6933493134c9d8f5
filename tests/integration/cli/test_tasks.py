"""`rondel today`, `list`, `done`, `skip`, `postpone` and `undo` on a served API."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from shared.core.clock import SystemClock
from tests.integration.api.conftest import NOBODY

BERLIN = ZoneInfo("Europe/Berlin")


def day(days=0):
    """A day from today on in Berlin."""
    return (SystemClock().now().astimezone(BERLIN) + timedelta(days=days)).date()


def on(days=0):
    return {"date": day(days).isoformat()}


def at(days, time):
    return {"datetime_local": f"{day(days).isoformat()}T{time}:00"}


async def test_today_shows_what_is_late_and_what_is_due_with_ids_that_done_takes(ada):
    project = await ada.post("/api/projects", name="House")
    late = await ada.add("Pay rent", due=on(-2), priority="high")
    due = await ada.add(
        "Stand-up", due=at(0, "23:59"), labels=["work"], project_id=project["id"],
        recurrence={"rrule": "FREQ=DAILY"},
    )  # fmt: skip
    await ada.add("Tomorrow", due=on(1))
    await ada.add("Some day")
    lines = (await ada("today")).splitlines()
    assert lines[0] == "Overdue (1)"
    assert lines[2] == "Today (1)"
    assert lines[1].startswith(late["id"][-4:])
    assert lines[1].endswith("p1  Pay rent")
    assert "(2 days ago)" in lines[1]
    assert lines[3].endswith("    Stand-up  #House @work ↻")
    assert " today 23:59 " in lines[3]
    found = await ada.json("today")
    assert [each["id"] for each in found["overdue"]] == [late["id"]]
    assert [each["short_id"] for each in found["today"]] == [due["id"][-4:]]
    assert found["date"] == day().isoformat()
    said = await ada("done", lines[1].split()[0], lines[3].split()[0])
    assert said.splitlines()[0] == "Done: Pay rent."
    assert said.splitlines()[1].startswith("Done: Stand-up. Next: ")
    assert said.splitlines()[1].endswith("23:59 (tomorrow).")
    assert await ada("today") == "Nothing is due today.\n"
    assert await ada("undo") == "Taken back: Completed 2 tasks.\n"
    assert len((await ada("today")).splitlines()) == 4


async def test_today_says_that_it_is_cut(ada, database):
    fill = """
        INSERT INTO tasks (id, user_id, title, due_on, created_at, updated_at)
        SELECT gen_random_uuid(), :user, number::text, :day, :now, :now
        FROM generate_series(1, 1001) AS number
    """
    me = await ada.get("/api/me")
    async with database.unit_of_work() as uow:
        values = {"user": me["id"], "day": day(), "now": uow.now}
        await uow.connection.execute(text(fill), values)
    done = await ada.run("today")
    assert "Today (1000)" in done.stdout
    assert "There are more than 1,000" in done.stderr
    assert (await ada.json("today"))["has_more"] is True


async def test_titles_cannot_speak_to_the_terminal_and_wide_ones_align(ada):
    await ada.add("evil \u202ebackwards\u2028[red]tag[/red]", due=on(), priority="high")
    await ada.add("日本語", due=on(), labels=["家事"])
    said = await ada("today")
    assert not {"\u202e", "\u2028"} & set(said)
    assert "[red]tag[/red]" in said
    rows = said.splitlines()[1:]
    assert rows[0].index("evil") == rows[1].index("日本語")
    assert "\u202e" not in await ada("done", "evil")
    assert "\u202e" not in await ada("undo")


async def test_list_takes_filters_and_says_what_is_wrong_with_them(ada):
    for number in range(3):
        await ada.add(f"Task {number}", priority="high" if number else "low")
    assert len((await ada("list")).splitlines()) == 3
    assert len((await ada("list", "p1", "&", "no", "date")).splitlines()) == 2
    said = await ada("list", "p1", "--limit", "1", "--sort", "-title")
    assert said.endswith("Task 2\n")
    found = await ada.json("list", "p3")
    assert [each["title"] for each in found["tasks"]] == ["Task 0"]
    assert await ada("list", "p2") == "No task is like that.\n"
    done = await ada.run("list", "--limit", "2")
    assert "There are more than 2" in done.stderr
    assert (await ada.json("list", "--limit", "2"))["has_more"] is True
    assert "nowhere" in (await ada.run("list", "@nowhere")).stderr
    said = await ada("list", "priorrity = 1", code=1)
    assert "Did you mean priority?" in said
    assert "docs/filters.md" in said
    problem = await ada.json("list", "priorrity = 1", code=1)
    assert problem["errors"][0]["code"] == "filter_unknown_field"
    assert "way_out" in problem


async def test_words_mean_a_task_and_several_fits_change_nothing(ada):
    await ada.add("Pay rent")
    await ada.add("Pay rent deposit")
    await ada.add("Water plants")
    assert (
        await ada("done", "pay", "rent", "water plants") == "Done: Pay rent.\nDone: Water plants.\n"
    )
    await ada.add("Pay bill")
    said = await ada("done", "pay", code=2)
    assert "Pay rent deposit" in said
    assert "Pay bill" in said
    found = await ada.json("done", "pay", code=2)
    assert found["code"] == "cli.wrong_use"
    assert sorted(each["title"] for each in found["candidates"]) == ["Pay bill", "Pay rent deposit"]
    assert "No open task is meant by “zebra”." in await ada("done", "zebra", code=2)
    said = await ada("done", "pay", "bilk", code=2)
    assert "No open task is meant by “pay bilk”." in said
    assert len((await ada("list")).splitlines()) == 2


@pytest.mark.parametrize("command", ["done", "skip", "postpone"])
async def test_no_word_means_no_task_even_if_there_is_only_one(ada, command):
    await ada.add("The only one", due=on())
    assert "A name is empty." in await ada(
        command, " ", *["friday"][: command == "postpone"], code=2
    )
    assert len((await ada("list")).splitlines()) == 1


async def test_ids_are_whole_or_ends_shown_last_or_ends_of_open_tasks(ada):
    one, two, three = [await ada.add(f"Task {number}") for number in range(3)]
    assert await ada("done", one["id"]) == "Done: Task 0.\n"
    assert await ada("done", two["id"][-6:]) == "Done: Task 1.\n"
    await ada("list")
    assert await ada("done", three["id"][-4:].upper()) == "Done: Task 2.\n"
    assert await ada("done", one["id"]) == "Done before: Task 0.\n"
    assert "There is no task" in await ada("done", uuid4(), code=1)


async def test_a_word_that_could_be_an_id_is_a_word_where_no_id_is_such(ada):
    await ada.add("feed cafe cats")
    assert await ada("done", "feed", "cafe") == "Done: feed cafe cats.\n"


async def test_a_task_that_does_not_come_back_cannot_be_skipped(ada):
    await ada.add("Once")
    await ada.add("Daily", due=on(), recurrence={"rrule": "FREQ=DAILY;COUNT=2"})
    said = await ada("skip", "daily")
    assert said.startswith("Skipped: Daily. Next: ")
    assert await ada("skip", "daily") == "Skipped: Daily. That was the last one.\n"
    problem = await ada.json("skip", "once", code=1)
    assert problem["code"] == "task.not_recurring"


async def test_postponing_by_words_and_by_length(ada):
    task = await ada.add("Report", due=at(0, "16:30"))

    async def due(*words):
        return (await ada.json("postpone", task["id"], *words))["task"]["due"]["datetime_local"]

    assert await due("tomorrow") == at(1, "16:30")["datetime_local"]
    assert await due("tomorrow", "5pm") == at(1, "17:00")["datetime_local"]
    assert await due("2", "days") == at(3, "17:00")["datetime_local"]
    assert await due("2 hours") == at(3, "19:00")["datetime_local"]
    assert (await ada("postpone", "report", "1 day")).startswith("Postponed: Report. Due ")
    assert "“banana” is no time." in await ada("postpone", "report", "banana", code=2)
    assert "is no time" in await ada("postpone", "report", "every friday", code=2)
    assert (await ada("undo")) == "Taken back: Postponed “Report”.\n"
    all_day = await ada.add("Bins", due=on(1))
    found = await ada.json("postpone", all_day["id"], "1 week")
    assert found["task"]["due"]["date"] == day(8).isoformat()
    assert "is due on a day" in await ada("postpone", "bins", "2 hours", code=2)
    no_date = await ada.add("Some day")
    assert "is no time" in await ada("postpone", no_date["id"], "1 day", code=2)


async def test_undo_goes_back_step_by_step_or_to_a_change_by_name(ada):
    await ada.add("One")
    await ada.add("Two")
    first = (await ada.json("done", "one"))["undo_id"]
    await ada("done", "two")
    assert await ada("undo") == "Taken back: Completed “Two”.\n"
    assert await ada("undo", first) == "Taken back: One.\n"
    assert "no change that could be taken back" in await ada("undo", code=1)
    problem = await ada.json("undo", first, code=1)
    assert problem["code"] == "undo.impossible"


async def test_a_token_that_may_only_read_is_told_how_to_get_another(ada):
    await ada.add("One")
    reads = await ada.new_token("read")
    said = await ada("done", "one", code=1, RONDEL_TOKEN=reads)
    assert "no scope tasks:write" in said
    assert "Settings → API tokens" in said


async def test_a_server_that_is_away_is_said_at_once_and_as_json(ada):
    away = {"RONDEL_URL": f"http://{NOBODY}"}
    assert "cannot be reached" in await ada("today", code=1, **away)
    problem = await ada.json("done", "x", code=1, **away)
    assert problem["code"] == "cli.failed"
    assert problem["way_out"].startswith("Start it")
