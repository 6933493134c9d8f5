"""Rules that count days, weeks, months or years: local wall-clock slots, no zone arithmetic.

The period of any day is found by division, so the next slot of a rule that began ten years ago
costs the same as that of one begun today.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain, pairwise, product
from typing import TypeVar
from zoneinfo import ZoneInfo

from shared.domain.recurrence.days import days_of_month, days_of_year, is_date_allowed, weekday_of
from shared.domain.recurrence.rule import Freq, Rule
from shared.domain.recurrence.slots import Slot
from shared.domain.recurrence.steps import Steps
from shared.domain.zones import instant_in

T = TypeVar("T")

# Steps of a period that hits nothing; YEARLY with parts that span the year looks at 366 days.
_COST = {Freq.DAILY: 1, Freq.WEEKLY: 1, Freq.MONTHLY: 4, Freq.YEARLY: 8}
_COST_OF_WHOLE_YEAR = 64
# No clock change since 1900 skipped more, but for places that crossed the date line.
_WIDEST_GAP = timedelta(hours=3)


@dataclass(frozen=True, slots=True, eq=False)
class CalendarPlan:
    """A rule of whole days joined to its start; made by `plan_calendar`, compared by identity.

    `origin` and `stride` place period k at `origin + k * stride`, in days for DAILY and WEEKLY,
    in months or years for the others; there is none beyond `last`.
    """

    rule: Rule
    start: Slot
    origin: int
    stride: int
    last: int
    weekdays: tuple[int, ...]
    times: tuple[time, ...]  # empty for all-day series
    has_close_times: bool
    limits_dates: bool
    cost: int

    def slots(self, after: Slot | None, zone: ZoneInfo, steps: Steps) -> Iterator[Slot]:
        """Slots later than `after`, or from the start on, ascending, until the budget ends."""
        floor = self._just_before_start() if after is None or after < self.start else after
        first = floor.toordinal()
        for days in self._periods(first):
            is_hit = False
            for slot in self._slots_on(days, first, zone) if days else ():
                if slot > floor:
                    is_hit = True
                    yield slot
            if not is_hit and not steps.spend(self.cost):
                return

    def hits(self, day: int) -> bool:
        """Whether this day, not before the start, is one of the rule's."""
        days = self._days(self._period_of(day))
        if not days:
            return False
        index = bisect_left(days, day)
        return index < len(days) and days[index] == day

    def _just_before_start(self) -> Slot:
        unit = timedelta(seconds=1) if self.times else timedelta(days=1)
        return self.start - unit

    def _periods(self, first: int) -> Iterator[Sequence[int]]:
        """The days hit in each period, from the one around day `first` to the last."""
        period = max(0, self._period_of(first))
        while (days := self._days(period)) is not None:
            yield days
            period += 1

    def _period_of(self, day: int) -> int:
        freq = self.rule.freq
        coarse = freq is Freq.MONTHLY or freq is Freq.YEARLY
        place = _place(freq, date.fromordinal(day)) if coarse else day
        return (place - self.origin) // self.stride

    def _days(self, period: int) -> Sequence[int] | None:
        """The days hit in this period; None after the last one."""
        place = self.origin + period * self.stride
        if place > self.last:
            return None
        match self.rule.freq:
            case Freq.DAILY:
                return (place,) if self._allows(place) else ()
            case Freq.WEEKLY:
                return self._days_of_week(place)
            case Freq.MONTHLY:
                return _month(self, place)
            case _:
                return _year(self, place)

    def _allows(self, day: int) -> bool:
        """Whether the limiting parts of a DAILY rule let this day pass."""
        if self.weekdays and weekday_of(day) not in self.weekdays:
            return False
        return not self.limits_dates or is_date_allowed(self.rule, date.fromordinal(day))

    def _days_of_week(self, week: int) -> Sequence[int]:
        days = [week + offset for offset in self.weekdays]
        months = self.rule.by_month
        return [day for day in days if date.fromordinal(day).month in months] if months else days

    def _slots_on(self, days: Sequence[int], first: int, zone: ZoneInfo) -> Iterator[Slot]:
        """The slots of one period; days before `first` may be left out."""
        positions = self.rule.by_set_pos
        if not positions:
            days = days[bisect_left(days, first) :]
        elif not self.times:
            days = at_positions(days, positions)
        dates = map(date.fromordinal, days)
        if not self.times:
            return dates
        batches = ([datetime.combine(when, at) for at in self.times] for when in dates)
        if positions:
            every = list(chain.from_iterable(batches))
            batches = (batch for batch in [at_positions(every, positions)])
        if self.has_close_times:
            batches = (_without_overtaken(batch, zone) for batch in batches)
        return chain.from_iterable(batches)


