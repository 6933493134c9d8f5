"""Events that are emitted together belong each to the trace of what caused it."""

from uuid import uuid4

import pytest

from shared.observability.tracing import (
    Causes,
    caused_by,
    is_traceparent,
    traceparents_for,
    within_trace,
)

ADA, BEN = uuid4(), uuid4()
ONE = "00-" + "1" * 32 + "-" + "a" * 16 + "-01"
TWO = "00-" + "2" * 32 + "-" + "b" * 16 + "-00"
THREE = "00-" + "3" * 32 + "-" + "c" * 16 + "-01"


def about(user, **ids):
    return {"user_id": user, **ids}


def test_an_id_in_common_decides():
    series, other = uuid4(), uuid4()
    causes = Causes([(about(ADA, series_id=series), ONE), (about(ADA, series_id=other), TWO)])
    emitted = [
        about(ADA, task_id=uuid4(), series_id=other),
        about(ADA, task_id=uuid4(), series_id=series),
    ]
    assert causes.of(emitted) == [TWO, ONE]


def test_what_was_caused_passes_its_ids_on_in_whatever_order_it_comes():
    series, task = uuid4(), uuid4()
    causes = Causes([(about(ADA, series_id=uuid4()), ONE), (about(ADA, series_id=series), TWO)])
    emitted = [
        about(ADA, reminder_id=uuid4(), task_id=task),
        about(ADA, task_id=task, series_id=series),
    ]
    assert causes.of(emitted) == [TWO, TWO]


def test_without_an_id_in_common_the_user_decides():
    causes = Causes([(about(ADA, task_id=uuid4()), ONE), (about(BEN, task_id=uuid4()), TWO)])
    assert causes.of([about(BEN, task_id=uuid4())]) == [TWO]


def test_a_lone_cause_is_that_of_everything():
    causes = Causes([(about(ADA, task_id=uuid4()), THREE)])
    assert causes.of([about(BEN, task_id=uuid4())]) == [THREE]


@pytest.mark.parametrize("broken", [None, "", "no trace", "00-0-0-01", "\x00"])
def test_a_cause_without_a_context_gives_one_that_is_well_formed(broken):
    for causes in (
        Causes([(about(ADA), broken)]),
        Causes([(about(ADA, task_id=uuid4()), broken), (about(BEN, task_id=uuid4()), broken)]),
    ):
        (found,) = causes.of([about(ADA, task_id=uuid4())])
        assert is_traceparent(found)


def test_outside_of_a_batch_it_is_the_running_trace():
    with within_trace(ONE):
        assert traceparents_for([about(ADA)]) == [ONE]
        with caused_by([(about(ADA), TWO)]):
            assert traceparents_for([about(ADA)]) == [TWO]
    assert traceparents_for([about(ADA)]) == [None]
