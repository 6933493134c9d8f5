"""The system that is tried: its services and processes, in a folder that goes with it."""

import asyncio
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cli.embedded.kafka import Kafka
from cli.embedded.layout import DEFAULT_STATE, cache_of
from cli.embedded.plan import APPS
from cli.embedded.ports import HOST, choose_port
from cli.embedded.postgres import Postgres
from cli.embedded.program import Program
from cli.embedded.service import RunningService, Service
from cli.embedded.smtp_sink.service import SmtpSink
from shared.commands.governing import Admin, assign_role
from shared.core.clock import SystemClock
from shared.core.principal import Actor
from shared.core.settings import DatabaseSettings, KafkaSettings
from shared.db.engine import create_engine
from shared.db.migrate import upgrade
from shared.db.repositories.users import find_by_email
from shared.db.session import Database
from shared.kafka.admin import ensure_topics

# Those that would call the random addresses of channels and webhooks stay away.
_APPS = ("api", "relay", "recurrence", "activity", "transfers", "deadletters")
_PARTITIONS = 12
_FAILURES = ('"level":"error"', "Traceback (most recent call last)")


@dataclass(frozen=True)
class System:
    """Where it is, and what only its operator knows."""

    url: str
    secret: str
    database_url: str
    logs: Path

    def make_admin(self, email: str) -> None:
        """This account may work on the system."""
        asyncio.run(self._make_admin(email))

    async def _make_admin(self, email: str) -> None:
        settings = DatabaseSettings.model_validate({"url": self.database_url})
        engine = create_engine(settings, "try_api")
        db = Database(engine, SystemClock(), _PARTITIONS)
        async with db.read() as connection:
            known = await find_by_email(connection, email)
        assert known is not None  # it has just signed up
        await assign_role(db, Admin(Actor("try_api", None)), known.user_id, "admin")
        await engine.dispose()

    def logged_errors(self) -> list[str]:
        """What the API logged as errors."""
        lines = (self.logs / "api.log").read_text(errors="replace").splitlines()
        return [line for line in lines if any(sign in line for sign in _FAILURES)]


@contextmanager
def running_system() -> Iterator[System]:
    """The system answers until the end; nothing of it is left then.

    Raises:
        StackError: a part of it did not start.
    """
    with tempfile.TemporaryDirectory(prefix="try-api-") as folder, ExitStack() as stack:
        state = Path(folder)
        logs = state / "logs"
        ports = _ports()
        postgres = Postgres(
            state_dir=state / "postgres",
            port=next(ports),
            log=logs / "postgres.log",
            durable=False,
        )
        kafka = Kafka(
            state_dir=state / "kafka",
            cache=cache_of(DEFAULT_STATE),
            port=next(ports),
            controller_port=next(ports),
            log=logs / "kafka.log",
        )
        sink = SmtpSink(
            state_dir=state / "mail",
            port=next(ports),
            http_port=next(ports),
            log=logs / "mail.log",
        )
        for service in (postgres, kafka, sink):
            _start(service, stack)
        asyncio.run(upgrade(postgres.url))
        asyncio.run(ensure_topics(KafkaSettings(brokers=kafka.url)))
        secret = secrets.token_urlsafe(48)
        environment = _environment(postgres, kafka, sink, secret)
        apps = [_app(name, next(ports), logs, environment) for name in _APPS]
        for app in apps:
            _start(app, stack)
        yield System(apps[0].url, secret, postgres.url, logs)


def _environment(postgres: Postgres, kafka: Kafka, sink: SmtpSink, secret: str) -> dict[str, str]:
    return {
        "DATABASE_URL": postgres.url,
        "KAFKA_BROKERS": kafka.url,
        "SMTP_HOST": HOST,
        "SMTP_PORT": str(sink.port),
        "BETTER_AUTH_SECRET": secret,
        "RONDEL_SECRETS_KEY": secrets.token_urlsafe(48),
        "RONDEL_AUTH__VERIFY_EMAIL": "later",
        "RONDEL_AUTH__ACCESS_TOKEN_MINUTES": "600",
        "RONDEL_ENVIRONMENT": "development",
        "RONDEL_LIMITS__ENABLED": "false",
        "RONDEL_LOG__LEVEL": "warning",
    }


def _app(name: str, port: int, logs: Path, environment: dict[str, str]) -> Program:
    [module] = [app.module for app in APPS if app.name == name]
    return Program(
        name=name,
        module=module,
        port=port,
        log=logs / f"{name}.log",
        environment=environment | {"RONDEL_HTTP__PORT": str(port)},
    )


def _ports() -> Iterator[int]:
    taken: list[int] = []
    while True:
        taken.append(choose_port(avoid=taken))
        yield taken[-1]


def _start(service: Service, stack: ExitStack) -> RunningService:
    running = service.start()
    stack.callback(running.stop)
    return running