@lru_cache(maxsize=4096)
def plan_calendar(rule: Rule, dtstart: Slot) -> CalendarPlan:
    """The plan of a rule of days or longer; the same object for the same arguments, while hot."""
    times = _times_of_day(rule, dtstart) if isinstance(dtstart, datetime) else ()
    start = dtstart.replace(microsecond=0, fold=0) if isinstance(dtstart, datetime) else dtstart
    weekdays = sorted({entry.weekday for entry in rule.by_day})
    first, stride = start.toordinal(), rule.interval
    origin, last = _place(rule.freq, start), _place(rule.freq, rule.last_day)
    if rule.freq is Freq.WEEKLY:
        origin, stride = first - (weekday_of(first) - rule.week_start) % 7, 7 * stride
        weekdays = sorted((d - rule.week_start) % 7 for d in weekdays or [weekday_of(first)])
    close = any(_apart(a, b) < _WIDEST_GAP for a, b in pairwise(times))
    return CalendarPlan(
        rule=rule,
        start=start,
        origin=origin,
        stride=stride,
        last=last,
        weekdays=tuple(weekdays),
        times=times,
        has_close_times=close,
        limits_dates=bool(rule.by_month or rule.by_month_day),
        cost=_cost(rule),
    )


def _place(freq: Freq, day: date) -> int:
    """Where a day lies in the unit in which periods of this frequency are counted."""
    match freq:
        case Freq.YEARLY:
            return day.year
        case Freq.MONTHLY:
            return day.year * 12 + day.month - 1
        case _:
            return day.toordinal()


def _times_of_day(rule: Rule, dtstart: datetime) -> tuple[time, ...]:
    hours = rule.by_hour or (dtstart.hour,)
    minutes = rule.by_minute or (dtstart.minute,)
    seconds = rule.by_second or (dtstart.second,)
    return tuple(sorted({time(*parts) for parts in product(hours, minutes, seconds)}))


def _apart(earlier: time, later: time) -> timedelta:
    return datetime.combine(date.min, later) - datetime.combine(date.min, earlier)


def _cost(rule: Rule) -> int:
    spans_year = rule.by_week_no or rule.by_year_day or rule.by_day or rule.by_month_day
    return _COST_OF_WHOLE_YEAR if rule.freq is Freq.YEARLY and spans_year else _COST[rule.freq]


@lru_cache(maxsize=4096)
def _month(plan: CalendarPlan, place: int) -> tuple[int, ...]:
    year, month = divmod(place, 12)
    return days_of_month(plan.rule, plan.start, year, month + 1)


@lru_cache(maxsize=1024)
def _year(plan: CalendarPlan, year: int) -> tuple[int, ...]:
    return days_of_year(plan.rule, plan.start, year)


def at_positions(items: Sequence[T], positions: Sequence[int]) -> list[T]:
    """The items at these BYSETPOS positions: 1 is the first, -1 the last; missing ones are left.

    >>> at_positions("abcd", [-1, 2, 9])
    ['b', 'd']
    """
    size = len(items)
    indices = {place - 1 if place > 0 else size + place for place in positions if place}
    return [items[index] for index in sorted(indices) if 0 <= index < size]


def _without_overtaken(slots: list[datetime], zone: ZoneInfo) -> list[datetime]:
    """The slots in the order of their instants.

    A slot that a DST gap moves onto or past the next one is merged into it: it neither fires
    twice at one instant nor changes its place.
    """
    kept: list[datetime] = []
    for slot in reversed(slots):
        is_far = not kept or kept[-1] - slot > _WIDEST_GAP
        if is_far or instant_in(slot, zone) < instant_in(kept[-1], zone):
            kept.append(slot)
    return kept[::-1]
