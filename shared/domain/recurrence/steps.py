"""The budget that bounds every expansion: counted, not timed, so that each machine agrees."""

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
