"""Which day it is: phrases joined to the day on which they were said. Pure."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from shared.domain.moments import Clock
from shared.domain.recurrence.slots import Slot
from shared.domain.words.tree import (
    Amount,
    At,
    CalendarDay,
    Day,
    Fault,
    FromToday,
    Impossible,
    Later,
    NthWeekday,
    OnDate,
    OnDayOfMonth,
    OnIso,
    OnNumeric,
    OnPeriod,
    OnWeekday,
)
from shared.domain.words.vocabulary import Unit
from shared.domain.zones import to_instant, to_local

_WEEK: Final = 7
_MONTHS: Final = 12
_SATURDAY: Final = 5
_LEAP_YEARS: Final = 9
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 9000
_NOON: Final = 12
_DAY_HOURS: Final = 24
_FIRST_MORNING_HOUR: Final = 7
_MONTHS_OF: Final = {"quarter": 3}
_DAYS_IN_WEEK: Final = {"start": 0, "middle": 2, "end": 6}
_EXACT: Final = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600}


class NoSuchTime(ValueError):
    """What was said is no day, or no time of day."""

    def __init__(self, code: Fault) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Said:
    """The day, and the other one that may have been meant; a moment if it was exact."""

    day: date
    other: date | None = None
    exact: datetime | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """The moment at which something was said, on the speaker's clock and calendar."""

    now: datetime
    zone: str
    time_format: Clock = "24h"
    day_first: bool = True
    said_zone: str | None = None
    """The zone whose clock is spoken of; today and tomorrow stay those of the speaker."""

    @property
    def clock_zone(self) -> str:
        """The zone in which times are."""
        return self.said_zone or self.zone

    @property
    def local(self) -> datetime:
        """What the clock shows that is spoken of."""
        return to_local(self.now, self.clock_zone).replace(tzinfo=None, fold=0)

    def shown(self, local: datetime) -> datetime:
        """That time, or what the clock shows instead where it skips it."""
        instant = to_instant(local, self.clock_zone)
        return to_local(instant, self.clock_zone).replace(tzinfo=None, fold=0)

    @property
    def day(self) -> date:
        """The day of that clock."""
        return self.local.date()

    @property
    def own_day(self) -> date:
        """The speaker's day."""
        return to_local(self.now, self.zone).date()

    def is_ahead(self, day: date, at: time | None) -> bool:
        """Whether it is still to come; a day is until it is over."""
        if at is None:
            return day >= self.day
        return datetime.combine(day, at) > self.local

    def is_still_ahead(self, due: Slot) -> bool:
        """Whether a due time is still to come."""
        at = due.time() if isinstance(due, datetime) else None
        return self.is_ahead(due.date() if isinstance(due, datetime) else due, at)

    def is_over(self, due: Slot) -> bool:
        """Whether a due time is past; a day, or a minute, is when it is over."""
        if isinstance(due, datetime):
            return due < self.local.replace(second=0, microsecond=0)
        return due < self.day

    def hour_of(self, at: At, *, is_late: bool = False) -> tuple[At, At | None]:
        """The time as it is meant, and as it may be meant as well."""
        if at.is_sure or (at.is_clock and self.time_format == "24h" and not is_late):
            return replace(at, is_sure=True), None
        early = At(at.hour, at.minute, at.second, zone=at.zone)
        late = replace(early, hour=at.hour + _NOON)
        if is_late:
            return late, None
        is_afternoon = self.time_format == "12h" and at.hour < _FIRST_MORNING_HOUR
        return (late, early) if is_afternoon else (early, late)

    def find(self, day: Day, at: time | None = None) -> Said:
        """The day that is meant, the next one that fits.

        Raises:
            NoSuchTime: there is none.
        """
        try:
            said = self._find(day, at)
        except (OverflowError, ValueError) as error:
            if isinstance(error, NoSuchTime):
                raise
            raise NoSuchTime("impossible_date") from error
        if not _FIRST_YEAR <= said.day.year <= _LAST_YEAR:
            raise NoSuchTime("impossible_date")
        return said

    def _find(self, day: Day, at: time | None) -> Said:
        match day:
            case OnWeekday():
                return self._weekday(day, at)
            case Later(amounts, base):
                return self._later(amounts, base)
            case OnIso(datetime() as moment):
                return Said(moment.date(), exact=moment)
            case OnIso(moment):
                return Said(moment)
            case Impossible(code):
                raise NoSuchTime(code)
            case _:
                return Said(self._calendar_day(day, at))

    def _calendar_day(self, day: CalendarDay, at: time | None) -> date:
        """The one day that is meant, whatever the weekday of today."""
        found = self.day
        match day:
            case FromToday(days):
                found = self.own_day + timedelta(days=days)
            case OnDate():
                found = self._date(day, at)
            case OnNumeric(first, second, year):
                number, month = (first, second) if self.day_first else (second, first)
                found = self._date(OnDate(month, number, year), at)
            case OnDayOfMonth(number, months):
                found = self._day_of_month(number, months, at)
            case NthWeekday():
                found = self._nth(day, at)
            case OnPeriod():
                found = self._period(day)
        return found

    def _weekday(self, day: OnWeekday, at: time | None) -> Said:
        ahead = (day.weekday - self.day.weekday()) % _WEEK
        coming = self.day + timedelta(days=ahead)
        if not self.is_ahead(coming, at):
            coming += timedelta(days=_WEEK)
        weeks = timedelta(weeks=day.weeks)
        if day.which != "next":
            return Said(coming + weeks)
        monday = self.day + timedelta(days=_WEEK - self.day.weekday())
        chosen = monday + timedelta(days=day.weekday)
        return Said(chosen + weeks, coming + weeks if coming != chosen else None)

    def _date(self, said: OnDate, at: time | None) -> date:
        if not 1 <= said.month <= _MONTHS:
            raise NoSuchTime("impossible_date")
        if said.year is not None:
            return self._of_month(said.year, said.month, said.day)
        for year in range(self.day.year, self.day.year + _LEAP_YEARS):
            if said.day > monthrange(year, said.month)[1]:
                continue
            found = self._of_month(year, said.month, said.day)
            if self.is_ahead(found, at):
                return found
        raise NoSuchTime("impossible_date")

    @staticmethod
    def _of_month(year: int, month: int, day: int) -> date:
        length = monthrange(year, month)[1]
        if day == 0 or day > length:
            raise NoSuchTime("impossible_date")
        return date(year, month, day if day > 0 else length + 1 + day)

    def _day_of_month(self, number: int, months: int | None, at: time | None) -> date:
        if months is not None:
            year, month = _month_later(self.day, months)
            return self._of_month(year, month, number)
        for ahead in range(_MONTHS + 1):
            year, month = _month_later(self.day, ahead)
            if number > monthrange(year, month)[1]:
                continue
            found = self._of_month(year, month, number)
            if self.is_ahead(found, at):
                return found
        raise NoSuchTime("impossible_date")

    def _nth(self, said: NthWeekday, at: time | None) -> date:
        if said.month is None:
            found = nth_weekday(*_month_later(self.day, said.months), said.nth, said.weekday)
            if found is None:
                raise NoSuchTime("impossible_date")
            return found
        for year in (self.day.year, self.day.year + 1, self.day.year + 2):
            found = nth_weekday(year, said.month, said.nth, said.weekday)
            if found is not None and self.is_ahead(found, at):
                return found
        raise NoSuchTime("impossible_date")

    def _period(self, said: OnPeriod) -> date:
        if said.period in ("week", "weekend"):
            monday = self.day - timedelta(days=self.day.weekday()) + timedelta(weeks=said.offset)
            if said.period == "weekend":
                return max(monday + timedelta(days=_SATURDAY), self.day)
            found = monday + timedelta(days=_DAYS_IN_WEEK[said.edge])
            return found if found >= self.day else found + timedelta(weeks=1)
        if said.period == "year":
            year = self.day.year + said.offset
            return {"start": date(year, 1, 1), "middle": date(year, 7, 1)}.get(
                said.edge, date(year, 12, 31)
            )
        length = _MONTHS_OF.get(said.period, 1)
        first = self.day.month - (self.day.month - 1) % length
        start = date(*_month_later(self.day.replace(day=1, month=first), said.offset * length), 1)
        if said.edge == "start":
            return start
        if said.edge == "middle":
            return start.replace(day=15)
        return date(*_month_later(start, length), 1) - timedelta(days=1)

    def _later(self, amounts: tuple[Amount, ...], base: Day | None) -> Said:
        day = self.find(base).day if base is not None else self.own_day
        exact = timedelta()
        for number, unit in amounts:
            if unit in _EXACT:
                exact += timedelta(seconds=number * _EXACT[unit])
            else:
                day = moved(day, number, unit)
        if not exact:
            return Said(day)
        clock = to_local(self.now, self.zone).time()
        start = datetime.combine(day, clock)
        seconds = any(unit is Unit.SECOND for _, unit in amounts)
        start = start.replace(microsecond=0) if seconds else start.replace(second=0, microsecond=0)
        local = to_local(to_instant(start, self.zone) + exact, self.zone)
        local = local.replace(tzinfo=None, fold=0)
        return Said(local.date(), exact=local)


