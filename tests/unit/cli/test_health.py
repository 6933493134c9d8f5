"""What `rondel dev --status` says of a service is what the service says of itself."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import psutil
import pytest
from rich.console import Console

from cli.dev_view import print_app_missing
from cli.embedded.health import ask_all, lacks_web_app
from cli.embedded.processes import identify
from cli.embedded.state import ServiceState, StackState


@pytest.fixture
def front():
    """The address of an API whose `/` answers with this status."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def address_with(status):
            class Says(BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(status)
                    self.end_headers()

                def log_message(self, *_):
                    pass

            server.RequestHandlerClass = Says
            return f"http://127.0.0.1:{server.server_port}"

        yield address_with
        server.shutdown()


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


def stack_at(url, *names):
    services = [ServiceState(name=name, kind="http", url=url, phase="running") for name in names]
    return StackState(supervisor=identify(psutil.Process().pid), url=url, services=services)


@pytest.mark.parametrize(("status", "is_lacking"), [(200, False), (503, True), (500, False)])
def test_a_web_app_is_lacking_where_the_api_says_so(front, status, is_lacking):
    assert lacks_web_app(stack_at(front(status), "api")) is is_lacking


def test_nothing_is_said_of_the_web_app_where_no_api_could_show_it(front):
    assert not lacks_web_app(stack_at(front(503), "postgres"))
    assert not lacks_web_app(stack_at("http://127.0.0.1:9", "api"))


def test_what_is_missing_is_said_with_the_way_out():
    console = Console(record=True, width=40, file=StringIO())
    print_app_missing(console)
    assert console.export_text() == "The web app is not built: make web, then start Rondel again.\n"
