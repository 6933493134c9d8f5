"""Records that the broker's client itself cannot read."""

from uuid import uuid4

from aiokafka import AIOKafkaProducer
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy
from typing_extensions import override

from shared.events.topics import TASK_EVENTS
from tests.integration.runtime.harness import (
    Bench,
    EffectHandler,
    body,
    headers_of,
    read_effects,
)


class RawName(str):
    """A header name whose bytes on the wire are not UTF-8."""

    __slots__ = ()

    @override
    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        return b"\xff\xfe" + super().encode(encoding, errors)


async def send_unreadable(bench: Bench, version: int, partition: int = 0) -> None:
    """A record is in Kafka, one of whose header names is not UTF-8: other clients allow it."""
    producer = AIOKafkaProducer(bootstrap_servers=bench.kafka.brokers)
    await producer.start()
    batch = producer.create_batch()
    batch._builder = _DefaultRecordBatchBuilderPy(  # the compiled one takes no such name
        2, 0, is_transactional=0, producer_id=-1, producer_epoch=-1, base_sequence=0, batch_size=1
    )
    headers = [*headers_of(uuid4()), (RawName("name"), b"x")]
    batch.append(timestamp=None, key=b"k", value=body(version), headers=headers)
    batch.close()
    topic = bench.kafka.topic_prefix + TASK_EVENTS
    await (await producer.send_batch(batch, topic, partition=partition))
    await producer.stop()


async def test_a_header_name_that_is_not_text_costs_only_its_record(bench: Bench) -> None:
    for partition in (0, 1):
        await bench.send_range(range(10, 30), partition)
    await send_unreadable(bench, 2)
    await bench.send_range(range(30, 50))
    async with bench.worker(EffectHandler(bench.db)) as worker:
        await worker.handled(60)
    assert sorted(await read_effects(bench.db)) == sorted([*range(10, 30), *range(10, 50)])
    assert (await bench.committed(0), await bench.committed(1)) == (41, 20)


async def test_what_cannot_be_read_is_named_in_the_dead_letters(bench: Bench) -> None:
    await bench.send(1)
    await send_unreadable(bench, 2)
    async with bench.worker(EffectHandler(bench.db)) as worker:
        assert await worker.signals.buried.wait() == "unknown"
    [dead] = await bench.read_topic("dlq.unknown", 1)
    told = dict(dead.headers)
    assert told["x-unreadable"] == b"a header name is not UTF-8"
    assert (told["x-original-partition"], told["x-original-offset"]) == (b"0", b"1")


async def test_many_unreadable_records_among_others(bench: Bench) -> None:
    """Several in a row, at the start and the end, before and after a restart of the worker."""
    await send_unreadable(bench, 99)
    await send_unreadable(bench, 99)
    await bench.send(1)
    await send_unreadable(bench, 99)
    await bench.send(2)
    async with bench.worker(EffectHandler(bench.db)) as worker:
        await worker.handled(2)
    await send_unreadable(bench, 99)
    await bench.send(3)
    await send_unreadable(bench, 99, partition=1)
    await bench.send(4, partition=1)
    async with bench.worker(EffectHandler(bench.db)) as worker:
        await worker.handled(2)
        await bench.send(5)
        await worker.handled(1)
    assert sorted(await read_effects(bench.db)) == [1, 2, 3, 4, 5]
    assert len(await bench.read_topic("dlq.unknown", 5)) == 5


async def test_a_reader_outside_the_groups_is_not_stopped_either(bench: Bench) -> None:
    await bench.send(1)
    await send_unreadable(bench, 2)
    await bench.send(3)
    found = await bench.read_topic(TASK_EVENTS, 3)
    assert [record.offset for record in found] == [0, 1, 2]
    assert found[1].value is None


async def test_null_headers_are_kept_and_stop_nothing(bench: Bench) -> None:
    headers = [("ce_id", None), ("ce_type", b"task.completed"), ("mine", None)]
    await bench.send_raw(headers, body(1))
    await bench.send_raw([("ce_type", None)], body(2))
    await bench.send(3)
    async with bench.worker(EffectHandler(bench.db)) as worker:
        await worker.handled(1)
    assert await read_effects(bench.db) == [3]
    [dead] = await bench.read_topic("dlq.task.completed", 1)
    assert list(dead.headers)[:3] == headers
    assert len(await bench.read_topic("dlq.unknown", 1)) == 1
