"""Worlds for tests: each with a database and topics of its own."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest

from tests.e2e.world import World, open_world
from tests.services.kafka import settings_for
from tests.services.postgres import fresh_database
from tests.services.smtp import MailSink

NewWorld = Callable[[], AbstractAsyncContextManager[World]]


@pytest.fixture(scope="session")
def new_world(
    postgres_url: str,
    template_name: str,
    kafka_brokers: str,
    mail_sink: MailSink,
    tmp_path_factory: pytest.TempPathFactory,
) -> NewWorld:
    """Opens worlds on the servers of the test run."""

    @asynccontextmanager
    async def open_one() -> AsyncIterator[World]:
        kafka = settings_for(kafka_brokers)
        async with (
            fresh_database(postgres_url, template_name) as url,
            open_world(url, kafka, mail_sink, tmp_path_factory.mktemp("world")) as world,
        ):
            yield world

    return open_one


@pytest.fixture
async def world(new_world: NewWorld) -> AsyncIterator[World]:
    """A world of the test's own."""
    async with new_world() as world:
        yield world


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Any:
    """Beside a failure stands what the processes of its world wrote last."""
    report = yield
    if report.failed:
        for value in item.funcargs.values():
            world = getattr(value, "world", value)
            if isinstance(world, World):
                report.sections.append(("Logs of the processes", world.processes.logs()))
    return report
