"""Whether more consumers brought more, as long as the machine had room for them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_FULL = 0.9
_NOTICEABLE = 1.02


@dataclass(frozen=True, slots=True)
class Point:
    """So many consumers did so many a second, while this share of all cores was busy."""

    consumers: int
    rate: float
    busy: float


def stalled_steps(points: Sequence[Point]) -> int:
    """Steps to more consumers that brought nothing although cores had been free before.

    >>> stalled_steps([Point(1, 1000, 0.5), Point(2, 1900, 0.95), Point(4, 1850, 1.0)])
    0
    >>> stalled_steps([Point(1, 1000, 0.5), Point(2, 1000, 0.5)])
    1
    """
    return sum(
        before.busy < _FULL and after.rate < before.rate * _NOTICEABLE
        for before, after in pairwise(points)
    )
