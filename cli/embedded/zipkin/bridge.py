"""python -m cli.embedded.zipkin.bridge: OTLP over HTTP in, Zipkin's JSON out; for one machine."""

import argparse
import gzip
import http.client
import signal
import sys
import zlib
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar, Final, cast
from urllib.parse import urlsplit

import orjson
from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse
from typing_extensions import override

from cli.embedded.ports import HOST
from cli.embedded.zipkin.translation import zipkin_spans

LARGEST_BODY: Final = 8 << 20
_ZIPKIN_SECONDS: Final = 5.0
_PATH: Final = "/v1/traces"
_PROTOBUF: Final = "application/x-protobuf"


class _Refused(Exception):
    """This request has an answer other than yes."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class BridgeServer(ThreadingHTTPServer):
    """Listens on the loopback interface and forwards to the Zipkin at `zipkin_url`."""

    daemon_threads = True

    def __init__(self, port: int, zipkin_url: str) -> None:
        super().__init__((HOST, port), _Handler)
        self.zipkin = urlsplit(zipkin_url)

    def forward(self, spans: list[dict[str, Any]]) -> None:
        """Zipkin has taken the spans.

        Raises:
            _Refused: it has not; the exporter may try again.
        """
        connection = http.client.HTTPConnection(
            self.zipkin.hostname or HOST, self.zipkin.port, timeout=_ZIPKIN_SECONDS
        )
        try:
            headers = {"Content-Type": "application/json"}
            connection.request("POST", "/api/v2/spans", orjson.dumps(spans), headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise _Refused(HTTPStatus.SERVICE_UNAVAILABLE) from error
        finally:
            connection.close()
        if answer.status != HTTPStatus.ACCEPTED:
            raise _Refused(HTTPStatus.BAD_GATEWAY)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout: ClassVar[float | None] = 30

    def do_GET(self) -> None:
        known = {"/livez", "/readyz", "/health"}
        status = HTTPStatus.OK if self.path in known else HTTPStatus.NOT_FOUND
        self._answer(status, b'{"status":"ok"}', "application/json")

    def do_POST(self) -> None:
        try:
            spans = zipkin_spans(self._body())
            if spans:
                cast("BridgeServer", self.server).forward(spans)
        except _Refused as error:
            self.close_connection = True
            self._answer(error.status, b"")
        except (DecodeError, zlib.error, gzip.BadGzipFile, EOFError):
            self._answer(HTTPStatus.BAD_REQUEST, b"")
        else:
            self._answer(HTTPStatus.OK, ExportTraceServiceResponse().SerializeToString())

    def _body(self) -> bytes:
        if self.path != _PATH:
            raise _Refused(HTTPStatus.NOT_FOUND)
        if self.headers.get_content_type() != _PROTOBUF:
            raise _Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        length = self.headers.get("content-length", "")
        if not length.isdecimal():
            raise _Refused(HTTPStatus.LENGTH_REQUIRED)
        if int(length) > LARGEST_BODY:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body = self.rfile.read(int(length))
        if self.headers.get("content-encoding") == "gzip":
            unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
            body = unpacking.decompress(body, LARGEST_BODY)
            if unpacking.unconsumed_tail:
                raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return body

    def _answer(self, status: HTTPStatus, body: bytes, kind: str = _PROTOBUF) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a line for each batch of spans tells nobody anything."""


def main() -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--zipkin", required=True)
    arguments = parser.parse_args()
    server = BridgeServer(arguments.port, arguments.zipkin)
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: Thread(target=server.shutdown).start())
    server.serve_forever()
    server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
