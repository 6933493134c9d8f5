"""What is scraped: forms, exemplars, looks before a scrape, and labels that stay few."""

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from api.assistant.measures import count_tool_call
from api.assistant.plans import Outcome
from shared.observability.metrics import Metrics
from shared.observability.tracing import within_trace

OPEN = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SAMPLED, NOT_SAMPLED = (f"00-{TRACE}-00f067aa0ba902b7-{flag}" for flag in ("01", "00"))
STAGE = {"stage": "sent"}


def exemplars(metrics: Metrics, name: str) -> list[dict[str, str]]:
    """The labels of the exemplars of a histogram, as a scraper reads them."""
    body, content_type = metrics.answer(OPEN)
    assert content_type.startswith("application/openmetrics-text; version=1.0.0")
    families = text_string_to_metric_families(body.decode())
    (found,) = (family for family in families if family.name == name)
    return [sample.exemplar.labels for sample in found.samples if sample.exemplar]


def test_an_observation_names_the_trace_that_it_was_made_in():
    metrics = Metrics()
    with within_trace(SAMPLED):
        metrics.observe("reminder_lateness_seconds", 0.2, **STAGE)
    assert exemplars(metrics, "reminder_lateness_seconds") == [{"trace_id": TRACE}]
    assert TRACE not in metrics.render().decode()


@pytest.mark.parametrize("trace", [NOT_SAMPLED, None])
def test_a_trace_that_nobody_keeps_is_not_named(trace):
    metrics = Metrics()
    with within_trace(trace):
        metrics.observe("reminder_lateness_seconds", 0.2, **STAGE)
    assert not exemplars(metrics, "reminder_lateness_seconds")


def test_other_histograms_have_no_exemplars():
    metrics = Metrics()
    with within_trace(SAMPLED):
        metrics.observe("parse_seconds", 0.2)
    assert not exemplars(metrics, "parse_seconds")


@pytest.mark.parametrize(
    "accept",
    [
        "",
        "*/*",
        ";;;,,,",
        "text/plain;version=1.x",
        "application/openmetrics",
        "\xff\x00",
        "a" * 9_000,
    ],
)
def test_whatever_is_asked_for_there_is_a_text(accept):
    body, content_type = Metrics().answer(accept)
    assert content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert b"\n# TYPE component_health gauge\n" in body


@pytest.mark.parametrize("version", ["", ";version=abc", ";version=", ";version=99;escaping=x"])
def test_a_version_that_is_none_does_no_harm(version):
    _, content_type = Metrics().answer(f"application/openmetrics-text{version}")
    assert content_type == "application/openmetrics-text; version=1.0.0; charset=utf-8"


def test_a_scrape_looks_first():
    metrics = Metrics()
    metrics.before_scrape(lambda: metrics.set("outbox_depth", 7))
    assert b"\noutbox_depth 7.0\n" in metrics.render()


def test_tools_that_nobody_has_are_one_series():
    metrics = Metrics()
    for number in range(1_000):
        count_tool_call(metrics, f"evil{number}\n{{}}", Outcome(ok=False, words="no"))
    count_tool_call(metrics, "find_tasks", Outcome(ok=True, words="yes"))
    lines = metrics.render().decode().splitlines()
    found = [line for line in lines if line.startswith("assistant_tool_calls_total{")]
    assert found == [
        'assistant_tool_calls_total{outcome="refused",tool="unknown"} 1000.0',
        'assistant_tool_calls_total{outcome="done",tool="find_tasks"} 1.0',
    ]


def test_a_metric_that_is_not_declared_cannot_be_counted():
    with pytest.raises(KeyError):
        Metrics().count("made_up_total")
