"""`rondel dlq`, `rondel users` and `rondel audit`, as processes on a real database."""

import asyncio
import json
import os
import pty
import subprocess
import sys
from functools import partial
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from cli.embedded.layout import PROJECT
from cli.main import app
from shared.commands.operations import pause_worker
from tests.factories.dead_letters import SOMEBODY, data_of, make_letter
from tests.factories.users import make_user
from tests.integration.cli.conftest import Rondel
from tests.integration.deadletters.harness import OPERATOR, clear
from tests.services.postgres import url_of_database

USAGE = 2


@pytest.fixture
async def dlq(database, database_url):
    """`rondel dlq ...` on an empty table."""
    await clear(database)

    return partial(rondel, "dlq", DATABASE_URL=database_url)


async def rondel(*arguments, **environment):
    """The command, in a thread of this process: it has a loop of its own."""
    runner = CliRunner(env={"COLUMNS": "300", "NO_COLOR": "1", **environment})
    return await asyncio.to_thread(runner.invoke, app, arguments)


async def test_the_command_is_a_process_with_its_returncodes(tmp_path, database, database_url):
    await clear(database)
    await make_letter(database)
    process = Rondel(tmp_path)
    told = process("dlq", "redrive", "--all", "--dry-run", DATABASE_URL=database_url)
    assert (told.returncode, "1 dead letter would be redriven." in told.stdout) == (0, True)
    refused = process("dlq", "redrive", "--all", "--reason", "r", DATABASE_URL=database_url)
    assert (refused.returncode, "add --yes" in refused.stderr) == (USAGE, True)


@pytest.mark.parametrize(("answers", "state"), [("n\n", "open"), ("y\nmended\n", "redriving")])
async def test_people_at_a_terminal_are_asked(tmp_path, database, database_url, answers, state):
    await clear(database)
    await make_letter(database)
    environment = Rondel(tmp_path).environment(DATABASE_URL=database_url)
    code, said = await asyncio.to_thread(at_a_terminal, environment, answers)
    assert code == (0 if state == "redriving" else 1), said
    assert "1 dead letter would be redriven." in said
    assert await states(database) == [state]
    async with database.read() as connection:
        reasons = await connection.execute(text("SELECT reason FROM redrives"))
        assert reasons.scalars() == (["mended"] if state == "redriving" else [])


