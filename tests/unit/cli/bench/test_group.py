import doctest

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.bench import group, growth
from cli.bench.group import Ownership, details_in, partitions_in, share_out
from cli.bench.growth import Point, stalled_steps

_members = st.lists(st.sets(st.integers(0, 11)), max_size=12)


def health(*partitions):
    consumer = {"name": "consumer", "status": "ok", "details": {"partitions": partitions}}
    return orjson.dumps({"components": [{"name": "kafka", "details": {}}, consumer]})


def test_only_partitions_of_the_topic_count():
    document = health("reminders/0", "reminders/11", "retry.reminders.10s/0")
    assert partitions_in(document, "reminders") == [0, 11]


def test_a_process_that_consumes_nothing_owns_nothing():
    assert partitions_in(b'{"components":[{"name":"kafka","details":{}}]}', "reminders") == []


def test_what_a_component_says_is_found_by_its_name():
    assert details_in(health("reminders/0"), "consumer") == {"partitions": ["reminders/0"]}
    assert details_in(health(), "operators") == {}


@given(_members)
def test_every_partition_is_owned_once_by_nobody_or_by_several(members):
    found = share_out(members, 12)
    assert found.once + found.wrong == 12
    assert found.by_nobody == 12 - len(set().union(*members))


def test_two_members_with_one_partition_are_seen():
    assert share_out([[0, 1], [1, 2], []], 4) == Ownership(2, 1, 1, 1)


@pytest.mark.parametrize(
    ("points", "stalled"),
    [
        ([Point(1, 1000, 0.5), Point(2, 1900, 0.95), Point(4, 1700, 1.0)], 0),
        ([Point(1, 1000, 0.5), Point(2, 1005, 0.6), Point(4, 1005, 0.6)], 2),
        ([Point(1, 1000, 0.99), Point(2, 600, 0.99)], 0),
        ([Point(1, 1000, 0.2)], 0),
    ],
)
def test_a_step_may_bring_nothing_once_the_cores_are_full(points, stalled):
    assert stalled_steps(points) == stalled


@pytest.mark.parametrize("module", [group, growth])
def test_doctests(module):
    assert doctest.testmod(module).failed == 0
