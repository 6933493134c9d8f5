"""The baseline of the relay: the same records through a bare aiokafka producer."""

import asyncio
from typing import Any
from uuid import UUID

from aiokafka import (  # house: allow owned-import -- the bare client is what is measured here
    AIOKafkaProducer,
)

from cli.bench.agents.control import Control, Job
from cli.bench.agents.pace import keep_pace
from cli.bench.samples import sample_records
from shared.core.clock import SystemClock
from shared.core.settings import KafkaSettings
from shared.events.topics import TASK_EVENTS

_BATCH_BYTES = 128 * 1024  # as the relay's producer
_LINGER_MS = 5  # a full load does better with it; at a steady rate it would be added delay


async def play(job: Job, control: Control) -> Any:
    """Without a `rate`: seconds from the first call of `send` to the last acknowledgement.

    With one: subject and planned instant of each record, sent alone when its time has come.
    """
    settings = KafkaSettings(**job["kafka"])
    users = [UUID(each) for each in job["users"]]
    now = SystemClock().now()
    records = sample_records(users, job["warm_up"] + job["count"], now, settings.partitions)
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.brokers,
        enable_idempotence=True,
        acks="all",
        linger_ms=0 if job["rate"] else _LINGER_MS,
        max_batch_size=_BATCH_BYTES,
    )
    await producer.start()
    topic = settings.topic_prefix + TASK_EVENTS
    await _send(producer, topic, records[: job["warm_up"]])
    await control.await_start()
    measure = _steady if job["rate"] else _full
    answer = await measure(producer, topic, records[job["warm_up"] :], job, control)
    await producer.stop()
    return answer


async def _full(
    producer: Any, topic: str, records: list[Any], _job: Job, control: Control
) -> float:
    started = control.now()
    await _send(producer, topic, records)
    return control.now() - started


async def _steady(
    producer: Any, topic: str, records: list[Any], job: Job, control: Control
) -> list[tuple[str, float]]:
    sent: list[tuple[str, float]] = []

    async def send(number: int, planned: float) -> None:
        partition, key, value, headers = records[number]
        sent.append((dict(headers)["ce_subject"].decode(), planned))
        await producer.send_and_wait(topic, value, key, partition, None, headers)

    await keep_pace(control, job["rate"], len(records), send)
    return sent


async def _send(producer: Any, topic: str, records: list[Any]) -> None:
    acknowledgements = [
        await producer.send(topic, value, key, partition, None, headers)
        for partition, key, value, headers in records
    ]
    await asyncio.gather(*acknowledgements)
