"""How late mails were over the course of a run. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Final

from cli.bench.stats import Spread, spread
from cli.chaos.evidence import Evidence
from cli.chaos.faults.fault import Suffered
from cli.chaos.judge.mails import copies_of, ledger_of

SLICES: Final = 10
_CALM_BEFORE: Final = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Late:
    """A mail: the instant that it was planned for, and that of its first copy."""

    fire_at: datetime
    came_at: datetime

    @property
    def seconds(self) -> float:
        """From the one to the other."""
        return (self.came_at - self.fire_at).total_seconds()


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a run: mails that were due in it, and faults that began in it."""

    from_second: float
    to_second: float
    faults: int
    late: Spread | None
    """In s; None without any mail."""


def mails_of(evidence: Evidence) -> list[Late]:
    """Every mail of the ledger that was received, in the order in which they were due."""
    ledger = ledger_of(evidence)
    found = [
        Late(ledger[message_id].fire_at, taken[0].at)
        for message_id, taken in copies_of(evidence).items()
        if message_id in ledger
    ]
    return sorted(found, key=lambda late: (late.fire_at, late.came_at))


def spread_of(mails: Sequence[Late]) -> Spread | None:
    """How late they were, in s; None without any."""
    return spread(late.seconds for late in mails) if mails else None


def in_slices(
    mails: Sequence[Late], suffered: Sequence[Suffered], began_at: datetime, seconds: float
) -> list[Slice]:
    """A run in equal parts; what was due before or after it counts with the first or the last."""

    def part_of(instant: datetime) -> int:
        part = int((instant - began_at).total_seconds() / seconds * SLICES)
        return min(max(part, 0), SLICES - 1)

    length = seconds / SLICES
    parts: list[list[Late]] = [[] for _ in range(SLICES)]
    for late in mails:
        parts[part_of(late.fire_at)].append(late)
    faults = [part_of(each.began_at) for each in suffered]
    return [
        Slice(number * length, (number + 1) * length, faults.count(number), spread_of(part))
        for number, part in enumerate(parts)
    ]


def in_calm(mails: Sequence[Late], suffered: Sequence[Suffered]) -> list[Late]:
    """Those with no fault from 10 s before they were due until they came."""
    faults = sorted((each.began_at, each.ended_at) for each in suffered)
    begins = [began_at for began_at, _ in faults]
    ends = list(accumulate((ended_at for _, ended_at in faults), max))

    def is_calm(late: Late) -> bool:
        begun = bisect_right(begins, late.came_at)
        return not begun or ends[begun - 1] < late.fire_at - _CALM_BEFORE

    return [late for late in mails if is_calm(late)]
