"""Rules that count hours or minutes: they run on elapsed time, through DST changes.

"Every 4 hours" is every 14,400 seconds, so there are 23 or 25 hourly slots on the days when the
clocks change; the BYxxx parts are then judged by the local clock. A stretch that a part excludes
is jumped over, never walked through.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import product
from zoneinfo import ZoneInfo

from shared.domain.recurrence.calendar_plan import CalendarPlan, at_positions, plan_calendar
from shared.domain.recurrence.rule import Freq, Rule
from shared.domain.recurrence.steps import Steps
from shared.domain.zones import instant_in, local_in

UNIT_SECONDS = {Freq.HOURLY: 3600, Freq.MINUTELY: 60}
_HOUR_SECONDS = 3600
_DAY_SECONDS = 24 * _HOUR_SECONDS
ELAPSED_COST = 8
# Steps of a period that hits, beside one for each slot that is taken.
_COST_OF_HIT = 8
_LONG_AGO = date(1800, 1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class ElapsedPlan:
    """A rule of hours or minutes joined to its start and zone; made by `plan_elapsed`.

    Period k begins `start + k * stride` seconds after 1970; `days` tells which dates may be hit,
    None where all may; nothing is hit after second `last`.
    """

    rule: Rule
    start: int
    stride: int
    zone: ZoneInfo
    days: CalendarPlan | None
    last: int
    picked: tuple[int, ...]  # of BYMINUTE, by BYSETPOS
    takes_single: bool

    def slots(self, after: datetime | None, steps: Steps) -> Iterator[datetime]:
        """Slots whose instant is later than that of `after`, or all; ends with the budget."""
        floor = self.start - 1
        if after is not None:
            floor = max(floor, _seconds(instant_in(after, self.zone)))
        period = max(0, (floor - self.start) // self.stride)
        while (second := self.start + period * self.stride) <= self.last:
            base = datetime.fromtimestamp(second, self.zone)
            wait = self._wait(base, steps)
            if wait is None:
                return
            found = [] if wait else [pair for pair in self._expand(base, second) if pair[0] > floor]
            for floor, slot in found:  # noqa: B007  # the last one is the new floor
                yield slot
            if not (steps.spend_hit(_COST_OF_HIT) if found else steps.spend(ELAPSED_COST)):
                return
            period = max(period + 1, -((self.start - second - wait) // self.stride))

    def _wait(self, base: datetime, steps: Steps) -> int | None:
        """Seconds from `base` to the next place worth a look: 0 is here, None never."""
        rule = self.rule
        if self.days and not _hits(self.days, base.toordinal()):
            day = next(self.days.slots(base.date(), self.zone, steps), None)
            return None if day is None else self._until_midnight(base, day)
        if rule.by_hour and base.hour not in rule.by_hour:
            return self._until_hour(base)
        if rule.freq is Freq.MINUTELY and rule.by_minute and base.minute not in rule.by_minute:
            later = [minute for minute in rule.by_minute if minute > base.minute]
            return ((later[0] if later else 60) - base.minute) * 60 - base.second
        return 0

    def _until_midnight(self, base: datetime, day: date) -> int:
        midnight = instant_in(datetime.combine(day, time()), self.zone)
        return max(1, _seconds(midnight) - _seconds(base))

    def _until_hour(self, base: datetime) -> int:
        """To the next hour that BYHOUR names, or a part of the way where clocks change."""
        later = [hour for hour in self.rule.by_hour if hour > base.hour]
        into_hour = base.minute * 60 + base.second
        wait = ((later[0] if later else 24) - base.hour) * _HOUR_SECONDS - into_hour
        arrival = datetime.fromtimestamp(_seconds(base) + wait, self.zone)
        if arrival.utcoffset() == base.utcoffset():
            return wait
        return _HOUR_SECONDS - into_hour

    def _expand(self, base: datetime, second: int) -> list[tuple[int, datetime]]:
        """The slots of the period at `base`, second `second`, with their seconds, ascending."""
        rule, local = self.rule, base.replace(tzinfo=None)
        minutes = rule.by_minute if rule.freq is Freq.HOURLY else ()
        if not (minutes or rule.by_second):
            # Alone in its period, it is the first and the last.
            return [(second, local)] if self.takes_single else []
        seconds = rule.by_second or (local.second,)
        begin = second - local.minute * 60 - local.second
        if _is_even(begin, self.zone):
            # One second at most, see `check_parts`: positions are those of the minutes.
            picked = self.picked if minutes else (local.minute,) if self.takes_single else ()
            return [
                (begin + 60 * minute + into, local.replace(minute=minute, second=into))
                for minute in picked
                for into in seconds
            ]
        parts = product(minutes or (local.minute,), seconds)
        found = sorted({self._at(local, *part) for part in parts})
        return at_positions(found, rule.by_set_pos) if rule.by_set_pos else found

    def _at(self, local: datetime, minute: int, second: int) -> tuple[int, datetime]:
        slot = local.replace(minute=minute, second=second)
        instant = instant_in(slot, self.zone)
        return _seconds(instant), local_in(instant, self.zone) if slot.fold else slot


@lru_cache(maxsize=8192)
def _hits(days: CalendarPlan, day: int) -> bool:
    return days.hits(day)


def _is_even(begin: int, zone: ZoneInfo) -> bool:
    """Whether clocks surely run on unchanged through the hour that begins at this second."""
    offset = _offset_through(begin // _DAY_SECONDS, zone)
    last = (begin + _HOUR_SECONDS - 1) // _DAY_SECONDS
    return offset is not None and offset == _offset_through(last, zone)


@lru_cache(maxsize=8192)
def _offset_through(day: int, zone: ZoneInfo) -> timedelta | None:
    """The zone's offset on this day of UTC since 1970, None if it changes."""
    marks = (day * _DAY_SECONDS + part for part in (0, _DAY_SECONDS // 2, _DAY_SECONDS))
    offsets = {datetime.fromtimestamp(mark, zone).utcoffset() for mark in marks}
    return offsets.pop() if len(offsets) == 1 else None


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


@lru_cache(maxsize=4096)
def plan_elapsed(rule: Rule, dtstart: datetime, zone: ZoneInfo) -> ElapsedPlan:
    """The plan of a rule of hours or minutes; the same object for the same arguments, while hot."""
    return new_elapsed(rule, instant_in(dtstart.replace(fold=0), zone), zone)


def new_elapsed(rule: Rule, start: datetime, zone: ZoneInfo) -> ElapsedPlan:
    """The plan of a rule that counts from this instant."""
    days = plan_calendar(days_part(rule), _LONG_AGO) if rule.picks_days else None
    last = _seconds(datetime.combine(rule.last_day, time.max, UTC))
    stride = rule.interval * UNIT_SECONDS[rule.freq]
    positions = rule.by_set_pos
    return ElapsedPlan(
        rule=rule,
        start=_seconds(start),
        stride=stride,
        zone=zone,
        days=days,
        last=last,
        picked=tuple(at_positions(rule.by_minute, positions)) if positions else rule.by_minute,
        takes_single=not positions or 1 in positions or -1 in positions,
    )


@lru_cache(maxsize=1024)
def days_part(rule: Rule) -> Rule:
    """The parts of an HOURLY, MINUTELY or DAILY rule that decide the days, as a yearly rule.

    It hits the same days, and finds the next one a year at a time.
    """
    names_day = rule.by_month_day or rule.by_year_day or rule.by_day
    return Rule(
        text=rule.text,
        freq=Freq.YEARLY,
        by_month=rule.by_month,
        by_month_day=rule.by_month_day if names_day else tuple(range(1, 32)),
        by_year_day=rule.by_year_day,
        by_day=rule.by_day,
    )
