"""Whether a service answers, ours or somebody else's, by asking it in its own protocol."""

import http.client
import socket
import time

from cli.embedded import kafka, postgres
from cli.embedded.errors import StackError
from cli.embedded.service import http_status
from cli.embedded.state import Kind

_ANSWER_SECONDS = 1.0
_PATIENCE_SECONDS = 3.0
_POLL_SECONDS = 0.2
_TLS_PORT = 465


class ExternalDown(StackError):
    """A service that the settings name does not answer."""

    def __init__(self, address: str, setting: str) -> None:
        super().__init__(
            f"Nothing answers at {address}, which {setting} names.",
            f"Start it or correct {setting}; without {setting}, Rondel brings its own.",
        )


def await_external(kind: Kind, address: str, setting: str) -> None:
    """Return once the service answers.

    Raises:
        ExternalDown: it did not within three seconds.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not answers(kind, address):
        if time.monotonic() > deadline:
            raise ExternalDown(address, setting)
        time.sleep(_POLL_SECONDS)


def answers(kind: Kind, address: str) -> bool:
    """Whether the service at `host:port` answers within a second or so."""
    host, _, port = address.removeprefix("smtp://").rpartition(":")
    match kind:
        case "postgres":
            return postgres.answers(host, int(port))
        case "kafka":
            return kafka.answers(host, int(port))
        case "smtp":
            return _greets(host, int(port))
        case "zipkin":
            return http_status(f"{address}/health") == http.client.OK
        case "http" | "task":
            return http_status(f"{address}/livez") is not None


def _greets(host: str, port: int) -> bool:
    """Whether a mail server greets there (RFC 5321 §3.1); with TLS first, a connection must do."""
    try:
        with socket.create_connection((host, port), timeout=_ANSWER_SECONDS) as connection:
            return port == _TLS_PORT or connection.recv(3) == b"220"
    except OSError:
        return False
