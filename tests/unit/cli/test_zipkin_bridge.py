"""OTLP in, Zipkin's JSON out; what is no OTLP, or a Zipkin that is away, has a plain answer."""

import gzip
import http.client
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import orjson
import pytest
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.trace import SpanKind

from cli.embedded.zipkin.bridge import LARGEST_BODY, BridgeServer
from cli.embedded.zipkin.translation import zipkin_spans
from tests.tracing import recording

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
PROTOBUF = {"Content-Type": "application/x-protobuf"}


def body_of(*, error=None, kind=SpanKind.PRODUCER):
    tracer, kept = recording()
    attributes = {"peer.service": "kafka", "messaging.kafka.offset": 7, "is_late": True}
    span = tracer.span("publish task.created", kind, PARENT, attributes=attributes)
    span.note("read from the outbox")
    if error:
        span.fail(error)
    span.end()
    return encode_spans(kept.spans).SerializeToString()


class _Zipkin(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.got.append((self.path, orjson.loads(body)))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def zipkin():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Zipkin)
    server.status, server.got = 202, []
    with serving(server):
        yield server


@pytest.fixture
def bridge(zipkin):
    with serving(BridgeServer(0, f"http://127.0.0.1:{zipkin.server_port}")) as server:
        yield server


def post(bridge, body, path="/v1/traces", headers=PROTOBUF):
    connection = http.client.HTTPConnection("127.0.0.1", bridge.server_port, timeout=10)
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_a_span_is_what_zipkin_knows_as_one():
    (span,) = zipkin_spans(body_of())
    assert (span["traceId"], span["parentId"]) == tuple(PARENT.split("-")[1:3])
    assert (span["name"], span["kind"]) == ("publish task.created", "PRODUCER")
    assert span["localEndpoint"] == {"serviceName": "tests"}
    assert span["remoteEndpoint"] == {"serviceName": "kafka"}
    assert span["tags"]["messaging.kafka.offset"] == "7"
    assert span["tags"]["is_late"] == "true"
    assert [each["value"] for each in span["annotations"]] == ["read from the outbox"]
    assert span["duration"] >= 1
    assert "error" not in span["tags"]


def test_an_error_is_a_tag():
    (span,) = zipkin_spans(body_of(error="not_acknowledged"))
    assert span["tags"]["otel.status_code"] == "ERROR"
    assert span["tags"]["error"] == "not_acknowledged"


def test_a_span_of_nobody_else_has_no_kind_and_no_peer():
    (span,) = zipkin_spans(body_of(kind=SpanKind.INTERNAL))
    assert not {"kind", "remoteEndpoint"} & span.keys()


@pytest.mark.parametrize("packed", [False, True])
def test_what_comes_as_otlp_is_in_zipkin(bridge, zipkin, packed):
    body = gzip.compress(body_of()) if packed else body_of()
    headers = PROTOBUF | ({"Content-Encoding": "gzip"} if packed else {})
    assert post(bridge, body, headers=headers) == 200
    ((path, (span,)),) = zipkin.got
    assert (path, span["name"]) == ("/api/v2/spans", "publish task.created")


GZIP = PROTOBUF | {"Content-Encoding": "gzip"}
TOO_LARGE = gzip.compress(bytes(LARGEST_BODY + 1))


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ((b"\xff\xff\xff", "/v1/traces", PROTOBUF), 400),
        ((b"no gzip", "/v1/traces", GZIP), 400),
        ((b"{}", "/v1/traces", {"Content-Type": "application/json"}), 415),
        ((b"", "/v1/metrics", PROTOBUF), 404),
        ((TOO_LARGE, "/v1/traces", GZIP), 413),
    ],
    ids=["no protobuf", "no gzip", "json", "metrics", "too large"],
)
def test_what_is_no_otlp_is_refused_and_zipkin_hears_nothing(bridge, zipkin, request_, status):
    assert post(bridge, *request_) == status
    assert zipkin.got == []


def test_a_zipkin_that_refuses_is_told_to_the_exporter(bridge, zipkin):
    zipkin.status = 500
    assert post(bridge, body_of()) == 502


def test_a_zipkin_that_is_away_is_told_to_the_exporter():
    nobody = ThreadingHTTPServer(("127.0.0.1", 0), _Zipkin)
    port = nobody.server_port
    nobody.server_close()
    with serving(BridgeServer(0, f"http://127.0.0.1:{port}")) as bridge:
        assert post(bridge, body_of()) == 503
