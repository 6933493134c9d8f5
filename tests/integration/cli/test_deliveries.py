"""`rondel reminders deliveries` against a database, as a process of its own."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from shared.core.clock import SystemClock
from shared.domain.tasks import ReminderDraft
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.integration.cli.conftest import Rondel
from tests.services.kafka import PARTITIONS

FAILED, USAGE = 1, 2


@pytest.fixture
def rondel(tmp_path, database_url):
    """The command on this database."""

    def run(*arguments):
        told = {"DATABASE_URL": database_url, "RONDEL_KAFKA__PARTITIONS": str(PARTITIONS)}
        return Rondel(tmp_path)("reminders", "deliveries", *arguments, **told)

    return run


async def test_a_task_whose_reminders_did_not_arrive_says_why(database, rondel):
    owner = await make_user(database)
    past = ReminderDraft(at=SystemClock().now() - timedelta(days=1))
    task = await make_task(database, owner, reminders=[past, ReminderDraft(lead="PT0S")])
    told = rondel("--task", str(task.id))
    assert told.returncode == 0, told.stderr
    assert "Not sent: its time had passed when it was made." in told.stdout
    assert "Waits for a time" in told.stdout
    document = json.loads(rondel("--task", str(task.id), "--json").stdout)
    assert {item["reason"] for item in document["items"]} == {"past", "no_due"}
    of_user = rondel("--user", str(owner.user_id))
    assert (of_user.returncode, of_user.stdout.strip()) == (0, "No message was due yet.")


async def test_wrong_questions_are_refused(rondel):
    nothing = rondel()
    assert nothing.returncode == USAGE
    assert "Give exactly one of --user, --task and --reminder." in nothing.stderr
    no_id = rondel("--task", "x")
    assert no_id.returncode == USAGE
    assert "--task takes an id, and 'x' is none." in no_id.stderr
    unknown = rondel("--reminder", str(uuid4()))
    assert (unknown.returncode, unknown.stdout) == (FAILED, "")
