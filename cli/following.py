"""Follows an import or an export at the API until it has ended."""

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cli.embedded.errors import StackError
from cli.refusals import Document
from cli.remote import Remote

_ENDED = frozenset({"done", "failed", "cancelled"})
_LOOK_SECONDS = 0.2
_SLOWEST_SECONDS = 2.0
_SLOWER = 1.3
_UNTAKEN_SECONDS = 15.0


def follow(remote: Remote, path: str, what: str, console: Console) -> Document:
    """The transfer at `path` once it has ended; meanwhile rows done of all show on a terminal.

    Raises:
        StackError: the API cannot be asked any more.
    """
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    pause, began, is_told = _LOOK_SECONDS, time.monotonic(), False
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        bar = progress.add_task(what, total=None)
        while True:
            found = remote.look(path)
            total = found.get("rows_total")
            progress.update(bar, completed=found.get("rows_done", 0), total=total)
            if found["state"] in _ENDED:
                return found
            is_late = time.monotonic() - began > _UNTAKEN_SECONDS
            if found["state"] == "waiting" and is_late and not is_told:
                is_told = True
                console.print(
                    "No worker has taken it yet: does `rondel worker transfers` run? "
                    "It is kept until then; Ctrl-C leaves it waiting."
                )
            time.sleep(pause)
            pause = min(pause * _SLOWER, _SLOWEST_SECONDS)


def failure_of(found: Document, what: str) -> StackError | None:
    """Why a transfer that has ended is not done; None if it is."""
    if found["state"] == "done":
        return None
    if found["state"] == "cancelled":
        return StackError(f"The {what} was cancelled.", "What had been done until then stays.")
    reason = found["error"] or "the server does not say why"
    return StackError(f"The {what} has failed: {reason}", "What had been done until then stays.")
