"""Requests, their spans and their traces; a collector in trouble is nothing to a request."""

import socket
from dataclasses import replace

import pytest
from sqlalchemy import text

from shared.core.clock import SystemClock
from shared.core.tracing_settings import TracingSettings
from shared.observability.metrics import Metrics
from shared.observability.tracer import Tracer
from tests.integration.api.conftest import Api
from tests.tracing import ids_of, recording

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
GIVEN = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}


@pytest.fixture
def traced(resources):
    tracer, kept = recording()
    return Api(replace(resources, tracer=tracer)), kept


async def contexts(api, person):
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text("SELECT DISTINCT traceparent FROM outbox WHERE user_id = :id"),
            {"id": person.user_id},
        )
        return [row.traceparent for row in found]


async def test_a_request_is_a_span_named_after_its_route(traced, ada):
    api, kept = traced
    created = await api.ask("POST", "/api/tasks", ada, json={"title": "Diary"}, headers=GIVEN)
    path = f"/api/tasks/{created.json()['id']}"
    await api.ask("GET", path, ada, headers=GIVEN)
    read = kept.spans[-1]
    assert read.name == "GET /api/tasks/{task_id}"
    assert read.attributes["http.response.status_code"] == 200
    assert ids_of(read)[0] == TRACE
    said = " ".join(span.to_json() for span in kept.spans)
    for secret in ("Diary", created.json()["id"], ada.headers["authorization"]):
        assert secret not in said


async def test_events_hang_below_the_request_and_its_transaction_beside_them(traced, ada):
    api, kept = traced
    await api.ask("POST", "/api/tasks", ada, json={"title": "t"}, headers=GIVEN)
    (request,) = kept.named("POST /api/tasks")
    _, own, _ = ids_of(request)
    assert f"00-{TRACE}-{own}-01" in await contexts(api, ada)
    transactions = kept.named("transaction")
    assert transactions
    assert {ids_of(span)[2] for span in transactions} == {own}


async def test_what_a_batch_holds_is_below_the_batch(traced, ada):
    api, kept = traced
    inner = [{"method": "POST", "path": "/api/tasks", "body": {"title": "t"}}]
    answer = await api.ask("POST", "/api/batch", ada, json={"requests": inner}, headers=GIVEN)
    assert answer.status_code == 200, answer.text
    (outer,), (created,) = kept.named("POST /api/batch"), kept.named("POST /api/tasks")
    assert ids_of(created)[0] == ids_of(outer)[0] == TRACE
    assert ids_of(created)[2] == ids_of(outer)[1]


async def test_probes_leave_no_span(traced):
    api, kept = traced
    await api.ask("GET", "/livez")
    assert kept.spans == []


async def test_a_failing_request_says_so(traced, ada):
    api, kept = traced
    await api.ask("GET", "/nowhere", ada)
    assert kept.spans[-1].name == "GET unmatched"
    assert kept.spans[-1].attributes["http.response.status_code"] == 404
    assert "nowhere" not in kept.spans[-1].to_json()


async def test_without_a_collector_the_ids_travel_all_the_same(api, ada):
    await api.ask("POST", "/api/tasks", ada, json={"title": "t"}, headers=GIVEN)
    own = [each for each in await contexts(api, ada) if each.startswith(f"00-{TRACE}-")]
    assert own
    assert all(each.endswith("-00") for each in own)


async def test_a_collector_that_hangs_is_nothing_to_requests(resources, ada):
    with socket.create_server(("127.0.0.1", 0), backlog=50) as silent:
        metrics = Metrics()
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        settings = TracingSettings(endpoint=endpoint, ratio=1, queue_spans=1, timeout_seconds=60)
        tracer = Tracer.opened(settings, "api", metrics, SystemClock())
        api = Api(replace(resources, tracer=tracer))
        for _ in range(20):
            assert (await api.ask("GET", "/api/tasks", ada)).status_code == 200
        tracer.close(0)
    dropped = metrics.registry.get_sample_value(
        "trace_spans_dropped_total", {"reason": "queue_full"}
    )
    assert dropped >= 10
