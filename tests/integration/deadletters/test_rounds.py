"""From the failure through the table and back into the worker, as often as it takes."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from sqlalchemy import text

from shared.commands import dead_letters as commands
from shared.commands.dead_letter_outcomes import NoneOpen
from shared.commands.operations import pause_worker, resume_worker
from shared.core.clock import SystemClock
from shared.core.settings import KafkaSettings
from shared.db.repositories.dead_letters import Selection
from shared.db.session import Database
from shared.events.envelope import Event
from shared.events.retries import CHANGES
from shared.kafka.admin import ensure_topics
from shared.kafka.producer import EventProducer
from tests.integration.deadletters.harness import (
    DLQ,
    OPERATOR,
    FakeRecord,
    Graveyard,
    clear,
    own_headers,
    story,
)
from tests.integration.runtime.harness import (
    Bench,
    EffectHandler,
    Worker,
    make_effects_table,
    read_effects,
)
from tests.services.kafka import settings_for
from tests.services.own import OwnServer
from tests.waiting import eventually
from workers.deadletters.mirror import Mirror
from workers.runtime.handler import PermanentError
from workers.runtime.pausing import PauseSwitch

OPEN = Selection()
REOPEN = text("UPDATE dead_letters SET state = 'open', closed_at = NULL WHERE id = :id")
TAKEN = text("SELECT count(*) FROM dead_letters WHERE taken_at IS NOT NULL")


async def fill_table(graveyard: Graveyard, count: int) -> None:
    """So many open letters; the bodies are their numbers."""
    records = [
        FakeRecord([*own_headers(), *story()], str(number).encode(), offset=number)
        for number in range(count)
    ]
    await Mirror(graveyard.db, graveyard.metrics).process(DLQ, records)


async def count_taken(graveyard: Graveyard) -> int:
    async with graveyard.db.read() as connection:
        return int((await connection.execute(TAKEN)).scalar_one())


class Refusing:
    """What the handler does before its effect, until it is mended."""

    def __init__(self) -> None:
        self.is_broken = True

    async def before(self, _: Sequence[Event]) -> None:
        if self.is_broken:
            raise PermanentError("no such series")


@asynccontextmanager
async def working(
    graveyard: Graveyard, refusing: Refusing, pause: PauseSwitch | None = None
) -> AsyncIterator[tuple[Bench, Worker]]:
    """A worker, the mirror of what dies in it, and the redriver of that."""
    await make_effects_table(graveyard.db)
    bench = Bench(graveyard.db, graveyard.kafka, graveyard.producer)
    handler = EffectHandler(graveyard.db, refusing.before)
    async with AsyncExitStack() as stack:
        worker = await stack.enter_async_context(bench.worker(handler, policy=CHANGES, pause=pause))
        await stack.enter_async_context(graveyard.mirror())
        await stack.enter_async_context(graveyard.redriver())
        yield bench, worker


async def redrive(graveyard: Graveyard, *, forced: bool = False) -> commands.Ordered:
    return await commands.order_redrive(
        graveyard.db, OPERATOR, OPEN, reason="try again", forced=forced
    )


async def test_a_letter_that_dies_again_counts_its_redrives_and_the_third_is_refused(
    graveyard: Graveyard,
) -> None:
    refusing = Refusing()
    async with working(graveyard, refusing) as (bench, _):
        await bench.send(1)
        for redrives in (0, 1):
            letters = await graveyard.rows(redrives + 1)
            assert [each.listed.redrives for each in letters] == list(range(redrives + 1))
            assert letters[-1].listed.state == "open"
            await redrive(graveyard)
        last = (await graveyard.rows(3))[-1]
        assert (last.listed.redrives, last.verdict) == (2, "redriven_too_often")
        assert last.listed.origin_topic == "task-events"
        assert last.listed.first_failed_at is not None
        with pytest.raises(NoneOpen) as refused:
            await redrive(graveyard)
        assert refused.value.preview.refused == {"redriven_too_often": 1}
        refusing.is_broken = False
        await redrive(graveyard, forced=True)

        async def handled() -> bool:
            return await read_effects(graveyard.db) == [1]

        await eventually(handled, what="the effect came, once")
    assert await graveyard.states() == ["redriven"] * 3


async def test_letters_of_a_paused_worker_wait_for_it(graveyard: Graveyard) -> None:
    refusing = Refusing()
    switch = PauseSwitch(graveyard.db, "recurrence", SystemClock(), graveyard.metrics)
    stop = asyncio.Event()
    looking = asyncio.create_task(switch.run(stop))
    async with working(graveyard, refusing, switch) as (bench, worker):
        await bench.send(1)
        await graveyard.rows(1)
        refusing.is_broken = False
        await pause_worker(graveyard.db, OPERATOR, "recurrence", "mending")

        async def is_seen() -> bool:
            return not switch.may_work

        await eventually(is_seen)  # the worker looks once a second
        ordered = await redrive(graveyard)
        assert ordered.left.paused == ["recurrence"]

        async def sent() -> bool:
            return await graveyard.states() == ["redriven"]

        await eventually(sent)
        assert worker.signals.handled.is_silent
        await resume_worker(graveyard.db, OPERATOR, "recurrence")
        await worker.handled(1)
    assert await read_effects(graveyard.db) == [1]
    stop.set()
    await looking


async def test_an_event_that_was_redriven_twice_has_its_effect_once(graveyard: Graveyard) -> None:
    refusing = Refusing()
    async with working(graveyard, refusing) as (bench, worker):
        await bench.send(1)
        (letter,) = await graveyard.rows(1)
        refusing.is_broken = False
        await redrive(graveyard)
        await worker.handled(1)
        async with graveyard.db.unit_of_work() as uow:  # as if it had not been recorded
            await uow.connection.execute(REOPEN, {"id": letter.listed.id})
        await redrive(graveyard)
        await worker.handled(1)
    assert await read_effects(graveyard.db) == [1]


@pytest.mark.slow
async def test_redrives_wait_while_kafka_is_away(database: Database, own_kafka: OwnServer) -> None:
    await clear(database)
    kafka = settings_for(own_kafka.url)
    await ensure_topics(kafka)
    producer = EventProducer(kafka, "tests")
    await producer.start()
    graveyard = Graveyard(database, kafka, producer)
    await fill_table(graveyard, 20)
    own_kafka.kill()
    ordered = await redrive(graveyard)
    async with graveyard.redriver():

        async def taken() -> bool:
            return await count_taken(graveyard) > 0

        await eventually(taken)
        assert set(await graveyard.states()) == {"redriving"}
        await own_kafka.start()

        async def all_sent() -> bool:
            return set(await graveyard.states()) == {"redriven"}

        await eventually(all_sent, 40)
    records = await graveyard.read_until(
        "retry.recurrence.10s", lambda record: record.value == b"19"
    )
    assert [record.value for record in records] == [str(n).encode() for n in range(20)]
    assert ordered.redrive.total == 20
    await producer.stop()


@pytest.mark.slow
async def test_a_redriver_that_is_stopped_in_an_outage_leaves_the_letters_to_the_next(
    database: Database, own_kafka: OwnServer
) -> None:
    await clear(database)
    kafka: KafkaSettings = settings_for(own_kafka.url)
    await ensure_topics(kafka)
    producer = EventProducer(kafka, "tests")
    await producer.start()
    graveyard = Graveyard(database, kafka, producer)
    await fill_table(graveyard, 2)
    own_kafka.kill()
    await redrive(graveyard)
    async with asyncio.timeout(30):
        async with graveyard.redriver():

            async def taken() -> bool:
                return await count_taken(graveyard) > 0

            await eventually(taken)
    assert set(await graveyard.states()) == {"redriving"}
    await own_kafka.start()
    async with graveyard.redriver():

        async def all_sent() -> bool:
            return set(await graveyard.states()) == {"redriven"}

        await eventually(all_sent, 40)
    await producer.stop()