def at_a_terminal(environment, answers):
    """Exit code and screen of a redrive whose questions get these answers."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "dlq", "redrive", "--all", "--no-watch"],
        env=environment,
        cwd=PROJECT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, answers.encode())
    said = b"".join(iter(lambda: read_some(ours), b""))
    os.close(ours)
    return process.wait(), said.decode()


def read_some(terminal):
    """What was written there; nothing once nobody has it any more."""
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says so
        return b""


async def states(database):
    async with database.read() as connection:
        result = await connection.execute(text("SELECT state FROM dead_letters ORDER BY id"))
        return list(result.scalars())


async def test_an_empty_table_is_good_news(dlq):
    listed = await dlq("ls")
    assert (listed.exit_code, listed.stdout.strip()) == (0, "No dead letter is open.")
    assert "No dead letter is open." in (await dlq("stats")).stdout
    assert "--state all" in (await dlq("ls", "--group", "recurrence")).stdout
    assert json.loads((await dlq("ls", "--json")).stdout) == {"items": [], "next_cursor": None}
    assert "Nothing was ever redriven" in (await dlq("redrives")).stdout


async def test_a_program_that_reads_the_list_gets_a_line_a_letter(dlq, database):
    await make_letter(database, error="Wording object has no attribute spoken_of " * 2)
    await make_letter(database, group="notifications", error_class="A" * 55)
    assert len((await dlq("ls")).stdout.splitlines()) == 3


async def test_the_list_and_the_heaps_name_what_is_dead(dlq, database):
    ids = [str(await make_letter(database)) for _ in range(3)]
    listed = await dlq("ls", "--limit", "2")
    assert ids[2] in listed.stdout
    assert f"--before {ids[1]}" in listed.stdout
    assert ids[0] in (await dlq("ls", "--before", ids[1])).stdout
    assert "no such series" in (await dlq("stats")).stdout
    heaps = json.loads((await dlq("stats", "--json")).stdout)
    assert heaps["by_fingerprint"][0]["count"] == 3
    assert json.loads((await dlq("ls", "--json", "--since", "1h")).stdout)["items"] == []


async def test_ids_narrow_the_list_and_the_heaps(dlq, database):
    ids = [str(await make_letter(database)) for _ in range(3)]
    named = ("--id", ids[0], "--id", ids[1])
    items = json.loads((await dlq("ls", "--json", *named)).stdout)["items"]
    assert [item["id"] for item in items] == [ids[1], ids[0]]
    heaps = json.loads((await dlq("stats", "--json", *named)).stdout)
    assert [heap["count"] for heap in heaps["by_event_type"]] == [2]
    assert (await dlq("ls", "--id", "first")).exit_code == USAGE


async def test_nothing_in_a_letter_speaks_to_the_terminal(dlq, database):
    hostile = b"\x1b[2J\x1b]0;owned\x07"
    letter_id = await make_letter(
        database, value=hostile, error="\x1b[31m[bold]red", headers=[(b"\x1b[1m", b"\x9b\xff")]
    )
    for arguments in (("ls",), ("show", str(letter_id)), ("stats",)):
        shown = await dlq(*arguments)
        assert shown.exit_code == 0, shown.stderr
        assert "\x1b[31m" not in shown.stdout
        assert "[bold]red" in shown.stdout
    assert "\\x1b[2J" in shown.stdout or "\\x1b[2J" in (await dlq("show", str(letter_id))).stdout


async def test_show_tells_everything_and_is_on_record(dlq, database, database_url):
    letter_id = str(await make_letter(database))
    shown = await dlq("show", letter_id)
    assert "task_version" in shown.stdout
    assert "ce_type" in shown.stdout
    document = json.loads((await dlq("show", letter_id, "--json")).stdout)
    assert document["value"]["encoding"] == "utf-8"
    missing = await dlq("show", str(uuid4()))
    assert (missing.exit_code, "There is no dead letter" in missing.stderr) == (1, True)
    log = await rondel("audit", "--json", "--limit", "1", DATABASE_URL=database_url)
    (entry,) = json.loads(log.stdout)["items"]
    assert (entry["action"], entry["target"]) == ("dead_letter.shown", letter_id)
    assert entry["actor"].endswith("(command line)")
    table = await rondel("audit", "--limit", "1", DATABASE_URL=database_url)
    assert "dead_letter.shown" in table.stdout


async def test_a_dry_run_counts_and_changes_nothing(dlq, database):
    await make_letter(database)
    await make_letter(database, redrives=2)
    told = await dlq("redrive", "--all", "--dry-run")
    assert told.exit_code == 0
    assert "1 dead letter would be redriven." in told.stdout
    assert "1 left alone: it was redriven 2 times already" in told.stdout
    counted = json.loads((await dlq("redrive", "--all", "--dry-run", "--force", "--json")).stdout)
    assert counted["preview"]["redrivable"] == 2
    assert (
        "2 dead letters would be discarded." in (await dlq("discard", "--all", "--dry-run")).stdout
    )
    assert await states(database) == ["open", "open"]


async def test_a_redrive_is_ordered_listed_and_cancelled(dlq, database):
    await make_letter(database)
    await make_letter(database, fingerprint="bbbb")
    ordered = await dlq(
        *("redrive", "--fingerprint", "bbbb", "--reason", "mended", "--yes", "--json"),
    )
    assert ordered.exit_code == 0, ordered.stderr
    redrive = json.loads(ordered.stdout)["redrive"]
    assert (redrive["total"], redrive["reason"], redrive["state"]) == (1, "mended", "running")
    assert await states(database) == ["open", "redriving"]
    assert redrive["id"] in (await dlq("redrives")).stdout
    again = await dlq("redrive", "--fingerprint", "bbbb", "--reason", "mended", "--yes")
    assert again.exit_code == 1
    assert "1 redriving" in again.stdout
    cancelled = await dlq("cancel", redrive["id"], "--reason", "too early")
    assert cancelled.stdout.strip() == "1 are open again; 0 of 1 were sent."
    assert await states(database) == ["open", "open"]
    assert (await dlq("cancel", redrive["id"], "--reason", "again")).exit_code == 1
    assert (await dlq("redrives", str(uuid4()))).exit_code == 1
    ended = await dlq("redrives", redrive["id"], "--watch", "--json")
    assert json.loads(ended.stdout)["items"][0]["state"] == "cancelled"


async def test_letters_are_discarded_by_id(dlq, database):
    first, _ = await make_letter(database), await make_letter(database)
    done = await dlq("discard", str(first), "--reason", "test data", "--yes")
    assert "1 discarded." in done.stdout
    assert await states(database) == ["discarded", "open"]


async def test_an_edited_value_is_checked_before_it_is_sent(dlq, database, tmp_path):
    letter_id = str(await make_letter(database))
    given = tmp_path / "value.json"
    order = ("redrive", letter_id, "--value", str(given), "--reason", "r", "--yes")
    assert (await dlq(*order)).exit_code == USAGE  # there is no such file
    given.write_text('{"task_version": "x"}')
    refused = await dlq(*order)
    assert refused.exit_code == 1
    assert "/value/user_id" in refused.stderr
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text().replace('\"task_version\": 1', '\"task_version\": 5'))\n"
    )
    edit = ("redrive", letter_id, "--edit", "--reason", "r", "--yes")
    unchanged = await dlq(*edit, EDITOR="true --quietly", VISUAL="")
    assert (unchanged.exit_code, "Nothing was changed" in unchanged.stderr) == (1, True)
    for editor_setting in ("/nowhere/vi", 'vi "', " "):
        refused = await dlq(*edit, EDITOR=editor_setting, VISUAL="")
        assert "set EDITOR to another" in refused.stderr
        assert refused.exit_code == 1
    assert await states(database) == ["open"]
    vi = tmp_path / "vi"
    vi.write_text(f"#!{sys.executable}\n{editor.read_text()}")
    vi.chmod(0o700)
    done = await dlq(*edit, EDITOR="", VISUAL="", PATH=str(tmp_path))
    assert done.exit_code == 0, done.stderr
    async with database.read() as connection:
        found = await connection.execute(text("SELECT edited_value FROM dead_letters"))
        assert json.loads(found.scalar_one()) == {
            **json.loads(data_of(SOMEBODY)),
            "task_version": 5,
        }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["redrive"], "Say which dead letters"),
        (["redrive", "--all", "--group", "x"], "leave out the other options"),
        (["redrive", "--all", "--edit"], "for one dead letter"),
        (["redrive", str(uuid4()), "--edit", "--value", "x"], "not both"),
        (["discard", "--all", "--yes"], "--reason"),
        (["discard", "--all", "--reason", "r"], "--yes"),
        (["discard", "--all", "--reason", "r", "--json"], "--yes"),
        (["cancel", str(uuid4())], "--reason"),
        (["ls", "--since", "soon"], "is no time"),
        (["ls", "--state", "lost"], "redriving"),
        (["ls", "--group", " "], "impossible value"),
        (["redrives", "--watch"], "which redrive"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_a_way_out(dlq, database, arguments, said):
    await make_letter(database)
    refused = await dlq(*arguments)
    assert refused.exit_code == USAGE, refused.stdout
    assert said in refused.stderr
    assert await states(database) == ["open"]


async def test_an_account_is_made_an_operator(dlq, database, database_url):
    await make_user(database, email="olga@example.com")
    done = await rondel("users", "role", "Olga@example.com", "operator", DATABASE_URL=database_url)
    assert done.exit_code == 0, done.stderr
    async with database.read() as connection:
        found = await connection.execute(
            text("SELECT role FROM users WHERE email = 'olga@example.com'")
        )
        assert found.scalar_one() == "operator"
    missing = await rondel("users", "role", "no@example.com", "user", DATABASE_URL=database_url)
    assert (missing.exit_code, "There is no account" in missing.stderr) == (1, True)
    wrong = await rondel("users", "role", "olga@example.com", "king", DATABASE_URL=database_url)
    assert wrong.exit_code == USAGE
    assert (await dlq("ls", "--user", "no@example.com")).exit_code == 1


async def test_pauses_are_said_with_what_they_mean(dlq, database):
    await make_letter(database)
    for worker in ("recurrence", "deadletters"):
        await pause_worker(database, OPERATOR, worker, "mending")
    told = await dlq("redrive", "--all", "--dry-run")
    assert "The worker recurrence is paused: its letters wait in its retry topic" in told.stdout
    assert "The worker deadletters is paused: nothing is sent until it goes on." in told.stdout


async def test_an_empty_database_is_told_apart_from_an_empty_table(postgres_url):
    connection = await asyncpg.connect(postgres_url)
    name = f"empty_{uuid4().hex[:8]}"
    await connection.execute(f'CREATE DATABASE "{name}"')
    try:
        refused = await rondel("dlq", "ls", DATABASE_URL=url_of_database(postgres_url, name))
    finally:
        await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await connection.close()
    assert refused.exit_code == 1
    assert "rondel migrate" in refused.stderr
