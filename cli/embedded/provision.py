"""python -m cli.embedded.provision schema|topics: what the applications find when they start."""

import asyncio
import sys

from pydantic import Field

from shared.core.settings import DatabaseSettings, KafkaSettings, Settings
from shared.db.migrate import upgrade
from shared.kafka.admin import ensure_topics


class _SchemaSettings(Settings):
    database: DatabaseSettings = Field(description="PostgreSQL")


class _TopicSettings(Settings):
    kafka: KafkaSettings = Field(description="Kafka")


async def provision(what: str) -> None:
    """The schema, or the topics, are what this code expects."""
    match what:
        case "schema":
            await upgrade(_SchemaSettings().database.url.get_secret_value())
        case "topics":
            await ensure_topics(_TopicSettings().kafka)
        case _:
            raise SystemExit(f"unknown: {what}")


if __name__ == "__main__":
    asyncio.run(provision(sys.argv[1]))
