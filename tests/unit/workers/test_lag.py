"""What a consumer tells of itself at a scrape: lag, partitions, and whether it gets on."""

from dataclasses import dataclass, field

import pytest

from shared.kafka.records import TopicPartition
from shared.observability.metrics import Metrics
from tests.fakes import FakeClock
from workers.runtime.lag import Lag

MAIN, RETRY = TopicPartition("task-events", 3), TopicPartition("retry.g.12h", 0)
PROGRESS = "consumer_last_progress_timestamp_seconds"


@dataclass
class Lane:
    """As much of a partition as is looked at."""

    done: int | None = None
    waiting: int = 0
    is_held: bool = False
    waits_for_retries: bool = False
    oldest_timestamp_ms: int | None = None


@dataclass
class Group:
    """The partitions of a member, and where each of them ends."""

    lanes: dict[TopicPartition, Lane] = field(default_factory=dict)
    ends: dict[TopicPartition, int] = field(default_factory=dict)
    has_joined: bool = True

    def end_offset(self, at: TopicPartition) -> int | None:
        return self.ends.get(at)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def group() -> Group:
    return Group({MAIN: Lane(done=5, waiting=3)}, {MAIN: 8})


@pytest.fixture
def scrape(clock, group):
    """The value of a sample, as a scrape shows it."""
    metrics = Metrics()
    Lag("g", group, group, clock, metrics)

    def look(name, **labels):
        metrics.render()
        return metrics.registry.get_sample_value(name, {"group": "g", **labels})

    return look


def age(scrape, clock) -> float:
    return clock.now().timestamp() - scrape(PROGRESS)


def test_lag_is_what_has_no_outcome_yet(scrape):
    assert scrape("kafka_consumer_lag_messages", topic="task-events") == 3


def test_partitions_are_counted_and_those_that_are_held(scrape, group):
    group.lanes[RETRY] = Lane(is_held=True, waits_for_retries=True)
    assert scrape("consumer_partitions", state="assigned") == 2
    assert scrape("consumer_partitions", state="paused") == 1


def test_a_consumer_that_finishes_nothing_makes_no_progress(scrape, clock):
    scrape(PROGRESS)
    clock.advance(300)
    assert age(scrape, clock) == 300


def test_one_outcome_is_progress(scrape, clock, group):
    scrape(PROGRESS)
    clock.advance(300)
    group.lanes[MAIN].done = 6
    assert age(scrape, clock) == 0


def test_having_nothing_to_do_is_progress(scrape, clock, group):
    group.lanes[MAIN].done = 8
    scrape(PROGRESS)
    clock.advance(300)
    assert age(scrape, clock) == 0


def test_what_waits_in_a_retry_topic_is_not_stuck(scrape, clock, group):
    group.lanes = {MAIN: Lane(done=8), RETRY: Lane(done=1, waiting=1, waits_for_retries=True)}
    group.ends[RETRY] = 2
    scrape(PROGRESS)
    clock.advance(hours=2)
    assert age(scrape, clock) == 0


def test_a_consumer_without_its_group_makes_no_progress(scrape, clock, group):
    group.lanes, group.has_joined = {}, False
    scrape(PROGRESS)
    clock.advance(300)
    assert age(scrape, clock) == 300
