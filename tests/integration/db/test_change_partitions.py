"""The script on the page about another number of partitions does what the page says."""

import re
import subprocess
import sys
import textwrap

import pytest
from sqlalchemy import text

from cli.embedded.layout import PROJECT
from shared.core.settings import inherited_environment
from shared.db.repositories import outbox
from shared.db.repositories.jobs import WantedJob, put_jobs
from shared.db.session import Database
from shared.domain.tasks import ReminderDraft
from shared.events.topics import partition_of
from tests.e2e.world import CLOCK
from tests.factories.tasks import make_task
from tests.factories.users import make_user

PAGE = PROJECT / "docs" / "how-to" / "change-partitions.md"
PARTITIONS = 7


@pytest.fixture
def script(tmp_path, database_url):
    """Runs the script of the page on the database of this test file."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    path = tmp_path / "move.py"
    path.write_text(textwrap.dedent(code))
    changes = {
        "DATABASE_URL": database_url,
        "RONDEL_KAFKA__PARTITIONS": str(PARTITIONS),
        "PYTHONPATH": str(PROJECT),
    }

    def run():
        command = [sys.executable, str(path)]
        environment = inherited_environment(changes)
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


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


async def partitions(database: Database) -> dict:
    async with database.read() as connection:
        rows = await connection.execute(text("SELECT reminder_id, partition FROM scheduled_jobs"))
        return {row[0]: row[1] for row in rows}
