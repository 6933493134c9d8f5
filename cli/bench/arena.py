"""A database and topics for one scenario alone, and the processes that work on them."""

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from cli.bench.agent import Agent, start_agent
from cli.bench.stack import Services
from cli.embedded.logs import begin_log
from cli.embedded.plan import APPS
from cli.embedded.ports import HOST, choose_port
from cli.embedded.program import Program
from cli.embedded.service import RunningService
from shared.core.clock import SystemClock
from shared.core.settings import DatabaseSettings, KafkaSettings
from shared.db.engine import create_engine
from shared.db.migrate import upgrade
from shared.db.session import Database
from shared.kafka.admin import delete_topics, ensure_topics

# Module and arguments of each process that a scenario can start.
_PROGRAMS: dict[str, tuple[str, ...]] = {
    **{app.name: (app.module,) for app in APPS},
    **{f"{app.name}-unmeasured": ("cli.bench.unmeasured", app.name) for app in APPS},
    "serve": ("cli.main", "serve", "--all"),
}

# What is written beforehand takes this process seconds between statements, on a busy machine.
_PATIENT = {"idle_transaction_timeout_ms": 60_000, "transaction_timeout_ms": 0}


@dataclass
class Arena:
    """What a scenario works on. Processes and agents started here end with it."""

    services: Services
    database_url: str
    kafka: KafkaSettings
    environment: Mapping[str, str]
    """What a process needs to work here."""
    db: Database
    sql: Any
    """A plain asyncpg connection, for questions that are asked often."""
    exits: AsyncExitStack
    clock: SystemClock = field(default_factory=SystemClock)
    processes: dict[str, RunningService] = field(default_factory=dict)

    def now(self) -> float:
        """Seconds since 1970, by the clock that all processes of this machine share."""
        return self.clock.now().timestamp()

    def start(self, *names: str) -> None:
        """These processes of the system run, started as in production, and are ready.

        Raises:
            ServiceFailed: one did not become ready.
        """
        started = [self.spawn(name) for name in names]
        for each in started:
            each.wait_ready()

    def spawn(self, name: str) -> RunningService:
        """The process runs, on the port that it had before; nobody has waited for it.

        `relay.2` is a second relay: what stands before the point names the program.
        """
        before = self.processes.get(name)
        taken = [each.port for each in self.processes.values()]
        port = before.port if before else choose_port(avoid=taken)
        log = self.services.folder / "logs" / f"{name}.log"
        if before is None:
            begin_log(log)
        module, *arguments = _PROGRAMS[name.partition(".")[0]]
        program = Program(
            name=name,
            module=module,
            arguments=arguments,
            port=port,
            log=log,
            environment={**self.environment, "RONDEL_HTTP__PORT": str(port)},
        )
        self.processes[name] = running = program.spawn()
        return running

    def stop(self, *names: str) -> None:
        """These processes have ended in good order; all of them if none is named."""
        ending = [self.processes[name] for name in names or self.processes]
        for each in ending:
            each.ask_to_end()
        for each in ending:
            each.stop()

    async def agent(self, role: str, **job: Any) -> Agent:
        """A process of its own that is ready to do `job`; see cli/bench/agents/.

        Raises:
            AgentFailed: it could not get ready.
        """
        log = self.services.folder / "logs" / f"agent-{role}.log"
        agent = await start_agent(role, job, log)
        self.exits.push_async_callback(agent.end)
        return agent


@asynccontextmanager
async def open_arena(services: Services, partitions: int) -> AsyncIterator[Arena]:
    """An arena with a migrated, empty database and empty topics; nothing of it is left after."""
    name = f"bench_{secrets.token_hex(4)}"
    kafka = KafkaSettings(
        brokers=services.brokers, partitions=partitions, topic_prefix=name.replace("_", "-") + "-"
    )
    async with AsyncExitStack() as exits:
        url = await _make_database(services.database_url, name, exits)
        await ensure_topics(kafka)
        exits.push_async_callback(delete_topics, kafka)
        settings = DatabaseSettings.model_validate({"url": url, **_PATIENT})
        engine = create_engine(settings, "bench")
        exits.push_async_callback(engine.dispose)
        sql = await asyncpg.connect(url)
        exits.push_async_callback(sql.close)
        environment = _environment(services, url, kafka)
        db = Database(engine, SystemClock(), partitions)
        arena = Arena(services, url, kafka, environment, db, sql, exits)
        exits.callback(arena.stop)
        yield arena


async def _make_database(server_url: str, name: str, exits: AsyncExitStack) -> str:
    """The address of a new database with the newest schema."""
    connection = await asyncpg.connect(server_url)
    exits.push_async_callback(connection.close)
    await connection.execute(f'CREATE DATABASE "{name}"')
    exits.push_async_callback(connection.execute, f'DROP DATABASE "{name}" WITH (FORCE)')
    url = urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    await upgrade(url)
    return url


def _environment(services: Services, url: str, kafka: KafkaSettings) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "KAFKA_BROKERS": kafka.brokers,
        "RONDEL_KAFKA__PARTITIONS": str(kafka.partitions),
        "RONDEL_KAFKA__TOPIC_PREFIX": kafka.topic_prefix,
        "SMTP_HOST": HOST,
        "SMTP_PORT": str(services.sink.port),
        "BETTER_AUTH_SECRET": secrets.token_urlsafe(48),
        "RONDEL_AUTH__VERIFY_EMAIL": "later",
        "RONDEL_LIMITS__ENABLED": "false",
        "RONDEL_AUTH__ACCESS_TOKEN_MINUTES": "1440",  # its clients sign in once
        "RONDEL_ENVIRONMENT": "development",
    }
