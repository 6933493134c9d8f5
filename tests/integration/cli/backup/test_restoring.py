"""A restore that is stopped, and one between servers of different versions."""

import os
import signal
import zipfile
from asyncio.subprocess import DEVNULL

import asyncpg
import pytest

from cli.backup.dumping import running
from cli.backup.programs import find_programs
from cli.backup.restoring import _older_head
from cli.embedded.ports import choose_port
from shared.db.migrate import _ONE_MIGRATOR, current_revision, head_revision
from tests.integration.cli.backup.conftest import (
    DONE,
    FAILED,
    Command,
    ask,
    count_tables,
    rewrite,
    tasks_in,
)
from tests.integration.cli.backup.older import OLDER, OlderPostgres
from tests.services.postgres import empty_database
from tests.waiting import eventually

pytestmark = pytest.mark.slow

STOPPED = 130
SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"


async def test_a_migration_that_is_interrupted_says_that_the_data_is_in(older, target, empty_url):
    holder = await asyncpg.connect(empty_url)
    await holder.execute("SELECT pg_advisory_lock($1)", _ONE_MIGRATOR)
    process = await target.start("restore", older)

    async def is_held():
        asking = "query LIKE 'SELECT pg_try_advisory_lock%'"
        return await ask(empty_url, f"{SESSIONS} AND {asking}")

    await eventually(is_held, what="the migration waits")
    process.send_signal(signal.SIGTERM)
    _, said = await process.communicate()
    await holder.close()
    assert process.returncode == FAILED
    assert b"The data is in " in said
    assert b"rondel migrate" in said
    assert b"half-done" not in said
    assert await count_tables(empty_url) > 0


async def test_a_backup_of_an_older_version_is_migrated(older, target, empty_url):
    restored = await target("restore", older)
    assert restored.returncode == DONE, restored.stderr
    assert "It was at revision 0010" in restored.stderr
    assert await current_revision(empty_url) == head_revision()


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
async def test_a_restore_that_is_interrupted_leaves_nothing(name, made, target, empty_url):
    """It is held where all tables are filled and the first index is made."""
    holder = await asyncpg.connect(empty_url)
    await holder.execute(
        """
        CREATE SCHEMA held;
        CREATE FUNCTION held.wait() RETURNS event_trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_advisory_xact_lock_shared(1); END';
        CREATE EVENT TRIGGER held ON ddl_command_start WHEN TAG IN ('CREATE INDEX')
            EXECUTE FUNCTION held.wait();
        SELECT pg_advisory_lock(1);
        """
    )
    process = await target.start("restore", made)
    others = f"{SESSIONS} AND application_name = 'rondel-backup'"

    async def is_held():
        return await holder.fetchval(f"{others} AND wait_event = 'advisory'")

    await eventually(is_held, what="the restore waits")
    process.send_signal(signal.Signals[name])
    _, said = await process.communicate()
    await holder.execute("SELECT pg_advisory_unlock(1)")

    async def is_gone():
        return await holder.fetchval(others) == 0

    await eventually(is_gone, what="its session has ended")
    await holder.close()
    assert await count_tables(empty_url) == 0
    if name == "SIGKILL":
        assert process.returncode == -signal.SIGKILL
    else:
        assert process.returncode == STOPPED
        assert b"nothing is half-done" in said


COMMIT_HELD = """
    CREATE SCHEMA held;
    CREATE TABLE held.rows (n int);
    CREATE FUNCTION held.wait() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NULL; END';
    CREATE CONSTRAINT TRIGGER held AFTER INSERT ON held.rows DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION held.wait();
    CREATE FUNCTION held.write() RETURNS event_trigger LANGUAGE plpgsql AS
        'BEGIN INSERT INTO held.rows VALUES (1); END';
    CREATE EVENT TRIGGER held ON ddl_command_start WHEN TAG IN ('CREATE INDEX')
        EXECUTE FUNCTION held.write();
    SELECT pg_advisory_lock(1);
"""


