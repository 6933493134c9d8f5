"""A budget that ends with the time, whatever was spent of its steps."""

from shared.domain.recurrence.steps import TimedSteps


def test_the_budget_ends_with_its_seconds():
    seconds = [100.0]
    steps = TimedSteps(0.25, lambda: seconds[0])
    assert steps.spend(1)
    assert steps.spend_hit(1)
    seconds[0] = 100.25
    assert not steps.is_exhausted
    seconds[0] = 100.26
    assert steps.is_exhausted
    assert not steps.spend(1)
    assert not steps.spend_hit(1)


def test_the_budget_ends_with_its_steps_before_its_seconds():
    steps = TimedSteps(0.25, lambda: 100.0, limit=2)
    assert steps.spend(2)
    assert not steps.spend(1)
