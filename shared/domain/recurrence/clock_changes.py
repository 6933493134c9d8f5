"""When the clocks of a zone change, and what that does to the slots of a rule. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from shared.domain.recurrence.slots import Slot
from shared.domain.recurrence.terms import MONTH_NAMES, time_text
from shared.domain.zones import instant_in, local_in

Effect = Literal["gap", "overlap_first", "overlap_second", "day_length"]

_SHORT = 3


@dataclass(frozen=True, slots=True)
class ClockChange:
    """Clocks that show `before` show `after` instead, from instant `at` on."""

    at: datetime
    before: datetime
    after: datetime

    @property
    def shift(self) -> timedelta:
        """By how much clocks are put forward; negative is back."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class DstNote:
    """What a change of the clocks does to a slot, or to the slots of a day.

    `at` is the instant of the slot, of a day that of the change.
    """

    code: Effect
    day: date
    at: datetime
    text: str


def slot_note(slot: Slot, zone: ZoneInfo) -> DstNote | None:
    """What the clocks do to this slot: moved out of a gap, or one of two passes.

    >>> slot_note(datetime(2026, 3, 29, 2, 30), ZoneInfo("Europe/Berlin")).text
    '29 Mar: 02:30 does not exist, 03:30 instead'
    >>> slot_note(datetime(2026, 10, 25, 2, 30), ZoneInfo("Europe/Berlin")).text
    '25 Oct: the first of the two 02:30'
    """
    if not isinstance(slot, datetime):
        return None
    first, second = slot.replace(tzinfo=zone, fold=0), slot.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return None
    at = instant_in(slot, zone)
    shown, name, day = local_in(at, zone), time_text(slot.time()), _short_day(slot)
    if shown.replace(fold=0) != slot.replace(fold=0):
        text = f"{day}: {name} does not exist, {time_text(shown.time())} instead"
        return DstNote("gap", slot.date(), at, text)
    if slot.fold:
        text = f"{day}: the second of the two {name}"
        return DstNote("overlap_second", slot.date(), at, text)
    return DstNote("overlap_first", slot.date(), at, f"{day}: the first of the two {name}")


def day_note(change: ClockChange, slots: int) -> DstNote:
    """A day on which clocks change, for a rule of hours or minutes that has `slots` then.

    >>> change, = changes_between(ZoneInfo("Australia/Lord_Howe"), date(2026, 4, 1),
    ...                           date(2026, 4, 30))
    >>> day_note(change, 25).text
    '5 Apr: clocks go back by 30 minutes, the day has 24.5 hours and 25 dates'
    """
    minutes = abs(int(change.shift.total_seconds())) // 60
    amount = f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} minutes"
    way = "forward" if change.shift > timedelta() else "back"
    hours = 24 - change.shift / timedelta(hours=1)
    count = f"{slots} date" + ("" if slots == 1 else "s")
    text = f"clocks go {way} by {amount}, the day has {hours:g} hours and {count}"
    day = change.before.date()
    return DstNote("day_length", day, change.at, f"{_short_day(day)}: {text}")


def _short_day(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month][:_SHORT]}"


def changes_between(zone: ZoneInfo, first: date, last: date) -> Iterator[ClockChange]:
    """The changes of the clocks from day `first` to day `last`, ascending."""
    for year in range(first.year, last.year + 1):
        for change in _changes_of(zone, year):
            if first <= change.before.date() <= last:
                yield change


@lru_cache(maxsize=2048)
def _changes_of(zone: ZoneInfo, year: int) -> tuple[ClockChange, ...]:
    """The changes in a year of UTC; no zone changed its clocks twice within half a day."""
    begin = datetime.combine(date(year, 1, 1), time(), UTC)
    marks = [begin + timedelta(hours=12 * half) for half in range(2 * 366 + 1)]
    return tuple(
        _change_between(zone, earlier, later)
        for earlier, later in pairwise(marks)
        if earlier.year == year and _offset(zone, earlier) != _offset(zone, later)
    )


def _change_between(zone: ZoneInfo, low: datetime, high: datetime) -> ClockChange:
    old = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if _offset(zone, middle) == old else (low, middle)
    naive = high.replace(tzinfo=None)
    return ClockChange(high, naive + old, naive + _offset(zone, high))


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()
