"""Records that no version of Rondel can read stand among the events."""

import asyncio
import uuid
from collections.abc import Sequence
from random import Random

from typing_extensions import override

from cli.chaos.faults.fault import Fault, Scene
from cli.chaos.schedule import Planned
from shared.events.topics import REMINDERS, TASK_EVENTS, Topic
from shared.kafka.producer import EventProducer

_KINDS: tuple[tuple[Topic, str | None], ...] = (
    (TASK_EVENTS, "task.completed"),
    (REMINDERS, "reminder.scheduled"),
    (REMINDERS, "reminder.due"),
    (TASK_EVENTS, None),
    (REMINDERS, None),
)
"""Topic, and the type that the record claims to be of, if it claims any."""


class Poison(Fault):
    """One record of each kind, each in a partition of its own choosing."""

    @override
    async def happen(self, planned: Planned, scene: Scene) -> None:
        dice = Random(planned.at)  # noqa: S311 - to be repeated, not to be secret
        async with scene.server_locks.setdefault("kafka", asyncio.Lock()):  # the broker is there
            producer = EventProducer(scene.kafka, "chaos")
            await producer.start()
            try:
                for topic, name in _KINDS:
                    partition = dice.randrange(scene.kafka.partitions)
                    value = b"\xffchaos " + uuid.uuid4().hex.encode()
                    scene.poison.append(value)
                    headers = [("ce_type", name.encode())] if name else []
                    await self._publish(producer, topic, partition, value, headers)
            finally:
                await producer.stop()

    async def _publish(
        self,
        producer: EventProducer,
        topic: Topic,
        partition: int,
        value: bytes,
        headers: Sequence[tuple[str, bytes]],
    ) -> None:
        acknowledged = await producer.send(
            topic, partition, key=b"chaos", value=value, headers=headers
        )
        await acknowledged
