"""PostgreSQL and Kafka of one chaos run: new and empty, and there to be broken."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cli.embedded.errors import StackError
from cli.embedded.kafka import Kafka
from cli.embedded.layout import cache_of
from cli.embedded.ports import choose_port
from cli.embedded.postgres import Postgres
from cli.embedded.service import RunningService, Service
from cli.embedded.settings import StackSettings
from cli.embedded.state import StackLock

_FOLDER = "chaos"


@dataclass
class Server:
    """A server that is stopped or killed and started again, on the same port with its data."""

    running: RunningService

    @property
    def url(self) -> str:
        """Its address; for Kafka host:port."""
        return self.running.url

    async def crash(self) -> None:
        """It is gone as after a kill -9."""
        await asyncio.to_thread(self.running.kill)

    async def stop(self) -> None:
        """It has ended in good order; for PostgreSQL that is the fast mode."""
        await asyncio.to_thread(self.running.stop)

    async def start(self) -> None:
        """It serves again.

        Raises:
            StackError: it does not.
        """
        service = self.running.service
        await asyncio.to_thread(service.prepare)
        self.running = service.spawn()  # in this thread: it would die with another
        await asyncio.to_thread(self.running.wait_ready)


@dataclass(frozen=True)
class Servers:
    """The servers of a run; everything it writes is in `folder`."""

    folder: Path
    postgres: Server
    kafka: Server

    @property
    def logs(self) -> Path:
        """Where every process of the run writes its log."""
        return self.folder / "logs"


@contextmanager
def open_servers(settings: StackSettings) -> Iterator[Servers]:
    """Servers without data. They end with the block; their logs and data stay until the next run.

    Raises:
        StackError: they could not be started, or another chaos run is under way.
    """
    folder = settings.state_dir / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    lock = StackLock.take(folder / "chaos.lock")
    if lock is None:
        raise StackError("Another chaos run is under way here.", "Wait until it has ended.")
    with ExitStack() as stack:
        stack.callback(lock.release)
        for name in ("postgres", "kafka", "logs", "clocks"):
            shutil.rmtree(folder / name, ignore_errors=True)
        (folder / "logs").mkdir()
        port = choose_port()
        postgres = Postgres(
            state_dir=folder / "postgres", port=port, log=folder / "logs" / "postgres.log"
        )
        kafka_port = choose_port(avoid=[port])
        kafka = Kafka(
            state_dir=folder / "kafka",
            cache=settings.cache_dir or cache_of(settings.state_dir),
            port=kafka_port,
            controller_port=choose_port(avoid=[port, kafka_port]),
            log=folder / "logs" / "kafka.log",
        )
        yield Servers(folder, _start(postgres, stack), _start(kafka, stack))


def _start(service: Service, stack: ExitStack) -> Server:
    server = Server(service.start())
    stack.callback(lambda: server.running.kill())  # noqa: PLW0108 - the one that runs then
    return server
