"""The producer keeps order, tells of failures, and mends itself."""

import asyncio

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition

from shared.core.errors import Unavailable
from shared.core.settings import KafkaSettings
from shared.kafka.admin import delete_topics, ensure_topics
from shared.kafka.errors import KafkaFailure, TopicMismatch
from shared.kafka.producer import EventProducer, _Connection
from shared.kafka.tail import TailConsumer
from shared.observability.metrics import Metrics
from tests.integration.runtime.harness import Bench
from tests.services.kafka import settings_for
from tests.waiting import eventually


async def send(producer: EventProducer, value: bytes, partition: int = 0):
    return await producer.send("task-events", partition, key=b"k", value=value, headers=[])


async def values(settings: KafkaSettings, count: int) -> list[bytes | None]:
    tail = TailConsumer(settings, "task-events", "tests")
    await tail.start(replay=10_000)
    found: list[bytes | None] = []
    async with asyncio.timeout(45):
        while len(found) < count:
            for records in (await tail.poll(200)).values():
                found.extend(record.value for record in records)
    await tail.stop()
    return found


async def test_records_of_a_partition_keep_their_order(bench: Bench) -> None:
    acks = [await send(bench.producer, b"%d" % n) for n in range(5000)]
    offsets = [(await ack).offset for ack in acks]
    assert offsets == list(range(5000))
    assert await values(bench.kafka, 5000) == [b"%d" % n for n in range(5000)]


async def test_too_large_a_record_is_refused_and_nothing_else(bench: Bench) -> None:
    with pytest.raises(KafkaFailure):
        await send(bench.producer, b"x" * 3_000_000)
    assert (await (await send(bench.producer, b"small"))).offset == 0


async def test_session_is_renewed_after_a_record_failed(bench: Bench) -> None:
    """The broker refuses what its topic is too small for; the sequence then has a gap."""
    first = await (await send(bench.producer, b"before"))
    refused = await send(bench.producer, b"x" * 1_500_000)
    with pytest.raises(KafkaFailure):
        await refused
    after = await (await send(bench.producer, b"after"))
    assert (first.offset, after.offset) == (0, 1)
    assert await values(bench.kafka, 2) == [b"before", b"after"]


async def test_session_is_renewed_when_the_client_has_given_up(bench: Bench) -> None:
    connection = bench.producer._connection
    assert connection is not None
    client: AIOKafkaProducer = connection.client
    sender = client._sender.sender_task
    client._sender._message_accumulator.drain_by_nodes = None  # the next round of it fails
    doomed = await send(bench.producer, b"lost")
    with pytest.raises(KafkaFailure):
        await doomed
    assert sender.done()
    assert (await (await send(bench.producer, b"again"))).offset == 0


async def test_what_the_client_left_without_an_answer_has_failed(bench: Bench) -> None:
    """Or whoever waits for it waits for ever, as a lane of the relay did in a chaos run."""
    connection = bench.producer._connection
    assert connection is not None
    client: AIOKafkaProducer = connection.client
    name = bench.producer._full_name("task-events")
    client._sender._muted_partitions |= {TopicPartition(name, 0), TopicPartition(name, 1)}
    many = asyncio.create_task(bench.producer.send_many("task-events", 0, [(b"k", b"left", [])]))
    one = await send(bench.producer, b"left", 1)

    async def both_stay_in_the_buffer() -> bool:
        return len(client._message_accumulator._batches) == 2

    await eventually(both_stay_in_the_buffer)
    client._sender.sender_task.cancel()
    connection.broken.set()
    async with asyncio.timeout(20):
        assert await many == 0
        with pytest.raises(KafkaFailure):
            await one
    assert (await (await send(bench.producer, b"again"))).offset == 0


async def test_session_is_renewed_whatever_ends_the_old_one_and_the_first_tries(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without one, everybody who sends would wait for ever."""
    connection = bench.producer._connection
    assert connection is not None
    begin, tries = AIOKafkaProducer.start, 0

    async def fail(*_: object) -> None:
        raise RuntimeError("nobody foresaw it")

    async def fail_twice(client: AIOKafkaProducer) -> None:
        nonlocal tries
        tries += 1
        await (begin(client) if tries > 2 else fail())

    monkeypatch.setattr(AIOKafkaProducer, "start", fail_twice)
    monkeypatch.setattr(connection.client._sender, "close", fail)
    connection.broken.set()
    async with asyncio.timeout(20):
        assert (await (await send(bench.producer, b"again"))).offset == 0
    assert tries == 3


async def test_what_comes_after_the_end_of_a_session_has_failed() -> None:
    connection = _Connection(None, {})
    connection.end()
    ack = asyncio.get_running_loop().create_future()
    connection.watch("task-events", ack)
    with pytest.raises(KafkaFailure):
        await ack


async def test_no_broker_is_said_so() -> None:
    settings = KafkaSettings(brokers="127.0.0.1:1")
    producer = EventProducer(settings, "tests")
    with pytest.raises(Unavailable):
        await producer.start()
    await producer.stop()
    with pytest.raises(Unavailable):
        await ensure_topics(settings)
    with pytest.raises(Unavailable):
        await TailConsumer(settings, "task-events", "tests").start()


async def test_topics_with_another_partition_count_are_refused(kafka_brokers: str) -> None:
    settings = settings_for(kafka_brokers, partitions=2)
    created = await ensure_topics(settings)
    assert {"task-events", "reminders", "task-updates"} < set(created)
    assert {"retry.recurrence.10s", "dlq.task.completed", "dlq.unknown"} < set(created)
    tiers = [topic for topic in created if topic.startswith("retry.")]
    assert [topic for topic in tiers if "recurrence" in topic] == [
        "retry.recurrence.10s",
        "retry.recurrence.1m",
        "retry.recurrence.10m",
    ]
    assert [topic.rpartition(".")[2] for topic in tiers if "notifications" in topic] == [
        *("10s", "1m", "10m", "1h", "6h", "12h")
    ]
    assert await ensure_topics(settings) == []
    other = settings.model_copy(update={"partitions": 3})
    with pytest.raises(TopicMismatch, match="has 2 partitions, the setting"):
        await ensure_topics(other)
    await delete_topics(settings)


async def test_many_at_once_make_the_topics_once(kafka_brokers: str) -> None:
    settings = settings_for(kafka_brokers)
    made = await asyncio.gather(*(ensure_topics(settings) for _ in range(4)))
    assert any(made)
    await delete_topics(settings)


async def test_publishes_are_counted_by_topic_and_outcome(bench: Bench) -> None:
    metrics = Metrics()
    producer = EventProducer(bench.kafka, "measured", metrics)
    await producer.start()
    await (await send(producer, b"one"))
    await producer.send_many("task-events", 0, [(b"k", b"two", []), (b"k", b"three", [])])
    with pytest.raises(KafkaFailure):
        await send(producer, b"x" * 3_000_000)
    refused = await send(producer, b"x" * 1_500_000)
    with pytest.raises(KafkaFailure):
        await refused
    await producer.stop()

    def published(outcome: str) -> float | None:
        labels = {"topic": "task-events", "outcome": outcome}
        return metrics.registry.get_sample_value("kafka_publishes_total", labels)

    assert (published("acknowledged"), published("failed")) == (3, 2)
    assert metrics.registry.get_sample_value("kafka_publish_seconds_count") == 4
