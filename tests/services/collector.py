"""A server that takes spans as OTLP over HTTP, as a collector does, and keeps them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


class _Answering(BaseHTTPRequestHandler):
    """Answers every batch with `server.status`."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.got.append(ExportTraceServiceRequest.FromString(body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Collector(ThreadingHTTPServer):
    """Answers with `status`, and keeps what it got."""

    def __init__(self, status: int) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.status = status
        self.got: list[ExportTraceServiceRequest] = []
        self.url = f"http://127.0.0.1:{self.server_port}"


def spans_in(requests):
    """The spans of what it got."""
    resources = [each for request in requests for each in request.resource_spans]
    return [span for each in resources for scope in each.scope_spans for span in scope.spans]


@contextmanager
def collector(status: int) -> Iterator[Collector]:
    """A collector that answers everything with this status."""
    server = Collector(status)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
