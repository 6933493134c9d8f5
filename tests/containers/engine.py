"""An engine for containers: the one that answers, else a dockerd of the test's own."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HARDENED = (
    *("--network", "host", "--read-only", "--cap-drop", "ALL"),
    *("--security-opt", "no-new-privileges", "--user", "10001:10001"),
    *("--tmpfs", "/tmp", "--memory", "512m"),
)
_START_SECONDS = 30
_LOOK_SECONDS = 0.3
_BUILD_SECONDS = 1200


class NoEngine(Exception):
    """None answers, and none can be started."""


@dataclass(frozen=True)
class Engine:
    """An engine that answers; with `host`, not the one of the environment."""

    host: str | None = None

    def run(self, *arguments: str, seconds: float = 60) -> "subprocess.CompletedProcess[str]":
        """What `docker arguments` answered, whatever its exit code."""
        command = ["docker", *(["-H", self.host] if self.host else []), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)

    def done(self, *arguments: str, seconds: float = _BUILD_SECONDS) -> str:
        """The same, which went well."""
        result = self.run(*arguments, seconds=seconds)
        assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
        return result.stdout.strip()

    @property
    def answers(self) -> bool:
        """Whether it takes commands."""
        return self.run("version").returncode == 0


@contextmanager
def open_engine(folder: Path) -> Iterator[Engine]:
    """An engine; one that was started here is stopped.

    Raises:
        NoEngine: there is none, and why.
    """
    if shutil.which("docker") is None:
        raise NoEngine("there is no docker on this machine")
    if Engine().answers:
        yield Engine()
        return
    if shutil.which("dockerd") is None:
        raise NoEngine("no engine answers, and there is no dockerd to start")
    engine = Engine(f"unix://{folder}/docker.sock")
    command = ["dockerd", "-H", str(engine.host), "--pidfile", f"{folder}/pid"]
    command += ["--data-root", f"{folder}/data", "--exec-root", f"{folder}/exec"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not engine.answers:
            if process.poll() is not None or time.monotonic() > deadline:
                raise NoEngine(f"dockerd does not start: {(folder / 'log').read_text()[-600:]}")
            with suppress(subprocess.TimeoutExpired):
                process.wait(_LOOK_SECONDS)  # it ends early, or it is looked at again
        yield engine
    finally:
        process.terminate()
        process.wait(_START_SECONDS)
