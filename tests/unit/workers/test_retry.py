"""When a failed event is tried again, and what its record carries."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.events.retries import RetryPolicy
from shared.kafka.records import TopicPartition
from tests.unit.workers.examples import AT, SampleRecord
from workers.runtime.dlq import dead_headers, dead_type
from workers.runtime.failures import judge
from workers.runtime.handler import TransientError
from workers.runtime.history import due_at, history_of
from workers.runtime.retry import retry_headers

HERE = TopicPartition("task-events", 3)
POLICY = RetryPolicy(delays={"10s": 10, "1m": 60, "10m": 600})


def busy(retry_after_seconds: float | None = None):
    return judge(TransientError("busy", retry_after_seconds))


@pytest.mark.parametrize(
    ("attempts", "asked", "tier"),
    [
        (1, None, "10s"),
        (2, None, "1m"),
        (3, None, "10m"),
        (4, None, None),
        (99, None, None),
        (1, 10, "10s"),
        (1, 11, "1m"),
        (2, 1, "1m"),
        (1, 86_400, "10m"),
        (4, 86_400, None),
    ],
)
def test_tier(attempts: int, asked: float | None, tier: str | None) -> None:
    assert POLICY.tier_after(attempts, asked) == tier


def test_tries_here_are_few_and_not_against_the_other_sides_wish() -> None:
    assert [POLICY.tries_again_here(tries, None) for tries in (1, 2, 3)] == [True, True, False]
    assert POLICY.tries_again_here(1, 0.5)
    assert not POLICY.tries_again_here(1, 5)


def test_pauses_grow_and_differ() -> None:
    first = {POLICY.pause_after(1) for _ in range(50)}
    third = {POLICY.pause_after(3) for _ in range(50)}
    assert 0.05 <= min(first) < max(first) <= 0.1
    assert 0.2 <= min(third) < max(third) <= 0.4


def test_history_of_a_first_failure() -> None:
    record = SampleRecord(headers=[("ce_type", b"task.completed")], offset=41)
    history = history_of(HERE, record)
    assert (history.attempts, history.topic) == (0, "task-events")
    assert (history.partition, history.offset) == (3, 41)
    assert history.first_failed_at is None


def test_history_survives_any_number_of_rounds() -> None:
    mine = [("ce_type", b"task.completed"), ("mine", b"\xff"), ("mine", b"again")]
    record, at, now = SampleRecord(headers=mine, offset=41), HERE, AT
    for attempts in range(3):
        history = history_of(at, record)
        assert history.attempts == attempts
        written_at = int(now.timestamp() * 1000)
        headers = retry_headers(record, history, busy(), now, 10)
        record = SampleRecord(headers, offset=7, timestamp=written_at)
        assert due_at(record) == now + timedelta(seconds=10)
        at, now = TopicPartition("retry.recurrence.10s", 0), now + timedelta(minutes=1)
    last = history_of(at, record)
    assert (last.attempts, last.topic, last.partition, last.offset) == (3, "task-events", 3, 41)
    assert last.first_failed_at == AT
    dead = dead_headers(record, last, busy(), "recurrence", now)
    assert dead[:3] == mine
    names = [name for name, _ in dead[3:]]
    assert len(names) == len(set(names))
    assert "x-retry-at" not in names
    assert dict(dead)["x-attempts"] == b"4"
    assert dict(dead)["x-first-failed-at"] == AT.isoformat().encode()


@pytest.mark.parametrize(
    "value",
    [b"", b"soon", b"\xff", b"2026-03-02T09:00:00", b"9" * 5000, b"-1", "٣".encode()],
)
def test_hostile_headers_count_as_missing(value: bytes) -> None:
    names = ("x-retry-at", "x-first-failed-at", "x-original-offset", "x-original-partition")
    record = SampleRecord(headers=[(name, value) for name in names], offset=41)
    assert due_at(record) is None
    history = history_of(HERE, record)
    assert (history.topic, history.offset, history.first_failed_at) == ("task-events", 41, None)


def test_forged_due_time_blocks_a_tier_for_a_day_at_most() -> None:
    headers = [("x-retry-at", b"9999-12-31T23:59:59+00:00")]
    record = SampleRecord(headers, timestamp=int(AT.timestamp() * 1000))
    assert due_at(record) == AT + timedelta(hours=25)


@pytest.mark.parametrize("timestamp", [-(10**17), 10**18, -(2**62), 2**62])
def test_a_record_of_no_year_that_there_is_is_due_at_once(timestamp: int) -> None:
    headers = [("x-retry-at", AT.isoformat().encode())]
    assert due_at(SampleRecord(headers, timestamp=timestamp)) is None


def test_huge_attempt_number_ends_in_the_dead_letters() -> None:
    for text in (b"4", b"999999999999", b"9" * 5000):
        history = history_of(HERE, SampleRecord(headers=[("x-attempt", text)]))
        assert POLICY.tier_after(history.attempts + 1, None) in {None, "10s"}


def test_dead_letters_of_a_type_outside_the_catalogue_are_unknown() -> None:
    assert dead_type(SampleRecord(headers=[("ce_type", b"reminder.due")])) == "reminder.due"
    assert dead_type(SampleRecord(headers=[("ce_type", b"../../etc")])) == "unknown"
    assert dead_type(SampleRecord(headers=[("ce_type", b"\xff")])) == "unknown"
    assert dead_type(SampleRecord()) == "unknown"


def test_instants_are_in_utc() -> None:
    headers = dict(retry_headers(SampleRecord(), history_of(HERE, SampleRecord()), busy(), AT, 1))
    assert datetime.fromisoformat(headers["x-retry-at"].decode()).tzinfo == UTC
