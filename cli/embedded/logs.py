"""Log files of the stack: one a service, never without bound."""

import shutil
from pathlib import Path

MAX_BYTES = 20 << 20


def begin_log(log: Path) -> None:
    """The log is empty; what the run before wrote is in `<name>.1`."""
    if log.exists() and log.stat().st_size:
        log.replace(_previous(log))


def trim_log(log: Path) -> None:
    """A log that has grown large is moved to `<name>.1` while its writers go on.

    They append, so they go on at the new end. A line written between copy and cut is lost. If there
    is no room for the copy, the old lines are lost: room is what is needed then.
    """
    if log.exists() and log.stat().st_size > MAX_BYTES:
        try:
            shutil.copyfile(log, _previous(log))
        except OSError:
            _previous(log).unlink(missing_ok=True)
        with log.open("r+b") as file:
            file.truncate()


def _previous(log: Path) -> Path:
    return log.with_name(f"{log.name}.1")
