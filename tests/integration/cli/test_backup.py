"""`rondel backup` and `rondel restore` on real databases, as processes of their own."""

import asyncio
import json
import os
import resource
import signal
import stat
import subprocess
import sys
import zipfile

import asyncpg
import pytest

from cli.embedded.layout import PROJECT
from shared.db.migrate import _ONE_MIGRATOR, current_revision, head_revision, upgrade
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.integration.cli.conftest import Rondel
from tests.services.kafka import PARTITIONS
from tests.services.postgres import empty_database
from tests.waiting import eventually

pytestmark = pytest.mark.slow

DONE, FAILED, USAGE, STOPPED = 0, 1, 2, 130
TASKS = 30


class Command:
    """The command on one database."""

    def __init__(self, folder, url):
        self.url = url
        self.environment = Rondel(folder).environment(
            DATABASE_URL=url, RONDEL_KAFKA__PARTITIONS=str(PARTITIONS)
        )

    def argv(self, *arguments):
        return [sys.executable, "-m", "cli.main", *map(str, arguments)]

    async def start(self, *arguments):
        return await asyncio.create_subprocess_exec(
            *self.argv(*arguments),
            env=self.environment,
            cwd=PROJECT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    async def __call__(self, *arguments, given=b"", **options):
        fed = {"input": given} if given else {"stdin": subprocess.DEVNULL}
        options = {"text": not given, **fed, **options}
        return await asyncio.to_thread(
            subprocess.run,
            self.argv(*arguments),
            env=self.environment,
            cwd=PROJECT,
            capture_output=True,
            check=False,
            **options,
        )


@pytest.fixture
async def source(database, database_url, tmp_path):
    """The command on a database in which somebody has tasks, and no process works."""
    person = await make_user(database)
    for _ in range(TASKS):
        await make_task(database, person)
    return Command(tmp_path, database_url)


@pytest.fixture
async def empty_url(postgres_url):
    async with empty_database(postgres_url) as url:
        yield url


@pytest.fixture
def target(empty_url, tmp_path):
    return Command(tmp_path, empty_url)


@pytest.fixture
async def made(source, tmp_path):
    """A backup."""
    file = tmp_path / "one.backup"
    done = await source("backup", file)
    assert done.returncode == DONE, done.stderr
    return file


async def ask(url, query):
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def count_tables(url):
    return await ask(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")


async def tasks_in(url):
    return await ask(url, "SELECT count(*) FROM tasks")


async def test_a_backup_under_running_writes_is_of_one_moment(database, source, target, tmp_path):
    database_url, empty_url = source.url, target.url
    person, stop = await make_user(database), asyncio.Event()
    before = await tasks_in(database_url)

    async def write():
        while not stop.is_set():
            await make_task(database, person)

    writers = [asyncio.create_task(write()) for _ in range(3)]

    async def has_begun():
        return await tasks_in(database_url) > before

    await eventually(has_begun, what="writes run")
    file = tmp_path / "live.backup"
    saved = await source("backup", file, "--json")
    assert saved.returncode == DONE, saved.stderr
    at_the_end = await tasks_in(database_url)
    stop.set()
    await asyncio.gather(*writers)
    rows = json.loads(saved.stdout)["manifest"]["rows"]
    assert before < rows["tasks"] < at_the_end
    restored = await target("restore", file, "--json")
    assert restored.returncode == DONE, restored.stderr
    assert json.loads(restored.stdout)["manifest"]["rows"] == rows
    for table, count in rows.items():
        assert await ask(empty_url, f'SELECT count(*) FROM "{table}"') == count, table
    assert await current_revision(empty_url) == head_revision()


async def test_the_file_is_for_its_owner_and_has_neither_keys_nor_the_password(made):
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    with zipfile.ZipFile(made) as archive:
        assert archive.namelist() == ["database.dump", "manifest.json"]
        manifest = archive.read("manifest.json").decode()
    assert set(json.loads(manifest)) == {
        *("format", "rondel", "revision", "made_at", "postgresql", "rows", "bytes", "sha256")
    }
    assert "postgresql://" not in manifest
    assert [path.name for path in made.parent.iterdir() if path.name.startswith(".one")] == []


async def test_a_pipe_takes_it_and_gives_it_back(source, target, empty_url, database_url):
    saved = await source("backup", "-", text=False)
    assert saved.returncode == DONE, saved.stderr
    restored = await target("restore", "-", given=saved.stdout)
    assert restored.returncode == DONE, restored.stderr
    assert await tasks_in(empty_url) == await tasks_in(database_url)


@pytest.mark.parametrize(("sink", "reason"), [("full", "No space"), ("gone", "Broken pipe")])
async def test_what_takes_no_more_is_named_and_not_the_database(source, sink, reason):
    with open("/dev/full", "wb") as full:  # noqa: ASYNC230, PTH123 - a device
        reading, writing = os.pipe()
        os.close(reading)
        refused = await asyncio.to_thread(
            subprocess.run,
            source.argv("backup", "-"),
            env=source.environment,
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=full if sink == "full" else writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        os.close(writing)
    assert refused.returncode == FAILED, refused.stderr
    assert f"Cannot write what - leads to: {reason}" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "Exception ignored" not in refused.stderr


async def test_a_database_that_is_not_empty_is_refused_and_replaced_when_told(
    made, target, empty_url, database_url
):
    await upgrade(empty_url)
    refused = await target("restore", made)
    assert refused.returncode == FAILED
    assert "is not empty" in refused.stderr
    assert await tasks_in(empty_url) == 0
    for _ in range(2):  # what it has restored itself can be replaced, too
        replaced = await target("restore", made, "--replace")
        assert replaced.returncode == DONE, replaced.stderr
    assert await tasks_in(empty_url) == await tasks_in(database_url)


async def test_a_database_in_use_is_refused(made, target, empty_url):
    connection = await asyncpg.connect(
        empty_url, server_settings={"application_name": "rondel-relay/1.0"}
    )
    refused = await target("restore", made)
    await connection.close()
    assert refused.returncode == FAILED
    assert "in use: rondel-relay/1.0 (1)" in refused.stderr


@pytest.mark.parametrize("harm", ["flipped", "cut", "halved", "empty", "other", "missing"])
async def test_a_harmed_file_changes_nothing(harm, made, target, empty_url):
    content = bytearray(made.read_bytes())
    if harm == "flipped":
        content[len(content) // 2] ^= 0xFF
    harmed = {
        "cut": content[:-1],
        "halved": content[: len(content) // 2],
        "empty": b"",
        "other": b"SELECT 1;" * 1000,
    }
    made.write_bytes(harmed.get(harm, content))
    if harm == "missing":
        made.unlink()
    for arguments in (["--check"], []):
        refused = await target("restore", made, *arguments)
        assert refused.returncode == FAILED
        assert "cannot be restored" in refused.stderr
        assert "Nothing was changed" in refused.stderr
    assert await count_tables(empty_url) == 0


def rewrite(file, **changes):
    """The backup says other things of itself."""
    with zipfile.ZipFile(file) as archive:
        dump, manifest = archive.read("database.dump"), json.loads(archive.read("manifest.json"))
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("database.dump", dump)
        archive.writestr("manifest.json", json.dumps({**manifest, **changes}))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"revision": "9999", "rondel": "9.1"}, "Rondel 9.1 made it at revision 9999"),
        ({"format": 2}, "a newer Rondel may have written it"),
        ({"rows": {"tasks; DROP TABLE users": 1}}, "its manifest cannot be read"),
    ],
)
async def test_a_backup_of_a_newer_version_is_refused(changes, said, made, target, empty_url):
    rewrite(made, **changes)
    refused = await target("restore", made)
    assert refused.returncode == FAILED
    assert said in refused.stderr
    assert await count_tables(empty_url) == 0


async def test_another_number_of_rows_than_the_manifest_has_restores_nothing(
    made, target, empty_url
):
    with zipfile.ZipFile(made) as archive:
        rows = json.loads(archive.read("manifest.json"))["rows"]
    rewrite(made, rows={**rows, "tasks": rows["tasks"] + 1})
    refused = await target("restore", made)
    assert refused.returncode == FAILED
    assert f"tasks has {rows['tasks']} rows, not {rows['tasks'] + 1}" in refused.stderr
    assert await count_tables(empty_url) == 0


@pytest.fixture
async def older(postgres_url, tmp_path):
    """A backup of an older version."""
    file = tmp_path / "old.backup"
    async with empty_database(postgres_url) as url:
        await upgrade(url, "0010")
        saved = await Command(tmp_path, url)("backup", file)
        assert saved.returncode == DONE, saved.stderr
    return file


async def test_a_migration_that_is_interrupted_says_that_the_data_is_in(older, target, empty_url):
    holder = await asyncpg.connect(empty_url)
    await holder.execute("SELECT pg_advisory_lock($1)", _ONE_MIGRATOR)
    process = await target.start("restore", older)

    async def is_held():
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        asking = "query LIKE 'SELECT pg_try_advisory_lock%'"
        return await holder.fetchval(f"{waiting} AND {asking}")

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
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = 'rondel-backup'"
    )

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


