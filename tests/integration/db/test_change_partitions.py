"""The script on the page about another number of partitions does what the page says."""

import re
import subprocess
import sys
import textwrap
from functools import partial

import pytest
from sqlalchemy import text

from cli.embedded.layout import PROJECT
from shared.core.settings import inherited_environment
from shared.db.repositories import leases, outbox
from shared.db.repositories.jobs import LEASE_PREFIX, WantedJob, put_jobs
from shared.db.repositories.leases import RELAY_LANE
from shared.db.session import Database
from shared.domain.tasks import ReminderDraft
from shared.events.topics import partition_of
from tests.e2e.world import CLOCK
from tests.factories.tasks import make_task
from tests.factories.users import make_user

PAGE = PROJECT / "docs" / "how-to" / "change-partitions.md"
PARTITIONS = 7


@pytest.fixture
def run(database_url):
    """Runs Python with the settings of the page, on the database of this test file."""
    changes = {
        "DATABASE_URL": database_url,
        "RONDEL_KAFKA__PARTITIONS": str(PARTITIONS),
        "PYTHONPATH": str(PROJECT),
        "COLUMNS": "200",
    }

    def run(*arguments):
        command = [sys.executable, *arguments]
        environment = inherited_environment(changes)
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def script(tmp_path, run):
    """Runs the script of the page."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    path = tmp_path / "move.py"
    path.write_text(textwrap.dedent(code))
    return partial(run, str(path))


@pytest.fixture
def rebuild(run):
    """Runs `rondel reminders rebuild --dry-run`."""
    return partial(run, "-m", "cli.main", "reminders", "rebuild", "--dry-run")


async def test_waiting_reminders_move_to_the_partitions_of_their_users(
    database: Database, script
) -> None:
    owners = {}
    for _ in range(20):
        owner = await make_user(database)
        at = CLOCK.now().replace(year=2090)
        task = await make_task(database, owner, reminders=[ReminderDraft(at=at)])
        owners[task.reminders[0].id] = owner.user_id
    async with database.unit_of_work() as uow:
        jobs = [
            WantedJob(
                reminder_id,
                partition_of(user_id, database.partitions),
                uow.now,
                1,
                f'{{"user_id": "{user_id}"}}',
            )
            for reminder_id, user_id in owners.items()
        ]
        assert len(await put_jobs(uow.connection, jobs)) == len(owners)
    refused = script()
    assert refused.returncode == 1
    assert "The outbox is not empty" in refused.stderr
    assert await partitions(database) == {j.reminder_id: j.partition for j in jobs}

    async with database.unit_of_work() as uow:
        await uow.connection.execute(text("DELETE FROM outbox"))
        assert await outbox.backlog(uow.connection) == (0, None)
    done = script()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "20 waiting reminders are in their partitions.\n"
    wanted = {each: partition_of(user_id, PARTITIONS) for each, user_id in owners.items()}
    assert len(set(wanted.values())) > database.partitions
    assert await partitions(database) == wanted


async def test_the_old_partitions_do_not_keep_anybody_from_comparing(
    database: Database, script, rebuild
) -> None:
    old = [f"{kind}{n}" for kind in (LEASE_PREFIX, RELAY_LANE) for n in range(PARTITIONS + 5)]
    async with database.unit_of_work() as uow:
        for table in ("users", "outbox", "scheduled_jobs"):
            await uow.connection.execute(text(f"DELETE FROM {table}"))
        held = await leases.acquire(uow.connection, [*old, "overdue"], "somebody", 60)
        await leases.release(uow.connection, held)
    refused = rebuild()
    assert f"used {PARTITIONS + 5} partitions in this database, not {PARTITIONS}" in refused.stderr
    done = script()
    assert (done.returncode, done.stderr) == (0, "")
    compared = rebuild()
    assert compared.returncode == 0, compared.stderr
    assert "everything agrees" in compared.stdout
    async with database.read() as connection:
        left = await connection.execute(text("SELECT name FROM leases"))
        assert [row[0] for row in left] == ["overdue"]


async def partitions(database: Database) -> dict:
    async with database.read() as connection:
        rows = await connection.execute(text("SELECT reminder_id, partition FROM scheduled_jobs"))
        return {row[0]: row[1] for row in rows}
