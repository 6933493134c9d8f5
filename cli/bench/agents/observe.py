"""Reads a topic outside every group and notes when each record came."""

import asyncio
from typing import Any

from cli.bench.agents.control import Control, Job
from shared.core.settings import KafkaSettings
from shared.events.envelope import header_text
from shared.kafka.records import Record
from shared.kafka.tail import TailConsumer

_POLL_MS = 50


async def play(job: Job, control: Control) -> list[tuple[str, int, float]]:
    """`ce_subject`, record timestamp (ms) and arrival (s) of each record of the wanted `type`.

    Ends when told to, after `seconds`, or `linger_seconds` after it has seen `expect` of them.
    """
    consumer = TailConsumer(KafkaSettings(**job["kafka"]), job["topic"], "bench-observer")
    await consumer.start()
    await control.await_start()
    asyncio.get_running_loop().call_later(job["seconds"], control.stopped.set)
    try:
        return await _read(consumer, job, control)
    finally:
        await consumer.stop()


async def _read(consumer: TailConsumer, job: Job, control: Control) -> list[Any]:
    wanted = job["type"].encode()
    seen: list[tuple[Record, float]] = []
    while not control.stopped.is_set():
        polled = await consumer.poll(_POLL_MS)
        arrived = control.now()
        for records in polled.values():
            seen += [(each, arrived) for each in records if _type_of(each) == wanted]
        if polled and len(seen) >= job["expect"]:
            asyncio.get_running_loop().call_later(job["linger_seconds"], control.stopped.set)
    return [(_subject_of(record), record.timestamp, at) for record, at in seen]


def _type_of(record: Record) -> bytes | None:
    return next((value for name, value in record.headers if name == "ce_type"), None)


def _subject_of(record: Record) -> str:
    return header_text(record.headers, "ce_subject") or ""