async def test_a_disk_without_space_leaves_no_file(source, tmp_path):
    """A limit on the size of files stands for the disk: writing fails in the same place."""
    file = tmp_path / "large.backup"
    refused = await source(
        "backup",
        file,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)),
    )
    assert refused.returncode == FAILED
    assert "Cannot write" in refused.stderr
    assert list(tmp_path.glob("*large*")) == []


async def test_programs_that_are_too_old_are_passed_over(source, tmp_path):
    """An old pg_dump comes first on the PATH; the server's own are found behind it."""
    old = tmp_path / "bin"
    old.mkdir()
    for name in ("pg_dump", "pg_restore", "psql"):
        program = old / name
        program.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
        program.chmod(0o755)
    source.environment["PATH"] = f"{old}:{source.environment['PATH']}"
    done = await source("backup", tmp_path / "one.backup")
    assert done.returncode == DONE, done.stderr


async def test_a_database_that_nothing_answers_for_is_told_in_plain_words(tmp_path):
    command = Command(tmp_path, "postgresql://rondel:secret@127.0.0.1:9/rondel")
    refused = await command("backup", tmp_path / "none.backup")
    assert refused.returncode == FAILED
    assert "cannot be used" in refused.stderr
    assert "secret" not in refused.stderr
    assert list(tmp_path.glob("*none*")) == []


async def test_wrong_use_is_refused(source):
    refused = await source("backup", "-", "--json")
    assert refused.returncode == USAGE
