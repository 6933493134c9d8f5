"""What became of each row of a file, so that counts in equal counts out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.interchange.records import Record

EXCERPT_MAX: Final = 300
LOSSES_MAX: Final = 50
"""Of one row; more are summed up in the last one."""


class Outcome(StrEnum):
    """Taken over whole, with losses, left out on purpose, or not readable."""

    TAKEN = "taken"
    LOSSY = "lossy"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing of a row that did not come over, or not as it was; `field` names where it stood."""

    code: str
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file and the records that it became, in order of need.

    `number` is from 1, in a CSV that of a spreadsheet; rows may come in another order than theirs.
    A row whose words went into the record of another one (a comment) has none of its own.
    """

    number: int
    records: tuple[Record, ...]
    outcome: Outcome
    losses: tuple[Loss, ...] = ()
    excerpt: str = ""

    def __post_init__(self) -> None:
        is_in = self.outcome in (Outcome.TAKEN, Outcome.LOSSY)
        if self.records and not is_in:
            raise ValueError("a row that is not taken over has no records")
        if bool(self.losses) == (self.outcome is Outcome.TAKEN):
            raise ValueError("exactly the rows that are not simply taken over say why")


def taken(number: int, records: Iterable[Record], losses: Iterable[Loss], excerpt: str) -> Row:
    """The row came over: whole without losses, else with them."""
    found = tuple(losses)
    if len(found) > LOSSES_MAX:
        more = Loss("more_losses", "", f"{len(found) - LOSSES_MAX + 1} more losses in this row.")
        found = (*found[: LOSSES_MAX - 1], more)
    outcome = Outcome.LOSSY if found else Outcome.TAKEN
    return Row(number, tuple(records), outcome, found, shortened(excerpt))


def failed(number: int, code: str, field: str, message: str, excerpt: str = "") -> Row:
    """The row could not be read; the others are."""
    return Row(number, (), Outcome.FAILED, (Loss(code, field, message),), shortened(excerpt))


def skipped(number: int, code: str, message: str, excerpt: str = "") -> Row:
    """The row was left out on purpose."""
    return Row(number, (), Outcome.SKIPPED, (Loss(code, "", message),), shortened(excerpt))


def shortened(text: str) -> str:
    r"""At most EXCERPT_MAX characters of `text`, fit to be stored: no NUL, no lone surrogates.

    >>> shortened("a\x00b")
    'a�b'
    """
    cut = text if len(text) <= EXCERPT_MAX else text[: EXCERPT_MAX - 1] + "…"
    return cut.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """Rows by outcome, and all of them under `rows`."""
    tally = Counter(row.outcome for row in rows)
    found = {str(outcome): tally[outcome] for outcome in Outcome}
    return {"rows": tally.total(), **found}
