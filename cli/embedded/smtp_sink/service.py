"""The mail sink as a service of the stack."""

import http.client
import sys
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from cli.embedded.layout import PROJECT
from cli.embedded.ports import HOST
from cli.embedded.processes import Command
from cli.embedded.service import RunningService, Service, http_status


@dataclass(kw_only=True)
class SmtpSink(Service):
    """A mail server on the loopback interface that keeps the newest 50,000 mails."""

    state_dir: Path
    port: int
    http_port: int
    log: Path

    name = "mail"

    @property
    @override
    def url(self) -> str:
        return f"smtp://{HOST}:{self.port}"

    @property
    def page_url(self) -> str:
        """Where people read the mails."""
        return f"http://{HOST}:{self.http_port}"

    @override
    def prepare(self) -> None:
        self.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)

    @override
    def command(self) -> Command:
        options = [
            f"--port={self.port}",
            f"--http-port={self.http_port}",
            f"--dir={self.state_dir}",
        ]
        module = ["-m", "cli.embedded.smtp_sink"]
        return Command([sys.executable, *module, *options], directory=PROJECT)

    @override
    def is_ready(self, pid: int) -> bool:
        return http_status(f"{self.page_url}/livez") == http.client.OK


def start_smtp_sink(
    state_dir: Path, *, port: int, http_port: int, log: Path | None = None
) -> RunningService:
    """A mail sink that keeps its mails in `state_dir`.

    Raises:
        StackError: it could not be started.
    """
    log = log or state_dir / "mail.log"
    return SmtpSink(state_dir=state_dir, port=port, http_port=http_port, log=log).start()
