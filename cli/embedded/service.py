"""A service of the stack: how to prepare, start, ask and end it."""

import http.client
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from cli.embedded.errors import ServiceFailed
from cli.embedded.processes import Command, Identity, identify

_ANSWER_SECONDS = 1.0
_POLL_SECONDS = 0.02
_LOG_TAIL_BYTES = 4000
_LOG_TAIL_LINES = 12


class Service(ABC):
    """One process of the stack. `prepare` may take long, in any thread; the rest is quick."""

    name: str
    port: int
    log: Path
    stop_signal: ClassVar[int] = signal.SIGTERM
    stop_grace_seconds: ClassVar[float] = 20
    start_timeout_seconds: ClassVar[float] = 60

    @property
    @abstractmethod
    def url(self) -> str:
        """The address that clients use."""

    @abstractmethod
    def prepare(self) -> None:
        """Everything that the first start needs exists afterwards; the next time it costs little.

        Raises:
            StackError: it cannot be had here.
        """

    @abstractmethod
    def command(self) -> Command:
        """What to run."""

    @abstractmethod
    def is_ready(self, pid: int) -> bool:
        """Whether the process `pid` serves requests now. Takes at most a second."""

    def spawn(self) -> "RunningService":
        """Start the process without waiting for it. Call it from the main thread."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        return RunningService(self, self.command().launch(self.log))

    def start(self) -> "RunningService":
        """Prepare, start and wait until it serves.

        Raises:
            StackError: it could not be prepared, ended, or did not answer in time.
        """
        self.prepare()
        running = self.spawn()
        running.wait_ready()
        return running


@dataclass
class RunningService:
    """A service and the process that is it."""

    service: Service
    process: "subprocess.Popen[bytes]"

    def __post_init__(self) -> None:
        self.identity: Identity = identify(self.process.pid)

    @property
    def pid(self) -> int:
        """The PID of the service's main process."""
        return self.process.pid

    @property
    def url(self) -> str:
        """The address that clients use."""
        return self.service.url

    @property
    def port(self) -> int:
        """The TCP port that it listens on."""
        return self.service.port

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self.process.poll() is None

    def wait_ready(self) -> None:
        """Return when it serves.

        Raises:
            ServiceFailed: it ended or ran out of time; it is stopped then.
        """
        deadline = time.monotonic() + self.service.start_timeout_seconds
        while not self.service.is_ready(self.pid):
            if not self.is_alive:
                raise self._failure(f"ended with code {self.process.returncode}")
            if time.monotonic() > deadline:
                self.kill()
                raise self._failure(f"gave no answer in {self.service.start_timeout_seconds:g} s")
            time.sleep(_POLL_SECONDS)

    def stop(self) -> None:
        """End it in good order, by force when that takes too long. Harmless if it is gone."""
        self.ask_to_end()
        try:
            self.process.wait(self.service.stop_grace_seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def ask_to_end(self) -> None:
        """Send the signal to stop, and do not wait. Harmless if it is gone."""
        self.process.send_signal(self.service.stop_signal)

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self.process.kill()
        self.process.wait()

    def _failure(self, what: str) -> ServiceFailed:
        tail = last_lines(self.service.log)
        return ServiceFailed(
            f"{self.service.name} {what}.",
            f"The end of its log ({self.service.log}) says:\n{tail}",
        )


def last_lines(log: Path, lines: int = _LOG_TAIL_LINES) -> str:
    """The end of a log file; empty if there is none."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _LOG_TAIL_BYTES))
        text = file.read().decode("utf-8", "replace")
    return "\n".join(text.splitlines()[-lines:])


def http_status(url: str) -> int | None:
    """The status that a GET gives within a second; None if nobody answers."""
    answer = http_answer(url)
    return answer[0] if answer else None


def http_answer(url: str) -> tuple[int, bytes] | None:
    """Status and body that a GET gives within a second; None if nobody answers."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(
        parts.hostname or "", parts.port, timeout=_ANSWER_SECONDS
    )
    try:
        connection.request("GET", parts.path)
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
