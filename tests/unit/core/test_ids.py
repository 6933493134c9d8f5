"""Ids are in the order in which they were made."""

from datetime import UTC, datetime

from shared.core.ids import new_uuid7

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def test_ids_of_one_moment_are_in_the_order_in_which_they_were_made():
    made = [new_uuid7(NOW) for _ in range(5_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
