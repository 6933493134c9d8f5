"""`rondel backup` and `rondel restore` as processes of their own, on databases of one test."""

import asyncio
import json
import subprocess
import sys
import zipfile

import asyncpg
import pytest

from cli.embedded.layout import PROJECT
from shared.db.migrate import upgrade
from tests.factories.tasks import make_task
from tests.factories.users import make_user
from tests.integration.cli.conftest import Rondel
from tests.services.kafka import PARTITIONS
from tests.services.postgres import empty_database

DONE, FAILED = 0, 1
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

    async def start(self, *arguments, **options):
        return await asyncio.create_subprocess_exec(
            *self.argv(*arguments),
            env=self.environment,
            cwd=PROJECT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            **options,
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


def rewrite(file, **changes):
    """The backup says other things of itself."""
    with zipfile.ZipFile(file) as archive:
        dump, manifest = archive.read("database.dump"), json.loads(archive.read("manifest.json"))
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("database.dump", dump)
        archive.writestr("manifest.json", json.dumps({**manifest, **changes}))


@pytest.fixture
async def older(postgres_url, tmp_path):
    """A backup of an older version."""
    file = tmp_path / "old.backup"
    async with empty_database(postgres_url) as url:
        await upgrade(url, "0010")
        saved = await Command(tmp_path, url)("backup", file)
        assert saved.returncode == DONE, saved.stderr
    return file
