"""python -m cli.embedded.provision: the schema and the topics that the applications expect."""

import asyncio
import time

from pydantic import Field

from cli.embedded import kafka
from shared.core.settings import DatabaseSettings, KafkaSettings, Settings
from shared.db.migrate import upgrade
from shared.kafka.admin import ensure_topics

_POLL_SECONDS = 0.05
_PATIENCE_SECONDS = 120


class _ProvisionSettings(Settings):
    database: DatabaseSettings = Field(description="PostgreSQL")
    kafka: KafkaSettings = Field(description="Kafka")


def provision() -> None:
    """The database has the newest schema and the broker has every topic.

    Raises:
        TimeoutError: no broker answered.
    """
    settings = _ProvisionSettings()
    asyncio.run(upgrade(settings.database.url.get_secret_value()))
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not _is_reachable(settings.kafka.brokers):
        if time.monotonic() > deadline:
            raise TimeoutError(f"no broker answers at {settings.kafka.brokers}")
        time.sleep(_POLL_SECONDS)
    asyncio.run(ensure_topics(settings.kafka))


def _is_reachable(brokers: str) -> bool:
    first = brokers.split(",", maxsplit=1)[0].strip()
    host, _, port = first.rpartition(":")
    return kafka.answers(host, int(port))


if __name__ == "__main__":
    provision()
