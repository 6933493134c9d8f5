"""Where a group stands in its topics, asked from outside of it."""

import pytest
from typing_extensions import override

from shared.core.errors import Unavailable
from shared.core.settings import KafkaSettings
from shared.kafka.consumer import EventConsumer, RebalanceListener
from shared.kafka.positions import committed_offsets, end_offsets
from shared.kafka.records import TopicPartition

TOPIC = "task-events"


class Nobody(RebalanceListener):
    """Does not care."""

    @override
    async def on_assigned(self, partitions):
        """Nothing happens."""

    @override
    async def on_revoked(self, partitions):
        """Nothing happens."""


async def publish(bench, partition, count):
    for _ in range(count):
        await (await bench.producer.send(TOPIC, partition, key=b"k", value=b"v", headers=[]))


async def test_ends_are_those_of_each_partition_of_the_topics(bench):
    await publish(bench, 1, 3)
    ends = await end_offsets(bench.kafka, [TOPIC, "reminders"])
    assert len(ends) == 2 * bench.kafka.partitions
    assert ends.pop(TopicPartition(TOPIC, 1)) == 3
    assert set(ends.values()) == {0}


async def test_committed_offsets_are_those_of_the_group_alone(bench):
    await publish(bench, 1, 3)
    consumer = EventConsumer(bench.kafka, "standing", [TOPIC], Nobody())
    await consumer.start()
    await consumer.commit_offsets({TopicPartition(TOPIC, 1): 2})
    await consumer.stop()
    assert await committed_offsets(bench.kafka, "standing") == {TopicPartition(TOPIC, 1): 2}
    assert await committed_offsets(bench.kafka, "another") == {}


async def test_no_broker_is_said_so():
    nowhere = KafkaSettings(brokers="127.0.0.1:1")
    with pytest.raises(Unavailable):
        await end_offsets(nowhere, [TOPIC])
    with pytest.raises(Unavailable):
        await committed_offsets(nowhere, "standing")
