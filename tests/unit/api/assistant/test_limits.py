"""How much one answer may change."""

import pytest

from api.assistant.limits import MOST_ADDED, MOST_AT_ONCE, ChangeLimits
from api.assistant.plans import Change, Plan


def plan(*task_ids, needs_confirmation=False):
    changes = tuple(Change(each, "Title", "status", "open", "done") for each in task_ids)
    return Plan("Do", "Done", (), changes, needs_confirmation)


def taken(limits, plans):
    """Of how many plans none was refused."""
    return sum(limits.refusal(each) is None for each in plans)


def test_tasks_that_are_there_are_changed_up_to_the_limit():
    assert taken(ChangeLimits(), [plan(str(n)) for n in range(9)]) == MOST_AT_ONCE


def test_new_tasks_have_a_limit_of_their_own():
    limits = ChangeLimits()
    assert taken(limits, [plan(None)] * 30) == MOST_ADDED
    assert limits.refusal(plan("there")) is None


def test_a_plan_counts_each_of_its_tasks_once():
    limits = ChangeLimits()
    assert limits.refusal(plan("a", "a", "a", "b", "c", "d")) is None
    assert limits.refusal(plan("e", "f")) is not None  # not in part
    assert limits.refusal(plan("e")) is None


def test_what_waits_for_a_yes_is_not_counted():
    limits = ChangeLimits()
    assert taken(limits, [plan(*map(str, range(50)), needs_confirmation=True)] * 9) == 9
    assert limits.refusal(plan("a")) is None


@pytest.mark.parametrize("over", [plan("a"), plan(None)], ids=["changed", "added"])
def test_a_refusal_says_that_nothing_was_done(over):
    refused = ChangeLimits(0, 0).refusal(over)
    assert refused.ok is False
    assert refused.words.startswith("Not done: one answer ")
    assert refused.changes == ()
