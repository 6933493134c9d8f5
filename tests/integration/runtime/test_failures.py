"""What fails is tried again or ends with the dead letters; what stands beside it goes on."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from aiokafka import AIOKafkaProducer

from shared.core.errors import InvalidInput, Unavailable
from shared.events.envelope import Event, header_text
from shared.events.retries import RetryPolicy
from shared.kafka.records import Record
from tests.integration.runtime.harness import (
    GROUP,
    Bench,
    EffectHandler,
    Hook,
    body,
    headers_of,
    read_effects,
    version_of,
)
from workers.runtime.handler import TransientError


class Bug(Exception):
    """Nobody foresaw it."""


def fail_on(version: int, error: Callable[[], Exception], times: int = 1_000_000) -> Hook:
    """Raises whenever an event of that version is among the first `times` tries."""
    left = times

    async def before(events: Sequence[Event]) -> None:
        nonlocal left
        if left > 0 and version in map(version_of, events):
            left -= 1
            raise error()

    return before


def story(record: Record) -> dict[str, str]:
    """The headers that the failure added."""
    return {key: value.decode() for key, value in record.headers if key.startswith("x-")}


async def test_poison_keeps_its_bytes_and_holds_up_nothing(bench: Bench) -> None:
    headers = [*headers_of(uuid4()), ("mine", b"\xff\x00"), ("", b"")]
    poison = b'{"user_id": 7, \xff\x00'
    await bench.send(1)
    await bench.send_raw(headers, poison, key=b"\x00key")
    await bench.send(2)
    async with bench.worker(EffectHandler(bench.db)) as worker:
        assert await worker.signals.buried.wait() == "task.completed"
        await worker.handled(2)
    assert await read_effects(bench.db) == [1, 2]
    assert await bench.committed() == 3
    [dead] = await bench.read_topic("dlq.task.completed", 1)
    assert (dead.key, dead.value) == (b"\x00key", poison)
    assert list(dead.headers)[: len(headers)] == headers
    told = story(dead)
    assert told["x-error-class"] == "UndecodableEvent"
    assert told["x-failure-kind"] == "permanent"
    assert told["x-group"] == GROUP
    assert told["x-attempts"] == "1"
    assert told["x-original-topic"] == "task-events"
    assert (told["x-original-partition"], told["x-original-offset"]) == ("0", "1")
    assert told["x-first-failed-at"] == told["x-last-failed-at"]


async def test_an_alert_can_see_the_first_dead_letter_as_an_increase(bench: Bench) -> None:
    async with bench.worker(EffectHandler(bench.db)):
        told = bench.metrics.render()
    assert b'dlq_messages_total{event_type="task.completed"} 0.0' in told


async def test_records_that_are_no_events_at_all(bench: Bench) -> None:
    await bench.send_raw([], b"")
    await bench.producer.send_many(
        "task-events", 0, [(None, None, [("ce_type", b"task.completed")])]
    )
    await bench.send_raw([("ce_id", b"\xff\xff")], b"x" * 900_000)
    await bench.send(1)
    async with bench.worker(EffectHandler(bench.db)) as worker:
        await worker.handled(1)
    assert await bench.committed() == 4
    dead = await bench.read_topic("dlq.unknown", 2)
    assert [record.value for record in dead] == [b"", b"x" * 900_000]
    assert len(await bench.read_topic("dlq.task.completed", 1)) == 1


async def test_bug_is_buried_alone_and_the_batch_around_it_is_handled(bench: Bench) -> None:
    await bench.send_range(range(1, 8))
    async with bench.worker(EffectHandler(bench.db, fail_on(4, lambda: Bug("boom")))) as worker:
        await worker.signals.buried.wait()
        await worker.handled(6)
    assert await read_effects(bench.db) == [1, 2, 3, 5, 6, 7]
    assert await bench.committed() == 7
    [dead] = await bench.read_topic("dlq.task.completed", 1)
    assert dead.value == body(4)
    told = story(dead)
    assert (told["x-error-class"], told["x-error"]) == ("Bug", "boom")
    assert told["x-failure-kind"] == "bug"
    assert len(told["x-fingerprint"]) == 16


async def test_same_bug_has_the_same_fingerprint_whatever_it_says(bench: Bench) -> None:
    texts = iter(["one", "two", "three", "four", "five"])
    await bench.send(4)
    await bench.send(4)
    async with bench.worker(
        EffectHandler(bench.db, fail_on(4, lambda: Bug(next(texts))))
    ) as worker:
        await worker.signals.buried.wait()
        await worker.signals.buried.wait()
    first, second = map(story, await bench.read_topic("dlq.task.completed", 2))
    assert first["x-error"] != second["x-error"]
    assert first["x-fingerprint"] == second["x-fingerprint"]


async def test_what_a_bug_says_stays_with_the_dead_letter(bench: Bench) -> None:
    handler = EffectHandler(bench.db, fail_on(1, lambda: Bug("no attribute 'elsewere'")))
    await bench.send(1)
    async with bench.worker(handler) as worker:
        await worker.signals.buried.wait()
    assert handler.given_up == [(1, "internal_error")]
    [dead] = await bench.read_topic("dlq.task.completed", 1)
    assert story(dead)["x-error"] == "no attribute 'elsewere'"


async def test_permanent_error_is_not_tried_again(bench: Bench) -> None:
    handler = EffectHandler(bench.db, fail_on(1, lambda: InvalidInput("/x", "bad", "no way")))
    await bench.send(1)
    async with bench.worker(handler) as worker:
        await worker.signals.buried.wait()
    assert await handler.seen.wait() == [1]
    assert handler.seen.is_silent
    [dead] = await bench.read_topic("dlq.task.completed", 1)
    assert story(dead)["x-error-class"] == "input.invalid"


async def test_transient_error_is_tried_again_here(bench: Bench) -> None:
    handler = EffectHandler(bench.db, fail_on(1, lambda: TransientError("busy"), times=2))
    await bench.send(1)
    async with bench.worker(handler) as worker:
        await worker.handled(1)
    assert [await handler.seen.wait() for _ in range(3)] == [[1]] * 3
    assert handler.seen.is_silent


async def test_transient_error_goes_through_a_retry_topic_and_succeeds(bench: Bench) -> None:
    error = fail_on(2, lambda: Unavailable("mail server", retry_after_seconds=0), times=5)
    event_id = uuid4()
    await bench.send(1)
    await bench.send(2, event_id=event_id)
    await bench.send(3)
    before = datetime.now(UTC)  # noqa: TID251 - compared with what the machine's clock wrote
    async with bench.worker(EffectHandler(bench.db, error)) as worker:
        assert await worker.signals.retried.wait() == "10s"
        await worker.handled(3)
    assert await read_effects(bench.db) == [1, 3, 2]
    assert await bench.committed() == 3
    [retried] = await bench.read_topic(f"retry.{GROUP}.10s", 1)
    assert retried.value == body(2)
    assert header_text(retried.headers, "ce_id") == str(event_id)
    told = story(retried)
    assert told["x-attempt"] == "1"
    assert (told["x-original-topic"], told["x-original-offset"]) == ("task-events", "1")
    assert told["x-last-error"].startswith("unavailable: mail server")
    assert datetime.fromisoformat(told["x-retry-at"]) > before + timedelta(seconds=0.2)


async def test_after_the_last_tier_come_the_dead_letters(bench: Bench) -> None:
    handler = EffectHandler(bench.db, fail_on(1, lambda: TransientError("still busy")))
    await bench.send(1)
    async with bench.worker(handler) as worker:
        tiers = [await worker.signals.retried.wait() for _ in range(3)]
        await worker.signals.buried.wait()
    assert tiers == ["10s", "1m", "10m"]
    assert handler.given_up == [(1, "still busy")]
    [dead] = await bench.read_topic("dlq.task.completed", 1)
    told = story(dead)
    assert told["x-attempts"] == "4"
    assert told["x-error"] == "still busy"
    assert (told["x-original-topic"], told["x-original-offset"]) == ("task-events", "0")
    assert told["x-first-failed-at"] < told["x-last-failed-at"]
    assert "x-retry-at" not in told


async def test_the_other_side_may_ask_for_more_time(bench: Bench) -> None:
    error = fail_on(1, lambda: TransientError("too many requests", 30), times=1)
    policy = RetryPolicy(delays={"10s": 10, "1m": 60, "10m": 600})
    await bench.send(1)
    handler = EffectHandler(bench.db, error)
    async with bench.worker(handler, policy=policy) as worker:
        assert await worker.signals.retried.wait() == "1m"
    assert await bench.committed() == 1
    assert await handler.seen.wait() == [1]
    assert handler.seen.is_silent  # neither here nor before its time


async def test_a_waiting_retry_holds_up_no_other_tier_or_partition(bench: Bench) -> None:
    slow_then_quick = iter([TransientError("busy", 100), TransientError("busy", 0.1)])

    async def before(events: Sequence[Event]) -> None:
        for event in events:
            if version_of(event) < 3 and event.id not in seen:
                seen.add(event.id)
                raise next(slow_then_quick)

    seen: set[UUID] = set()
    policy = RetryPolicy(delays={"10s": 0.2, "1m": 100}, tries_here=1)
    async with bench.worker(EffectHandler(bench.db, before), policy=policy) as worker:
        await bench.send(1)
        assert await worker.signals.retried.wait() == "1m"
        await worker.signals.paused.wait(until=lambda at: at.topic.endswith("1m"))
        await bench.send(2)
        assert await worker.signals.retried.wait() == "10s"
        await worker.handled(1)
        await bench.send(3)
        await worker.handled(1)
    assert await read_effects(bench.db) == [2, 3]


async def test_effects_of_an_event_that_failed_beside_others_come_once(bench: Bench) -> None:
    """The batch is rolled back, then each event is handled alone: nothing is lost or doubled."""
    failing = fail_on(50, lambda: TransientError("once"), times=4)
    await bench.send_range(range(1, 101))
    async with bench.worker(EffectHandler(bench.db, failing)) as worker:
        await worker.handled(100)
    assert sorted(await read_effects(bench.db)) == list(range(1, 101))


async def test_headers_without_a_value_are_dead_letters_too(bench: Bench) -> None:
    nothing: Any = None
    hollow = [(name, nothing if name == "ce_id" else value) for name, value in headers_of(uuid4())]
    await bench.send_raw([*hollow, ("x-original-topic", nothing), ("tenant", nothing)], body(1))
    await bench.send(2)
    async with bench.worker(EffectHandler(bench.db)) as worker:
        await worker.handled(1)
    assert await read_effects(bench.db) == [2]
    (dead,) = await bench.read_topic("dlq.task.completed", 1)
    assert dead.value == body(1)
    assert dict(dead.headers)["ce_id"] is None


async def test_a_body_that_fits_no_side_topic_dies_without_it(bench: Bench) -> None:
    """Compression lets a main topic take what is larger than its copies may be."""
    bomb = AIOKafkaProducer(
        bootstrap_servers=bench.kafka.brokers, compression_type="gzip", max_request_size=2**26
    )
    await bomb.start()
    headers = headers_of(uuid4())
    topic = bench.kafka.topic_prefix + "task-events"
    await bomb.send_and_wait(topic, b" " * 30_000_000, b"k", 0, headers=headers)
    await bomb.stop()
    await bench.send(1)
    async with bench.worker(EffectHandler(bench.db)) as worker:
        await worker.handled(1)
    [dead] = await bench.read_topic("dlq.task.completed", 1)
    assert dead.value == b""
    told = story(dead)
    assert told["x-reduced"] == "a body of 30000000 bytes"
    assert (told["x-original-topic"], told["x-original-offset"]) == ("task-events", "0")
