"""Days and times in filters: words, dates and date maths, read in the owner's zone."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, cast

from shared.domain.filters.problems import FilterInvalid, Span
from shared.domain.filters.tree import Moment, Step, StepUnit
from shared.domain.zones import to_instant, to_local

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 9000
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {name[:3]: name for name in _WEEKDAYS} | {"tues": "tuesday", "thurs": "thursday"}
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_WORDS = ("today", "tomorrow", "yesterday", *_WEEKDAYS)
_NEXT = tuple(f"next {name}" for name in (*_WEEKDAYS, "week", "month"))
TIME_FORMS = ("2026-11-27", "2026-11-27T09:00", "today", "friday", "now", "now-7d/w")

_MOMENT = re.compile(
    r"(?P<base>(?P<iso>\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2})?([Zz]|[+-]\d{2}:\d{2})?)?)"
    r"|next\ +[a-z]+|[a-z]+)(?P<steps>(?:[+-]\d{1,5}[smhdwMy]|/[smhdwMy])*)",
    re.ASCII | re.IGNORECASE,
)
_STEP = re.compile(r"([+-])(\d+)(\w)|(/)(\w)", re.ASCII)
_CLOCK_UNITS = frozenset("smh")


def parse_moment(text: str) -> Moment | None:
    """The day or moment that is written so; None if none is.

    >>> parse_moment("now+1d/w").steps
    (Step(kind='+', unit='d', amount=1), Step(kind='/', unit='w', amount=1))
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    base = _iso(found["iso"]) if found["iso"] else _word(found["base"])
    steps = tuple(_step(*match.groups()) for match in _STEP.finditer(found["steps"]))
    if base is None or any(step.unit not in "smhdwMy" for step in steps):
        return None
    moment = Moment(base, steps)
    if moment.is_day and any(step.unit in _CLOCK_UNITS for step in steps):
        return None
    return moment


def _iso(text: str) -> date | datetime | None:
    try:
        found = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found if len(text) > len("2026-11-27") else found.date()


def _word(text: str) -> str | None:
    name = " ".join(text.lower().split())
    head, _, tail = name.rpartition(" ")
    name = f"{head} {_SHORT.get(tail, tail)}".strip()
    return name if name == "now" or name in DAY_WORDS or name in _NEXT else None


def _step(
    sign: str | None, amount: str | None, unit: str | None, slash: str | None, of: str | None
) -> Step:
    if slash:
        return Step("/", cast("StepUnit", of))
    return Step("+" if sign == "+" else "-", cast("StepUnit", unit), int(amount or 0))


def moment_text(moment: Moment) -> str:
    """The moment as it is written in a filter.

    >>> moment_text(parse_moment("Fri+1w"))
    'friday+1w'
    """
    base = moment.base if isinstance(moment.base, str) else moment.base.isoformat()
    return base + "".join(
        f"/{step.unit}" if step.kind == "/" else f"{step.kind}{step.amount}{step.unit}"
        for step in moment.steps
    )


@dataclass(frozen=True, slots=True)
class Reach:
    """Wall times in the owner's zone: a moment, or a whole day that ends before `end`."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The owner's calendar at one instant: what `now`, `today` and a week are."""

    now: datetime
    zone: str
    week_start: str = "MO"

    @property
    def today(self) -> date:
        """The day it is for the owner."""
        return to_local(self.now, self.zone).date()

    def reach_of(self, moment: Moment, span: Span) -> Reach:
        """What `moment` means.

        Raises:
            FilterInvalid: it lies outside the years that can be stored.
        """
        try:
            start = self._base(moment.base)
            for step in moment.steps:
                start = self._stepped(start, step)
            if FIRST_YEAR <= start.year <= LAST_YEAR:
                return Reach(start, start + timedelta(days=1) if moment.is_day else None)
        except (OverflowError, ValueError):
            pass  # the calendar ends before the answer does
        message = f"This is outside the years {FIRST_YEAR} to {LAST_YEAR}."
        raise FilterInvalid("filter_time_out_of_range", message, span)

    def instant_of(self, local: datetime) -> datetime:
        """The instant at which the owner's clocks show `local`."""
        return to_instant(local, self.zone)

    def _base(self, base: str | date | datetime) -> datetime:
        if isinstance(base, datetime):
            return base if base.tzinfo is None else to_local(base, self.zone)
        if isinstance(base, date):
            return datetime.combine(base, time())
        if base == "now":
            return to_local(self.now, self.zone)
        return datetime.combine(self._day(base), time())

    def _day(self, word: str) -> date:
        today = self.today
        days = {"today": 0, "tomorrow": 1, "yesterday": -1}
        if word in days:
            return today + timedelta(days=days[word])
        if word == "next month":
            return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        next_monday = today + timedelta(days=7 - today.weekday())
        if word == "next week":
            return next_monday
        if word.startswith("next "):
            return next_monday + timedelta(days=_WEEKDAYS.index(word.removeprefix("next ")))
        return today + timedelta(days=(_WEEKDAYS.index(word) - today.weekday()) % 7)

    def _stepped(self, local: datetime, step: Step) -> datetime:
        if step.kind == "/":
            return self._rounded(local, step.unit)
        amount = step.amount if step.kind == "+" else -step.amount
        match step.unit:
            case "d":
                return (local + timedelta(days=amount)).replace(fold=0)
            case "w":
                return (local + timedelta(weeks=amount)).replace(fold=0)
            case "M":
                return _months_later(local, amount)
            case "y":
                return _months_later(local, 12 * amount)
            case "s" | "m" | "h":
                seconds = {"s": 1, "m": 60, "h": 3600}[step.unit] * amount
                return to_local(
                    to_instant(local, self.zone) + timedelta(seconds=seconds), self.zone
                )

    def _rounded(self, local: datetime, unit: StepUnit) -> datetime:
        day = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        beginnings = {
            "s": local.replace(microsecond=0),
            "m": local.replace(second=0, microsecond=0),
            "h": local.replace(minute=0, second=0, microsecond=0),
            "d": day,
            "M": day.replace(day=1),
            "y": day.replace(month=1, day=1),
        }
        week = timedelta(days=(day.weekday() - _WEEK.index(self.week_start)) % 7)
        return day - week if unit == "w" else beginnings[unit]


def _months_later(local: datetime, months: int) -> datetime:
    """The same day `months` later, or the last of its month (product convention: it clamps)."""
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OverflowError(year)
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day, fold=0)