def clock_of(at: At | None) -> time | None:
    """The time of day as the calendar has it; the end of a day is its midnight."""
    return None if at is None else time(at.hour % _DAY_HOURS, at.minute, at.second)


def joined(day: date, at: At | None) -> Slot:
    """The day, or the time of that day; 24:00 is midnight of the next."""
    if at is None:
        return day
    if at.hour == _DAY_HOURS:
        return datetime.combine(day + timedelta(days=1), time())
    return datetime.combine(day, time(at.hour, at.minute, at.second))


def moved(day: date, number: int, unit: Unit) -> date:
    """The day so many days, weeks, months or years later; short months clamp it.

    Raises:
        NoSuchTime: the calendar ends before.
    """
    try:
        return _moved(day, number, unit)
    except (OverflowError, ValueError) as error:
        if isinstance(error, NoSuchTime):
            raise
        raise NoSuchTime("impossible_date") from error


def _moved(day: date, number: int, unit: Unit) -> date:
    if unit is Unit.WORKDAY:
        return _workdays_later(day, number)
    if unit in (Unit.DAY, Unit.WEEK):
        return day + timedelta(days=number * (_WEEK if unit is Unit.WEEK else 1))
    year, month = _month_later(day, number * (_MONTHS if unit is Unit.YEAR else 1))
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _workdays_later(day: date, number: int) -> date:
    step = 1 if number >= 0 else -1
    weeks, rest = divmod(abs(number), _SATURDAY)
    day += timedelta(weeks=step * weeks)
    while rest or day.weekday() >= _SATURDAY:
        day += timedelta(days=step)
        if day.weekday() < _SATURDAY and rest:
            rest -= 1
    return day


def _month_later(day: date, months: int) -> tuple[int, int]:
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise NoSuchTime("impossible_date")
    return year, month + 1


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """The nth such weekday of the month, from its end if negative; None if it has none."""
    length = monthrange(year, month)[1]
    days = [
        number for number in range(1, length + 1) if date(year, month, number).weekday() == weekday
    ]
    index = nth - 1 if nth > 0 else nth
    return date(year, month, days[index]) if -len(days) <= index < len(days) else None
