"""Where counts of rates are kept: in this process; `shared_counters` has the other place.

Not by the library `limits`: its store in memory goes through all keys at every hit (11 ms with
50,000 of them, version 5.8), which a stranger with many addresses can have at will, and what is
left costs a second round trip to Redis.
"""

from collections import OrderedDict
from typing import Final, Protocol

from typing_extensions import override

from api.rates import Count, Rate
from shared.core.clock import Clock

Taken = tuple[bool, Count]
"""Whether it was within the rate, and the count after it."""

MOST_KEYS: Final = 100_000
"""In memory: about 30 MB. Beyond that, who was counted longest ago is forgotten."""


class Counters(Protocol):
    """Counts by key."""

    async def take(self, key: str, rate: Rate, cost: int) -> Taken:
        """If `cost` more is within the rate, it is counted; with 0 it only looks."""
        ...

    async def close(self) -> None:
        """Nothing is held open."""
        ...


class MemoryCounters(Counters):
    """Counts of this process alone."""

    def __init__(self, clock: Clock, most: int = MOST_KEYS) -> None:
        self._clock = clock
        self._most = most
        self._counts: OrderedDict[str, tuple[int, int, int, float]] = OrderedDict()

    def __len__(self) -> int:
        """How many keys are known."""
        return len(self._counts)

    @override
    async def take(self, key: str, rate: Rate, cost: int) -> Taken:
        now = self._clock.monotonic()
        exact = now / rate.seconds
        window = int(exact)
        at, previous, current, _ = self._counts.get(key, (window, 0, 0, 0.0))
        if at == window - 1:
            previous, current = current, 0
        elif at != window:
            previous, current = 0, 0
        count = Count(previous, current, exact - window)
        if cost > count.left(rate):
            return False, count
        if cost:
            self._keep(key, (window, previous, current + cost, (window + 2.0) * rate.seconds), now)
        return True, Count(previous, current + cost, count.into)

    def _keep(self, key: str, row: tuple[int, int, int, float], now: float) -> None:
        self._counts[key] = row
        self._counts.move_to_end(key)
        for _ in range(2):  # more than come in, so that what is over goes, without a task
            oldest = next(iter(self._counts))
            if self._counts[oldest][3] > now and len(self._counts) <= self._most:
                break
            del self._counts[oldest]

    @override
    async def close(self) -> None:
        pass
