"""`rondel ops`: the numbers of the operations page, and what it does without Kafka."""

import subprocess
import sys

import orjson
import pytest

from cli.embedded.layout import PROJECT
from shared.core.settings import inherited_environment
from shared.db.repositories import schedules

NAME = "activity.prune_trash"
NOBODY = "127.0.0.1:1"


@pytest.fixture
def rondel(database_url):
    """The command on the database of this file, without Kafka unless one is given."""

    def run(*arguments, code=0, **environment):
        services = {"DATABASE_URL": database_url, "KAFKA_BROKERS": NOBODY, "COLUMNS": "200"}
        done = subprocess.run(
            [sys.executable, "-m", "cli.main", "ops", *arguments],
            env=inherited_environment({**services, **environment}),
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    return run


def test_without_kafka_the_tables_are_shown_and_the_code_says_so(rondel):
    document = orjson.loads(rondel("overview", "--json", code=1))
    assert document["kafka"]["status"] == "unavailable"
    assert document["database"]["status"] == "ok"
    shown = rondel("overview", code=1)
    assert "Kafka could not be asked: no broker answers." in shown
    assert "Relay lanes: 0 of 12 held by 0" in shown
    assert "Kafka could not be asked" in rondel("lag", code=1)


def test_lag_is_shown_by_partition(rondel, kafka_settings):
    kafka = {
        "KAFKA_BROKERS": kafka_settings.brokers,
        "RONDEL_KAFKA__TOPIC_PREFIX": kafka_settings.topic_prefix,
        "RONDEL_KAFKA__PARTITIONS": str(kafka_settings.partitions),
    }
    items = orjson.loads(rondel("lag", "notifications", "--json", **kafka))["items"]
    assert {each["topic"] for each in items} >= {"reminders", "retry.notifications.12h"}
    assert {each["lag"] for each in items} == {0}
    assert rondel("lag", **kafka) == "Nothing waits in any group.\n"


def test_there_is_no_such_group(rondel):
    assert "There is no group nobody; there are recurrence" in rondel("lag", "nobody", code=2)


async def test_a_job_is_listed_and_asked_for(rondel, database):
    async with database.unit_of_work() as uow:
        await schedules.register(uow.connection, NAME, "activity", 600, uow.now)
    (listed,) = orjson.loads(rondel("schedules", "--json"))["items"]
    assert (listed["name"], listed["asked_at"]) == (NAME, None)
    assert rondel("run", NAME).startswith(f"{NAME} runs as soon as the worker activity")
    assert "asked for" in rondel("schedules")
    assert "There is no schedule nobody.job." in rondel("run", "nobody.job", code=1)


def test_retry_policies_are_listed(rondel):
    items = orjson.loads(rondel("retries", "--json"))["items"]
    assert "reminder.due" in {each["event_type"] for each in items}
    assert "10, 60, 600, 3600" in rondel("retries")
