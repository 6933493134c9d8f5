"""How often something may be done: `100/minute`, and what is left of it.

Counted is by sliding windows: of the window before, as much counts as is still within the last
`seconds`. So nobody gets twice the amount around the turn of a minute, and a count is two numbers.
"""

from dataclasses import dataclass
from math import ceil, floor
from typing import Final

_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `amount` in any `seconds`."""

    amount: int
    seconds: int


def parse_rate(text: str) -> Rate:
    """The rate that is written so.

    Raises:
        ValueError: it is none.

    >>> parse_rate("100/minute")
    Rate(amount=100, seconds=60)
    """
    amount, _, unit = text.partition("/")
    if unit not in _SECONDS or not (amount.isascii() and amount.isdecimal() and int(amount)):
        raise ValueError(f"must be a number / {', '.join(_SECONDS)}; for example 100/minute")
    return Rate(int(amount), _SECONDS[unit])


@dataclass(frozen=True, slots=True)
class Count:
    """How often it was done in the window before and in this one, of which `into` (0-1) is over."""

    previous: int
    current: int
    into: float

    def left(self, rate: Rate) -> int:
        """How many more may be done now.

        >>> Count(100, 10, 0.25).left(Rate(100, 60)), Count(100, 10, 0.5).left(Rate(100, 60))
        (15, 40)
        """
        return max(0, rate.amount - floor(self.previous * (1 - self.into)) - self.current)

    def reset_seconds(self, rate: Rate) -> int:
        """Until this window ends."""
        return max(1, ceil((1 - self.into) * rate.seconds))

    def retry_seconds(self, rate: Rate, cost: int) -> int:
        """Until `cost` more may be done, if nothing else is done meanwhile.

        >>> Count(0, 100, 0.5).retry_seconds(Rate(100, 60), 1)
        31
        >>> Count(100, 50, 0.5).retry_seconds(Rate(100, 60), 10)
        6
        """
        room = rate.amount - self.current - cost
        if room >= 0:
            wait = _where(self.previous, room) - self.into
        else:
            wait = 1 - self.into + _where(self.current, rate.amount - cost)
        return max(1, floor(wait * rate.seconds) + 1)


def _where(before: int, room: int) -> float:
    """How much of a window is over until of `before`, done in the one before, `room` count."""
    return max(0.0, 1 - (room + 1) / before) if before else 0.0
