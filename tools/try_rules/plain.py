"""A rule expanded the slow way: look at each day and time, ask each part whether it agrees.

Shares nothing with the product's expansion, not even the parser, so that neither can hide the
other's faults. What a part means is what RFC 5545 §3.3.10 says of it. Clocks never change here; see
`elapsed` for where they do.
"""

from calendar import isleap, monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby, product, takewhile
from typing import TypeVar

T = TypeVar("T", bound=date)
Part = Callable[[date], bool]
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)
_LONGEST_PERIOD = timedelta(days=366)
_TO_FOURTH = timedelta(days=3)


def plain_slots(text: str, start: date, end: date) -> Iterator[date]:
    """The slots of the rule before `end`, ascending; dates if `start` is one.

    `text` is a rule without faults, see `generate`.
    """
    parts = parts_of(text)
    slots = takewhile(lambda slot: slot < end, _from_start(parts, start, end))
    if "UNTIL" in parts:
        is_within = _until(parts["UNTIL"], start)
        slots = takewhile(is_within, slots)
    left = int(parts["COUNT"]) if "COUNT" in parts else None
    for number, slot in enumerate(slots):
        if number == left:
            return
        yield slot


def parts_of(text: str) -> dict[str, str]:
    """Name and value of each part."""
    return dict(part.split("=") for part in text.split(";"))


def _until(text: str, start: date) -> Callable[[date], bool]:
    """UNTIL "bounds the rule in an inclusive manner"; local time is UTC here.

    Where the kinds differ, which the RFC forbids, a date is that whole day.
    """
    if not isinstance(start, datetime) or "T" not in text:
        last = text[:8]
        return lambda slot: slot.strftime("%Y%m%d") <= last
    last = text.removesuffix("Z")
    return lambda slot: slot.strftime("%Y%m%dT%H%M%S") <= last


def _from_start(parts: dict[str, str], start: date, end: date) -> Iterator[date]:
    """Each period's set, cut by BYSETPOS, without what lies before the start.

    The set of the first period is the whole period's: "BYSETPOS operates on a set of recurrence
    instances in one interval of the recurrence rule".
    """
    period_of = _period(parts, start)
    for _, period in groupby(_candidates(parts, start, end, period_of), key=period_of):
        yield from (slot for slot in at_positions(parts, list(period)) if slot >= start)


def at_positions(parts: dict[str, str], slots: Sequence[T]) -> list[T]:
    """The slots of one period that BYSETPOS, where there is one, takes."""
    if "BYSETPOS" not in parts:
        return list(slots)
    positions = _ints(parts["BYSETPOS"])
    return [
        slot
        for index, slot in enumerate(slots)
        if index + 1 in positions or index - len(slots) in positions
    ]


def _candidates(
    parts: dict[str, str], start: date, end: date, period_of: Callable[[date], int]
) -> Iterator[date]:
    """All slots that each part agrees to, of every INTERVALth period from the start's on."""
    interval = int(parts.get("INTERVAL", "1"))
    tests, times = day_tests(parts, start), _times(parts, start)
    is_sub_daily = parts["FREQ"] in ("HOURLY", "MINUTELY")
    # BYSETPOS needs the last period whole.
    day, last = _first_day(parts, start), date.fromordinal(end.toordinal()) + _LONGEST_PERIOD
    while day <= last:
        if (is_sub_daily or period_of(day) % interval == 0) and all(test(day) for test in tests):
            for at in times:
                slot = day if at is None else datetime.combine(day, at)
                if not is_sub_daily or period_of(slot) % interval == 0:
                    yield slot
        day += _DAY


def _first_day(parts: dict[str, str], start: date) -> date:
    """The day on which the period of the start begins."""
    day = date.fromordinal(start.toordinal())
    match parts["FREQ"]:
        case "YEARLY":
            return day.replace(month=1, day=1)
        case "MONTHLY":
            return day.replace(day=1)
        case "WEEKLY":
            return _week_begin(day, _week_start(parts))
        case _:
            return day


def _period(parts: dict[str, str], start: date) -> Callable[[date], int]:
    """Tells how many years, months, weeks, days, hours or minutes after the start's a slot is."""
    freq, week_start = parts["FREQ"], _week_start(parts)

    def place(slot: date) -> int:
        match freq:
            case "YEARLY":
                return slot.year
            case "MONTHLY":
                return slot.year * 12 + slot.month
            case "WEEKLY":
                return _week_begin(slot, week_start).toordinal() // 7
            case "DAILY":
                return slot.toordinal()
            case _:
                assert isinstance(slot, datetime)
                hours = slot.toordinal() * 24 + slot.hour
                return hours if freq == "HOURLY" else hours * 60 + slot.minute

    first = place(start)
    return lambda slot: place(slot) - first


