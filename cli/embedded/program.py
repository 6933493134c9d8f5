"""Our own Python programs as services of the stack."""

import http.client
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from cli.embedded.layout import PROJECT
from cli.embedded.ports import HOST
from cli.embedded.processes import Command, listens
from cli.embedded.service import Service, http_status


@dataclass(kw_only=True)
class Program(Service):
    """`python -m module`, which answers /readyz on its port."""

    name: str
    module: str
    port: int
    log: Path
    arguments: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    niceness: int = 0
    directory: Path = PROJECT
    """Whose code is run."""

    @property
    @override
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @override
    def prepare(self) -> None:
        """Nothing has to be prepared."""

    @override
    def command(self) -> Command:
        return Command(
            [sys.executable, "-m", self.module, *self.arguments],
            environment=self.environment,
            directory=self.directory,
            niceness=self.niceness,
        )

    @override
    def is_ready(self, pid: int) -> bool:
        return listens(pid, self.port) and http_status(f"{self.url}/readyz") == http.client.OK


@dataclass(kw_only=True)
class Task(Program):
    """`python -m module`, which does its work, listens nowhere and ends."""

    port: int = 0
    start_timeout_seconds: ClassVar[float] = 300

    @property
    @override
    def url(self) -> str:
        return ""

    @override
    def is_ready(self, pid: int) -> bool:
        return False
