"""PostgreSQL refuses to run as root; here is the account that it runs as then."""

import os
import stat
import subprocess
import time
from pathlib import Path

from cli.embedded.errors import StackError

ACCOUNT = "rondel"
_ATTEMPTS = 20
_WAIT_SECONDS = 0.25
_REACH = stat.S_IXOTH


def service_account() -> str | None:
    """The account for programs that refuse root; None if this process is not root."""
    return ACCOUNT if os.geteuid() == 0 else None


def ensure_account() -> None:
    """The system account exists. Only root can call this.

    Raises:
        StackError: it does not exist and could not be made.
    """
    import pwd  # noqa: PLC0415 - exists on POSIX only

    reason = ""
    for _ in range(_ATTEMPTS):
        try:
            pwd.getpwnam(ACCOUNT)
        except KeyError:
            reason = _make_account()
        else:
            return
        if reason:
            time.sleep(_WAIT_SECONDS)  # another process may be making it at this moment
    raise StackError(
        f"PostgreSQL refuses to run as root, and the account {ACCOUNT!r} cannot be made: {reason}.",
        "Run Rondel as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.",
    )


def open_the_way(path: Path) -> None:
    """Other accounts can reach `path`, if they know its name: they may pass the folders above it.

    Passing is all they get; they cannot list those folders.
    """
    for folder in (path, *path.parents):
        mode = folder.stat().st_mode
        if not mode & _REACH:
            folder.chmod(mode | _REACH)


def _make_account() -> str:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    except FileNotFoundError:
        return "useradd is missing"
    return done.stderr.strip() if done.returncode else ""
