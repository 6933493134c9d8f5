"""The process that owns PostgreSQL and Kafka of one test run; they die with it, it with pytest.

python -m tests.services.keeper [--containers]

Its first line of output is the port where it takes requests. A request is `TOKEN NAME`; the answer
is a line of JSON with `url` or `error`. A service starts when it is first asked for. The end of
standard input, which pytest holds open, ends everything: no process outlives a run, killed or not.
"""

import argparse
import json
import os
import selectors
import shutil
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import psutil

from cli.embedded.errors import StackError
from cli.embedded.kafka import start_kafka
from cli.embedded.layout import DEFAULT_STATE, cache_of
from cli.embedded.ports import HOST, choose_port
from cli.embedded.postgres import start_postgres

STATE = DEFAULT_STATE / "test"
POSTGRES_IMAGE = "postgres:18-alpine"
KAFKA_IMAGE = "confluentinc/cp-kafka:8.2.0"
_REQUEST_BYTES = 200

Starter = Callable[[ExitStack], str]


class Services:
    """Starts each service once and remembers its address."""

    def __init__(self, starters: dict[str, Starter]) -> None:
        self._starters = starters
        self._urls: dict[str, str] = {}
        self._running = ExitStack()

    def answer(self, name: str) -> dict[str, str]:
        """The address of a service, or why there is none."""
        try:
            if name not in self._urls:
                self._urls[name] = self._starters[name](self._running)
        except StackError as error:
            return {"error": f"{error} {error.way_out}"}
        except Exception as error:  # noqa: BLE001 - every failure is told to the test that asked
            return {"error": f"{type(error).__name__}: {error}"}
        return {"url": self._urls[name]}

    def stop(self) -> None:
        """Nothing runs any more."""
        self._running.close()


def embedded(state: Path) -> dict[str, Starter]:
    """Services as child processes; the data is thrown away, so nothing waits for the disk."""

    def postgres(running: ExitStack) -> str:
        service = start_postgres(state / "postgres", port=choose_port(), durable=False)
        running.callback(service.kill)
        return service.url

    def kafka(running: ExitStack) -> str:
        port = choose_port()
        service = start_kafka(
            state / "kafka",
            port=port,
            controller_port=choose_port(avoid=[port]),
            cache=cache_of(DEFAULT_STATE),
        )
        running.callback(service.kill)
        return service.url

    return {"postgres": postgres, "kafka": kafka}


def containers() -> dict[str, Starter]:
    """Services in containers, for those who have Docker and prefer it."""
    from testcontainers.community.kafka import KafkaContainer  # noqa: PLC0415 - a second to import
    from testcontainers.community.postgres import PostgresContainer  # noqa: PLC0415 - the same

    def postgres(running: ExitStack) -> str:
        container = running.enter_context(PostgresContainer(POSTGRES_IMAGE, driver=None))
        return container.get_connection_url()

    def kafka(running: ExitStack) -> str:
        container = running.enter_context(KafkaContainer(KAFKA_IMAGE).with_kraft())
        return container.get_bootstrap_server()

    return {"postgres": postgres, "kafka": kafka}


def remove_leftovers() -> None:
    """State of runs whose keeper was killed is gone."""
    for folder in STATE.glob("*"):
        if folder.name.isdecimal() and not psutil.pid_exists(int(folder.name)):
            shutil.rmtree(folder, ignore_errors=True)


def serve(services: Services, token: str) -> None:
    """Answer requests, one after the other, until standard input ends."""
    with (
        socket.create_server((HOST, 0)) as listener,
        selectors.DefaultSelector() as selector,
    ):
        sys.stdout.write(f"{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        selector.register(listener, selectors.EVENT_READ)
        selector.register(sys.stdin, selectors.EVENT_READ)
        while True:
            ready = [key.fileobj for key, _ in selector.select()]
            if sys.stdin in ready:
                return
            connection, _ = listener.accept()
            with connection:
                given, _, name = connection.recv(_REQUEST_BYTES).decode().strip().partition(" ")
                if given == token:
                    connection.sendall(json.dumps(services.answer(name)).encode() + b"\n")


def main() -> None:
    """Serve one test run. The token comes as the first line of standard input."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--containers", action="store_true")
    arguments = parser.parse_args()
    # Read byte by byte, so that nothing of the pipe is left in a buffer that select cannot see.
    token = b"".join(iter(lambda: os.read(0, 1), b"\n")).decode()
    remove_leftovers()
    state = STATE / str(os.getpid())
    services = Services(containers() if arguments.containers else embedded(state))
    try:
        serve(services, token)
    finally:
        services.stop()
        shutil.rmtree(state, ignore_errors=True)


if __name__ == "__main__":
    main()
