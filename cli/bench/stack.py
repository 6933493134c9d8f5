"""The services that a bench runs on: its own, or those of the environment."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from cli.embedded.errors import StackError
from cli.embedded.external import await_external
from cli.embedded.kafka import Kafka
from cli.embedded.layout import cache_of
from cli.embedded.ports import choose_port
from cli.embedded.postgres import Postgres
from cli.embedded.service import RunningService, Service
from cli.embedded.settings import StackSettings
from cli.embedded.smtp_sink.service import SmtpSink
from cli.embedded.state import StackLock

_FOLDER = "bench"


@dataclass(frozen=True)
class Services:
    """Where PostgreSQL and Kafka are, and the mail sink, which is always our own.

    `database_url` names a server on which databases may be made; the one named in it stays as it
    is. `running` holds what was started here, by name.
    """

    folder: Path
    cache: Path
    database_url: str
    brokers: str
    sink: SmtpSink
    running: dict[str, RunningService] = field(default_factory=dict)

    @property
    def is_external(self) -> bool:
        """Whether PostgreSQL and Kafka are somebody else's."""
        return "kafka" not in self.running


@contextmanager
def embedded_services(settings: StackSettings) -> Iterator[Services]:
    """Services that write to disk as those of `rondel dev` do; they end with this process.

    Raises:
        StackError: they could not be started, or another bench runs.
    """
    folder, cache = settings.state_dir / _FOLDER, _cache(settings)
    with ExitStack() as stack:
        _prepare(folder, stack)
        postgres = Postgres(
            state_dir=folder / "postgres", port=choose_port(), log=folder / "logs" / "postgres.log"
        )
        kafka_port = choose_port(avoid=[postgres.port])
        kafka = Kafka(
            state_dir=folder / "kafka",
            cache=cache,
            port=kafka_port,
            controller_port=choose_port(avoid=[postgres.port, kafka_port]),
            log=folder / "logs" / "kafka.log",
        )
        sink = _sink(folder)
        running = {each.name: _start(each, stack) for each in (postgres, kafka, sink)}
        yield Services(folder, cache, postgres.url, kafka.url, sink, running)


@contextmanager
def external_services(settings: StackSettings) -> Iterator[Services]:
    """The services that DATABASE_URL and KAFKA_BROKERS name, with a mail sink beside them.

    Raises:
        StackError: one is not named or does not answer, or another bench runs.
    """
    if settings.database_url is None or settings.kafka_brokers is None:
        raise StackError(
            "--external needs both DATABASE_URL and KAFKA_BROKERS.",
            "Set both, or leave --external away to measure on services of the bench's own.",
        )
    url, brokers = settings.database_url.get_secret_value(), settings.kafka_brokers
    host = urlsplit(url)
    await_external("postgres", f"{host.hostname}:{host.port or 5432}", "DATABASE_URL")
    await_external("kafka", brokers.split(",")[0].strip(), "KAFKA_BROKERS")
    folder = settings.state_dir / _FOLDER
    with ExitStack() as stack:
        _prepare(folder, stack)
        sink = _sink(folder)
        running = {sink.name: _start(sink, stack)}
        yield Services(folder, _cache(settings), url, brokers, sink, running)


def _cache(settings: StackSettings) -> Path:
    return settings.cache_dir or cache_of(settings.state_dir)


def _prepare(folder: Path, stack: ExitStack) -> None:
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    lock = StackLock.take(folder / "bench.lock")
    if lock is None:
        raise StackError(
            "Another bench runs here; two at once would measure each other.",
            "Wait until it has ended.",
        )
    stack.callback(lock.release)


def _sink(folder: Path) -> SmtpSink:
    port = choose_port()
    return SmtpSink(
        state_dir=folder / "mail",
        port=port,
        http_port=choose_port(avoid=[port]),
        log=folder / "logs" / "mail.log",
    )


def _start(service: Service, stack: ExitStack) -> RunningService:
    running = service.start()
    stack.callback(running.stop)
    return running
