"""`rondel workers` and `rondel timeline`: what they refuse, and how they say it."""

import os
import subprocess
import sys
import uuid

import orjson
import pytest

from cli.embedded.layout import PROJECT
from shared.core.settings import inherited_environment
from shared.db.repositories import pauses
from shared.events.groups import WORKERS
from tests.factories.users import make_user

pytestmark = pytest.mark.slow


@pytest.fixture
def rondel(database_url):
    """The command on the database of this file."""

    def run(*arguments, code=0):
        done = subprocess.run(
            [sys.executable, "-m", "cli.main", *arguments],
            env=inherited_environment({"DATABASE_URL": database_url, "COLUMNS": "80"}),
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done.stderr if code else done.stdout

    return run


async def paused(database):
    async with database.read() as connection:
        return [pause.worker for pause in await pauses.list_pauses(connection)]


async def test_a_pause_is_ordered_listed_and_ended(rondel, database):
    why = "[bold] why it rests, and for how long"
    state = orjson.loads(rondel("workers", "pause", "relay", "--reason", why, "--json"))
    assert state["paused"]
    assert state["paused_by"].endswith("(command line)")
    listed = orjson.loads(rondel("workers", "ls", "--json"))["items"]
    assert [each["name"] for each in listed] == list(WORKERS)
    assert [each for each in listed if each["paused"]] == [state]
    table = rondel("workers", "ls").splitlines()
    assert [line.split()[:2] for line in table[1:3]] == [["relay", "paused"], ["recurrence", "at"]]
    assert why in table[1]
    assert rondel("workers", "resume", "relay") == "The worker relay goes on.\n"
    assert await paused(database) == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["pause", "nobody", "--reason", "x"], 1, "There is no worker nobody."),
        (["pause", "relay", "--reason", " "], 1, "Give a reason"),
        (["pause", "relay"], 2, "--reason"),
        (["resume", "relay"], 1, "The worker relay is at work."),
        (["stop", "relay"], 2, "No such command"),
    ],
)
async def test_an_order_that_makes_no_sense_changes_nothing(
    rondel, database, arguments, code, said
):
    assert said in rondel("workers", *arguments, code=code)
    assert await paused(database) == []


NOBODY = str(uuid.UUID(int=7))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "Give exactly one of --user, --task, --reminder and --event."),
        (["--task", NOBODY, "--event", NOBODY], 2, "Give exactly one"),
        (["--task", "7"], 2, "--task takes an id, and '7' is none."),
        (["--user", "ada"], 2, "--user takes an id or an e-mail address, and 'ada' is none."),
        (["--task", NOBODY, "--limit", "0"], 2, "--limit"),
        (["--task", NOBODY], 1, f"There is no task {NOBODY}."),
        (["--user", "ada@nowhere.example"], 1, "There is no account ada@nowhere.example."),
    ],
)
async def test_a_timeline_of_nothing_is_refused_in_words(rondel, arguments, code, said):
    assert said in rondel("timeline", *arguments, code=code)


async def test_an_account_without_a_story_is_said_to_have_none(rondel, database):
    owner = await make_user(database)
    said = rondel("timeline", "--user", str(owner.user_id))
    assert said.startswith(f"Timeline of user {owner.user_id}{os.linesep}Nothing is on record.")
    document = orjson.loads(rondel("timeline", "--user", str(owner.user_id), "--json"))
    assert (document["entries"], document["has_earlier"]) == ([], False)
