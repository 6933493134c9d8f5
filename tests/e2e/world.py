"""One installation of Rondel: a database, topics, a mail sink, and the processes on them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from shared.core.clock import SystemClock
from shared.core.settings import KafkaSettings
from shared.db.engine import create_engine
from shared.db.session import Database
from shared.kafka.admin import ensure_topics
from tests.e2e.processes import Process, Processes
from tests.services.postgres import settings_for
from tests.services.smtp import MailSink

CLOCK = SystemClock()
WORKERS = (
    "relay",
    "recurrence",
    "reminders",
    "notifications",
    "activity",
    "webhooks",
    "transfers",
    "deadletters",
)
EVERYTHING = ("api", *WORKERS)


@dataclass(frozen=True)
class World:
    """What the processes of one test share, and the test's own way to the database."""

    db: Database
    kafka: KafkaSettings
    sink: MailSink
    processes: Processes

    async def start(self, *names: str) -> list[Process]:
        """These processes serve: `api`, or the names of workers."""
        return await all_ready(
            *(self.processes.launch(name if name == "api" else f"workers.{name}") for name in names)
        )

    def crash(self, name: str, moment: str) -> Process:
        """A worker that will kill itself at that moment (tests/e2e/crashers)."""
        return self.processes.launch(f"tests.e2e.crashers.{name}", moment)

    def freeze(self, name: str) -> Process:
        """A worker that will freeze itself in its first transaction (tests/e2e/crashers)."""
        return self.processes.launch(f"tests.e2e.crashers.frozen_{name}")


async def all_ready(*processes: Process) -> list[Process]:
    """All of them serve."""
    return list(await asyncio.gather(*(process.ready() for process in processes)))


@asynccontextmanager
async def open_world(
    database_url: str, kafka: KafkaSettings, sink: MailSink, logs: Path
) -> AsyncIterator[World]:
    """A world without processes; those that were started are gone at the end."""
    await ensure_topics(kafka)
    engine = create_engine(settings_for(database_url), "tests")
    processes = Processes(environment_of(database_url, kafka, sink), logs)
    try:
        yield World(Database(engine, CLOCK, kafka.partitions), kafka, sink, processes)
    except BaseException as error:
        error.add_note(processes.logs())
        raise
    finally:
        processes.end_all()
        await engine.dispose()


def environment_of(database_url: str, kafka: KafkaSettings, sink: MailSink) -> dict[str, str]:
    return {
        "DATABASE_URL": database_url,
        "KAFKA_BROKERS": kafka.brokers,
        "RONDEL_KAFKA__TOPIC_PREFIX": kafka.topic_prefix,
        "RONDEL_KAFKA__PARTITIONS": str(kafka.partitions),
        **sink.environment,
        "RONDEL_AUTH__VERIFY_EMAIL": "later",
        "RONDEL_LIMITS__ENABLED": "false",
        "BETTER_AUTH_SECRET": "for-one-test-run-only-0123456789abcdef",
        "RONDEL_SECRETS_KEY": "for-the-channels-of-one-test-run-0123456789",
        "RONDEL_EGRESS_ALLOW": "127.0.0.1",
        "RONDEL_ENVIRONMENT": "development",
        "RONDEL_LOG__FORMAT": "console",
        "RONDEL_RECONCILE_SECONDS": "1",
        "RONDEL_RECONCILE_GRACE_SECONDS": "20",
    }
