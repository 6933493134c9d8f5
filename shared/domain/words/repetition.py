"""From what repeats to its rule and its first day."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from shared.core.errors import InvalidInput
from shared.domain.recurrence.patterns import Anchor, month_day_parts, normalise_pattern
from shared.domain.recurrence.rule import WEEKDAYS
from shared.domain.recurrence.series import Series, next_slots
from shared.domain.recurrence.slots import Slot
from shared.domain.words.today import Today, joined, moved
from shared.domain.words.tree import (
    Amount,
    At,
    Day,
    Impossible,
    NthWeekday,
    OnDate,
    OnDayOfMonth,
    OnPeriod,
    OnWeekday,
    Repeat,
)
from shared.domain.words.vocabulary import Unit

_FREQUENCIES: Final = {
    Unit.SECOND: "SECONDLY", Unit.MINUTE: "MINUTELY", Unit.HOUR: "HOURLY", Unit.DAY: "DAILY",
    Unit.WEEK: "WEEKLY", Unit.MONTH: "MONTHLY", Unit.YEAR: "YEARLY",
}  # fmt: skip
_ELAPSED: Final = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600}
_LONGEST_MONTH: Final = 31
_FEBRUARY: Final = 2
_LEAP_DAY: Final = 29
_MONTHS: Final = 12
_LENGTHS: Final = {_FEBRUARY: _LEAP_DAY, 4: 30, 6: 30, 9: 30, 11: 30}


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a repetition ends: with a day, after a length of time, or a number of times."""

    until: date | None = None
    length: Amount | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Repetition:
    """A rule that the domain takes, and its first slot."""

    rrule: str
    anchor: Anchor
    first: Slot


def repetition_of(
    repeat: Repeat,
    today: Today,
    *,
    start: date | None,
    times: tuple[At, ...],
    ends: Ends,
    week_start: str,
) -> Repetition:
    """The rule of what repeats, from `start` or from now on.

    Raises:
        InvalidInput: no rule can be made of it, or none that ever occurs.
    """
    anchor: Anchor = "completion" if repeat.is_after_completion else "schedule"
    if repeat.unit in _ELAPSED:
        return _elapsed(repeat, today, start, times, ends)
    if repeat.numeric is not None:
        repeat = _on_numeric(repeat, today)
    first_day = start or today.day
    # The first one is the next day that fits, whatever the interval.
    each = replace(repeat, interval=1)
    dtstart = _at(first_day, times)
    hours = _hours(times)
    once = normalise_pattern(
        ";".join([*_parts(each, first_day, anchor, week_start), *hours]), dtstart, anchor=anchor
    )
    first = _first(once, dtstart, today, is_said=start is not None)
    rule = ";".join([*_parts(repeat, first_day, anchor, week_start), *hours])
    rule = normalise_pattern(rule, first, anchor=anchor)
    end = _end_parts(ends, first)
    whole = normalise_pattern(";".join([rule, *end]), first, anchor=anchor) if end else rule
    return Repetition(whole, anchor, first)


def absorb(repeat: Repeat, day: Day) -> Repeat | Impossible:
    """What repeats on this day of its weeks, months or years, if the day can be that.

    Every month … on the last day: both say one thing.
    """
    if repeat.nth_days or repeat.month_days or repeat.months or repeat.workdays:
        return repeat
    if repeat.unit is Unit.DAY and isinstance(day, OnWeekday):
        return Impossible("contradiction")
    found = repeat
    match repeat.unit, day:
        case Unit.MONTH, OnPeriod("month", 0, "end"):
            found = replace(repeat, month_days=(-1,))
        case Unit.MONTH, OnDayOfMonth(number):
            found = replace(repeat, month_days=(number,))
        case Unit.MONTH, NthWeekday(nth, weekday, None):
            found = replace(repeat, nth_days=((nth, weekday),))
        case Unit.YEAR, NthWeekday(nth, weekday, int() as month):
            found = replace(repeat, nth_days=((nth, weekday),), months=(month,))
        case Unit.YEAR, OnDate(month, number, None) if number > 0:
            found = replace(repeat, month_days=(number,), months=(month,))
        case Unit.WEEK, OnWeekday(weekday, "bare", 0):
            found = replace(repeat, nth_days=((0, weekday),))
        case _:
            pass
    return found


def _on_numeric(repeat: Repeat, today: Today) -> Repeat:
    first, second = repeat.numeric or (0, 0)
    day, month = (first, second) if today.day_first else (second, first)
    if not 1 <= month <= _MONTHS or not 1 <= day <= _LENGTHS.get(month, _LONGEST_MONTH):
        raise InvalidInput("/recurrence", "rule_never", "There is no such day.")
    return replace(repeat, month_days=(day,), months=(month,), numeric=None)


def _at(day: date, times: tuple[At, ...]) -> Slot:
    if not times:
        return day
    return joined(day, times[0])


