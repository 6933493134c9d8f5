"""`rondel reminders rebuild` against a database, as a process of its own."""

import json
import os
import pty
import subprocess
import sys
from datetime import timedelta

import asyncpg
import pytest

from cli.embedded.layout import PROJECT
from cli.embedded.ports import HOST, choose_port
from shared.core.clock import SystemClock
from shared.domain.tasks import ReminderDraft
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.integration.cli.conftest import Rondel
from tests.services.kafka import PARTITIONS

pytestmark = pytest.mark.slow

AGREES, FAILED, USAGE, LEFT = 0, 1, 2, 3


@pytest.fixture
async def planned(database, database_url):
    """Three reminders of each of two people, planned an hour ago; no jobs yet."""
    connection = await asyncpg.connect(database_url)
    await connection.execute("DELETE FROM users; DELETE FROM leases; DELETE FROM scheduled_jobs")
    people = [await make_user(database, email=f"{name}@example.com") for name in ("ada", "ben")]
    for person in people:
        drafts = [ReminderDraft(at=SystemClock().now() + timedelta(days=n)) for n in (1, 2, 3)]
        await make_task(database, person, reminders=drafts)
    await connection.execute("UPDATE reminders SET updated_at = updated_at - interval '1 hour'")
    await connection.execute("DELETE FROM outbox")
    yield connection
    await connection.close()


@pytest.fixture
def rondel(tmp_path, database_url):
    """The command on this database."""

    def run(*arguments, **changes):
        told = {"DATABASE_URL": database_url, "RONDEL_KAFKA__PARTITIONS": str(PARTITIONS)}
        return Rondel(tmp_path)("reminders", "rebuild", *arguments, **{**told, **changes})

    run.environment = Rondel(tmp_path).environment(
        DATABASE_URL=database_url, RONDEL_KAFKA__PARTITIONS=str(PARTITIONS)
    )
    return run


async def jobs(connection):
    return await connection.fetchval("SELECT count(*) FROM scheduled_jobs")


async def test_a_dry_run_prints_what_differs_and_changes_nothing(planned, rondel):
    looked = rondel("--dry-run", COLUMNS="40")
    assert looked.returncode == LEFT, looked.stderr
    assert looked.stdout.count("+00:00  \n") == 3  # an example is not folded
    words = looked.stdout.split()
    assert words[words.index("missing") + 1] == "6"
    assert "0 repaired, 6 left." in looked.stdout
    assert await jobs(planned) == 0


async def test_it_repairs_everything_and_a_second_time_finds_nothing(planned, rondel):
    repaired = rondel("--yes", "--json")
    assert repaired.returncode == AGREES, repaired.stderr
    document = json.loads(repaired.stdout)
    assert (document["repaired"], document["left"]) == (6, 0)
    assert document["differences"]["missing"]["count"] == 6
    examples = document["differences"]["missing"]["examples"]
    assert [each["at"][-1] for each in examples] == ["Z"] * 3
    assert await jobs(planned) == 6
    again = rondel("--yes")
    assert again.returncode == AGREES
    assert "everything agrees" in again.stdout


async def test_one_account_and_a_span_of_time_leave_the_others_alone(planned, rondel):
    now = SystemClock().now()
    start, end = (now + timedelta(days=1.5)).isoformat(), (now + timedelta(days=2.5)).isoformat()
    assert rondel("--yes", "--user", "ADA@example.com", "--from", start).returncode == AGREES
    assert await jobs(planned) == 2
    ben = await planned.fetchval("SELECT id FROM users WHERE email = 'ben@example.com'")
    options = ("--user", str(ben), "--from", start, "--to", end)
    assert rondel("--yes", *options).returncode == AGREES
    assert await jobs(planned) == 3


def answered(environment, answer):
    """The command on a terminal where somebody answers so."""
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    try:
        return subprocess.run(
            [sys.executable, "-m", "cli.main", "reminders", "rebuild"],
            env=environment,
            cwd=PROJECT,
            stdin=theirs,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize(("answer", "code", "count"), [("n", LEFT, 0), ("y", AGREES, 6)])
async def test_it_asks_a_person_before_it_changes_anything(planned, rondel, answer, code, count):
    asked = answered(rondel.environment, answer)
    assert asked.returncode == code, asked.stderr
    assert "Repair them in" in asked.stdout
    assert await jobs(planned) == count


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "give --yes to repair"),
        (("--json",), "give --yes to repair"),
        (("--yes", "--dry-run"), "only one of"),
        (("--yes", "--from", "tomorrow"), "--from: 'tomorrow' is no time"),
        (("--yes", "--to", "2026-11-27T09:00:00"), "say the offset"),
        (("--yes", "--from", "2027-01-01T00:00Z", "--to", "2027-01-01T00:00Z"), "before --to"),
        (("--yes", "--user", "nobody@example.com"), "no account nobody@example.com"),
    ],
)
async def test_wrong_use_is_refused_and_changes_nothing(planned, rondel, options, said):
    refused = rondel(*options)
    assert refused.returncode == USAGE
    assert said in refused.stderr
    assert await jobs(planned) == 0


async def test_another_number_of_partitions_than_the_workers_is_refused(planned, rondel):
    await planned.execute(
        "INSERT INTO leases SELECT 'scheduler/' || n, 'x', 1, now() FROM generate_series(0, 11) n"
    )
    refused = rondel("--yes")
    assert refused.returncode == USAGE
    assert "12 partitions in this database, not 4" in refused.stderr
    assert await jobs(planned) == 0
    assert rondel("--yes", RONDEL_KAFKA__PARTITIONS="12").returncode == AGREES
    assert await jobs(planned) == 6


def test_without_an_answer_it_names_the_place_in_two_lines(rondel):
    port = choose_port()
    refused = rondel("--dry-run", DATABASE_URL=f"postgresql://u:hunter2@{HOST}:{port}/r")
    assert refused.returncode == FAILED
    what, way_out = refused.stderr.splitlines()
    assert what == f"The database r on {HOST}:{port} cannot be used: nothing answers there."
    assert "DATABASE_URL" in way_out


def test_without_a_database_it_says_how_to_have_one(rondel):
    refused = rondel("--dry-run", DATABASE_URL="")
    assert refused.returncode == FAILED
    assert "No database is known." in refused.stderr


async def test_a_database_without_tables_is_named_with_the_way_out(rondel, postgres_url):
    refused = rondel("--dry-run", DATABASE_URL=postgres_url)
    assert refused.returncode == FAILED
    assert "rondel migrate" in refused.stderr
