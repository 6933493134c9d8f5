"""What `rondel dev --status` says of a service is what the service says of itself."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psutil
import pytest

from cli.embedded.health import ask_all
from cli.embedded.processes import identify
from cli.embedded.state import ServiceState, StackState


@pytest.fixture
def ask():
    """Asks for the health of a service that answers /health with these bytes."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def ask_one(body):
            class Says(BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200 if self.path == "/health" else 404)
                    self.end_headers()
                    self.wfile.write(body)

                def log_message(self, *_):
                    pass

            server.RequestHandlerClass = Says
            return health_at(f"http://127.0.0.1:{server.server_port}")

        yield ask_one
        server.shutdown()


def health_at(url):
    service = ServiceState(name="reminders", kind="http", url=url, phase="running")
    state = StackState(supervisor=identify(psutil.Process().pid), services=[service])
    [(_, health)] = ask_all(state)
    return health


@pytest.mark.parametrize(
    ("body", "health"),
    [
        (b'{"status": "ok"}', "ok"),
        (b'{"status": "degraded"}', "degraded"),
        (b'{"status": "down"}', "degraded"),
        (b"not JSON", "degraded"),
        (b"[]", "degraded"),
    ],
    ids=["ok", "paused", "down", "no-json", "no-object"],
)
def test_a_service_is_as_it_says(ask, body, health):
    assert ask(body) == health


def test_a_service_that_does_not_answer_is_down():
    assert health_at("http://127.0.0.1:9") == "down"
