"""What a check finds."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How a thing is; `skipped` is what could not be looked at because of another finding."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what it is like, and how to mend it."""

    check: str
    status: Status
    what: str
    mend: str = ""


def ok(check: str, what: str) -> Finding:
    """It is in order."""
    return Finding(check, Status.OK, what)


def warning(check: str, what: str, mend: str) -> Finding:
    """It works, but somebody should look at it."""
    return Finding(check, Status.WARNING, what, mend)


def problem(check: str, what: str, mend: str) -> Finding:
    """Something does not work, or will not."""
    return Finding(check, Status.PROBLEM, what, mend)


def skipped(check: str, what: str) -> Finding:
    """It was not looked at."""
    return Finding(check, Status.SKIPPED, what)