def _first(rule: str, dtstart: Slot, today: Today, *, is_said: bool) -> Slot:
    """The first slot from the start on, and still ahead unless the start was said."""
    after: Slot | None = None
    if isinstance(dtstart, datetime) and not (is_said and dtstart > today.local):
        after = today.local
    slots = next_slots(Series(rule, dtstart, today.clock_zone), after, 1)
    if not slots:
        raise InvalidInput("/recurrence", "rule_never", "This never happens.")
    return slots[0]


def _parts(repeat: Repeat, start: date, anchor: Anchor, week_start: str) -> list[str]:
    parts = [f"FREQ={_FREQUENCIES[repeat.unit]}"]
    if repeat.interval != 1:
        parts.append(f"INTERVAL={repeat.interval}")
    if repeat.months:
        parts.append("BYMONTH=" + ",".join(str(month) for month in repeat.months))
    if repeat.workdays:
        days = ",".join(str(day) for day in repeat.workdays)
        return [*parts, "BYDAY=MO,TU,WE,TH,FR", f"BYSETPOS={days}"]
    if repeat.nth_days:
        days = ",".join(f"{nth or ''}{WEEKDAYS[day]}" for nth, day in repeat.nth_days)
        weekly = [f"WKST={week_start}"] if repeat.unit is Unit.WEEK else []
        return [*parts, f"BYDAY={days}", *weekly]
    if repeat.month_days:
        return [*parts, _month_days(repeat)]
    if anchor == "completion" or repeat.unit is Unit.DAY:
        return parts
    return [*parts, *_days_of_start(repeat, start, week_start)]


def _month_days(repeat: Repeat) -> str:
    if len(repeat.month_days) > 1 or repeat.month_days[0] < 0:
        days = (-1 if day == _LONGEST_MONTH else day for day in repeat.month_days)
        return "BYMONTHDAY=" + ",".join(str(day) for day in days)
    (day,) = repeat.month_days
    longest = _LONGEST_MONTH
    if repeat.months:
        lengths = [_LENGTHS.get(month, _LONGEST_MONTH) for month in repeat.months]
        if all(length >= day and length != _LEAP_DAY for length in lengths):
            return f"BYMONTHDAY={day}"
        longest = max(lengths)
        if day > longest:
            raise InvalidInput("/recurrence", "rule_never", "There is no such day.")
    return month_day_parts(day, longest)


def _days_of_start(repeat: Repeat, start: date, week_start: str) -> list[str]:
    if repeat.unit is Unit.WEEK:
        return [f"BYDAY={WEEKDAYS[start.weekday()]}", f"WKST={week_start}"]
    if repeat.unit is Unit.MONTH:
        return [month_day_parts(start.day, _LONGEST_MONTH)]
    if repeat.months:
        return ["BYMONTHDAY=1"]
    return [
        f"BYMONTH={start.month}",
        month_day_parts(start.day, _LEAP_DAY if start.month == _FEBRUARY else 0),
    ]


def _hours(times: tuple[At, ...]) -> list[str]:
    if len(times) <= 1:
        return []
    hours = ",".join(str(hour) for hour in sorted({at.hour % 24 for at in times}))
    return [f"BYHOUR={hours}", f"BYMINUTE={times[0].minute}", f"BYSECOND={times[0].second}"]


def _end_parts(ends: Ends, first: Slot) -> list[str]:
    if ends.count is not None:
        return [f"COUNT={ends.count}"]
    until = ends.until
    if ends.length is not None:
        day = first.date() if isinstance(first, datetime) else first
        until = moved(day, *ends.length) - timedelta(days=1)
    if until is None:
        return []
    clock = "T235959" if isinstance(first, datetime) else ""
    return [f"UNTIL={until:%Y%m%d}{clock}"]


def _elapsed(
    repeat: Repeat, today: Today, start: date | None, times: tuple[At, ...], ends: Ends
) -> Repetition:
    """Every 2 hours: from the time that is said, or one interval from now."""
    if not repeat.interval:
        raise InvalidInput("/recurrence", "rule_never", "This never happens.")
    interval = timedelta(seconds=repeat.interval * _ELAPSED[repeat.unit])
    first = _at(start or today.day, times)
    if not isinstance(first, datetime):
        now = today.local.replace(second=0, microsecond=0)
        first = datetime.combine(start, time(9)) if start else now + interval
    while first <= today.local:
        first += interval * max(1, (today.local - first) // interval)
    first = today.shown(first)
    parts = [f"FREQ={_FREQUENCIES[repeat.unit]}"]
    if repeat.interval != 1:
        parts.append(f"INTERVAL={repeat.interval}")
    anchor: Anchor = "completion" if repeat.is_after_completion else "schedule"
    text = ";".join([*parts, *_end_parts(ends, first)])
    return Repetition(normalise_pattern(text, first, anchor=anchor), anchor, first)
