"""Folders and runs of the local stack for the tests of this folder."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.embedded.layout import DEFAULT_STATE, PROJECT, cache_of
from shared.core.settings import DatabaseSettings, KafkaSettings, inherited_environment
from tests.integration.api.conftest import NOBODY
from tests.integration.api.running import serving
from tests.integration.cli.people import Person, new_person
from tests.services.kafka import PARTITIONS

NO_SERVICE = dict.fromkeys(("DATABASE_URL", "KAFKA_BROKERS", "SMTP_HOST"), "")


@pytest.fixture(scope="module")
def state_dir() -> Iterator[Path]:
    """A folder in the project's own state, where every account may reach it; gone afterwards."""
    folder = DEFAULT_STATE / "test" / f"cli-{os.getpid()}-{uuid.uuid4().hex[:6]}"
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
async def url(database_settings: DatabaseSettings) -> AsyncIterator[str]:
    """Where an API is served, without Kafka."""
    kafka = KafkaSettings(brokers=NOBODY, partitions=PARTITIONS)
    async with serving(database_settings, kafka) as served:
        yield str(served.client.base_url)


@pytest.fixture
async def ada(url: str, tmp_path: Path) -> AsyncIterator[Person]:
    """Somebody who uses the command line against it."""
    async with new_person(url, tmp_path) as person:
        yield person


@dataclass(frozen=True)
class Rondel:
    """The command, run on a state folder of its own with no service given from outside."""

    state: Path

    def __call__(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cli.main", *arguments],
            env=self.environment(**environment),
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def popen(self, *arguments: str) -> subprocess.Popen[str]:
        """The command in the foreground."""
        return subprocess.Popen(
            [sys.executable, "-m", "cli.main", *arguments],
            env=self.environment(),
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def environment(self, **changes: str) -> dict[str, str]:
        """Ours, with the jars of the project's own cache."""
        ours = {
            "RONDEL_STATE_DIR": str(self.state),
            "RONDEL_CACHE_DIR": str(cache_of(DEFAULT_STATE)),
            "COLUMNS": "200",
        }
        return inherited_environment({**NO_SERVICE, **ours, **changes})

    def status(self) -> dict[str, Any]:
        """The answer of `rondel dev --status --json`."""
        document: dict[str, Any] = json.loads(self("dev", "--status", "--json").stdout)
        return document

    def service(self, name: str) -> dict[str, Any]:
        """One service of the status."""
        return next(s for s in self.status()["services"] if s["name"] == name)


@pytest.fixture(scope="module")
def rondel(state_dir: Path) -> Iterator[Rondel]:
    """The command; whatever it started has ended afterwards."""
    command = Rondel(state_dir)
    yield command
    command("dev", "--stop")


async def until_restarted(rondel: Rondel, name: str) -> dict[str, Any]:
    """The service, once it was started again and answers; the test's time limit ends the wait."""
    while True:
        service = await asyncio.to_thread(rondel.service, name)
        if service["restarts"] and service["health"] == "ok":
            return service
