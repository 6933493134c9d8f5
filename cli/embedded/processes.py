"""Child processes that end with their parent, and PIDs that are still the same one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from shared.core.settings import inherited_environment

if TYPE_CHECKING:
    import psutil  # comes with the local stack; the images of Rondel do without

_LAUNCHER = Path(__file__).with_name("launch.py")
# psutil reads the start of a process in whole clock ticks; a recycled PID is never this close.
_START_TOLERANCE_SECONDS = 1.0
_POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Identity:
    """One process for ever: its PID may be given to another, its start time is not."""

    pid: int
    started: float

    @property
    def is_alive(self) -> bool:
        """Whether this very process still runs; a zombie does not."""
        return self._process() is not None

    def send(self, signum: int) -> None:
        """Deliver a signal, unless the process is gone or its PID belongs to another by now."""
        import psutil  # noqa: PLC0415 - only who has a local stack has it

        process = self._process()
        if process is not None:
            try:
                process.send_signal(signum)
            except psutil.NoSuchProcess:
                return

    def wait(self, timeout_seconds: float) -> bool:
        """Whether the process ended within the time. One that nobody buries has ended, too."""
        deadline = time.monotonic() + timeout_seconds
        while self.is_alive:
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL_SECONDS)
        return True

    def _process(self) -> "psutil.Process | None":
        import psutil  # noqa: PLC0415 - only who has a local stack has it

        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started) < _START_TOLERANCE_SECONDS
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None


def identify(pid: int) -> Identity:
    """The identity of a running process.

    Raises:
        psutil.NoSuchProcess: there is none.
    """
    import psutil  # noqa: PLC0415 - only who has a local stack has it

    return Identity(pid, psutil.Process(pid).create_time())


def listens(pid: int, port: int) -> bool:
    """Whether this very process accepts connections on `port`, not a stranger that was first."""
    import psutil  # noqa: PLC0415 - only who has a local stack has it

    try:
        found = psutil.Process(pid).net_connections("tcp")
    except psutil.NoSuchProcess:
        return False
    return any(c.status == psutil.CONN_LISTEN and c.laddr.port == port for c in found)


def end(identity: Identity, *, signum: int, grace_seconds: float) -> None:
    """End a process: `signum` first, SIGKILL when the time is over. Harmless if it is gone."""
    identity.send(signum)
    if not identity.wait(grace_seconds):
        identity.send(signal.SIGKILL)
        identity.wait(grace_seconds)


@dataclass(frozen=True)
class Command:
    """What to run, as whom, and the signal it gets when the process that started it dies."""

    argv: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    directory: Path | None = None
    death_signal: int = signal.SIGKILL
    niceness: int = 0

    def launch(self, log: Path) -> "subprocess.Popen[bytes]":
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone.

        Output is appended to `log`. Call this from the main thread: Linux sends the death signal
        when the *thread* that started the child ends (prctl(2), PR_SET_PDEATHSIG).
        """
        with log.open("ab") as output:
            return subprocess.Popen(
                self._launcher(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=inherited_environment(self.environment),
                cwd=self.directory,
                start_new_session=True,
            )

    def run(self, given: str = "", *, timeout_seconds: float) -> "subprocess.CompletedProcess[str]":
        """Run it to its end with `given` as its input; its output and errors come back as one."""
        return subprocess.run(
            self._launcher(),
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=timeout_seconds,
            env=inherited_environment(self.environment),
            cwd=self.directory,
            start_new_session=True,
        )

    def _launcher(self) -> list[str]:
        options = [
            f"--parent={os.getpid()}",
            f"--death-signal={self.death_signal:d}",
            f"--nice={self.niceness}",
        ]
        if self.user is not None:
            options.append(f"--user={self.user}")
        # -I -S: the launcher needs nothing but the standard library and replaces itself at once.
        return [sys.executable, "-I", "-S", str(_LAUNCHER), *options, "--", *self.argv]
