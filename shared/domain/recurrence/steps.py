"""The budget that bounds every expansion: counted, not timed, so that each machine agrees."""

STEPS_PER_SEARCH = 40_000


class Steps:
    """What a search may still spend on places where the rule turns out to hit nothing.

    One step is about a microsecond of work; a period costs what looking into it costs.
    """

    __slots__ = ("limit", "spent")

    def __init__(self, limit: int = STEPS_PER_SEARCH) -> None:
        self.limit = limit
        self.spent = 0

    def spend(self, steps: int) -> bool:
        """Whether the budget still covers these steps; they count either way.

        >>> budget = Steps(3)
        >>> budget.spend(2), budget.spend(2)
        (True, False)
        """
        self.spent += steps
        return self.spent <= self.limit
