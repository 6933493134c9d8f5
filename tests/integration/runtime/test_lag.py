"""How far groups are behind is known from the brokers alone, with the age of what waits."""

import pytest
from typing_extensions import override

from shared.core.clock import SystemClock
from shared.core.errors import Unavailable
from shared.core.settings import KafkaSettings
from shared.kafka.consumer import EventConsumer, RebalanceListener
from shared.kafka.lag import lag_by_topic, read_lag
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


def now_ms() -> int:
    return int(SystemClock().now().timestamp() * 1000)


async def publish(bench, partition, count):
    for _ in range(count):
        await (await bench.producer.send(TOPIC, partition, key=b"k", value=b"v", headers=[]))


async def test_a_group_without_members_is_behind_by_what_it_has_not_committed(bench):
    before = now_ms()
    await publish(bench, 1, 5)
    consumer = EventConsumer(bench.kafka, "left", [TOPIC], Nobody())
    await consumer.start()
    await consumer.commit_offsets({TopicPartition(TOPIC, 1): 2})
    await consumer.stop()
    seen = (await read_lag(bench.kafka, {"left": [TOPIC, "no-such-topic"]}, now_ms()))["left"]
    assert (seen.state, seen.members, seen.missing_topics) == ("Empty", (), ("no-such-topic",))
    assert len(seen.partitions) == bench.kafka.partitions
    (behind,) = [each for each in seen.partitions if each.lag]
    assert (behind.partition, behind.position, behind.end, behind.lag) == (1, 2, 5, 3)
    assert behind.host is None
    assert before - 1_000 <= behind.oldest_at_ms <= now_ms()
    assert lag_by_topic(seen.partitions) == {TOPIC: 3}


async def test_members_are_seen_with_their_partitions_and_nothing_waits_after_a_commit(bench):
    await publish(bench, 0, 2)
    consumer = EventConsumer(bench.kafka, "present", [TOPIC], Nobody())
    await consumer.start()
    await consumer.commit_offsets({TopicPartition(TOPIC, 0): 2})
    seen = (await read_lag(bench.kafka, {"present": [TOPIC]}, now_ms()))["present"]
    await consumer.stop()
    assert seen.state == "Stable"
    (member,) = seen.members
    assert (member.client_id, member.partitions) == ("rondel-present", bench.kafka.partitions)
    assert {each.host for each in seen.partitions} == {member.host}
    of_zero = next(each for each in seen.partitions if each.partition == 0)
    assert (of_zero.lag, of_zero.oldest_at_ms) == (0, None)


async def test_two_groups_in_one_partition_each_have_their_own_age(bench):
    await publish(bench, 2, 4)
    for group, place in (("one", 1), ("two", 3)):
        consumer = EventConsumer(bench.kafka, group, [TOPIC], Nobody())
        await consumer.start()
        await consumer.commit_offsets({TopicPartition(TOPIC, 2): place})
        await consumer.stop()
    seen = await read_lag(bench.kafka, {"one": [TOPIC], "two": [TOPIC]}, now_ms())
    lags = {name: next(e for e in each.partitions if e.lag) for name, each in seen.items()}
    assert {name: each.lag for name, each in lags.items()} == {"one": 3, "two": 1}
    assert all(each.oldest_at_ms is not None for each in lags.values())


async def test_no_broker_is_said_so():
    with pytest.raises(Unavailable):
        await read_lag(KafkaSettings(brokers="127.0.0.1:1"), {"left": [TOPIC]}, now_ms())