async def until_held(url, statement):
    """The restore waits for a lock in this statement."""
    held = f"{SESSIONS} AND wait_event_type = 'Lock' AND query LIKE '{statement}%'"
    await eventually(lambda: ask(url, held), what=f"{statement} waits")


async def test_what_is_stopped_in_the_commit_is_told_as_it_is_afterwards(made, target, empty_url):
    """Ctrl-C goes to all processes of a terminal."""
    holder = await asyncpg.connect(empty_url)
    await holder.execute(COMMIT_HELD)
    process = await target.start("restore", made, start_new_session=True)
    await until_held(empty_url, "COMMIT")
    os.killpg(process.pid, signal.SIGINT)
    await holder.close()
    _, said = await process.communicate()
    assert process.returncode == FAILED, said
    assert b"The data is in " in said
    assert b"half-done" not in said
    assert await tasks_in(empty_url) > 0


async def test_what_is_stopped_after_the_commit_says_that_the_data_is_in(made, target, empty_url):
    holder = await asyncpg.connect(empty_url)
    await holder.execute("CREATE SCHEMA held; CREATE TABLE held.rows (n int)")
    await holder.execute("BEGIN; LOCK TABLE held.rows")
    process = await target.start("restore", made)
    await until_held(empty_url, "ANALYZE")
    process.send_signal(signal.SIGTERM)
    _, said = await process.communicate()
    await holder.close()
    assert process.returncode == FAILED, said
    assert b"The data is in " in said
    assert b"half-done" not in said
    assert await tasks_in(empty_url) > 0


async def test_programs_have_to_be_as_new_as_those_that_made_the_backup(made, target, empty_url):
    rewrite(made, postgresql=99)
    refused = await target("restore", made)
    assert refused.returncode == FAILED
    assert "psql of PostgreSQL 99 or newer are needed" in refused.stderr
    assert await count_tables(empty_url) == 0


async def test_an_older_server_hears_nothing_of_a_limit_since_then(made, target, tmp_path):
    programs, dump = find_programs(17), tmp_path / "database.dump"
    with zipfile.ZipFile(made) as archive:
        dump.write_bytes(archive.read("database.dump"))
    command = [programs.path("pg_restore"), "--file=-", str(dump)]
    async with running(command, target.environment, stdin=DEVNULL) as source:
        head = await _older_head(source.stdout)
        rest = await source.stdout.read()
    assert b"SET lock_timeout = 0;" in head
    assert b"transaction_timeout" not in head + rest
    assert rest.startswith(b" = 'UTF8';\n")


@pytest.fixture
def older_server(state_dir):
    """A server that a pg_restore of 17 or newer would say too much to."""
    folder = state_dir / "older"
    log, port = folder / "postgres.log", choose_port()
    server = OlderPostgres(state_dir=folder, port=port, log=log, programs=OLDER[0])
    running_server = server.start()
    yield server
    running_server.stop()


@pytest.mark.skipif(not OLDER, reason="neither PostgreSQL 15 nor 16 is installed here")
async def test_a_backup_goes_to_an_older_server_and_comes_back_from_it(
    made, source, target, older_server, tmp_path
):
    """Each time the programs of the older version come first on the PATH."""
    async with empty_database(older_server.url_of("postgres")) as url:
        older = Command(tmp_path, url)
        for command in (older, target):
            command.environment["PATH"] = f"{OLDER[0]}:{command.environment['PATH']}"
        restored = await older("restore", made)
        assert restored.returncode == DONE, restored.stderr
        assert await tasks_in(url) == await tasks_in(source.url)
        back = tmp_path / "back.backup"
        saved = await older("backup", back)
        assert saved.returncode == DONE, saved.stderr
    restored = await target("restore", back)
    assert restored.returncode == DONE, restored.stderr
    assert await tasks_in(target.url) == await tasks_in(source.url)
