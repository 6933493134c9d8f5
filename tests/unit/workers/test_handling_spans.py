"""What is recorded of handling: a span an event of a recorded trace, and one for their batch."""

from dataclasses import replace

import pytest
from opentelemetry.trace import StatusCode

from shared.observability.tracer import Tracer
from shared.observability.tracing import current_traceparent, is_traceparent, log_fields, step
from tests.tracing import ids_of, recording
from tests.unit.workers.examples import make_event
from workers.runtime.spans import Handling, in_its_trace

AT = ("task-events", 3)
ONE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
TWO = "00-aaf92f3577b34da6a3ce929d0e0e4736-11f067aa0ba902b7-01"
PASSED_OVER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"


def events(*traceparents):
    return [replace(make_event(), traceparent=each) for each in traceparents]


def handling(tracer, batch):
    return Handling(tracer, "activity", AT, batch)


def test_an_event_is_handled_below_the_span_that_published_it():
    tracer, kept = recording()
    attempt = handling(tracer, events(ONE))
    with attempt.under_way():
        running = current_traceparent()
    attempt.end()
    (span,) = kept.spans
    trace, own, parent = ids_of(span)
    assert (trace, parent) == tuple(ONE.split("-")[1:3])
    assert running == attempt.events[0].traceparent == f"00-{trace}-{own}-01"


def test_each_event_of_a_batch_has_a_span_and_the_batch_links_to_them():
    tracer, kept = recording()
    batch = events(ONE, PASSED_OVER, TWO)
    attempt = handling(tracer, batch)
    attempt.end()
    whole, *rest = sorted(kept.spans, key=lambda span: span.name != "handle batch of activity")
    assert {ids_of(span)[0] for span in rest} == {each.split("-")[1] for each in (ONE, TWO)}
    assert {link.context.span_id for link in whole.links} == {span.context.span_id for span in rest}
    assert whole.attributes["messaging.batch.message_count"] == 3
    assert attempt.events[1] is batch[1]


@pytest.mark.parametrize("given", [PASSED_OVER, None, "", "garbage-01", "\x00-01", "0" * 9999])
def test_an_event_without_a_recorded_trace_has_no_span_and_a_sound_context(given):
    tracer, kept = recording()
    attempt = handling(tracer, events(given))
    with attempt.under_way():
        assert is_traceparent(current_traceparent())
    attempt.end()
    assert kept.spans == []


def test_without_a_tracer_the_events_are_left_alone():
    batch = events(ONE, TWO)
    attempt = handling(Tracer(), batch)
    attempt.end()
    assert attempt.events is batch


def test_a_failure_is_named_by_its_class_and_nothing_more():
    tracer, kept = recording()
    attempt = handling(tracer, events(ONE))
    attempt.end("TransientError")
    (span,) = kept.spans
    assert span.status.status_code is StatusCode.ERROR
    assert span.attributes["error.type"] == "TransientError"


def test_steps_hang_below_each_event_that_they_are_done_for():
    tracer, kept = recording()
    attempt = handling(tracer, events(ONE, TWO))
    with attempt.under_way(), step("transaction", "postgresql"):
        pass
    attempt.end()
    steps = kept.named("transaction")
    handled = {ids_of(span)[1] for span in kept.named("handle task.completed")}
    assert {ids_of(span)[2] for span in steps} == handled
    assert {span.attributes["peer.service"] for span in steps} == {"postgresql"}


async def test_work_for_one_event_of_a_batch_is_in_its_trace_alone():
    tracer, kept = recording()
    attempt = handling(tracer, events(ONE, TWO))
    seen = []

    async def work(event):
        with step("deliver"):
            seen.append((event, current_traceparent(), log_fields()["event_id"]))

    with attempt.under_way():
        await in_its_trace(attempt.events[1], work)
    second = attempt.events[1]
    assert seen == [(second, second.traceparent, str(second.id))]
    (delivered,) = kept.named("deliver")
    assert ids_of(delivered)[2] == second.traceparent.split("-")[2]


def test_log_lines_of_one_event_name_it_and_those_of_a_batch_their_range():
    alone, batch = events(ONE), events(ONE, TWO)
    with handling(Tracer(), alone).under_way():
        fields = log_fields()
    assert fields["event_id"] == str(alone[0].id)
    assert fields["user_id"] == str(alone[0].data.user_id)
    assert len(fields["trace_id"]), len(fields["span_id"]) == (32, 16)
    with handling(Tracer(), batch).under_way():
        fields = log_fields()
    assert (fields["topic"], fields["partition"], fields["events"]) == ("task-events", 3, 2)
