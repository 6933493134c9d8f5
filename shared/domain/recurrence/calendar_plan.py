"""Rules that count days, weeks, months or years: local wall-clock slots, no zone arithmetic.

The period of any day is found by division, so the next slot of a rule that began ten years ago
costs the same as that of one begun today.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain, islice, pairwise, product
from typing import TypeVar
from zoneinfo import ZoneInfo

from shared.domain.recurrence.days import (
    days_of_month,
    days_of_year,
    is_date_allowed,
    twin_of_year,
    weekday_of,
)
from shared.domain.recurrence.rule import Freq, Rule
from shared.domain.recurrence.slots import Slot
from shared.domain.recurrence.steps import Steps
from shared.domain.zones import instant_in

T = TypeVar("T")

# Steps of a period that hits nothing; YEARLY with parts that span the year looks at 366 days.
_COST = {Freq.DAILY: 1, Freq.WEEKLY: 2, Freq.MONTHLY: 4, Freq.YEARLY: 8}
_COST_OF_WHOLE_YEAR = 64
# Steps of a period that hits, beside one for each slot that is taken.
_COST_OF_HIT = {Freq.DAILY: 1, Freq.WEEKLY: 1, Freq.MONTHLY: 2, Freq.YEARLY: 3}
_COST_OF_CLOSE = 2
# No clock change since 1900 skipped more, but for places that crossed the date line.
_WIDEST_GAP = timedelta(hours=3)
# Between these no zone changed its clocks twice.
_MARKS_OF_DAY = (timedelta(), timedelta(hours=12), timedelta(hours=24))


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
        hit_cost = _COST_OF_HIT[self.rule.freq] + (_COST_OF_CLOSE if self.has_close_times else 0)
        for shift, days in self._periods(first):
            is_hit = False
            for slot in self._slots_on(shift, days, first, zone) if days else ():
                if slot > floor:
                    is_hit = True
                    yield slot
            if not (steps.spend_hit(hit_cost) if is_hit else steps.spend(self.cost)):
                return

    def hits(self, day: int) -> bool:
        """Whether this day, not before the start, is one of the rule's."""
        found = self._days(self._period_of(day))
        if found is None:
            return False
        shift, days = found
        index = bisect_left(days, day - shift)
        return index < len(days) and days[index] + shift == day

    def _just_before_start(self) -> Slot:
        unit = timedelta(seconds=1) if self.times else timedelta(days=1)
        return self.start - unit

    def _periods(self, first: int) -> Iterator[tuple[int, Sequence[int]]]:
        """What `_days` says of each period, from the one around day `first` to the last."""
        period = max(0, self._period_of(first))
        while (found := self._days(period)) is not None:
            yield found
            period += 1

    def _period_of(self, day: int) -> int:
        freq = self.rule.freq
        coarse = freq is Freq.MONTHLY or freq is Freq.YEARLY
        place = _place(freq, date.fromordinal(day)) if coarse else day
        return (place - self.origin) // self.stride

    def _days(self, period: int) -> tuple[int, Sequence[int]] | None:
        """A shift, and the days hit in this period less that shift; None after the last one."""
        place = self.origin + period * self.stride
        if place > self.last:
            return None
        match self.rule.freq:
            case Freq.DAILY:
                return 0, (place,) if self._allows(place) else ()
            case Freq.WEEKLY:
                return 0, self._days_of_week(place)
            case Freq.MONTHLY:
                year, month = divmod(place, 12)
                twin = twin_of_year(year)
                return _days_between(twin, year), _month(self, twin, month + 1)
            case _:
                twin = twin_of_year(place)
                return _days_between(twin, place), _year(self, twin)

    def _allows(self, day: int) -> bool:
        """Whether the limiting parts of a DAILY rule let this day pass."""
        if self.weekdays and weekday_of(day) not in self.weekdays:
            return False
        return not self.limits_dates or is_date_allowed(self.rule, date.fromordinal(day))

    def _days_of_week(self, week: int) -> Sequence[int]:
        days = [week + offset for offset in self.weekdays]
        months = self.rule.by_month
        return [day for day in days if date.fromordinal(day).month in months] if months else days

    def _slots_on(
        self, shift: int, days: Sequence[int], first: int, zone: ZoneInfo
    ) -> Iterator[Slot]:
        """The slots of one period; days before `first` may be left out."""
        positions = self.rule.by_set_pos
        if not self.times:
            if positions:
                days = at_positions(days, positions)
            return (date.fromordinal(shift + day) for day in days)
        if positions:
            batches = iter((self._picked(shift, days, positions),))
        else:
            ahead = islice(days, bisect_left(days, first - shift), None)
            batches = (self._timed(shift + day) for day in ahead)
        if self.has_close_times:
            batches = (_without_overtaken(batch, zone) for batch in batches)
        return chain.from_iterable(batches)

    def _timed(self, day: int) -> list[datetime]:
        when = date.fromordinal(day)
        return [datetime.combine(when, at) for at in self.times]

    def _picked(
        self, shift: int, days: Sequence[int], positions: tuple[int, ...]
    ) -> list[datetime]:
        """The slots at these positions of the period: the one at index i is on day i // times."""
        size = len(self.times)
        places = (divmod(index, size) for index in indices_at(positions, size * len(days)))
        return [
            datetime.combine(date.fromordinal(shift + days[day]), self.times[at])
            for day, at in places
        ]


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
def _month(plan: CalendarPlan, twin: int, month: int) -> tuple[int, ...]:
    return days_of_month(plan.rule, plan.start, twin, month)


