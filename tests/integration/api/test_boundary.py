"""Around every request: who it is, what it cost, and what is said when it fails."""

import logging

import asyncpg
import httpx
import pytest
from sqlalchemy import text
from starlette.responses import PlainTextResponse

from api.boundary import Boundary
from api.problems import CATALOGUE

TRACE = "0af7651916cd43dd8448eb211c80319c"
TRACEPARENT = f"00-{TRACE}-b7ad6b7169203331-01"


@pytest.fixture
def around(resources):
    """A client of an application of the test's own inside the boundary."""

    def client(application):
        transport = httpx.ASGITransport(Boundary(application, resources))
        return httpx.AsyncClient(transport=transport, base_url="http://rondel.test")

    return client


async def failing(_scope, _receive, _send):
    raise RuntimeError("the secret ingredient")


async def failing_late(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"half", "more_body": True})
    raise RuntimeError("too late")


async def test_an_unknown_error_is_500_without_a_detail(around, caplog):
    answer = await around(failing).get("/")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "secret ingredient" not in answer.text
    (record,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert "secret ingredient" in record.getMessage()
    assert answer.json()["instance"] in record.getMessage()


@pytest.mark.parametrize(
    "refusal",
    [
        asyncpg.QueryCanceledError,
        asyncpg.LockNotAvailableError,
        asyncpg.DeadlockDetectedError,
        asyncpg.SerializationError,
    ],
)
async def test_a_statement_that_postgresql_gave_up_may_be_tried_again(around, refusal):
    async def refused(_scope, _receive, _send):
        raise refusal("canceling statement")

    answer = await around(refused).get("/")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert "canceling" not in answer.text


async def test_an_error_in_the_middle_of_an_answer_breaks_it_off(around):
    with pytest.raises(RuntimeError, match="too late"):
        await around(failing_late).get("/")


@pytest.mark.parametrize("given", ["abc-123", "A" * 64, "0.1_2"])
async def test_a_sane_request_id_is_taken_over(api, given):
    answer = await api.ask("GET", "/livez", headers={"x-request-id": given})
    assert answer.headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "A" * 65, "a b", 'x"; DROP', "\u00e4"])
async def test_another_request_id_is_replaced(api, given):
    headers = {"x-request-id": given.encode("latin-1")}
    answer = await api.ask("GET", "/livez", headers=headers)
    assert answer.headers["x-request-id"] not in {given, ""}


@pytest.mark.parametrize(
    ("sent", "continued"), [(TRACEPARENT, True), ("00-0-0-00", False), ("\u00e4", False)]
)
async def test_the_trace_goes_on_into_the_outbox(api, ada, sent, continued):
    headers = {"traceparent": sent.encode("latin-1")}
    await api.ask("POST", "/api/tasks", ada, json={"title": "t"}, headers=headers)
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text("SELECT traceparent FROM outbox WHERE user_id = :id"), {"id": ada.user_id}
        )
        traces = {row.traceparent.split("-")[1] for row in found}
    assert len(traces) == 1
    assert (TRACE in traces) == continued


async def test_each_answer_forbids_what_an_api_does_not_need(api):
    answer = await api.ask("GET", "/nowhere")
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; frame-ancestors 'none'"
    )
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


async def test_a_request_is_one_log_line_without_what_was_said(api, ada, caplog):
    caplog.set_level(logging.INFO)
    task = await api.create(ada, title="Diary entry")
    await api.ask("GET", f"/api/tasks/{task['id']}?search=diary", ada)
    ours = [each.getMessage() for each in caplog.records if each.name != "httpx"]
    lines = [each for each in ours if "http_request" in each]
    assert len(lines) == 2
    assert "route='/api/tasks/{task_id}'" in lines[1]
    assert f"user_id='{ada.user_id}'" in lines[1]
    for secret in ("Diary", "diary", ada.headers["authorization"]):
        assert secret not in " ".join(ours)


async def test_a_request_is_measured_under_its_route(api, ada):
    count = api.resources.metrics.registry.get_sample_value
    name = "http_request_duration_seconds_count"
    routes = {
        "/api/tasks/{task_id}": f"/api/tasks/{ada.user_id}",
        "unmatched": "/no/such/thing",
    }
    for route, path in routes.items():
        labels = {"method": "GET", "route": route, "status": "404"}
        before = count(name, labels) or 0
        await api.ask("GET", path, ada)
        assert count(name, labels) == before + 1


async def test_a_method_nobody_knows_makes_no_label_of_its_own(api):
    await api.ask("BREW", "/api/tasks")
    metrics = (await api.ask("GET", "/metrics")).text
    assert "BREW" not in metrics
    assert 'method="other"' in metrics


async def test_metrics_are_as_prometheus_reads_them(api):
    answer = await api.ask("GET", "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'component_health{component="postgresql"} 1.0' in answer.text
    assert 'component_health{component="kafka"} 0.0' in answer.text


async def test_health_names_each_part(api):
    health = (await api.ask("GET", "/health")).json()
    assert health["status"] == "degraded"
    assert {each["name"]: each["status"] for each in health["components"]} == {
        "postgresql": "ok",
        "kafka": "degraded",
    }


async def test_readiness_is_degraded_without_live_updates(api):
    answer = await api.ask("GET", "/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "degraded"})


async def test_every_problem_type_leads_to_an_explanation(api):
    for code, kind in CATALOGUE.items():
        answer = await api.ask("GET", f"/problems/{code}")
        assert answer.text.startswith(f"{code} ({kind.status}): {kind.title}\n\n")
    assert (await api.ask("GET", "/problems/none")).status_code == 404


async def test_the_description_is_served(api):
    answer = await api.ask("GET", "/api/openapi.json")
    assert answer.headers["cache-control"] == "max-age=300"
    assert answer.json() == api.app.openapi()


async def test_a_websocket_is_refused(api):
    sent = []

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message["type"])

    scope = {"type": "websocket", "path": "/api/events", "headers": [], "app": api.app}
    await api.app({**scope, "root_path": "", "query_string": b""}, receive, send)
    assert sent == ["websocket.close"]


async def test_an_application_inside_is_left_alone_otherwise(around):
    answer = await around(PlainTextResponse("hello")).get("/")
    assert (answer.status_code, answer.text) == (200, "hello")


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PATCH", "/api/tasks/export", "GET"),
        ("PATCH", "/api/tasks/bulk", "POST"),
        ("DELETE", "/api/projects/order", "PUT"),
        ("GET", "/api/ops/dlq/discard", "POST"),
        ("PATCH", "/api/me/passkeys/options", "POST"),
        ("OPTIONS", "/api/tasks/bulk", "POST"),
    ],
)
async def test_a_path_of_its_own_is_not_taken_for_an_id(api, ada, method, path, allow):
    answer = await api.ask(method, path, ada)
    assert (answer.status_code, answer.headers["allow"]) == (405, allow)
