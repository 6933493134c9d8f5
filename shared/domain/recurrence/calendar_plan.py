"""Rules that count days, weeks, months or years: local wall-clock slots, no zone arithmetic.

The period of any day is found by division, so the next slot of a rule that began ten years ago
costs the same as that of one begun today.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise, product
from zoneinfo import ZoneInfo

from shared.domain.recurrence.days import days_of_month, days_of_year, weekday_of
from shared.domain.recurrence.rule import Freq, Rule
from shared.domain.recurrence.slots import Slot
from shared.domain.recurrence.steps import Steps
from shared.domain.zones import instant_in

# Steps of one period that hits nothing, see `Steps`; YEARLY with parts that span the whole year
# looks at up to 366 days.
_COST = {Freq.DAILY: 1, Freq.WEEKLY: 1, Freq.MONTHLY: 4, Freq.YEARLY: 8}
_COST_OF_WHOLE_YEAR = 64
_LAST_DAY = date(MAXYEAR - 1, 12, 31).toordinal()
# No zone ever skipped more than this on one day, but for those that crossed the date line.
_WIDEST_GAP = timedelta(hours=3)


@dataclass(frozen=True, slots=True, eq=False)
class CalendarPlan:
    """A rule of whole days joined to its start. Made by `plan_calendar`; compared by identity."""

    rule: Rule
    start: Slot
    start_day: int
    times: tuple[time, ...]  # empty for all-day series
    has_close_times: bool
    cost: int

    def slots(self, after: Slot | None, zone: ZoneInfo, steps: Steps) -> Iterator[Slot]:
        """Slots later than `after`, or from the start on, ascending; ends with the budget."""
        for day in self._days(after, steps):
            for slot in self._slots_of(day, zone):
                if slot >= self.start and (after is None or slot > after):
                    yield slot

    def _days(self, after: Slot | None, steps: Steps) -> Iterator[tuple[int, ...]]:
        """The days of each period that has some, from the period of `after` on."""
        first = self.start_day if after is None else max(self.start_day, after.toordinal())
        period = self.period_of(first)
        while True:
            ...
