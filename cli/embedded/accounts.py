"""PostgreSQL refuses to run as root; here is the account that it runs as then."""

import os
import stat
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from cli.embedded.errors import StackError

ACCOUNT = "rondel"
_ATTEMPTS = 20
_WAIT_SECONDS = 0.25
_REACH = stat.S_IXOTH


def service_account() -> str | None:
    """The account for programs that refuse root; None if this process is not root."""
    return ACCOUNT if os.geteuid() == 0 else None


def admit(*paths: Path) -> str:
    """The account exists and can reach `paths`; what that changed on this machine, if anything.

    Only root can call this.

    Raises:
        StackError: the account could not be made.
    """
    made = _ensure_account()
    return _told(made, [folder for path in paths for folder in open_the_way(path)])


def _told(made: bool, opened: Sequence[Path]) -> str:
    """The changes in words.

    >>> _told(True, [Path("/root")])
    'As root: made the account rondel; opened /root for passing through (o+x).'
    >>> _told(False, [])
    ''
    """
    changes = [f"made the account {ACCOUNT}"] if made else []
    if opened:
        changes.append(f"opened {', '.join(map(str, opened))} for passing through (o+x)")
    return f"As root: {'; '.join(changes)}." if changes else ""


def _ensure_account() -> bool:
    """The system account exists; whether it was made now.

    Raises:
        StackError: it does not exist and could not be made.
    """
    import pwd  # noqa: PLC0415 - exists on POSIX only

    made, reason = False, ""
    for _ in range(_ATTEMPTS):
        try:
            pwd.getpwnam(ACCOUNT)
        except KeyError:
            reason = _make_account()
            made = not reason
        else:
            return made
        if reason:
            time.sleep(_WAIT_SECONDS)  # another process may be making it at this moment
    raise StackError(
        f"PostgreSQL refuses to run as root, and the account {ACCOUNT!r} cannot be made: {reason}.",
        "Run Rondel as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.",
    )


def open_the_way(path: Path) -> list[Path]:
    """Other accounts can reach `path`, if they know its name: they may pass the folders above it.

    Answers with the folders that were closed to them.

    Passing is all they get; they cannot list those folders.
    """
    closed = []
    for folder in (path, *path.parents):
        mode = folder.stat().st_mode
        if not mode & _REACH:
            folder.chmod(mode | _REACH)
            closed.append(folder)
    return closed


def _make_account() -> str:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    except FileNotFoundError:
        return "useradd is missing"
    return done.stderr.strip() if done.returncode else ""
