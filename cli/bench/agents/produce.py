"""The baseline of the relay: the same records through a bare aiokafka producer."""

import asyncio
from typing import Any
from uuid import UUID

from aiokafka import (  # house: allow owned-import -- the bare client is what is measured here
    AIOKafkaProducer,
)

from cli.bench.agents.control import Control, Job
from cli.bench.samples import sample_records
from shared.core.clock import SystemClock
from shared.core.settings import KafkaSettings
from shared.events.topics import TASK_EVENTS

_BATCH_BYTES = 128 * 1024  # as the relay's producer
_LINGER_MS = 5  # a full load does better with it


async def play(job: Job, control: Control) -> float:
    """Seconds from the first call of `send` to the last acknowledgement."""
    settings = KafkaSettings(**job["kafka"])
    users = [UUID(each) for each in job["users"]]
    now = SystemClock().now()
    records = sample_records(users, job["count"], now, settings.partitions)
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.brokers,
        enable_idempotence=True,
        acks="all",
        linger_ms=_LINGER_MS,
        max_batch_size=_BATCH_BYTES,
    )
    await producer.start()
    topic = settings.topic_prefix + TASK_EVENTS
    await _send(producer, topic, records[: job["warm_up"]])
    await control.await_start()
    started = control.now()
    await _send(producer, topic, records[job["warm_up"] :])
    took = control.now() - started
    await producer.stop()
    return took


async def _send(producer: Any, topic: str, records: list[Any]) -> None:
    acknowledgements = [
        await producer.send(topic, value, key, partition, None, headers)
        for partition, key, value, headers in records
    ]
    await asyncio.gather(*acknowledgements)