def _times(parts: dict[str, str], start: date) -> list[time] | list[None]:
    """The times of day that may be hit; None alone for dates.

    On dates BYHOUR, BYMINUTE and BYSECOND "MUST be ignored".
    """
    if not isinstance(start, datetime):
        return [None]
    hours, minutes, seconds = clock_numbers(parts, start)
    return [time(*each) for each in product(hours, minutes, seconds)]


def clock_numbers(parts: dict[str, str], start: datetime) -> tuple[list[int], list[int], list[int]]:
    """The hours, minutes and seconds that BYHOUR, BYMINUTE and BYSECOND allow.

    What the rule does not say is the start's, but a part as long as FREQ or longer is free.
    """
    freq = parts["FREQ"]
    return (
        _asked(parts, "BYHOUR", start.hour, 24, is_free=freq in ("HOURLY", "MINUTELY")),
        _asked(parts, "BYMINUTE", start.minute, 60, is_free=freq == "MINUTELY"),
        _asked(parts, "BYSECOND", start.second, 60, is_free=False),
    )


def _asked(
    parts: dict[str, str], name: str, of_start: int, size: int, *, is_free: bool
) -> list[int]:
    if name in parts:
        return [number for number in range(size) if number in _ints(parts[name])]
    return list(range(size)) if is_free else [of_start]


def day_tests(parts: dict[str, str], start: date) -> list[Part]:
    """What each part that names days asks of one, and what the start decides without them."""
    tests = [make(parts) for name, make in _TESTS.items() if name in parts]
    named = {"BYDAY", "BYMONTHDAY", "BYYEARDAY"} & parts.keys()
    match parts["FREQ"]:
        case "YEARLY" if not named and "BYWEEKNO" in parts:
            tests.append(lambda day: day.weekday() == start.weekday())
        case "YEARLY" if not named:
            tests.append(lambda day: day.day == start.day)
            if "BYMONTH" not in parts:
                tests.append(lambda day: day.month == start.month)
        case "MONTHLY" if not named:
            tests.append(lambda day: day.day == start.day)
        case "WEEKLY" if not named:
            tests.append(lambda day: day.weekday() == start.weekday())
        case _:
            pass  # shorter ones hit any day
    return tests


def _by_month(parts: dict[str, str]) -> Part:
    months = _ints(parts["BYMONTH"])
    return lambda day: day.month in months


def _by_month_day(parts: dict[str, str]) -> Part:
    numbers = _ints(parts["BYMONTHDAY"])
    return lambda day: _is_numbered(numbers, day.day, _month_length(day))


def _by_year_day(parts: dict[str, str]) -> Part:
    numbers = _ints(parts["BYYEARDAY"])
    return lambda day: _is_numbered(numbers, _year_day(day), _year_length(day))


def _by_week_no(parts: dict[str, str]) -> Part:
    """Week one of a year is "the first week that contains at least four days" of it.

    So a week is of the year in which its fourth day lies, and that day tells its number.
    """
    numbers, week_start = _ints(parts["BYWEEKNO"]), _week_start(parts)

    def test(day: date) -> bool:
        fourth = _week_begin(day, week_start) + _TO_FOURTH
        number = (_year_day(fourth) - 1) // 7 + 1
        later = (_year_length(fourth) - _year_day(fourth)) // 7
        return _is_numbered(numbers, number, number + later)

    return test


def _by_day(parts: dict[str, str]) -> Part:
    """Numbers count the weekday within the month, or the year where no part names months."""
    entries = {(int(item[:-2] or "0"), item[-2:]) for item in parts["BYDAY"].split(",")}
    in_month = parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts

    def test(day: date) -> bool:
        place = day.day if in_month else _year_day(day)
        length = _month_length(day) if in_month else _year_length(day)
        from_begin, from_end = (place - 1) // 7 + 1, -((length - place) // 7 + 1)
        name = _WEEKDAYS[day.weekday()]
        return any((nth, name) in entries for nth in (0, from_begin, from_end))

    return test


_TESTS: dict[str, Callable[[dict[str, str]], Part]] = {
    "BYMONTH": _by_month,
    "BYWEEKNO": _by_week_no,
    "BYYEARDAY": _by_year_day,
    "BYMONTHDAY": _by_month_day,
    "BYDAY": _by_day,
}


def _is_numbered(numbers: set[int], number: int, of: int) -> bool:
    """Whether a list names this one of so many, from the begin or, below zero, from the end."""
    return number in numbers or number - of - 1 in numbers


def _ints(text: str) -> set[int]:
    return {int(item) for item in text.split(",")}


def _week_start(parts: dict[str, str]) -> int:
    return _WEEKDAYS.index(parts.get("WKST", "MO"))


def _week_begin(day: date, week_start: int) -> date:
    return day - timedelta(days=(day.weekday() - week_start) % 7)


def _month_length(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _year_day(day: date) -> int:
    return day.timetuple().tm_yday


def _year_length(day: date) -> int:
    return 366 if isleap(day.year) else 365
