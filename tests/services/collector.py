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


class _Endless(BaseHTTPRequestHandler):
    """Answers with a body that goes on until the other side has enough."""

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(self.server.status)
        self.end_headers()
        try:
            while not self.server.is_closing.wait(self.server.pause_seconds):
                self.wfile.write(self.server.piece)
                self.server.written += len(self.server.piece)
        except OSError:
            self.server.broken_off.set()

    def log_message(self, *_):
        pass


class EndlessCollector(ThreadingHTTPServer):
    """Never comes to the end of its first answer."""

    def __init__(self, piece: bytes, pause_seconds: float) -> None:
        super().__init__(("127.0.0.1", 0), _Endless)
        self.status = 200
        self.piece = piece
        self.pause_seconds = pause_seconds
        self.written = 0
        self.broken_off = threading.Event()
        self.is_closing = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}"


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
    with _serving(Collector(status)) as server:
        yield server


@contextmanager
def endless_collector(piece: bytes, pause_seconds: float = 0) -> Iterator[EndlessCollector]:
    """A collector that answers with this piece again and again."""
    with _serving(EndlessCollector(piece, pause_seconds)) as server:
        yield server
        server.is_closing.set()


@contextmanager
def _serving(server):
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
