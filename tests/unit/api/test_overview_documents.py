"""What waits in retry topics says when it is tried again, without a record being read."""

from datetime import UTC, datetime, timedelta

from api.overview.documents import group_document
from shared.kafka.lag import GroupLag, PartitionLag

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


def partition(topic, number, *, waiting=0, age_seconds=None):
    made = None if age_seconds is None else NOW - timedelta(seconds=age_seconds)
    at_ms = None if made is None else int(made.timestamp() * 1000)
    return PartitionLag(topic, number, 10 + waiting, 10, at_ms, "127.0.0.1")


def tiers(*partitions):
    group = GroupLag("notifications", "Stable", (), partitions, ())
    document = group_document(group, None, NOW)
    return {each["topic"].rpartition(".")[2]: each for each in document["retries"]}


def test_the_oldest_of_all_partitions_is_the_next():
    found = tiers(
        partition("retry.notifications.1m", 0, waiting=2, age_seconds=20),
        partition("retry.notifications.1m", 1, waiting=1, age_seconds=45),
        partition("reminders", 0, waiting=1, age_seconds=300),
    )
    assert found["1m"]["waiting"] == 3
    assert found["1m"]["next_at"] == NOW + timedelta(seconds=15)


def test_where_nothing_waits_nothing_is_next():
    found = tiers(partition("retry.notifications.10s", 0))
    assert (found["10s"]["waiting"], found["10s"]["next_at"]) == (0, None)
