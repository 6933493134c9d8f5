"""Numbers made from many measurements. Pure."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


class NothingMeasured(Exception):
    """A statistic was asked of no values at all."""


def percentile(ordered: Sequence[float], percent: float) -> float:
    """The value that `percent` of the ascending values do not exceed (nearest rank).

    >>> percentile([1.0, 2.0, 3.0, 4.0], 50), percentile([1.0, 2.0, 3.0, 4.0], 99)
    (2.0, 4.0)

    Raises:
        NothingMeasured: there are no values.
    """
    if not ordered:
        raise NothingMeasured("no values")
    rank = math.ceil(len(ordered) * percent / 100)
    return ordered[max(rank, 1) - 1]


@dataclass(frozen=True, slots=True)
class Spread:
    """How values are spread; in the unit of the values."""

    count: int
    least: float
    p50: float
    p99: float
    most: float


def spread(values: Iterable[float]) -> Spread:
    """The spread of at least one value.

    Raises:
        NothingMeasured: there are no values.
    """
    ordered = sorted(values)
    return Spread(
        len(ordered),
        percentile(ordered, 0),
        percentile(ordered, 50),
        percentile(ordered, 99),
        percentile(ordered, 100),
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of things that were each to happen once."""

    planned: int
    once: int
    lost: int
    doubled: int
    unknown: int


def compare(planned: Iterable[Hashable], happened: Iterable[Hashable]) -> Outcome:
    """How often each planned thing happened; `unknown` happened without being planned.

    >>> compare(["a", "b", "c"], ["a", "b", "b", "x"])
    Outcome(planned=3, once=1, lost=1, doubled=1, unknown=1)
    """
    wanted, counts = set(planned), Counter(iter(happened))  # iter: of a mapping, its keys
    return Outcome(
        planned=len(wanted),
        once=sum(counts[key] == 1 for key in wanted),
        lost=sum(counts[key] == 0 for key in wanted),
        doubled=sum(counts[key] > 1 for key in wanted),
        unknown=sum(key not in wanted for key in counts),
    )
