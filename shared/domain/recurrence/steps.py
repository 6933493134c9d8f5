"""The budget that bounds every expansion: counted, so that each machine agrees.

Only an answer that somebody waits for has a limit of time as well, see `TimedSteps`.
"""

from collections.abc import Callable

from typing_extensions import override

STEPS_PER_SEARCH = 40_000
STEPS_PER_COUNT = 40_000


class Steps:
    """What a search may still spend on places where the rule turns out to hit nothing.

    One step is about a microsecond of work; a period costs what looking into it costs. Who takes
    slots bounds their number; a search that takes as many as COUNT says pays for hits too.
    """

    __slots__ = ("limit", "pays_hits", "spent")

    def __init__(self, limit: int = STEPS_PER_SEARCH, *, pays_hits: bool = False) -> None:
        self.limit = limit
        self.pays_hits = pays_hits
        self.spent = 0

    def spend_hit(self, steps: int) -> bool:
        """Whether the search may go on after a period that hit something."""
        return not self.pays_hits or self.spend(steps)

    def spend(self, steps: int) -> bool:
        """Whether the budget still covers these steps; they count either way.

        >>> budget = Steps(3)
        >>> budget.spend(2), budget.spend(2)
        (True, False)
        """
        self.spent += steps
        return self.spent <= self.limit

    @property
    def is_exhausted(self) -> bool:
        """Whether a search was, or would now be, cut short."""
        return self.spent > self.limit


class TimedSteps(Steps):
    """A budget for one whole answer that also ends `seconds` after it was made.

    `monotonic` tells the seconds of a clock that never goes back; it is looked at in each period.
    """

    __slots__ = ("_ends", "_monotonic")

    def __init__(
        self, seconds: float, monotonic: Callable[[], float], limit: int = STEPS_PER_SEARCH
    ) -> None:
        super().__init__(limit)
        self._monotonic = monotonic
        self._ends = monotonic() + seconds

    @override
    def spend_hit(self, steps: int) -> bool:
        return not self.is_exhausted and super().spend_hit(steps)

    @override
    def spend(self, steps: int) -> bool:
        return super().spend(steps) and not self.is_exhausted

    @property
    @override
    def is_exhausted(self) -> bool:
        return super().is_exhausted or self._monotonic() > self._ends
