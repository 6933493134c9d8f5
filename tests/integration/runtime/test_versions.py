"""Events of other versions on the way through Kafka: older ones are read, newer ones do no harm."""

import json
from collections.abc import Sequence
from uuid import UUID, uuid4

import orjson
from typing_extensions import override

from shared.db.session import UnitOfWork
from shared.events.catalog import CATALOG
from shared.events.envelope import Event
from shared.events.topics import MAIN_TOPICS
from tests.integration.runtime.harness import (
    GROUP,
    Bench,
    EffectHandler,
    body,
    headers_of,
    read_effects,
)
from tools.event_contracts.releases import read_releases
from workers.runtime.handler import AfterCommit, TransactionalHandler


async def test_what_the_next_version_adds_is_passed_over(bench: Bench) -> None:
    more = orjson.loads(body(1)) | {"mood": "happy", "context": {"deep": [1, None]}}
    await bench.send_raw(headers_of(uuid4()), orjson.dumps(more))
    unknown = dict(headers_of(uuid4()), ce_type=b"task.dreamt_of", ce_dataschema=b"urn:x:v1")
    await bench.send_raw(list(unknown.items()), b'{"colour": "blue"}')
    extended = [("ce_sequence", b"17"), *headers_of(uuid4()), ("ce_tenant", None)]
    await bench.send_raw(extended, body(2))
    async with bench.worker(EffectHandler(bench.db)) as worker:
        await worker.handled(2)
        assert worker.signals.buried.is_silent
    assert await read_effects(bench.db) == [1, 2]
    assert await bench.committed() == 3


async def test_a_version_that_is_not_known_yet_waits_in_the_dead_letters(bench: Bench) -> None:
    newer = dict(headers_of(uuid4()), ce_dataschema=b"urn:rondel:event:task.completed:v2")
    await bench.send(1)
    await bench.send_raw(list(newer.items()), b'{"owner_id": "renamed"}')
    await bench.send(2)
    async with bench.worker(EffectHandler(bench.db)) as worker:
        assert await worker.signals.buried.wait() == "task.completed"
        await worker.handled(2)
    assert await read_effects(bench.db) == [1, 2]
    assert await bench.committed() == 3
    [dead] = await bench.read_topic("dlq.task.completed", 1)
    told = dict(dead.headers)
    assert told["ce_dataschema"] == newer["ce_dataschema"]
    assert told["x-error-class"] == b"UndecodableEvent"
    assert dead.value == b'{"owner_id": "renamed"}'


class Collector(TransactionalHandler):
    """Keeps every event of every type."""

    group = GROUP
    topics = MAIN_TOPICS
    types = frozenset(CATALOG)

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench.db)
        self.events: dict[UUID, Event] = {}

    @override
    async def handle(self, events: Sequence[Event], uow: UnitOfWork) -> AfterCommit | None:
        self.events |= {event.id: event for event in events}
        return None


async def test_what_each_release_wrote_is_read(bench: Bench) -> None:
    sent: dict[UUID, str] = {}
    for release in read_releases():
        for uri, contract in release.contracts.items():
            if not contract["written"]:
                continue
            event_id = uuid4()
            sent[event_id] = contract["type"]
            headers = dict(headers_of(event_id, contract["type"]), ce_dataschema=uri.encode())
            ack = await bench.producer.send(
                contract["topic"],
                None,
                key=contract["example"][contract["key"]].encode(),
                value=json.dumps(contract["example"]).encode(),
                headers=list(headers.items()),
            )
            await ack
    collector = Collector(bench)
    async with bench.worker(collector) as worker:
        await worker.handled(len(sent))
        assert worker.signals.buried.is_silent
    assert {each: event.type.name for each, event in collector.events.items()} == sent
    assert all(isinstance(e.data, e.type.model) for e in collector.events.values())
