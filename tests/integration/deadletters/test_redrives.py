"""Redrives: ordered by commands, executed by the worker, harmless when they are interrupted."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from sqlalchemy import text
from typing_extensions import override

from shared.commands import dead_letters as commands
from shared.commands.dead_letter_outcomes import NoneOpen, RedriveFinished
from shared.core.settings import KafkaSettings
from shared.db.repositories import leases
from shared.db.repositories.dead_letters import Selection
from shared.db.repositories.redrives import RedriveView, find_redrive, lock_redrive
from shared.db.session import Database
from shared.kafka.producer import EventProducer
from shared.kafka.records import Record
from tests.fakes import FakeClock
from tests.integration.deadletters.harness import (
    DLQ,
    OPERATOR,
    FakeRecord,
    Graveyard,
    clear,
    completed,
    own_headers,
    story,
)
from tests.waiting import eventually
from workers.deadletters.mirror import Mirror

ALL = Selection()
TIER = "retry.recurrence.10s"


@pytest.fixture
async def graveyard(database: Database, kafka_settings: KafkaSettings) -> AsyncIterator[Graveyard]:
    """One with the topics of the whole file: what is in them is told apart by the redrive."""
    await clear(database)
    producer = EventProducer(kafka_settings, "tests")
    await producer.start()
    yield Graveyard(database, kafka_settings, producer)
    await producer.stop()


async def redriven(graveyard: Graveyard, redrive: RedriveView) -> list[Record]:
    """What this redrive has sent so far; a record of ours after it marks the end."""
    mark = uuid4().bytes
    await (await graveyard.producer.send(TIER, None, key=mark, value=b"", headers=[]))
    wanted = ("x-redrive-id", str(redrive.id).encode())
    return [
        record
        for record in await graveyard.read_until(TIER, lambda record: record.key == mark)
        if wanted in record.headers
    ]


async def fill(graveyard: Graveyard, count: int, **told: str | None) -> list[bytes]:
    """So many open letters; their bodies."""
    bodies = [completed(number) for number in range(1, count + 1)]
    records = [
        FakeRecord([*own_headers(), ("tenant", b"\xff"), *story(**told)], body, offset=number)
        for number, body in enumerate(bodies)
    ]
    await Mirror(graveyard.db, graveyard.metrics).process(DLQ, records)
    return bodies


async def order(graveyard: Graveyard, rate: float = 1_000, **options) -> RedriveView:
    ordered = await commands.order_redrive(
        graveyard.db, OPERATOR, ALL, reason="mended", rate_per_second=rate, **options
    )
    return ordered.redrive


async def finished(graveyard: Graveyard, redrive: RedriveView) -> RedriveView:
    async def look() -> RedriveView | None:
        async with graveyard.db.read() as connection:
            found = await find_redrive(connection, redrive.id)
        return found if found and found.finished_at else None

    found = await eventually(look, what="the redrive ends")
    assert found is not None
    return found


async def test_letters_go_to_the_shortest_retry_topic_in_order(graveyard: Graveyard) -> None:
    bodies = await fill(graveyard, 30)
    redrive = await order(graveyard)
    async with graveyard.redriver():
        done = await finished(graveyard, redrive)
    assert (done.total, done.done, done.refused, done.returned) == (30, 30, 0, 0)
    records = await redriven(graveyard, redrive)
    assert [record.value for record in records] == bodies
    headers = dict(records[0].headers)
    assert headers["x-redrive-id"] == str(redrive.id).encode()
    assert (headers["x-redrive-count"], headers["x-attempt"]) == (b"1", b"0")
    assert headers["x-original-topic"] == b"task-events"
    assert headers["x-original-offset"] == b"41"
    assert headers["x-first-failed-at"] == b"2026-03-02T09:00:01+00:00"
    assert headers["tenant"] == b"\xff"
    assert "x-retry-at" in headers
    assert not {"x-error", "x-fingerprint", "x-group", "x-attempts"} & headers.keys()
    assert records[0].key == b"k"
    letters = await graveyard.rows(30)
    assert {each.listed.state for each in letters} == {"redriven"}
    assert {each.listed.closed_by for each in letters} == {"olga"}


async def test_no_more_than_the_rate_allows_goes_in_any_second(graveyard: Graveyard) -> None:
    await fill(graveyard, 30)
    clock = FakeClock()
    await order(graveyard, rate=4)
    redriver = graveyard.new_redriver(clock=clock)
    await redriver.refresh()

    async def sent() -> int:
        await redriver.turn()
        return (await graveyard.states()).count("redriven")

    assert [await sent(), await sent()] == [1, 1]
    clock.advance(0.5)
    assert await sent() == 3
    clock.advance(0.125)
    assert await sent() == 3
    clock.advance(0.125)
    assert await sent() == 4
    for second in range(1, 4):
        clock.advance(1)
        await redriver.refresh()
        assert await sent() == 4 + 4 * second
    clock.advance(3_600)  # a long rest is no reason for a burst
    await redriver.refresh()
    assert await sent() == 20


async def test_slow_redrives_do_not_hold_up_others(graveyard: Graveyard) -> None:
    await fill(graveyard, 3)
    first, *others = [letter.listed.id for letter in await graveyard.rows(3)]
    slow = await commands.order_redrive(
        graveyard.db, OPERATOR, Selection(ids=tuple(others)), reason="slow", rate_per_second=0.01
    )
    quick = await commands.order_redrive(
        graveyard.db, OPERATOR, Selection(ids=(first,)), reason="quick"
    )
    async with graveyard.redriver():
        await finished(graveyard, quick.redrive)
    assert (await graveyard.states()).count("redriving") == 1
    async with graveyard.db.read() as connection:
        found = await find_redrive(connection, slow.redrive.id)
    assert found is not None
    assert (found.done, found.left) == (1, 1)


async def test_only_one_process_executes_redrives(graveyard: Graveyard) -> None:
    await fill(graveyard, 2)
    await order(graveyard)
    first, second = graveyard.new_redriver(), graveyard.new_redriver()
    await first.refresh()
    await second.refresh()
    await second.turn()
    assert await graveyard.states() == ["redriving", "redriving"]
    assert [each.health().details["owner"] for each in (first, second)] == [True, False]
    await first.turn()
    assert (await graveyard.states()).count("redriven") == 1


class Dead(Exception):
    """The process is gone."""


class DyingProducer(EventProducer):
    """Has sent what it was given when the process dies."""

    def __init__(self, real: EventProducer) -> None:
        self._real = real

    @override
    async def send(self, *place, **record):
        ack = await self._real.send(*place, **record)
        await ack
        raise Dead


async def test_what_was_sent_but_not_recorded_is_sent_again_by_the_next_owner(
    graveyard: Graveyard,
) -> None:
    (body,) = await fill(graveyard, 1)
    redrive = await order(graveyard)
    dying = graveyard.new_redriver(producer=DyingProducer(graveyard.producer))
    await dying.refresh()
    with pytest.raises(Dead):
        await dying.turn()
    with pytest.raises(NoneOpen):
        await order(graveyard)
    cancelled = await commands.cancel_redrive(graveyard.db, OPERATOR, redrive.id, reason="stop")
    assert (cancelled.returned, cancelled.left) == (0, 1)  # it may be in Kafka: it stays taken
    await dying._let_go()
    async with graveyard.redriver():
        done = await finished(graveyard, redrive)
    assert done.done == 1
    records = await redriven(graveyard, redrive)
    assert [record.value for record in records] == [body, body]
    ids = {dict(record.headers)["ce_id"] for record in records}
    assert len(ids) == 1  # one event: the inbox of its group takes it once


async def test_an_owner_that_lost_its_lease_records_nothing(graveyard: Graveyard) -> None:
    await fill(graveyard, 1)
    await order(graveyard)
    stale, next_owner = graveyard.new_redriver(), graveyard.new_redriver()
    await stale.refresh()
    async with graveyard.db.unit_of_work() as uow:
        await leases.acquire(uow.connection, ["deadletters/redriver"], "thief", 60, force=True)
    await stale.turn()
    await next_owner.turn()
    assert await graveyard.states() == ["redriving"]


async def test_a_cancelled_redrive_gives_back_what_was_not_sent(graveyard: Graveyard) -> None:
    await fill(graveyard, 5)
    redrive = await order(graveyard, rate=1)
    redriver = graveyard.new_redriver()
    await redriver.refresh()
    await redriver.turn()
    after = await commands.cancel_redrive(graveyard.db, OPERATOR, redrive.id, reason="too early")
    assert (after.done, after.returned, after.left) == (1, 4, 0)
    assert after.finished_at is not None
    await redriver.turn()
    assert sorted(await graveyard.states()) == ["open"] * 4 + ["redriven"]
    with pytest.raises(RedriveFinished):
        await commands.cancel_redrive(graveyard.db, OPERATOR, redrive.id, reason="again")
    assert (await order(graveyard)).total == 4


async def test_cancelling_races_with_sending_and_every_letter_has_one_outcome(
    graveyard: Graveyard,
) -> None:
    await fill(graveyard, 200)
    redrive = await order(graveyard)
    async with graveyard.redriver():

        async def some_sent() -> bool:
            return "redriven" in await graveyard.states()

        await eventually(some_sent)
        await commands.cancel_redrive(graveyard.db, OPERATOR, redrive.id, reason="stop")
        done = await finished(graveyard, redrive)
    assert done.done + done.returned == 200
    states = await graveyard.states()
    assert (states.count("redriven"), states.count("open")) == (done.done, done.returned)
    assert len(await redriven(graveyard, redrive)) == done.done


async def test_two_operators_at_once_move_each_letter_once(graveyard: Graveyard) -> None:
    await fill(graveyard, 50)

    attempts = (order(graveyard) for _ in range(4))
    answers = await asyncio.gather(*attempts, return_exceptions=True)
    (won,) = [answer for answer in answers if isinstance(answer, RedriveView)]
    late = [answer for answer in answers if isinstance(answer, NoneOpen)]
    assert won.total == 50
    assert [each.preview.closed for each in late] == [{"redriving": 50}] * 3
    async with graveyard.redriver():

        async def all_sent() -> bool:
            return set(await graveyard.states()) == {"redriven"}

        await eventually(all_sent)
    assert len(await redriven(graveyard, won)) == 50


async def test_a_letter_that_kafka_refuses_is_open_again(graveyard: Graveyard) -> None:
    await fill(graveyard, 2)
    huge = FakeRecord([*own_headers(), *story()], b"x" * (2 * 1024 * 1024 + 1), offset=77)
    await Mirror(graveyard.db, graveyard.metrics).process(DLQ, [huge])
    redrive = await order(graveyard)
    async with graveyard.redriver():
        done = await finished(graveyard, redrive)
    assert (done.done, done.refused, done.left) == (2, 1, 0)
    assert sorted(await graveyard.states()) == ["open", "redriven", "redriven"]


async def test_an_edited_value_is_sent_in_the_place_of_the_original(graveyard: Graveyard) -> None:
    await fill(graveyard, 1)
    (letter,) = await graveyard.rows(1)
    edited = completed(77)
    ordered = await commands.redrive_one(
        graveyard.db, OPERATOR, letter.listed.id, edited, reason="wrong version"
    )
    async with graveyard.redriver():
        await finished(graveyard, ordered.redrive)
    (record,) = await redriven(graveyard, ordered.redrive)
    assert record.value == edited
    (after,) = await graveyard.rows(1)
    assert after.record_value == completed(1)


async def test_redrives_wait_while_the_worker_is_paused(graveyard: Graveyard) -> None:
    await fill(graveyard, 1)
    await order(graveyard)
    may_work = False
    redriver = graveyard.new_redriver(may_work=lambda: may_work)
    await redriver.refresh()
    await redriver.turn()
    assert await graveyard.states() == ["redriving"]
    may_work = True
    await redriver.turn()
    assert await graveyard.states() == ["redriven"]


async def test_a_group_of_a_newer_release_is_left_to_it(graveyard: Graveyard) -> None:
    await fill(graveyard, 2)
    redrive = await order(graveyard)
    first = (await graveyard.rows(2))[0].listed.id
    async with graveyard.db.unit_of_work() as uow:
        await uow.connection.execute(
            text("UPDATE dead_letters SET consumer_group = 'of_a_newer_release' WHERE id = :id"),
            {"id": first},
        )
    async with graveyard.redriver():
        await eventually(lambda: one_is_sent(graveyard))
    assert len(await redriven(graveyard, redrive)) == 1


async def one_is_sent(graveyard: Graveyard) -> bool:
    return (await graveyard.states()).count("redriven") == 1


async def test_unknown_redrives_cannot_be_cancelled(graveyard: Graveyard) -> None:
    with pytest.raises(commands.NotFound):
        await commands.cancel_redrive(graveyard.db, OPERATOR, uuid4(), reason="no")


async def test_a_cancellation_and_the_worker_never_wait_for_each_other(
    graveyard: Graveyard,
) -> None:
    await fill(graveyard, 1)
    redrive = await order(graveyard)
    redriver = graveyard.new_redriver()
    await redriver.refresh()
    waits = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
        "AND datname = current_database()"
    )

    async def is_waiting() -> bool:
        async with graveyard.db.read() as connection:
            return bool((await connection.execute(waits)).scalar_one())

    async with graveyard.db.unit_of_work() as uow:
        await lock_redrive(uow.connection, redrive.id)
        turn = asyncio.create_task(redriver.turn())
        await eventually(is_waiting, what="the letter was sent, and recording it waits")
        result = await uow.connection.execute(text("SELECT 1 FROM dead_letters FOR UPDATE NOWAIT"))
        assert len(result.all()) == 1  # it holds no letter while it waits for the order
    await turn
    assert await graveyard.states() == ["redriven"]
