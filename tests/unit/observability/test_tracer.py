"""Which traces are recorded: some by their ids, none because a client wants it."""

import secrets

import pytest
from opentelemetry.trace import SpanKind

from shared.core.clock import SystemClock
from shared.core.tracing_settings import TracingSettings
from shared.observability.metrics import Metrics
from shared.observability.tracer import Tracer
from shared.observability.tracing import child_of, is_sampled, is_traceparent, within_trace
from tests.tracing import ids_of, recording

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN = "00f067aa0ba902b7"
ASKS = f"00-{TRACE}-{SPAN}-01"
ASKS_NOT = f"00-{TRACE}-{SPAN}-00"
MANY = 2_000

HOSTILE = [
    "",
    "00",
    "-" * 55,
    f"00-{TRACE}-{SPAN}-01-extra",
    f"00-{TRACE}-{SPAN}-01\n",
    f"ff-{TRACE}-{SPAN}-01",
    f"00-{'0' * 32}-{SPAN}-01",
    f"00-{TRACE}-{'0' * 16}-01",
    f"00-{TRACE.upper()}-{SPAN}-01",
    f"00-{TRACE}-{SPAN}-zz",
    "00-" + "\u0660" * 32 + f"-{SPAN}-01",
    "\x00" * 55,
    "00-" + "a" * 100_000 + "-01",
    "%s%n${jndi:ldap://x}",
]


def test_without_a_collector_ids_travel_and_nothing_is_recorded():
    tracer = Tracer.opened(TracingSettings(), "api", Metrics(), SystemClock())
    traceparent, span = tracer.request(ASKS)
    assert span is None
    assert traceparent.startswith(f"00-{TRACE}-")
    assert traceparent.endswith("-00")
    assert not tracer.records


def test_a_request_without_a_trace_begins_one():
    tracer, kept = recording()
    traceparent, span = tracer.request(None)
    span.end()
    trace, own, parent = ids_of(kept.spans[0])
    assert traceparent == f"00-{trace}-{own}-01"
    assert parent is None


def test_the_trace_of_a_client_goes_on_below_its_span():
    tracer, kept = recording()
    _, span = tracer.request(ASKS_NOT)
    span.end()
    trace, _, parent = ids_of(kept.spans[0])
    assert (trace, parent) == (TRACE, SPAN)


@pytest.mark.parametrize("given", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_context_begins_a_new_trace(given):
    tracer, _ = recording()
    traceparent, _ = tracer.request(given)
    assert is_traceparent(traceparent)
    assert TRACE not in traceparent
    assert tracer.span("x", SpanKind.CONSUMER, given) is None
    assert is_traceparent(child_of(given))


def test_about_the_ratio_is_recorded():
    tracer, _ = recording(0.1)
    recorded = sum(tracer.request(None)[1] is not None for _ in range(MANY))
    assert 0.05 * MANY < recorded < 0.15 * MANY


def test_a_ratio_of_nothing_and_of_everything():
    none, every = recording(0.0)[0], recording(1.0)[0]
    assert all(none.request(None)[1] is None for _ in range(50))
    assert all(every.request(None)[1] is not None for _ in range(50))


def test_a_client_that_asks_is_recorded_no_more_often():
    tracer, _ = recording(0.1)
    asking = [f"00-{secrets.token_hex(16)}-{SPAN}-01" for _ in range(MANY)]
    recorded = sum(tracer.request(each)[1] is not None for each in asking)
    assert recorded < 0.15 * MANY


def test_no_choice_of_the_id_forces_a_client_in():
    chosen = [f"00-{'f' * 15}{n:x}{'0' * 15}1-{SPAN}-01" for n in range(16)]  # lowest halves
    decided = {
        tracer.request(each)[1] is not None
        for tracer in (recording(0.1)[0] for _ in range(40))
        for each in chosen
    }
    assert decided == {True, False}


def test_a_client_is_decided_alike_each_time():
    tracer, _ = recording(0.5)
    decided = {is_sampled(tracer.request(ASKS)[0]) for _ in range(20)}
    assert len(decided) == 1


def test_a_trusted_client_decides_itself():
    tracer, _ = recording(0.0, trust_clients=True)
    assert tracer.request(ASKS)[1] is not None
    assert tracer.request(ASKS_NOT)[1] is None


def test_a_request_within_another_one_belongs_to_it():
    tracer, kept = recording()
    outer, _ = tracer.request(ASKS_NOT)
    with within_trace(outer):
        _, inner = tracer.request(None)
    inner.end()
    trace, _, parent = ids_of(kept.spans[0])
    assert (trace, parent) == (TRACE, outer.split("-")[2])


def test_what_is_not_sampled_has_no_span():
    tracer, _ = recording()
    assert tracer.span("x", SpanKind.CONSUMER, ASKS_NOT) is None
    assert tracer.span("x", SpanKind.CONSUMER, None) is None
    assert tracer.span("x", SpanKind.CONSUMER, ASKS) is not None
