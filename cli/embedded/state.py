"""What runs, written down for other processes: `.rondel/dev.json` and its lock.

The lock is an flock(2) on a file, held by the supervisor: the kernel lets go of it however the
supervisor ends. The JSON holds the database's password, so only its owner may read it.
"""

import fcntl
import shutil
import tempfile
from pathlib import Path
from typing import IO, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict

from cli.embedded.errors import DiskFull, StateUnwritable
from cli.embedded.layout import cache_of
from cli.embedded.processes import Identity
from cli.embedded.settings import FolderSettings

Kind = Literal["postgres", "kafka", "smtp", "zipkin", "http", "task"]
Phase = Literal[
    "waiting", "preparing", "starting", "running", "restarting", "done", "stopping", "stopped",
    "failed",
]  # fmt: skip
_NEEDED_BYTES = 300 << 20


class _Record(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore")


class ServiceState(_Record):
    """One service, as the supervisor last saw it."""

    name: str
    kind: Kind
    url: str
    """Where it is reached; without a password."""
    external: bool = False
    optional: bool = False
    """Nobody waits for it, and nobody needs to see it."""
    phase: Phase = "waiting"
    detail: str = ""
    metrics: str | None = None
    process: Identity | None = None
    restarts: int = 0
    log: str | None = None


class StackState(_Record):
    """The whole stack."""

    supervisor: Identity
    phase: Literal["starting", "running", "stopping", "stopped", "failed"] = "starting"
    url: str = ""
    mail: str | None = None
    environment: dict[str, str] = {}
    """What a process needs to join the stack, its secrets included."""
    services: list[ServiceState] = []
    notes: list[str] = []
    """What the start changed outside the folder."""
    error: str = ""
    way_out: str = ""

    @property
    def is_alive(self) -> bool:
        """Whether the supervisor that wrote this still runs."""
        return self.supervisor.is_alive


class StateFolder:
    """The folder that all state of the local stack is in."""

    def __init__(self, path: Path, cache: Path | None = None) -> None:
        self.path = path
        self.logs = path / "logs"
        self.cache = cache or cache_of(path)
        self._file = path / "dev.json"

    def ensure_usable(self) -> None:
        """The folder exists, can be written and has room.

        Raises:
            StateUnwritable: it is a file, or this user may not write there.
            DiskFull: too little space is left.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.logs.mkdir(mode=0o700, exist_ok=True)  # others on this machine have no business
            with tempfile.TemporaryFile(dir=self.path) as probe:
                probe.write(b"0")
        except OSError as error:
            raise StateUnwritable(self.path, error.strerror or str(error)) from error
        if self.free_bytes < _NEEDED_BYTES:
            raise DiskFull(self.path, _NEEDED_BYTES, self.free_bytes)

    @property
    def free_bytes(self) -> int:
        """Room left on its disk."""
        return shutil.disk_usage(self.path).free

    def read(self) -> StackState | None:
        """What was written last; None if nothing was, or nothing that can be read."""
        try:
            return StackState.model_validate_json(self._file.read_bytes())
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None

    def running(self) -> StackState | None:
        """What was written last, if the stack that wrote it runs."""
        state = self.read()
        return state if state is not None and state.is_alive else None

    def write(self, state: StackState) -> None:
        """Other processes see `state` from now on, and never half of it."""
        new = self._file.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(state.model_dump_json(indent=1))
        new.replace(self._file)

    def forget(self) -> None:
        """Nothing is written about a stack."""
        self._file.unlink(missing_ok=True)

    def lock(self) -> "StackLock | None":
        """The right to supervise this stack, or None while another process has it."""
        return StackLock.take(self.path / "dev.lock")


def running_stack() -> StackState | None:
    """The `rondel dev` that runs here."""
    return StateFolder(FolderSettings().state_dir).running()


class StackLock:
    """Held by one process at a time, until it is let go of or the process ends."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    @classmethod
    def take(cls, path: Path) -> Self | None:
        """The lock, or None if somebody holds it."""
        file = path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return cls(file)

    def release(self) -> None:
        """Others may take it."""
        self._file.close()
