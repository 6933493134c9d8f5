"""A partition is done up to the first record without an outcome, in whatever order batches end."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kafka.records import TopicPartition
from tests.unit.workers.examples import SampleRecord
from workers.runtime.batch import Batches

AT = TopicPartition("task-events", 0)


@dataclass
class Partition:
    """Hears of the progress."""

    at: TopicPartition = AT
    told: list[int] = field(default_factory=list)

    async def wait(self, seconds: float) -> None:
        """Not used here."""


def records(first: int, count: int) -> list[SampleRecord]:
    return [SampleRecord(offset=first + n) for n in range(count)]


@pytest.fixture
def partition():
    return Partition()


def test_a_batch_that_ends_early_waits_for_those_before_it(partition):
    batches = Batches(partition, partition.told.append)
    first, second = batches.take(records(0, 3)), batches.take(records(3, 2))
    second.mark_done(5)
    assert (batches.done, partition.told, len(batches)) == (None, [], 5)
    first.mark_done(3)
    assert (batches.done, partition.told, len(batches)) == (5, [5], 0)


def test_a_part_of_the_oldest_batch_counts(partition):
    batches = Batches(partition, partition.told.append)
    first = batches.take(records(0, 3))
    batches.take(records(3, 2)).mark_done(4)
    first.mark_done(1)
    first.mark_done(2)
    assert partition.told == [1, 2]
    first.mark_done(3)
    assert partition.told == [1, 2, 4]
    assert batches.oldest == records(3, 1)[0]


@given(st.permutations(range(6)))
def test_progress_never_passes_a_batch_that_is_under_way(order):
    partition = Partition()
    batches = Batches(partition, partition.told.append)
    begun = [batches.take(records(10 * n, 10)) for n in range(6)]
    ended: set[int] = set()
    for number in order:
        begun[number].mark_done(10 * number + 10)
        ended.add(number)
        first_open = next((n for n in range(6) if n not in ended), 6)
        assert (batches.done or 0) == 10 * first_open
    assert partition.told == sorted(set(partition.told))
