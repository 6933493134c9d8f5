"""What `rondel backup` writes comes back whole, and nothing else is taken for a backup."""

import asyncio
import json
import os
import resource
import stat
import subprocess
import zipfile

import asyncpg
import pytest

from cli.embedded.layout import PROJECT
from shared.db.migrate import current_revision, head_revision, upgrade
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.integration.cli.backup.conftest import (
    DONE,
    FAILED,
    Command,
    ask,
    count_tables,
    rewrite,
    tasks_in,
)
from tests.waiting import eventually

pytestmark = pytest.mark.slow

USAGE = 2


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
