"""The embedded Kafka keeps its records through crashes and changes of port."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.structs import TopicPartition

from cli.embedded.kafka import Kafka, answers, start_kafka
from cli.embedded.layout import DEFAULT_STATE, cache_of
from cli.embedded.ports import HOST, choose_port
from cli.embedded.service import RunningService

TOPIC = "kept"
Start = Callable[[], RunningService]


@pytest.fixture
def start(state_dir: Path) -> Iterator[Start]:
    """Starts the broker, each time on the same ports, and stops what runs after the test."""
    port = choose_port()
    controller_port = choose_port(avoid=[port])
    running = []

    def start() -> RunningService:
        broker = start_kafka(
            state_dir, port=port, controller_port=controller_port, cache=cache_of(DEFAULT_STATE)
        )
        running.append(broker)
        return broker

    yield start
    for broker in running:
        broker.stop()


async def send(broker: RunningService, value: bytes) -> None:
    async with AIOKafkaProducer(bootstrap_servers=broker.url, acks="all") as producer:
        await producer.send_and_wait(TOPIC, value)


async def read_all(broker: RunningService) -> list[bytes | None]:
    partition = TopicPartition(TOPIC, 0)
    async with AIOKafkaConsumer(bootstrap_servers=broker.url) as consumer:
        consumer.assign([partition])
        await consumer.seek_to_beginning(partition)
        end = (await consumer.end_offsets([partition]))[partition]
        return [(await consumer.getone()).value for _ in range(end)]


@pytest.mark.timeout(120)
async def test_acknowledged_record_survives_a_kill_and_a_change_of_ports(start, state_dir):
    broker = start()
    admin = AIOKafkaAdminClient(bootstrap_servers=broker.url)
    await admin.start()
    await admin.create_topics([NewTopic(TOPIC, 1, 1)])
    await admin.close()
    await send(broker, b"first")
    broker.kill()
    again = start()
    await send(again, b"second")
    again.stop()
    port = choose_port(avoid=[broker.port])
    elsewhere = start_kafka(
        state_dir,
        port=port,
        controller_port=choose_port(avoid=[port]),
        cache=cache_of(DEFAULT_STATE),
    )
    try:
        assert await read_all(elsewhere) == [b"first", b"second"]
    finally:
        elsewhere.stop()


def test_cluster_id_may_begin_with_a_hyphen(state_dir):
    folder = state_dir / "hyphen"
    port = choose_port()
    broker = Kafka(
        state_dir=folder,
        cache=cache_of(DEFAULT_STATE),
        port=port,
        controller_port=choose_port(avoid=[port]),
        log=folder / "kafka.log",
        cluster_id="-kU3OEVBNTcwNTJENDM2Qg",
    )
    broker.prepare()
    written = (folder / "data" / "meta.properties").read_text().splitlines()
    assert "cluster.id=-kU3OEVBNTcwNTJENDM2Qg" in written


async def test_stopped_broker_does_not_answer(start):
    broker = start()
    assert answers(HOST, broker.port)
    broker.stop()
    assert not answers(HOST, broker.port)
