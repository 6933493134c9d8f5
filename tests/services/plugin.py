"""Where the services of a test run come from: the environment, else a keeper process.

Without pytest-xdist the keeper belongs to pytest itself; with it, to the controller, and the
workers ask the same one. Services are started after collection if a test needs them, so that their
start counts for no test's time limit.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import uuid
from dataclasses import dataclass
from typing import Any

import pytest

EXTERNAL = {"postgres": "TEST_DATABASE_URL", "kafka": "TEST_KAFKA"}
FIXTURES = {"postgres_url": "postgres", "kafka_brokers": "kafka"}
_WORKER_INPUT = "rondel_services"
_STOP_SECONDS = 30


@dataclass(frozen=True)
class Address:
    """How to reach the keeper."""

    port: int
    token: str


class ServiceSource:
    """Gives the address of each service, starting it when it is first asked for."""

    def __init__(self, run_id: str, address: Address | None, *, containers: bool) -> None:
        self.run_id = run_id
        self._address = address
        self._containers = containers
        self._keeper: subprocess.Popen[bytes] | None = None

    def url_of(self, name: str) -> str:
        """The address of a service that runs. A service that cannot be had fails the test."""
        external = os.environ.get(EXTERNAL[name])  # noqa: TID251 - the tests' own switch
        if external:
            return external
        address = self.keeper_address()
        with socket.create_connection(("127.0.0.1", address.port)) as connection:
            connection.sendall(f"{address.token} {name}\n".encode())
            answer = json.loads(connection.makefile().readline())
        if "error" in answer:
            raise RuntimeError(f"The {name} for the tests did not start. {answer['error']}")
        url: str = answer["url"]
        return url

    def keeper_address(self) -> Address:
        """A keeper answers there."""
        if self._address is None:
            command = [sys.executable, "-m", "tests.services.keeper"]
            self._keeper = subprocess.Popen(
                [*command, *(["--containers"] if self._containers else [])],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for pytest, which then closes the pipe
            )
            assert self._keeper.stdin is not None
            assert self._keeper.stdout is not None
            token = secrets.token_hex(16)
            self._keeper.stdin.write(f"{token}\n".encode())
            self._keeper.stdin.flush()
            self._address = Address(int(self._keeper.stdout.readline()), token)
        return self._address

    def close(self) -> None:
        """What was started here is gone."""
        if self._keeper is not None:
            assert self._keeper.stdout is not None
            self._keeper.communicate(timeout=_STOP_SECONDS)  # closes its standard input


SOURCE = pytest.StashKey[ServiceSource]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--containers", action="store_true", help="take PostgreSQL and Kafka from testcontainers"
    )


def pytest_configure(config: pytest.Config) -> None:
    given: dict[str, Any] = getattr(config, "workerinput", {}).get(_WORKER_INPUT, {})
    config.stash[SOURCE] = ServiceSource(
        given.get("run_id", uuid.uuid4().hex[:8]),
        Address(given["port"], given["token"]) if given else None,
        containers=config.getoption("--containers"),
    )


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Called by pytest-xdist in the controller, before a worker starts."""
    source = node.config.stash[SOURCE]
    address = source.keeper_address()
    node.workerinput[_WORKER_INPUT] = {
        "run_id": source.run_id,
        "port": address.port,
        "token": address.token,
    }


def pytest_collection_finish(session: pytest.Session) -> None:
    if session.config.option.collectonly:
        return
    used = {name for item in session.items for name in getattr(item, "fixturenames", ())}
    for fixture in sorted(used & set(FIXTURES)):
        session.config.stash[SOURCE].url_of(FIXTURES[fixture])


def pytest_unconfigure(config: pytest.Config) -> None:
    if SOURCE in config.stash:
        config.stash[SOURCE].close()


@pytest.fixture(scope="session")
def services(pytestconfig: pytest.Config) -> ServiceSource:
    return pytestconfig.stash[SOURCE]
