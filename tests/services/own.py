"""Servers that one test may stop, kill and start again; nobody else uses them."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.embedded.kafka import start_kafka
from cli.embedded.layout import DEFAULT_STATE, cache_of
from cli.embedded.ports import choose_port
from cli.embedded.postgres import start_postgres
from cli.embedded.service import RunningService
from shared.db.migrate import upgrade
from tests.services.keeper import STATE


@dataclass
class OwnServer:
    """A server of the test's own, always on the same port with the same data."""

    running: RunningService

    @property
    def url(self) -> str:
        """Its address; for Kafka host:port."""
        return self.running.url

    def kill(self) -> None:
        """It is gone, as after a crash."""
        self.running.kill()

    async def start(self) -> None:
        """It serves again; the event loop goes on meanwhile."""
        await asyncio.to_thread(self.running.service.prepare)
        self.running = self.running.service.spawn()
        await asyncio.to_thread(self.running.wait_ready)


@pytest.fixture(scope="module")
def own_state() -> Iterator[Path]:
    """A folder that the account of PostgreSQL can reach; pytest's own are closed to it."""
    path = STATE / f"{os.getpid()}"
    path.mkdir(parents=True, exist_ok=True)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
async def own_postgres(own_state: Path) -> AsyncIterator[OwnServer]:
    """A PostgreSQL with the newest schema in its database; what it has committed stays."""
    server = OwnServer(start_postgres(own_state / "own-postgres", port=choose_port()))
    await upgrade(server.url)
    yield server
    server.kill()


@pytest.fixture(scope="module")
def own_kafka(own_state: Path) -> Iterator[OwnServer]:
    """A broker without topics."""
    port = choose_port()
    server = OwnServer(
        start_kafka(
            own_state / "own-kafka",
            port=port,
            controller_port=choose_port(avoid=[port]),
            cache=cache_of(DEFAULT_STATE),
        )
    )
    yield server
    server.kill()
