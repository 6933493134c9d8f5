"""`rondel zones`: what new zone data moves is found, planned anew and noted."""

import json
from datetime import UTC, datetime

import asyncpg
import pytest

from shared.commands.zone_data import UNKNOWN_VERSION, zone_data_version
from shared.domain.tasks import Due
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.integration.cli.conftest import Rondel
from tests.services.kafka import PARTITIONS

AGREES, LEFT = 0, 3
NINE = datetime(2031, 12, 1, 8, tzinfo=UTC)


@pytest.fixture
async def connection(database_url):
    """An empty database."""
    found = await asyncpg.connect(database_url)
    await found.execute("DELETE FROM users; DELETE FROM markers")
    yield found
    await found.close()


@pytest.fixture
def rondel(tmp_path, database_url):
    """The command on this database."""

    def run(*arguments):
        told = {"DATABASE_URL": database_url, "RONDEL_KAFKA__PARTITIONS": str(PARTITIONS)}
        return Rondel(tmp_path)("zones", *arguments, **told)

    return run


async def old_plan(database, connection):
    """A task as an hour of summer time that is no more would have it; its id and its owner."""
    owner = await make_user(database)
    task = await make_task(database, owner, due="2031-12-01T09:00")
    await make_task(database, owner, due=Due(local=datetime(2031, 12, 1, 9), zone="Asia/Tokyo"))
    await connection.execute(
        "UPDATE tasks SET due_at = due_at - interval '1 hour' WHERE id = $1", task.id
    )
    await connection.execute(
        "UPDATE reminders SET fire_at = fire_at - interval '1 hour' WHERE task_id = $1", task.id
    )
    await connection.execute("DELETE FROM outbox")
    return task


async def test_a_check_prints_what_differs_and_changes_nothing(database, connection, rondel):
    task = await old_plan(database, connection)
    looked = rondel("check", "--json")
    assert looked.returncode == LEFT, looked.stderr
    document = json.loads(looked.stdout)
    assert document["counts"] == {"task": 1, "reminder": 1}
    assert {each["task_id"] for each in document["examples"]} == {str(task.id)}
    assert document["examples"][0]["computed"] == "2031-12-01T08:00:00Z"
    assert (document["planned_with"], document["zone_data"]) == (None, zone_data_version())
    assert rondel("replan").returncode == LEFT
    assert await connection.fetchval("SELECT count(*) FROM outbox") == 0
    assert await connection.fetchval("SELECT count(*) FROM markers") == 0


async def test_what_differs_is_planned_anew_and_the_zone_data_noted(database, connection, rondel):
    task = await old_plan(database, connection)
    applied = rondel("replan", "--apply")
    assert applied.returncode == AGREES, applied.stderr
    fires = await connection.fetchval("SELECT fire_at FROM reminders WHERE task_id = $1", task.id)
    due = await connection.fetchval("SELECT due_at FROM tasks WHERE id = $1", task.id)
    assert (due, fires) == (NINE, NINE)
    types = await connection.fetch("SELECT event_type FROM outbox ORDER BY id")
    assert [row[0] for row in types] == ["task.updated", "task.changed", "reminder.scheduled"]
    again = rondel("check")
    assert again.returncode == AGREES
    assert f"Plans were made with {zone_data_version()}" in again.stdout
    assert "everything agrees" in again.stdout


async def test_a_zone_that_this_server_does_not_know_is_listed_and_stops_nothing(
    database, connection, rondel
):
    await old_plan(database, connection)
    owner = await make_user(database)
    lost = await make_task(database, owner, due="2031-12-01T09:00")
    await connection.execute("UPDATE tasks SET zone = 'Mars/Olympus' WHERE id = $1", lost.id)
    applied = rondel("replan", "--apply", "--json")
    assert applied.returncode == LEFT, applied.stderr
    document = json.loads(applied.stdout)
    assert document["counts"] == {"task": 1, "reminder": 1, "unknown_zone": 1}
    assert (document["moved"], document["left"]) == (2, 1)
    assert "Mars/Olympus" in {each["zone"] for each in document["examples"]}


def test_the_version_is_that_of_the_tables_that_are_read(tmp_path):
    (tmp_path / "UTC").write_bytes(b"")
    assert zone_data_version([str(tmp_path)]) == UNKNOWN_VERSION
    (tmp_path / "tzdata.zi").write_text("# version 2025b\n# more\n")
    assert zone_data_version([str(tmp_path)]) == "2025b"
    assert zone_data_version([str(tmp_path / "missing")]).startswith("20")