@lru_cache(maxsize=1024)
def _year(plan: CalendarPlan, twin: int) -> tuple[int, ...]:
    return days_of_year(plan.rule, plan.start, twin)


def _days_between(twin: int, year: int) -> int:
    return date(year, 1, 1).toordinal() - date(twin, 1, 1).toordinal()


def at_positions(items: Sequence[T], positions: Iterable[int]) -> list[T]:
    """The items at these BYSETPOS positions: 1 is the first, -1 the last; missing ones are left.

    >>> at_positions("abcd", [-1, 2, 9])
    ['b', 'd']
    """
    return [items[index] for index in indices_at(tuple(positions), len(items))]


@lru_cache(maxsize=1024)
def indices_at(positions: tuple[int, ...], size: int) -> tuple[int, ...]:
    """The indices of these BYSETPOS positions among `size` items, each once, ascending.

    >>> indices_at((-1, 2, 4, 9), 4)
    (1, 3)
    """
    indices = {place - 1 if place > 0 else size + place for place in positions if place}
    return tuple(sorted(index for index in indices if 0 <= index < size))


def _without_overtaken(slots: list[datetime], zone: ZoneInfo) -> list[datetime]:
    """The slots in the order of their instants.

    A slot that a DST gap moves onto or past the next one is merged into it: it neither fires
    twice at one instant nor changes its place.
    """
    close = (pair for pair in pairwise(slots) if pair[1] - pair[0] <= _WIDEST_GAP)
    if not any(
        _has_gap(day, zone) for day in {slot.toordinal() for pair in close for slot in pair}
    ):
        return slots
    kept: list[datetime] = []
    for slot in reversed(slots):
        is_far = not kept or kept[-1] - slot > _WIDEST_GAP
        if is_far or instant_in(slot, zone) < instant_in(kept[-1], zone):
            kept.append(slot)
    return kept[::-1]


@lru_cache(maxsize=8192)
def _has_gap(day: int, zone: ZoneInfo) -> bool:
    """Whether clocks may skip something on this day, or from the evening before into it."""
    midnight = datetime.combine(date.fromordinal(day), time())
    marks = (midnight + hours for hours in _MARKS_OF_DAY)
    return len({mark.replace(tzinfo=zone).utcoffset() for mark in marks}) > 1
