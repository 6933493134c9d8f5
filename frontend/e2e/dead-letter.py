"""Sends events of a user that no worker can read: they die. Usage: dead-letter.py USER COUNT."""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from aiokafka import AIOKafkaProducer

from shared.events.envelope import make_headers
from shared.events.topics import TASK_EVENTS


def brokers() -> str:
    """Where the Kafka of the stack under test listens."""
    if named := os.environ.get("KAFKA_BROKERS"):
        return named
    state = json.loads((Path(os.environ["RONDEL_STATE_DIR"]) / "dev.json").read_text())
    return state["environment"]["KAFKA_BROKERS"]


async def send(user_id: UUID, count: int) -> None:
    """Records of a known type are in Kafka, whose data miss what they have to have."""
    producer = AIOKafkaProducer(bootstrap_servers=brokers())
    await producer.start()
    try:
        for _ in range(count):
            headers = make_headers(
                event_type="task.completed",
                event_id=uuid4(),
                user_id=user_id,
                subject=str(uuid4()),
                occurred_at=datetime.now(UTC),
                traceparent=None,
            )
            value = json.dumps({"user_id": str(user_id)}).encode()
            await producer.send_and_wait(TASK_EVENTS, value, key=user_id.bytes, headers=headers)
    finally:
        await producer.stop()


asyncio.run(send(UUID(sys.argv[1]), int(sys.argv[2])))
